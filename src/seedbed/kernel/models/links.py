from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedLink(models.Model):
    """授权链接: a way in without an account, for one purpose and one thing, until a time.

    Only hashes of the token and of the one-time code are kept. `scope` holds ids of the room that
    made the link, for example `{"host": 12, "batch": 3}`.
    """

    TRAIL_VALUES = ("purpose", "expires_at", "revoked_at", "last_used_at")

    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    code_hash = models.CharField(_("hash of the one-time code"), max_length=128, blank=True)
    code_failures = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    purpose = models.CharField(_("purpose"), max_length=60)
    label = models.CharField(_("given to"), max_length=120)
    scope = models.JSONField(_("scope"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True)

    class Meta:
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")
        constraints = [
            models.CheckConstraint(condition=Q(code_failures__lte=10), name="signed_link_wrong_codes_are_bounded"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")), name="signed_link_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether the link may be used now: not expired, not revoked, not locked by wrong codes."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.code_failures < 10
