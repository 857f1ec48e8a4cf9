"""Tables of clocks: rules as data, the deadlines of cases with pauses, extensions and what a new calendar moved."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.casework.reckoning import clocks
from seedbed.casework.reckoning.clocks import Period
from seedbed.casework.states import ExtensionState


class Measure(models.TextChoices):
    """时限单位."""

    NATURAL = clocks.NATURAL, _("days")
    WORKING = clocks.WORKING, _("working days")
    HOURS = clocks.HOURS, pgettext_lazy("measure", "hours")


def in_words(measure: str, amount: int) -> str:
    """Return a length in its unit."""
    words = {Measure.NATURAL: _("%(n)d days"), Measure.WORKING: _("%(n)d working days"), Measure.HOURS: _("%(n)d hours")}
    return str(words[Measure(measure)]) % {"n": amount}


class PauseReason(models.TextChoices):
    """中止事由: why a clock may stand still; a rule names those it allows."""

    AWAITS_CALLER = "awaits_caller", _("waits for facts from the person")
    FORCE_MAJEURE = "force_majeure", _("force majeure")
    HEARING = "hearing", _("hearing")


class Purpose(models.TextChoices):
    """计时事项."""

    HANDLE = "handle", _("handling of the case")
    UNIT = "unit", _("work of the unit")
    SIGN = "sign", _("signing for")
    RETURN = "return", _("sending back")


class Event(models.TextChoices):
    """起算事件."""

    REGISTERED = "registered", _("the case was registered")
    ASSIGNED = "assigned", _("the case was given to the unit")
    REOPENED = "reopened", _("the case was opened again")


class ClockRule(models.Model):
    """时限规则: how long something may take, by code, version and article."""

    TRAIL_VALUES = ("code", "version", "name_zh", "name_en", "measure", "amount", "rolls", "article", "extension_cap", "pauses", "warn", "effective_from")

    code = models.CharField(_("code"), max_length=30)
    version = models.PositiveIntegerField(_("version"))
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40)
    measure = models.CharField(_("counted in"), max_length=8, choices=Measure.choices)
    amount = models.PositiveSmallIntegerField(_("how long"))
    rolls = models.BooleanField(_("an end on a day off moves to the next working day"), default=True)
    article = models.CharField(_("article or source"), max_length=200)
    extension_cap = models.PositiveSmallIntegerField(_("longest extension"), default=0)
    pauses = models.JSONField(_("reasons for which it may stand still"), default=list)
    warn = models.PositiveSmallIntegerField(_("working days of early warning"), default=1)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("rule of time limits")
        verbose_name_plural = _("rules of time limits")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="clock_rule_version_once"),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=400, extension_cap__lte=400, warn__lte=30) & ~Q(article=""), name="clock_rule_makes_sense"),
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def length(self) -> str:
        """How long, in words."""
        return in_words(self.measure, self.amount)

    @property
    def period(self) -> Period:
        """The length as it is reckoned with."""
        return Period(self.measure, self.amount, self.rolls)


class OfCase:
    """What belongs to a case is as silent in the trail as the case itself."""

    case: Any

    @property
    def trail_is_silent(self) -> bool:
        """Whether the trail keeps neither values nor words of it."""
        return bool(self.case.confidential)


class OfClock:
    """What belongs to a clock is as silent in the trail as its case."""

    clock: Any

    @property
    def trail_is_silent(self) -> bool:
        """Whether the trail keeps neither values nor words of it."""
        return bool(self.clock.case.confidential)


class Clock(OfCase, models.Model):
    """时限: one running or stopped deadline of a case. Whether it is over is always compared, never stored.

    `legal_at` and `safe_at` are half-open ends. `alert_at` is the next moment at which somebody is told.
    """

    TRAIL_VALUES = ("case_id", "assignment_id", "purpose", "rule_id", "event", "started_at", "legal_at", "safe_at", "provisional", "calendar", "extended",
                    "paused_since", "stopped_at", "alert_level")

    case = models.ForeignKey("casework.Case", models.CASCADE, verbose_name=_("case"), related_name="clocks")
    assignment = models.ForeignKey("casework.Assignment", models.CASCADE, verbose_name=_("assignment"), null=True, related_name="clocks")
    purpose = models.CharField(_("what it measures"), max_length=8, choices=Purpose.choices)
    rule = models.ForeignKey(ClockRule, models.PROTECT, verbose_name=_("rule"), related_name="+")
    event = models.CharField(_("began when"), max_length=12, choices=Event.choices)
    started_at = models.DateTimeField(_("began at"))
    legal_at = models.DateTimeField(_("legal end"))
    safe_at = models.DateTimeField(_("safe end"))
    provisional = models.BooleanField(_("end is provisional"), default=False)
    calendar = models.CharField(_("calendars used"), max_length=60, blank=True)
    extended = models.PositiveSmallIntegerField(_("extended by"), default=0)
    paused_since = models.DateTimeField(_("stands still since"), null=True)
    stopped_at = models.DateTimeField(_("stopped at"), null=True)
    alert_level = models.PositiveSmallIntegerField(_("told so far"), default=0)
    alert_at = models.DateTimeField(_("next told at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["case", "purpose"], name="clock_case"),
            models.Index(fields=["alert_at"], condition=Q(stopped_at=None, paused_since=None), name="clock_to_tell"),
            models.Index(fields=["provisional"], condition=Q(stopped_at=None, provisional=True), name="clock_provisional"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(safe_at__lte=F("legal_at")), name="clock_safe_before_legal"),
            models.CheckConstraint(condition=Q(stopped_at=None) | Q(paused_since=None), name="clock_stopped_does_not_pause"),
            models.UniqueConstraint(fields=["case", "purpose"], condition=Q(assignment=None, stopped_at=None), name="clock_of_case_runs_once"),
            models.UniqueConstraint(fields=["assignment", "purpose"], condition=Q(stopped_at=None, assignment__isnull=False), name="clock_of_unit_runs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.rule}"

    @property
    def legal_on(self) -> date:
        """The last day of the legal period."""
        return clocks.last_day(self.legal_at)

    @property
    def safe_on(self) -> date:
        """The day by which one is on the safe side."""
        return clocks.last_day(self.safe_at)

    @property
    def in_hours(self) -> bool:
        """Whether the end is a moment, not a day."""
        return self.rule.measure == Measure.HOURS

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether the legal end has passed while the clock ran; one that stands still is never over."""
        if self.paused_since is not None:
            return False
        return (self.stopped_at or now or timezone.now()) >= self.legal_at

    @property
    def kind(self) -> str:
        """Kind of the badge: over, near its end, paused or in time."""
        if self.is_over():
            return "bad"
        return "neutral" if self.stopped_at or self.paused_since else "warn" if timezone.now() >= self.safe_at or self.alert_level else "good"

    @property
    def word(self) -> str:
        """How it stands, in one word."""
        if self.stopped_at:
            return str(_("ended late") if self.is_over() else _("ended in time"))
        return str(_("over") if self.is_over() else _("stands still") if self.paused_since else _("running"))


class ClockPause(OfClock, models.Model):
    """时限中止: from when to when a clock stood still and for which lawful reason."""

    TRAIL_VALUES = ("clock_id", "reason", "since", "until")

    clock = models.ForeignKey(Clock, models.CASCADE, verbose_name=_("clock"), related_name="breaks")
    reason = models.CharField(_("reason"), max_length=16, choices=PauseReason.choices)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(pgettext_lazy("end of a time", "until"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), null=True, related_name="+")

    class Meta:
        verbose_name = _("pause of a clock")
        verbose_name_plural = _("pauses of clocks")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until=None), name="clock_pauses_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="clock_pause_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class ClockExtension(OfClock, models.Model):
    """延期: asked by the unit, decided by another person within the cap; the person concerned gets a letter."""

    TRAIL_VALUES = ("clock_id", "amount", "state", "letter")

    clock = models.ForeignKey(Clock, models.CASCADE, verbose_name=_("clock"), related_name="extensions")
    amount = models.PositiveSmallIntegerField(_("by how much"))
    reason = models.CharField(_("reason"), max_length=300)
    letter = models.CharField(_("number of the letter"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1) & ~Q(reason=""), name="extension_has_reason"),
            models.CheckConstraint(condition=~Q(state="granted") | ~Q(letter=""), name="extension_granted_has_letter"),
            models.UniqueConstraint(fields=["clock"], condition=Q(state__in=["asked", "granted"]), name="clock_extended_once",
                                    violation_error_message=_("This clock was extended or an extension is asked for already.")),
        ]

    def __str__(self) -> str:
        return f"+{self.amount}"

    @property
    def length(self) -> str:
        """By how much, in the unit of the rule."""
        return in_words(self.clock.rule.measure, self.amount)


class ClockShift(OfClock, models.Model):
    """时限重算: what a new calendar moved, kept so that everybody sees the difference."""

    TRAIL_VALUES = ("clock_id", "legal_before", "legal_after", "safe_before", "safe_after", "calendar")

    clock = models.ForeignKey(Clock, models.CASCADE, verbose_name=_("clock"), related_name="shifts")
    at = models.DateTimeField(_("reckoned anew at"), auto_now_add=True)
    legal_before = models.DateTimeField(_("legal end before"))
    legal_after = models.DateTimeField(_("legal end after"))
    safe_before = models.DateTimeField(_("safe end before"))
    safe_after = models.DateTimeField(_("safe end after"))
    calendar = models.CharField(_("calendars used"), max_length=60)

    class Meta:
        verbose_name = _("moved end of a clock")
        verbose_name_plural = _("moved ends of clocks")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{clocks.last_day(self.legal_before)} → {clocks.last_day(self.legal_after)}"
