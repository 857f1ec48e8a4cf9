"""Unscoped reads, for actions and jobs only."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from seedbed.casework.models import Case, CaseDesk, Clock, ClockRule, NoticeRule, PublicNotice, TicketRule
from seedbed.directory.models import Account
from seedbed.directory.queries.whole import accounts_holding
from seedbed.kernel.models import CalendarYear, Workday


def notices_over(today: date) -> QuerySet[PublicNotice]:
    """Return published notices whose last day lies before `today`."""
    return PublicNotice.objects.filter(state="published", ends_on__lt=today)


def rules_of(kind: str) -> QuerySet[NoticeRule]:
    """Return every version of the rule of one kind, the newest first."""
    return NoticeRule.objects.filter(kind=kind).order_by("-version")


def last_number(year: int) -> int:
    """Return the highest number used in a year, 0 before the first."""
    numbers = PublicNotice.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    return max((int(n.split("-")[1]) for n in numbers), default=0)


def ticket_rules_of(kind: str) -> QuerySet[TicketRule]:
    """Return every version of the limits of one kind of ticket, the newest first."""
    return TicketRule.objects.filter(kind=kind).order_by("-version")


# -- cases and clocks ----------------------------------------------------------------------------------------


def clock_rules_of(code: str) -> QuerySet[ClockRule]:
    """Return every version of a rule of time limits, the newest first."""
    return ClockRule.objects.filter(code=code).order_by("-version")


def running(case: Case, purposes: Collection[str]) -> QuerySet[Clock]:
    """Return the running clocks of a case that measure one of these things; all of them where none is named."""
    rows = Clock.objects.filter(case=case, stopped_at=None).select_related("rule", "case").order_by("pk")
    return rows.filter(purpose__in=purposes) if purposes else rows


def calendar_years(year: int) -> QuerySet[CalendarYear]:
    """Return the versions of a year's calendar, the newest first."""
    return CalendarYear.objects.filter(year=year).order_by("-version")


def calendar_days(year: int) -> QuerySet[Workday]:
    """Return the stored days of a year."""
    return Workday.objects.filter(date__year=year)


def holding(role: str, unit_id: int) -> QuerySet[Account]:
    """Return the accounts that hold a role for a unit or one above it."""
    return accounts_holding(role, unit_id)


def clock_to_tell(pk: int) -> Clock | None:
    """Return a running clock for which somebody is to be told by now."""
    rows = Clock.objects.filter(pk=pk, stopped_at=None, paused_since=None, alert_at__lte=timezone.now())
    return rows.select_related("rule", "case__desk", "assignment").first()


def stale_clocks(row: CalendarYear) -> QuerySet[Clock]:
    """Return running clocks that may reach a year and were not reckoned with this version of its calendar."""
    rows = Clock.objects.filter(stopped_at=None, legal_at__date__gte=date(row.year, 1, 1), started_at__date__lte=date(row.year, 12, 31))
    return rows.exclude(rule__measure="hours").exclude(calendar__contains=f"{row.year}:{row.version}").select_related("rule", "case__desk", "assignment").order_by("pk")


def newest_calendars() -> list[CalendarYear]:
    """Return the newest version of each year's calendar."""
    newest = {row.year: row for row in CalendarYear.objects.order_by("year", "version")}
    return list(newest.values())


def external_numbers(desk: CaseDesk) -> set[str]:
    """Return the numbers of outside work orders that a desk has taken in."""
    return set(Case.objects.filter(desk=desk).exclude(external="").values_list("external", flat=True))


def sealed_orders(desk: CaseDesk, digest: str) -> QuerySet[Case]:
    """Return the confidential cases of a desk whose work order has this digest."""
    return Case.objects.filter(desk=desk, confidential=True, external_digest=digest).select_related("desk").order_by("pk")


def sealed_orders_of(desk: CaseDesk, account: int | None) -> set[str]:
    """Return the digests of work orders whose confidential cases an account is on."""
    rows = Case.objects.filter(desk=desk, confidential=True, access__account=account, access__account__isnull=False).exclude(external_digest="")
    return set(rows.values_list("external_digest", flat=True))
