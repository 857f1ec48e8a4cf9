"""Covering a target population: what is left year by year, when everybody is covered, whose turn is next.

The formula, which an officer can follow on paper, for each year:

    not covered at the end = not covered at the beginning - leavers + newcomers - seats that reach them

* leavers: the share of those not covered who retire or leave the target group in a year, rounded half up;
* newcomers: people promoted or recruited into the target group in a year;
* seats that reach them: seats of the year times the share that goes to people not covered, rounded down,
  and never more than there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedbed.outcomes.reckoning.shares import WHOLE, split

LONGEST = 30  # years; beyond that a forecast says nothing


@dataclass(frozen=True)
class Assumptions:
    """What a scenario assumes per year: seats, the share of them that reaches people not covered, leavers, newcomers."""

    seats: int
    reach: int
    leavers: int
    newcomers: int


@dataclass(frozen=True)
class Year:
    """One line of the reckoning."""

    year: int
    before: int
    left: int
    joined: int
    reached: int
    after: int


@dataclass(frozen=True)
class Forecast:
    """The years of a scenario; `full` is the year in which everybody is covered, None where it does not come."""

    years: tuple[Year, ...]
    full: int | None


def forecast(not_covered: int, first_year: int, given: Assumptions) -> Forecast:
    """Return a scenario year by year until nobody is left, at most thirty years."""
    years: list[Year] = []
    before = not_covered
    for number in range(LONGEST):
        if before == 0:
            break
        left = (before * given.leavers * 2 + WHOLE) // (2 * WHOLE)
        reached = min(given.seats * given.reach // WHOLE, before - left + given.newcomers)
        after = before - left + given.newcomers - reached
        years.append(Year(first_year + number, before, left, given.newcomers, reached, after))
        before = after
    done = years[-1].year if years and before == 0 else None
    return Forecast(tuple(years), first_year - 1 if not_covered == 0 else done)


def scenarios(content: Mapping[str, int]) -> dict[str, Assumptions]:
    """Return the three scenarios of a standard: low is slow (fewer seats reach, more newcomers), high is fast."""
    return {
        name: Assumptions(content["seats"], content[f"reach_{name}"], content[f"leavers_{name}"], content[f"newcomers_{name}"])
        for name in ("low", "likely", "high")
    }


def year_reaching(covered: int, at_end_of: int, seats: int, goal: int) -> int:
    """Return the year at whose end so many people have been trained, with the same seats every year."""
    missing = max(goal - covered, 0)
    return at_end_of + -(-missing // seats)


@dataclass(frozen=True)
class Area:
    """One county (or unit group): how many are not covered, and how many of those know only home, school and office."""

    key: str
    not_covered: int
    one_sided: int


def quotas(areas: Sequence[Area], seats: int, *, one_sided_counts: int = 2) -> dict[str, int]:
    """Return how many of the next seats each area gets: by those not covered, one-sided careers counting more.

    Weights are people not covered, each one-sided career counted `one_sided_counts` times; shares by largest
    remainder; no area gets more seats than it has people not covered, what it cannot use goes to the others.
    The quotas add up to the seats, or to everybody not covered if those are fewer.
    """
    given = {area.key: 0 for area in areas}
    left = min(seats, sum(area.not_covered for area in areas))
    while left:
        open_areas = [area for area in areas if area.not_covered > given[area.key]]
        weights = [area.not_covered + (one_sided_counts - 1) * area.one_sided for area in open_areas]
        placed = 0
        for area, share in zip(open_areas, split(weights, left), strict=True):
            more = min(share, area.not_covered - given[area.key])
            given[area.key] += more
            placed += more
        left -= placed
    return given
