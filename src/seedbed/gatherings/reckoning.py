"""Dates of series: plain arithmetic, no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Slot:
    """One date of a series, and the date it would have had if that were a working day."""

    on: date
    meant_for: date

    @property
    def is_moved(self) -> bool:
        """Whether a holiday moved it."""
        return self.on != self.meant_for


def slots(first: date, last: date, every_weeks: int, works: Callable[[date], bool]) -> list[Slot]:
    """Return the dates of a weekly series from `first` to `last`, both included.

    A date that is no working day moves to the nearest working day of the same week, the later one of two
    equally near; a week without any working day has none. Days at the weekend are meant and stay.
    """
    found = []
    for meant in _every(first, last, every_weeks):
        if works(meant) or meant.weekday() >= 5:
            found.append(Slot(meant, meant))
            continue
        monday = meant - timedelta(days=meant.weekday())
        week = [monday + timedelta(days=i) for i in range(7)]
        free = [day for day in week if works(day) and first <= day <= last]
        if free:
            found.append(Slot(min(free, key=lambda day: (abs((day - meant).days), day < meant)), meant))
    return found


def _every(first: date, last: date, every_weeks: int) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(weeks=every_weeks)


def first_weekday(start: date, weekday: int) -> date:
    """Return the first such weekday (0 is Monday) on or after `start`."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)
