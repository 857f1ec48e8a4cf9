"""Working days by the State Council's yearly notices; years without a notice are provisional, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

ANNOUNCED_UNTIL = 2026  # last year whose notice the seeded library knows; later years come by import


@dataclass(frozen=True)
class Counted:
    """A date reached by counting working days, and whether every year on the way was announced."""

    date: date
    provisional: bool


def seeded(year: int) -> dict[date, bool]:
    """Return the exceptions of a year from the library: holidays as False, make-up days as True."""
    days = holidays.country_holidays("CN", years=year, language="en_US")
    off = {d: False for d in days if d.year == year}
    return off | {d: True for d in days.weekend_workdays if d.year == year}


def works(day: date, table: Mapping[date, bool]) -> bool:
    """Tell whether `day` is a working day: the table's word, else Monday to Friday."""
    if day in table:
        return table[day]
    fallback = _library(day.year).get(day)
    return fallback if fallback is not None else day.weekday() < 5


_CACHE: dict[int, dict[date, bool]] = {}


def _library(year: int) -> dict[date, bool]:
    if year not in _CACHE:
        _CACHE[year] = seeded(year)
    return _CACHE[year]


def add_workdays(start: date, count: int, table: Mapping[date, bool], *, announced: int = ANNOUNCED_UNTIL) -> Counted:
    """Return the date on which the `count`-th working day after `start` falls.

    The day of the event itself is not counted (GB/T practice for 期间). `provisional` is set where the
    period runs into a year whose holidays were not announced and which the table does not hold.
    """
    if count < 0:
        raise ValueError("a period has no negative length")
    day, left, provisional = start, count, False
    while left:
        day += timedelta(days=1)
        provisional = provisional or (day.year > announced and not any(d.year == day.year for d in table))
        if works(day, table):
            left -= 1
    return Counted(day, provisional)


def count_workdays(first: date, last: date, table: Mapping[date, bool]) -> int:
    """Return the number of working days from `first` to `last`, both included."""
    return sum(works(first + timedelta(days=i), table) for i in range((last - first).days + 1))
