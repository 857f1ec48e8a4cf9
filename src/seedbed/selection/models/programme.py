from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Account, Region, Unit
from seedbed.selection.models.rulesets import RuleSet
from seedbed.selection.states import BATCH_KINDS, BatchState


class Programme(models.Model):
    """培训项目: what is done year after year, for example young officials into companies of the Bay Area."""

    TRAIL_VALUES = ("name", "unit_id", "is_active")

    name = models.CharField(_("name"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("organised by"), related_name="+")
    purpose = models.TextField(_("purpose"), blank=True)
    is_active = models.BooleanField(pgettext_lazy("programme", "in use"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="programme_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """Names of programmes are no personal data."""
        return self.name


class YearPlan(models.Model):
    """年度计划: how many people a programme means to send in one year."""

    TRAIL_VALUES = ("programme_id", "year", "target")

    programme = models.ForeignKey(Programme, models.PROTECT, verbose_name=_("programme"), related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    target = models.PositiveIntegerField(_("people planned"))
    basis = models.CharField(_("decided by (paper)"), max_length=160, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("yearly plan")
        verbose_name_plural = _("yearly plans")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="year_plan_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="year_plan_year_is_near"),
            models.CheckConstraint(condition=Q(target__gte=1), name="year_plan_sends_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}"

    def trail_label(self) -> str:
        """Programme and year."""
        return str(self)


class Batch(models.Model):
    """期次: one group of people sent at one time to one city. Dates are half-open: the end day is not in it.

    `taken` counts chosen people and never passes `seats`; `last_number` is the last registered number
    given to an application. `copied_from` lets later stages find what to copy (for example weights).
    """

    TRAIL_VALUES = ("plan_id", "name", "ordinal", "unit_id", "host_region_id", "starts_on", "ends_on", "opens_on",
                    "closes_on", "seats", "taken", "reserve_size", "state", "priority_id", "eligibility_id",
                    "copied_from_id", "proposed_by_id", "proposed_at", "released_by_id", "released_at")

    plan = models.ForeignKey(YearPlan, models.PROTECT, verbose_name=_("yearly plan"), related_name="batches")
    ordinal = models.PositiveSmallIntegerField(_("number in the year"), default=1)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("organised by"), related_name="+")
    host_region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("host city"), related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("day after the last day"))
    opens_on = models.DateField(_("applications from"), null=True, blank=True)
    closes_on = models.DateField(_("applications until (day after the last day)"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("seats taken"), default=0)
    reserve_size = models.PositiveIntegerField(_("places on the reserve list"), default=0)
    last_number = models.PositiveIntegerField(_("last registered number"), default=0)
    priority = models.ForeignKey(RuleSet, models.PROTECT, verbose_name=_("order of priority"), null=True, related_name="+")
    eligibility = models.ForeignKey(RuleSet, models.PROTECT, verbose_name=_("conditions"), null=True, related_name="+")
    copied_from = models.ForeignKey("self", models.PROTECT, verbose_name=_("copied from"), null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=BatchState.choices, default=BatchState.PLANNING)
    proposed_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    released_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("released by"), null=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["unit", "-starts_on"], name="batch_unit")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="batch_number_once_a_year"),
            models.CheckConstraint(condition=~Q(name=""), name="batch_has_a_name"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="batch_ends_after_start"),
            models.CheckConstraint(
                condition=Q(opens_on=None, closes_on=None) | Q(closes_on__gt=F("opens_on")), name="batch_window_is_a_window"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="batch_has_seats"),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="batch_seats_are_not_overbooked"),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "closed"]) | Q(released_at__isnull=False), name="batch_released_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """Names of batches are no personal data."""
        return self.name

    @property
    def code(self) -> str:
        """Year and number in the year, such as `2026-2`; begins every registered number."""
        return f"{self.plan.year}-{self.ordinal}"

    @property
    def last_day(self) -> date:
        """The last day as people say it; `ends_on` is the day after."""
        return self.ends_on - timedelta(days=1)

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return BATCH_KINDS[BatchState(self.state)]

    @property
    def is_released(self) -> bool:
        """Whether decisions are out and frozen."""
        return self.state in {BatchState.RELEASED, BatchState.CLOSED}


class UnitQuota(models.Model):
    """名额: how many people a unit (or everything below a county's node) may recommend and may have chosen.

    Empty limits mean none. `recommended` and `chosen` count, and never pass their limits.
    """

    TRAIL_VALUES = ("batch_id", "unit_id", "may_recommend", "recommended", "may_be_chosen", "chosen")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="quotas")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    may_recommend = models.PositiveIntegerField(_("may recommend"), null=True, blank=True)
    recommended = models.PositiveIntegerField(_("recommended"), default=0)
    may_be_chosen = models.PositiveIntegerField(_("may be chosen"), null=True, blank=True)
    chosen = models.PositiveIntegerField(pgettext_lazy("count", "chosen"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(fields=["batch", "unit"], name="quota_once_per_unit"),
            models.CheckConstraint(
                condition=Q(may_recommend=None) | Q(recommended__lte=F("may_recommend")), name="quota_recommended_within"
            ),
            models.CheckConstraint(
                condition=Q(may_be_chosen=None) | Q(chosen__lte=F("may_be_chosen")), name="quota_chosen_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.may_recommend}/{self.may_be_chosen}"
