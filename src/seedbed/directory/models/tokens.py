from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models.account import Account


class AccessToken(models.Model):
    """访问令牌: lets a program act in the name of one account, for the named parts only, until a time.

    Only the token's digest is kept; `hint` are its first characters, by which its owner knows it again.
    """

    TRAIL_VALUES = ("account_id", "label", "hint", "scopes", "expires_at", "revoked_at")

    account = models.ForeignKey(Account, models.CASCADE, verbose_name=_("account"), related_name="tokens")
    label = models.CharField(_("what it is for"), max_length=60)
    hint = models.CharField(_("begins with"), max_length=12)
    digest = models.CharField(_("digest of the token"), max_length=64, unique=True)
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_used_on = models.DateField(_("last used on"), null=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="access_token_says_what_for"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="access_token_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.label

    def trail_label(self) -> str:
        """Its first characters."""
        return self.hint

    @property
    def is_open(self) -> bool:
        """Whether it may be used now: not expired, not revoked."""
        return self.revoked_at is None and self.expires_at > timezone.now()
