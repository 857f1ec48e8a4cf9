"""Reads of clocks: rules in force, the calendar, what is due to be told."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from seedbed.casework.models import Case, Clock, ClockExtension, ClockRule
from seedbed.casework.queries.sight import belonging
from seedbed.casework.reckoning.clocks import Calendar
from seedbed.casework.states import ExtensionState
from seedbed.kernel.models import CalendarYear
from seedbed.kernel.queries import calendar_table, calendar_versions

FAR = timedelta(days=800)


def calendar_now() -> Calendar:
    """Return what the site knows of working days, for as long as any clock can run."""
    today = timezone.localdate()
    return Calendar(calendar_table(today - FAR, today + FAR), versions=calendar_versions())


def clock_rule(code: str) -> ClockRule | None:
    """Return the version of a rule that holds today, or None before its first use."""
    return ClockRule.objects.filter(code=code, effective_from__lte=timezone.localdate()).order_by("-effective_from", "-version").first()


def clock_rules() -> list[ClockRule]:
    """Return the version in force of every rule, by code."""
    newest: dict[str, ClockRule] = {}
    for rule in ClockRule.objects.filter(effective_from__lte=timezone.localdate()).order_by("code", "effective_from", "version"):
        newest[rule.code] = rule
    return list(newest.values())


def to_tell(now: datetime) -> QuerySet[Clock]:
    """Return running clocks for which somebody has to be told by now."""
    return Clock.objects.filter(stopped_at=None, paused_since=None, alert_at__lte=now).order_by("alert_at")


def reaching(year: int) -> QuerySet[Clock]:
    """Return running clocks that a calendar of this year may move."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Clock.objects.filter(Q(legal_at__date__gte=first), stopped_at=None, started_at__date__lte=last).exclude(rule__measure="hours")


def asked_extensions(cases: QuerySet[Case]) -> QuerySet[ClockExtension]:
    """Return the extensions that wait for a decision, among cases one sees."""
    return ClockExtension.objects.filter(belonging(cases, "clock__case"), state=ExtensionState.ASKED).select_related("clock__case", "clock__rule").order_by(F("clock__legal_at"))


def handling_rules() -> QuerySet[ClockRule]:
    """Return the rules in force that a unit can be given, the shortest first."""
    wanted = [rule.pk for rule in clock_rules() if rule.code not in {"sign", "return"}]
    return ClockRule.objects.filter(pk__in=wanted).order_by("measure", "amount", "pk")


def clocks_of(case: Case) -> QuerySet[Clock]:
    """Return the clocks of a case, those that run first, without the limit of sending back."""
    rows = case.clocks.exclude(purpose="return").select_related("rule", "assignment__unit")
    return rows.prefetch_related("breaks", "extensions", "shifts").order_by(F("stopped_at").asc(nulls_first=True), "pk")


def clocks_visible_to(cases: QuerySet[Case]) -> QuerySet[Clock]:
    """Return the clocks of cases that one sees."""
    return Clock.objects.filter(belonging(cases)).select_related("rule", "case__desk")


def extensions_visible_to(cases: QuerySet[Case]) -> QuerySet[ClockExtension]:
    """Return the extensions of cases that one sees."""
    return ClockExtension.objects.filter(belonging(cases, "clock__case")).select_related("clock__rule", "clock__case__desk")


def years() -> QuerySet[CalendarYear]:
    """Return the calendars of years that were taken in, the newest first."""
    return CalendarYear.objects.order_by("-year", "-version")
