from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from seedbed.directory.models import Account, Person, PrivacyNotice, Unit
from seedbed.selection.models.programme import Batch
from seedbed.selection.models.rulesets import RuleSet
from seedbed.selection.states import APPLICATION_KINDS, ApplicationState, BayKind, Source


class Application(models.Model):
    """个人申报: one person's wish to take part in one batch, from draft to decision.

    Facts are a snapshot at application: later changes of the person's file do not change them.
    `screening` keeps what the conditions said and with which version; `position` the place in the
    ranking that proposed the decision. Never a score, never family data beyond a declared conflict.
    """

    TRAIL_VALUES = ("batch_id", "person_id", "unit_id", "number", "source", "state", "in_park", "in_economic",
                    "is_recruited_talent", "bay_kind", "bay_corrected", "notice_id", "screened_with_id", "screened_at",
                    "overruled", "position", "submitted_at", "recommended_at", "recommended_by_id", "moved_up_at")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="applications")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("recommending unit"), related_name="+")
    number = models.PositiveIntegerField(_("registered number"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=6, choices=Source.choices, default=Source.SELF)
    state = models.CharField(_("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.DRAFT)

    post = models.CharField(pgettext_lazy("job", "post"), max_length=60, blank=True)
    rank = models.CharField(_("rank"), max_length=30, blank=True)
    political_status = models.CharField(_("political status"), max_length=20, blank=True)
    education = models.CharField(_("education"), max_length=20, blank=True)
    school = models.CharField(_("school"), max_length=80, blank=True)
    major = models.CharField(_("major"), max_length=80, blank=True)
    duties = models.TextField(_("present duties"), blank=True)
    bay_experience = models.CharField(_("time in the Greater Bay Area"), max_length=400, blank=True)
    bay_kind = models.CharField(_("read as"), max_length=10, choices=BayKind.choices, default=BayKind.NONE)
    bay_corrected = models.BooleanField(_("reading corrected by an officer"), default=False)
    in_park = models.BooleanField(_("works in an industrial park"), default=False)
    in_economic = models.BooleanField(_("works in an economic department"), default=False)
    is_recruited_talent = models.BooleanField(_("newly recruited high-quality professional talent"), default=False)
    wished_industries = models.CharField(_("wished industries"), max_length=200, blank=True)
    wished_codes = models.JSONField(_("wished industries by code"), default=list, blank=True)
    statement = models.TextField(_("why I apply"), blank=True)
    declared_conflict = models.CharField(_("declared conflict of interest"), max_length=200, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)

    typed_sealed = models.TextField(_("form as typed, sealed"), blank=True)
    typed_at = models.DateTimeField(_("draft saved at"), null=True, blank=True)
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, verbose_name=_("privacy notice agreed to"), null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=12, blank=True)
    opinion = models.CharField(_("opinion of the unit"), max_length=400, blank=True)
    recommended_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("recommended by"), null=True, blank=True, related_name="+")
    recommended_at = models.DateTimeField(_("recommended at"), null=True, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=400, blank=True)

    screening = models.JSONField(_("what the conditions said"), default=list, blank=True)
    screened_with = models.ForeignKey(RuleSet, models.PROTECT, verbose_name=_("screened with"), null=True, blank=True, related_name="+")
    screened_at = models.DateTimeField(_("screened at"), null=True, blank=True)
    overruled = models.CharField(_("reason of the overruling"), max_length=400, blank=True)
    position = models.PositiveIntegerField(_("place"), null=True, blank=True)
    decision_note = models.CharField(_("reason of the decision"), max_length=400, blank=True)
    moved_up_at = models.DateTimeField(_("moved up at"), null=True, blank=True)
    sheet_said = models.JSONField(_("what the unit's sheet last said (digests by column)"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["batch", "number", "pk"]
        indexes = [
            models.Index(fields=["batch", "state"], name="application_state"),
            models.Index(fields=["batch", "unit"], name="application_unit"),
            models.Index(fields=["person", "state"], name="application_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="application_once_per_batch"),
            models.UniqueConstraint(fields=["batch", "number"], name="application_number_once"),
            models.CheckConstraint(condition=Q(state="draft") | Q(number__isnull=False), name="application_submitted_has_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "reserve"]) | Q(position__isnull=False), name="application_decided_has_place"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    def trail_label(self) -> str:
        """The registered number; names of people are not written into the trail."""
        return self.shown_number

    @property
    def shown_number(self) -> str:
        """Registered number such as `2026-2-017`; empty for a draft."""
        return f"{self.batch.code}-{self.number:03d}" if self.number else ""

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return APPLICATION_KINDS[ApplicationState(self.state)]

    @property
    def is_decided_outside(self) -> bool:
        """Whether others than those who decide may know how it stands: not while decisions are drafts."""
        inside = {ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE, ApplicationState.PROPOSED,
                  ApplicationState.RESERVE, ApplicationState.NOT_CHOSEN}
        return self.batch.is_released or self.state not in inside

    @property
    def outward_label(self) -> str:
        """The state as the person and the unit see it: “under review” until the decisions are released."""
        if self.is_decided_outside:
            return str(self.get_state_display())
        return pgettext("state of an application", "under review")

    @property
    def outward_kind(self) -> str:
        """Kind of the badge for the person and the unit."""
        return self.state_kind if self.is_decided_outside else "waiting"
