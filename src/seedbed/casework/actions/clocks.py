"""Writes of clocks: rules, calendars of years, pauses, extensions; what rooms start and stop inside their own acts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework import notifications, rules
from seedbed.casework.actions.steps import remark as said
from seedbed.casework.models import (
    Assignment,
    Case,
    Clock,
    ClockExtension,
    ClockPause,
    ClockRule,
    ClockShift,
    Purpose,
)
from seedbed.casework.queries import cases, whole
from seedbed.casework.queries.clocks import calendar_now, clock_rule
from seedbed.casework.reckoning.clocks import (
    HOURS,
    LEVELS,
    TEMPLATES,
    Break,
    Calendar,
    Deadline,
    alert_at,
    deadline,
    in_work_hours,
)
from seedbed.casework.states import EXTENSION_MOVES
from seedbed.directory.models import Site
from seedbed.kernel import jobs
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.keys import new_key
from seedbed.kernel.models import ApprovalPaper, CalendarYear, Workday
from seedbed.kernel.workflow import perform


@action("casework.set_clock_rule", allow=rules.keeps_clock_rules, label=gettext_lazy("Set a rule of time limits"))
def set_clock_rule(site: Site, *, by: Actor, code: str, names: tuple[str, str], measure: str, amount: int, article: str, extension_cap: int = 0,
                   warn: int = 1, pauses: Iterable[str] = (), rolls: bool = True) -> ClockRule:
    """Add the next version of a rule, or a rule of one's own; running clocks keep the version with which they began."""
    require(article.strip() and code.strip() and all(name.strip() for name in names), _("Name the rule in both languages, and its article or source."))
    newest = whole.clock_rules_of(code).first()
    return add(ClockRule(code=code, version=newest.version + 1 if newest else 1, name_zh=names[0].strip(), name_en=names[1].strip(), measure=measure, amount=amount,
                         rolls=rolls, article=article.strip(), extension_cap=extension_cap, warn=warn, pauses=sorted(pauses), effective_from=timezone.localdate()))


def rule_of(code: str) -> ClockRule:
    """Return the rule in force; the first version of a template is written when it is used for the first time."""
    known = clock_rule(code)
    if known is not None:
        return known
    template = next(template for template in TEMPLATES if template.code == code)
    return add(ClockRule(code=code, version=1, name_zh=template.names[0], name_en=template.names[1], measure=template.measure, amount=template.amount,
                         article=template.article, extension_cap=template.extension_cap, pauses=list(template.pauses), warn=template.warn,
                         effective_from=timezone.localdate()))


def begin(case: Case, purpose: str, rule: ClockRule, event: str, *, at: datetime, assignment: Assignment | None = None, silent: bool = False) -> Clock:
    """Start a clock inside an act; a silent one is a limit that nobody is reminded of."""
    known = calendar_now()
    end = deadline(at, rule.period, known)
    alert = None if silent else alert_at(at, end, rule.period, 1, rule.warn, known)
    clock = add(Clock(pk=new_key(), case=case, assignment=assignment, purpose=purpose, rule=rule, event=event, started_at=at, legal_at=end.legal, safe_at=end.safe,
                      provisional=end.provisional, calendar=end.calendar, alert_at=alert))
    _show_due(clock)
    return clock


def stop(case: Case, *purposes: str, assignment: Assignment | None = None, at: datetime | None = None) -> None:
    """Stop the running clocks of a case, or of one unit's part, inside an act; one that stood still runs up to now first."""
    rows = whole.running(case, purposes)
    for clock in rows.filter(assignment=assignment) if assignment is not None else rows:
        if clock.paused_since is not None:
            _end_pause(clock)
        change(clock, stopped_at=at or timezone.now(), alert_at=None)


def _show_due(clock: Clock) -> None:
    """The case repeats the safe end of its handling, so that lists can be sorted by it."""
    if clock.purpose == Purpose.HANDLE:
        change(clock.case, due_at=clock.safe_at)


def _breaks(clock: Clock) -> list[Break]:
    return [Break(row.since, row.until or timezone.now()) for row in clock.breaks.order_by("since")]


def _end(clock: Clock, known: Calendar) -> Deadline:
    return deadline(clock.started_at, clock.rule.period, known, breaks=_breaks(clock), extension=clock.extended)


def _reckon(clock: Clock, known: Calendar, **more: Any) -> Clock:
    """Set the ends of a clock anew, and when somebody is told next; what was told before is not told again."""
    end, level = _end(clock, known), 0 if "extended" in more or "paused_since" in more else clock.alert_level
    again = alert_at(clock.started_at, end, clock.rule.period, level + 1, clock.rule.warn, known)
    change(clock, legal_at=end.legal, safe_at=end.safe, provisional=end.provisional, calendar=end.calendar, alert_level=level,
           alert_at=None if clock.stopped_at else again, **more)
    _show_due(clock)
    return clock


@action("casework.pause_clock", allow=rules.pauses_clock, label=gettext_lazy("Let a clock stand still"))
def pause_clock(clock: Clock, *, by: Actor, reason: str, remark: str = "") -> Clock:
    """Let a clock stand still for a reason that its rule allows; refused when it is over or stopped."""
    require(clock.stopped_at is None and clock.paused_since is None, _("This clock does not run."))
    require(reason in clock.rule.pauses, _("The rule of this clock does not allow that reason."))
    require(not clock.is_over(), _("The time is over; a clock is stopped before its end, not after it."))
    now = timezone.now()
    add(ClockPause(clock=clock, reason=reason, remark=said(clock.case, by, "pause", remark, 200), since=now, by=by.account))
    return change(clock, paused_since=now)


@action("casework.resume_clock", allow=rules.pauses_clock, label=gettext_lazy("Let a clock run again"))
def resume_clock(clock: Clock, *, by: Actor) -> Clock:
    """Let a clock run again; its ends move by the days it stood still."""
    require(clock.paused_since is not None, _("This clock does not stand still."))
    _end_pause(clock)
    return clock


def _end_pause(clock: Clock) -> None:
    for row in clock.breaks.filter(until=None):
        change(row, until=timezone.now())
    _reckon(clock, calendar_now(), paused_since=None)


@action("casework.ask_extension", allow=rules.asks_extension, label=gettext_lazy("Ask for an extension"))
def ask_extension(clock: Clock, *, by: Actor, amount: int, reason: str) -> ClockExtension:
    """Ask for more time, once, within the cap of the rule and before the end; the desk is told."""
    _may_extend(clock, amount)
    require(reason.strip(), _("Say why more time is needed."))
    row = add(ClockExtension(pk=new_key(), clock=clock, amount=amount, reason=said(clock.case, by, "extension", reason, 300), asked_by=by.account))
    notifications.extension_asked(row, cases.who_may_see(clock.case, cases.office_of(clock.case)))
    return row


def _may_extend(clock: Clock, amount: int) -> None:
    require(clock.stopped_at is None, _("This clock does not run."))
    require(0 < amount <= clock.rule.extension_cap, _("The rule allows at most %(cap)d more (%(article)s).") % {"cap": clock.rule.extension_cap, "article": clock.rule.article})
    require(not clock.is_over(), _("The time is over: an extension is granted before the end, not after it."))


@action("casework.decide_extension", allow=rules.decides_extension, label=gettext_lazy("Decide on an extension"))
def decide_extension(extension: ClockExtension, *, by: Actor, grant: bool, letter: str = "", reason: str = "", approval: ApprovalPaper | None = None) -> ClockExtension:
    """Grant or refuse an extension, as another person than who asked; granted ones carry the number of the letter to the person."""
    clock, now = extension.clock, timezone.now()
    require(rules.sees_case_of(by, clock) or by.kind == "job", _("There is no such case."))
    if not grant:
        return perform(extension, EXTENSION_MOVES, "refuse", by=by, note=reason, decided_by_id=by.account_id, decided_at=now)
    _may_extend(clock, extension.amount)
    require(letter.strip(), _("Give the number of the letter that tells the person of the extension and its reason."))
    perform(extension, EXTENSION_MOVES, "grant", by=by, approval=approval, letter=letter.strip()[:60], decided_by_id=by.account_id, decided_at=now)
    _extend(clock, extension.amount)
    return extension


def _extend(clock: Clock, amount: int) -> None:
    change(clock, extended=amount)
    _reckon(clock, calendar_now(), extended=amount)


@action("casework.take_calendar", allow=rules.keeps_clock_rules, label=gettext_lazy("Take in the calendar of a year"))
def take_calendar(site: Site, *, by: Actor, year: int, off: Iterable[date], worked: Iterable[date], source: str) -> CalendarYear:
    """Take in a year's official notice: days off on weekdays, weekends that are worked. Running clocks are reckoned anew.

    A mended notice is the next version; every end that moves keeps the difference for all to see.
    """
    free, busy = set(off), set(worked)
    require(source.strip(), _("Name the notice of the State Council."))
    require(not free & busy, _("A day cannot be off and worked at once."))
    require(all(day.year == year for day in free | busy), _("Every day belongs to the year of the notice."))
    require(free, _("Name the days off."))
    newest = whole.calendar_years(year).first()
    row = add(CalendarYear(year=year, version=newest.version + 1 if newest else 1, source=source.strip()[:120]))
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366 if date(year, 12, 31).timetuple().tm_yday == 366 else 365))
    whole.calendar_days(year).delete()
    Workday.objects.bulk_create([Workday(date=day, works=day in busy or (day.weekday() < 5 and day not in free), source=row.source) for day in days])
    jobs.enqueue("casework.reckon", row.pk)
    return row


@action("casework.reckon_clock", allow=rules.reckons, label=gettext_lazy("Reckon a clock anew after a new calendar"))
def reckon_clock(clock: Clock, *, by: Actor, known: Calendar) -> Clock:
    """Reckon the ends of a running clock with a new calendar; what moved is kept as a difference and told to the unit."""
    legal, safe = clock.legal_at, clock.safe_at
    _reckon(clock, known)
    if (clock.legal_at, clock.safe_at) != (legal, safe):
        shift = add(ClockShift(clock=clock, legal_before=legal, legal_after=clock.legal_at, safe_before=safe, safe_after=clock.safe_at, calendar=clock.calendar))
        notifications.clock_moved(shift, _told(clock, 1))
    return clock


@action("casework.tell", allow=rules.tells, label=gettext_lazy("Tell people that a time limit comes near or is over"))
def tell(clock: Clock, *, by: Actor) -> Clock:
    """Tell the people of one clock, each level once: the unit before the end, the desk after it, its leaders long after it.

    Outside of work hours nothing is sent; after a standstill of the site only the highest level reached is told.
    Only people who may see the case are told of it.
    """
    now, known, period = timezone.now(), calendar_now(), clock.rule.period
    if period.measure != HOURS and (later := in_work_hours(now, known)) != now:
        note(clock, "put off")
        return change(clock, alert_at=later)
    end = Deadline(clock.legal_at, clock.safe_at, clock.provisional, clock.calendar)
    plan = {level: alert_at(clock.started_at, end, period, level, clock.rule.warn, known) for level in range(clock.alert_level + 1, LEVELS + 1)}
    due = [level for level, at in plan.items() if at is not None and at <= now]
    level = max(due, default=clock.alert_level)
    if due:
        notifications.time_limit(clock, level, _told(clock, level))
    return change(clock, alert_level=level, alert_at=plan.get(level + 1) if due else next(iter(plan.values()), None))


def _told(clock: Clock, level: int) -> list[Any]:
    case = clock.case
    if case.confidential:  # its people are named one by one, whatever their posts
        return cases.who_may_see(case, cases.admitted(case))
    unit = clock.assignment.unit_id if clock.assignment is not None else case.lead_id
    held = whole.holding("clerk", unit) if unit else whole.holding("officer", case.desk.unit_id)
    if level > 1:
        held = held | whole.holding("officer", case.desk.unit_id)
    if level > 2:
        held = held | whole.holding("leader", case.desk.unit_id)
    return cases.who_may_see(case, held.distinct())


