from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Unit
from seedbed.selection.states import RuleKind


class RuleSet(models.Model):
    """规则集: one version of the priority rules or of the conditions, with article and source; never edited.

    `content` holds rules in their order with settings, article and source (see `reckoning` and
    `eligibility`). A change is a new version; results keep the version they were made with.
    """

    TRAIL_VALUES = ("kind", "unit_id", "number", "name", "content", "effective_from", "decided_by")

    kind = models.CharField(_("kind"), max_length=12, choices=RuleKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("issued by"), related_name="+")
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=80)
    content = models.JSONField(_("rules"))
    effective_from = models.DateField(_("effective from"))
    decided_by = models.CharField(_("decided by (paper)"), max_length=160)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="rule_set_version_once"),
            models.CheckConstraint(condition=~Q(decided_by=""), name="rule_set_says_who_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    def trail_label(self) -> str:
        """Name and version."""
        return str(self)
