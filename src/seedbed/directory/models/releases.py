from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models.units import Unit


class ReleaseState(models.TextChoices):
    """Where the release of an export stands."""

    ASKED = "asked", pgettext_lazy("state of an export", "asked for")
    RELEASED = "released", pgettext_lazy("state of an export", "released")
    REFUSED = "refused", pgettext_lazy("state of an export", "refused")


class ExportRelease(models.Model):
    """导出审批: one account asks to take data of many people out of the house, another one releases it for some days."""

    TRAIL_VALUES = ("what", "subject", "people", "state", "ends_at")

    what = models.CharField(_("list"), max_length=60)
    subject = models.CharField(_("belongs to"), max_length=80)
    label = models.CharField(_("what goes out"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    people = models.PositiveIntegerField(_("people in it"), default=0)
    purpose = models.CharField(_("purpose"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=ReleaseState.choices, default=ReleaseState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    ends_at = models.DateTimeField(_("released until"), null=True)

    class Meta:
        verbose_name = _("release of an export")
        verbose_name_plural = _("releases of exports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["asked_by", "what", "subject"], name="release_found")]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="release_has_a_purpose"),
            models.CheckConstraint(condition=Q(state="asked", decided_at=None) | (~Q(state="asked") & Q(decided_at__isnull=False)), name="release_decided_has_time"),
            models.CheckConstraint(condition=~Q(state="released") | Q(ends_at__isnull=False), name="release_ends"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return {"asked": "waiting", "released": "good", "refused": "bad"}[self.state]
