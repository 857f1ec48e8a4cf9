from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Unit


class StandardKind(models.TextChoices):
    """标准类别: what a standard rules."""

    LEAD = "lead", _("deadlines of leads")
    HOURS = "hours", _("training hours")
    COVERAGE = "coverage", _("assumptions of the coverage")


class Standard(models.Model):
    """标准: one version of deadlines, hours or shares that the outcomes are reckoned with; never edited.

    `content` holds plain numbers by name, `article` where they come from. A change is a new version;
    results keep the version they were made with.
    """

    TRAIL_VALUES = ("unit_id", "kind", "number", "content", "source", "article", "effective_from")

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("issued by"), related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=StandardKind.choices)
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    source = models.CharField(_("source"), max_length=160)
    article = models.CharField(_("article"), max_length=60, blank=True)
    effective_from = models.DateField(_("effective from"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="standard_version_once"),
            models.CheckConstraint(condition=~Q(source=""), name="standard_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.article} v{self.number}".replace("  ", " ")

    def trail_label(self) -> str:
        """Source and version."""
        return str(self)
