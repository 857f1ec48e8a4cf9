"""Deadlines by rule: natural days, working days, hours; pauses and extensions; the legal and the safe end. No database.

The day of the event is not counted (Civil Code art. 201). A period in natural days whose last day is no working
day ends on the next one (art. 203); the safe end is the last working day that is not later than the unrolled day.
Ends are half-open: a period that ends with a day ends at 00:00 of the next one, in Chinese time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seedbed.kernel.workdays import ANNOUNCED_UNTIL, works

CHINA = ZoneInfo("Asia/Shanghai")
NATURAL, WORKING, HOURS = "natural", "working", "hours"
OPENS, CLOSES = time(8, 30), time(17, 30)  # notices go out between these two, on working days
LEVELS = 3  # early warning, over, long over
LONG_OVER = 3  # working days after the end until the last level


@dataclass(frozen=True)
class Calendar:
    """What is known of working days: the own table, the last year of the library, the version of each imported year."""

    table: Mapping[date, bool] = field(default_factory=dict)
    announced: int = ANNOUNCED_UNTIL
    versions: Mapping[int, int] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Tell whether people work on a day."""
        return works(day, self.table)

    def knows(self, year: int) -> bool:
        """Tell whether the holidays of a year are official."""
        return year <= self.announced or year in self.versions

    def version(self, first: date, last: date) -> str:
        """Name the calendars of the years between two days, such as `2026:0 2027:?`."""
        return " ".join(f"{year}:{self.versions.get(year, 0) if self.knows(year) else '?'}" for year in range(first.year, last.year + 1))


@dataclass(frozen=True)
class Period:
    """How long something may take: `rolls` moves an end on a day off to the next working day."""

    measure: str
    amount: int
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.measure not in (NATURAL, WORKING, HOURS) or self.amount < 0:
            raise ValueError(f"no period: {self.amount} {self.measure}")


@dataclass(frozen=True)
class Break:
    """A pause from one moment to another; the day on which it begins does not count, the day on which it ends does."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Deadline:
    """The legal end, the end that is safe, whether a year on the way is not announced, and the calendars used."""

    legal: datetime
    safe: datetime
    provisional: bool
    calendar: str


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over in China."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=CHINA)


def last_day(moment: datetime) -> date:
    """Return the last day that lies before a half-open end."""
    return (moment.astimezone(CHINA) - timedelta(microseconds=1)).date()


def deadline(start: datetime, period: Period, calendar: Calendar, *, breaks: Iterable[Break] = (), extension: int = 0) -> Deadline:
    """Return when a period ends that began at `start`, lengthened by `extension` of its own unit and by its breaks."""
    amount, first = period.amount + extension, start.astimezone(CHINA).date()
    if period.measure == HOURS:
        end = start + timedelta(hours=amount) + sum((pause.until - pause.since for pause in breaks), timedelta())
        return Deadline(end, end, False, "")
    still = {day for pause in breaks for day in _days(pause)}
    last = _counted(first, amount, period.measure, calendar, still)
    legal = _rolled(last, 1, calendar) if period.rolls else last
    safe = max(_rolled(last, -1, calendar), first)
    ahead = any(not calendar.knows(year) for year in range(first.year, legal.year + 1))
    return Deadline(end_of(legal), min(end_of(safe), end_of(legal)), ahead, calendar.version(first, legal))


def _days(pause: Break) -> Iterable[date]:
    first, last = pause.since.astimezone(CHINA).date(), pause.until.astimezone(CHINA).date()
    return (first + timedelta(days=n) for n in range((last - first).days))


def _counted(day: date, amount: int, measure: str, calendar: Calendar, still: set[date]) -> date:
    while amount:
        day += timedelta(days=1)
        if day not in still and (measure == NATURAL or calendar.works(day)):
            amount -= 1
    return day


def _rolled(day: date, step: int, calendar: Calendar) -> date:
    while not calendar.works(day):
        day += timedelta(days=step)
    return day


def in_work_hours(moment: datetime, calendar: Calendar) -> datetime:
    """Return the moment itself or, outside of work hours, the next opening of the office."""
    here = moment.astimezone(CHINA)
    day = here.date() if here.time() < CLOSES else here.date() + timedelta(days=1)
    if calendar.works(day) and day == here.date() and here.time() >= OPENS:
        return moment
    return datetime.combine(_rolled(day, 1, calendar), OPENS, tzinfo=CHINA)


def alert_at(start: datetime, end: Deadline, period: Period, level: int, warn: int, calendar: Calendar) -> datetime | None:
    """Return when people are told for the `level`-th time: before the safe end, after the legal one, long after it.

    Clocks in hours are urgent and speak at any time, halfway and at the end; the others only in work hours.
    None when everybody has been told.
    """
    if level > LEVELS:
        return None
    if period.measure == HOURS:
        return {1: start + (end.legal - start) / 2, 2: end.legal, 3: end.legal + timedelta(hours=max(1, period.amount))}[level]
    if level == 1:
        return in_work_hours(max(start, _opening(_working_days_from(last_day(end.safe), -warn, calendar))), calendar)
    after = last_day(end.legal)
    return in_work_hours(end.legal, calendar) if level == 2 else _opening(_working_days_from(after, LONG_OVER, calendar))


def _opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, tzinfo=CHINA)


def _working_days_from(day: date, count: int, calendar: Calendar) -> date:
    step = 1 if count > 0 else -1
    while count:
        day += timedelta(days=step)
        if calendar.works(day):
            count -= step
    return day


@dataclass(frozen=True)
class Template:
    """A rule with which a new site starts; every office sets its own versions after it."""

    code: str
    names: tuple[str, str]
    measure: str
    amount: int
    article: str
    extension_cap: int = 0
    warn: int = 1
    pauses: tuple[str, ...] = ()


LAWFUL = ("awaits_caller", "force_majeure")
STANDARD = "北京市12345市民服务热线工单办理时限（地方标准征求意见稿2021，参照）"
TEMPLATES = (
    Template("hours_2", ("2小时", "2 hours"), HOURS, 2, STANDARD),
    Template("hours_24", ("24小时", "24 hours"), HOURS, 24, STANDARD),
    Template("days_7", ("7日", "7 days"), NATURAL, 7, STANDARD, 7, 2, LAWFUL),
    Template("days_15", ("15日", "15 days"), NATURAL, 15, STANDARD, 15, 3, LAWFUL),
    Template("sign", ("签收：1个工作日", "signing for: 1 working day"), WORKING, 1, "本单位规定"),
    Template("return", ("退回：5个工作日", "sending back: 5 working days"), WORKING, 5, "《信访工作条例》(2022) 第二十三条（参照）"),
    Template("workdays_5", ("5个工作日", "5 working days"), WORKING, 5, "本单位规定", 5, 1, LAWFUL),
    Template("days_60", ("60日", "60 days"), NATURAL, 60, "《信访工作条例》(2022) 第三十四条（参照）", 30, 5, LAWFUL),
)
HANDLING = ("hours_2", "hours_24", "days_7", "days_15", "workdays_5", "days_60")
