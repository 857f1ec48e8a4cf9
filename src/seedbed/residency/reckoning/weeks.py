"""For which periods a journal is asked, and when it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

GRACE = 3  # days after the end of a period in which nothing is said yet


@dataclass(frozen=True)
class Period:
    """The days a journal is about: from `first` to `last`, both included; due on `due`."""

    first: date
    last: date
    due: date


def periods(start: date, last: date, rhythm: str, works: Callable[[date], bool]) -> list[Period]:
    """Return the periods of a course: every week, every two weeks, or every working day. A week begins on Monday."""
    if rhythm == "day":
        days = (start + timedelta(days=i) for i in range((last - start).days + 1))
        return [Period(day, day, day + timedelta(days=1)) for day in days if works(day)]
    step, found, first = {"week": 7, "fortnight": 14}[rhythm], [], start
    monday = start - timedelta(days=start.weekday())
    while first <= last:
        monday += timedelta(days=step)
        end = min(monday - timedelta(days=1), last)
        found.append(Period(first, end, end + timedelta(days=GRACE)))
        first = monday
    return found


def begun(found: list[Period], today: date) -> list[Period]:
    """Return the periods that have begun, the newest first."""
    return [period for period in reversed(found) if period.first <= today]
