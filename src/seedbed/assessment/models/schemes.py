from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.assessment.reckoning import schemes
from seedbed.directory.models import Unit


class Scheme(models.Model):
    """考核方案: one version of criteria, weights, who marks, evidence wanted and grades; never edited.

    `content` is read by `reckoning.schemes`. A change is the next version of the same `code`; rounds keep the
    version they began with.
    """

    TRAIL_VALUES = ("unit_id", "code", "number", "name", "content", "source", "decided_by", "effective_from")

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("issued by"), related_name="+")
    code = models.SlugField(_("code"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=80)
    content = models.JSONField(_("content"))
    source = models.CharField(_("source"), max_length=160, blank=True)
    decided_by = models.CharField(_("decided by (paper)"), max_length=160)
    effective_from = models.DateField(_("effective from"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("scheme of assessment")
        verbose_name_plural = _("schemes of assessment")
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "number"], name="scheme_version_once"),
            models.CheckConstraint(condition=~Q(decided_by="") & ~Q(name=""), name="scheme_says_who_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    def trail_label(self) -> str:
        """Name and version."""
        return str(self)

    @property
    def read(self) -> schemes.Scheme:
        """The content as the reckoning reads it."""
        return schemes.read(self.content)
