from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Unit
from seedbed.selection.states import DRAFT_KINDS, RuleDraftState, RuleKind


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
        return f"{self.name} v{self.number}" if self.number else self.name  # a draft has no number yet

    def trail_label(self) -> str:
        """Name and version."""
        return str(self)


class RuleDraft(models.Model):
    """规则草案: rules that are thought about; their effect can be seen on every batch, none follows them until they are decided."""

    TRAIL_VALUES = ("kind", "unit_id", "name", "content", "state", "decided_as_id")

    kind = models.CharField(_("kind"), max_length=12, choices=RuleKind.choices, default=RuleKind.PRIORITY)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("proposed for"), related_name="+")
    name = models.CharField(_("name"), max_length=80)
    content = models.JSONField(_("rules"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RuleDraftState.choices, default=RuleDraftState.OPEN)
    decided_as = models.OneToOneField(RuleSet, models.PROTECT, verbose_name=_("decided as version"), null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("drafted by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("draft of rules")
        verbose_name_plural = _("drafts of rules")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="decided", decided_as__isnull=False) | (~Q(state="decided") & Q(decided_as=None)),
                                   name="rule_draft_decided_is_a_version"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """The name."""
        return self.name

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return DRAFT_KINDS[RuleDraftState(self.state)]
