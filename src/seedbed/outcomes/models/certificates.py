"""Certificates of those who went through a batch."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Person, Unit
from seedbed.outcomes.states.certificates import CERTIFICATE_KINDS, CertificateState
from seedbed.selection.models import Batch


class Certificate(models.Model):
    """结业证书: one numbered certificate per person and batch, issued after the released assessment; a revoked one stays readable.

    The number runs within the organising unit and year and is never given twice. Whoever holds the paper can
    have it checked by number and check code; the site keeps the code sealed and compares its digest.
    """

    TRAIL_VALUES = ("desk_id", "batch_id", "person_id", "year", "sequence", "state", "issued_on")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("issued by the unit"), related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("running number"))
    number = models.CharField(_("number of the certificate"), max_length=40, unique=True)
    code_sealed = models.TextField(_("check code (sealed)"))
    code_lookup = models.CharField(_("check code (digest)"), max_length=64)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("issued by"), null=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=CertificateState.choices, default=CertificateState.ISSUED)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_why = models.CharField(_("why it was revoked"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["year", "sequence"]
        indexes = [models.Index(fields=["batch", "state"], name="certificate_of_batch"), models.Index(fields=["person"], name="certificate_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["desk", "year", "sequence"], name="certificate_number_once"),
            models.UniqueConstraint(fields=["batch", "person"], condition=Q(state="issued"), name="certificate_valid_once_per_batch",
                                    violation_error_message=_("This person holds a valid certificate of this batch already.")),
            models.CheckConstraint(condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")), name="certificate_revoked_says_why"),
        ]

    def __str__(self) -> str:
        return self.number

    def trail_label(self) -> str:
        """The number; it names nobody."""
        return self.number

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return CERTIFICATE_KINDS[CertificateState(self.state)]
