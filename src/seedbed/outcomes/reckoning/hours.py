"""Training hours against the norm of the regulation on cadre education and training (2023), article 14."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: the year, months, days, hours (tenths), and whether it was online."""

    year: int
    months: int = 0
    days: int = 0
    tenths: int = 0
    online: bool = False


@dataclass(frozen=True)
class Norm:
    """One norm: what is asked, what is there, whether it is met. Hours in tenths."""

    name: str
    first_year: int
    last_year: int
    months: int
    days: int
    tenths: int
    wanted_months: int
    wanted_days: int
    wanted_tenths: int
    met: bool

    @property
    def hours(self) -> str:
        """Hours as people read them."""
        return f"{self.tenths / 10:g}"


def norms(level: str, entries: Iterable[Entry], year: int, content: Mapping[str, int]) -> list[Norm]:
    """Return the norms that hold for a level in a year.

    County-division level: within five years three months or 550 hours of centralised training. Township-section
    level and below: each year twelve days or 90 hours, a day counting as the norm's own ratio (7.5 hours) where
    days and hours are mixed. Both: 50 hours online a year.
    """
    rows = list(entries)
    here = [e for e in rows if not e.online]
    found = [_division(here, year, content) if level == "division" else _section(here, year, content)]
    online = sum(e.tenths for e in rows if e.online and e.year == year)
    wanted = content["distance_hours"] * 10
    return [*found, Norm("online", year, year, 0, 0, online, 0, 0, wanted, online >= wanted)]


def _division(rows: list[Entry], year: int, content: Mapping[str, int]) -> Norm:
    first = year - content["division_years"] + 1
    inside = [e for e in rows if first <= e.year <= year]
    months, tenths = sum(e.months for e in inside), sum(e.tenths for e in inside)
    wanted = content["division_hours"] * 10
    met = months >= content["division_months"] or tenths >= wanted
    return Norm("division", first, year, months, sum(e.days for e in inside), tenths, content["division_months"], 0, wanted, met)


def _section(rows: list[Entry], year: int, content: Mapping[str, int]) -> Norm:
    inside = [e for e in rows if e.year == year]
    days, tenths, wanted = sum(e.days for e in inside), sum(e.tenths for e in inside), content["section_hours"] * 10
    # days x wanted + hours x days wanted >= wanted x days wanted: both measured by the norm's own ratio
    met = days * wanted + tenths * content["section_days"] >= wanted * content["section_days"]
    return Norm("section", year, year, sum(e.months for e in inside), days, tenths, 0, content["section_days"], wanted, met)


def whole_months(first: date, end: date) -> int:
    """Return the whole months from a day to the day after the last one."""
    months = (end.year - first.year) * 12 + end.month - first.month
    return max(months - (end.day < first.day), 0)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where it is shorter."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """Return the day so many months before; the last of the month where it is shorter."""
    return months_later(day, -months)
