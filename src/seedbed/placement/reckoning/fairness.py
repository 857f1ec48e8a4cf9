"""Rates of groups with honest intervals, and no group so small that it names people."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5  # people below whom a group is not shown by itself
Z = 1.959963984540054  # two-sided 95 %
AGE_BANDS = ((0, 25), (26, 30), (31, 35), (36, 40), (41, 200))


@dataclass(frozen=True)
class Rate:
    """How many of a group; `folded` groups were put together because each is too small to be shown."""

    group: Hashable
    hits: int
    count: int
    folded: int = 0

    @property
    def share(self) -> float:
        """The rate, 0 to 1."""
        return self.hits / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval of the rate."""
        return wilson(self.hits, self.count)


def wilson(hits: int, count: int, z: float = Z) -> tuple[float, float]:
    """Return the interval of Wilson (1927) for a rate: right for small groups and for rates near 0 and 1."""
    if not 0 <= hits <= count or not count:
        raise ValueError("hits lie between 0 and a count that is not 0")
    share, square = hits / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def rates(rows: Iterable[tuple[Hashable, bool]], *, least: int = LEAST) -> list[Rate]:
    """Return the rate of every group, the largest first; groups under `least` people are folded into one.

    If even together they are too few, the smallest group that could be shown is folded in too, so that nobody can
    be found out by subtracting from the total. Nothing is shown where fewer than `least` people are left at all.
    """
    counted: dict[Hashable, list[int]] = {}
    for group, hit in rows:
        tally = counted.setdefault(group, [0, 0])
        tally[0] += hit
        tally[1] += 1
    found = sorted((Rate(group, hits, count) for group, (hits, count) in counted.items()), key=lambda r: (-r.count, str(r.group)))
    shown, small = [r for r in found if r.count >= least], [r for r in found if r.count < least]
    while small and sum(r.count for r in small) < least and shown:
        small.append(shown.pop())
    if small:
        together = Rate(None, sum(r.hits for r in small), sum(r.count for r in small), len(small))
        shown += [together] if together.count >= least else []
    return shown


def age_band(born: tuple[int, int] | None, on: tuple[int, int]) -> tuple[int, int] | None:
    """Return the band in which an age in whole years falls; months of birth and of the day as (year, month)."""
    if born is None:
        return None
    years = on[0] - born[0] - (on[1] < born[1])
    return next((low, high) for low, high in AGE_BANDS if low <= years <= high)


def at_or_above_middle(values: Sequence[int]) -> list[bool]:
    """Tell of each value whether it is at least the median of all."""
    middle = median(values) if values else 0
    return [value >= middle for value in values]
