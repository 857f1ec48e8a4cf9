"""How strict each assessor is: least squares in the additive model mark = person + assessor + rest.

The model is that of rater effects by de Gruijter (1984), Two simple models for rater effects, Applied Psychological
Measurement 8, 213-218; marks are calibrated by it as in Braun (1988), Understanding scoring reliability, Journal of
Educational Statistics 13, 1-18. Severities of a connected group of assessors add up to zero over their marks, so
that the mean mark of the group stays. Assessors who share nobody with others cannot be told from the people they
marked: their marks are left as they are, and so are those of assessors with too few marks. All sums are exact
fractions; only results are rounded, to whole hundredths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

FEWEST_MARKS = 3  # of one assessor before the own severity is reckoned


@dataclass(frozen=True)
class Given:
    """One mark: who gave it to whom, in hundredths."""

    assessor: int
    person: int
    mark: int


@dataclass(frozen=True)
class Moderation:
    """Severity per assessor in hundredths (positive: marks higher than others), who cannot be compared, and outliers."""

    severity: Mapping[int, int]
    apart: frozenset[int]
    outliers: tuple[tuple[int, int], ...]
    deviation: int

    def adjusted(self, given: Given, best: int) -> int:
        """Return a mark as it would be from an assessor of mean severity, kept between 0 and the best mark."""
        return min(max(given.mark - self.severity.get(given.assessor, 0), 0), best)


def moderate(marks: Sequence[Given], *, outlier: int = 250) -> Moderation:
    """Return what the marks of one kind of assessor say about the assessors.

    An outlier is a mark whose rest is larger than `outlier`/100 standard deviations of all rests, where there
    are enough marks to tell.
    """
    counts: dict[int, int] = {}
    for given in marks:
        counts[given.assessor] = counts.get(given.assessor, 0) + 1
    usable = [g for g in marks if counts[g.assessor] >= FEWEST_MARKS]
    groups = [group for group in _groups(usable) if len({g.assessor for g in group}) > 1]
    effects: dict[int, Fraction] = {}
    for group in groups:
        effects |= _effects(group)
    rests, freedom = _rests(groups, effects)
    spread = sqrt(sum(float(rest) ** 2 for rest in rests.values()) / freedom) if freedom > 0 else 0.0
    bound = spread * outlier / 100
    far = tuple(sorted(key for key, rest in rests.items() if freedom > 0 and abs(float(rest)) > max(bound, 1e-9)))
    return Moderation({a: _rounded(e) for a, e in effects.items()}, frozenset(counts) - frozenset(effects), far, round(spread))


def _rounded(value: Fraction) -> int:
    """Round half away from zero, alike on both sides."""
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def _groups(marks: Sequence[Given]) -> list[list[Given]]:
    """Split marks into groups of assessors that are connected by people they marked in common."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for given in marks:
        leader[find(("a", given.assessor))] = find(("p", given.person))
    found: dict[tuple[str, int], list[Given]] = {}
    for given in marks:
        found.setdefault(find(("a", given.assessor)), []).append(given)
    return list(found.values())


def _effects(marks: Sequence[Given]) -> dict[int, Fraction]:
    """Solve the normal equations for the assessors of one connected group, people eliminated."""
    assessors = sorted({g.assessor for g in marks})
    place = {a: i for i, a in enumerate(assessors)}
    by_person: dict[int, list[Given]] = {}
    for given in marks:
        by_person.setdefault(given.person, []).append(given)
    size = len(assessors)
    left = [[Fraction(0)] * size for _row in range(size)]
    right = [Fraction(0)] * size
    for rows in by_person.values():
        mean = Fraction(sum(g.mark for g in rows), len(rows))
        for g in rows:
            i = place[g.assessor]
            left[i][i] += 1
            right[i] += g.mark - mean
            for other in rows:
                left[i][place[other.assessor]] -= Fraction(1, len(rows))
    # The rows add up to zero; the last one is replaced by: severities over all marks add up to zero.
    left[-1] = [Fraction(sum(g.assessor == a for g in marks)) for a in assessors]
    right[-1] = Fraction(0)
    return dict(zip(assessors, _solved(left, right), strict=True))


def _solved(left: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve a regular system by elimination, exactly."""
    rows = [[*row, value] for row, value in zip(left, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = next(k for k in range(i, size) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(size):
            if k != i and rows[k][i]:
                factor = rows[k][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[-1] for row in rows]


def _rests(groups: Iterable[Sequence[Given]], effects: Mapping[int, Fraction]) -> tuple[dict[tuple[int, int], Fraction], int]:
    """Return what is left of each mark after person and assessor, and the degrees of freedom."""
    rests: dict[tuple[int, int], Fraction] = {}
    freedom = 0
    for group in groups:
        by_person: dict[int, list[Given]] = {}
        for given in group:
            by_person.setdefault(given.person, []).append(given)
        freedom += len(group) - len(by_person) - len({g.assessor for g in group}) + 1
        for rows in by_person.values():
            level = sum((g.mark - effects[g.assessor] for g in rows), Fraction(0)) / len(rows)
            rests |= {(g.assessor, g.person): g.mark - effects[g.assessor] - level for g in rows}
    return rests, freedom
