"""States and moves of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class CertificateState(models.TextChoices):
    """结业证书状态."""

    ISSUED = "issued", pgettext_lazy("state of a certificate", "valid")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "revoked")


C = CertificateState
CERTIFICATE_MOVES = Moves(Move("revoke", (C.ISSUED,), C.REVOKED, _("Revoke the certificate"), needs_note=True))
CERTIFICATE_KINDS = {C.ISSUED: "good", C.REVOKED: "bad"}
