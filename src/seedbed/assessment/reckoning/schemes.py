"""What a scheme says, read from its content and checked before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

WHOLE = 10_000  # weights and shares in hundredths of a percent; marks in hundredths of a point
BEST = 100 * 100
WHO = frozenset({"group", "host", "team", "superior", "peers"})
BASES = frozenset({"product", "visit", "word", "result", "minutes", "report"})
FORMULA = "weighted_mean"  # sum over criteria of weight times the mean of the marks given


@dataclass(frozen=True)
class Criterion:
    """One criterion: its weight, who marks it, what a mark has to rest on."""

    key: str
    name: str
    weight: int
    who: str
    basis: str
    evidence: str = ""


@dataclass(frozen=True)
class GradeRule:
    """One grade: the least mark for it, and the largest share of people who may have it (None: no cap)."""

    key: str
    name: str
    least: int
    share: int | None = None


@dataclass(frozen=True)
class Scheme:
    """Criteria and grades, best grade first; `fewest` sheets per kind of assessor; outliers beyond `outlier`/100 deviations."""

    criteria: tuple[Criterion, ...]
    grades: tuple[GradeRule, ...]
    fewest: Mapping[str, int]
    outlier: int
    appeal_workdays: int
    reply_workdays: int

    @property
    def who(self) -> tuple[str, ...]:
        """The kinds of assessors, in the order of the criteria."""
        return tuple(dict.fromkeys(c.who for c in self.criteria))

    def weight_of(self, who: str) -> int:
        """Return the weight of all criteria of one kind of assessor."""
        return sum(c.weight for c in self.criteria if c.who == who)

    def criteria_of(self, who: str) -> tuple[Criterion, ...]:
        """Return the criteria that one kind of assessor marks."""
        return tuple(c for c in self.criteria if c.who == who)


def read(content: Mapping[str, Any]) -> Scheme:
    """Return the scheme of a content that was checked before."""
    return Scheme(
        tuple(Criterion(**c) for c in content["criteria"]), tuple(GradeRule(**g) for g in content["grades"]), dict(content["fewest"]),
        content["outlier"], content["appeal_workdays"], content["reply_workdays"],
    )


def faults(content: Mapping[str, Any]) -> list[str]:
    """Return every sentence that is against a content; an empty list means that it may be kept."""
    criteria: Sequence[Mapping[str, Any]] = content.get("criteria", ())
    grades: Sequence[Mapping[str, Any]] = content.get("grades", ())
    found = []
    total = sum(c["weight"] for c in criteria)
    if total != WHOLE:
        found.append(_("The weights add up to %(sum)s %%, not to 100 %%.") % {"sum": f"{total / 100:g}"})
    if len({c["key"] for c in criteria}) != len(criteria) or len({c["name"] for c in criteria}) != len(criteria):
        found.append(_("Two criteria have the same name."))
    for c in criteria:
        if c["who"] not in WHO or c["basis"] not in BASES:
            found.append(_("“%(name)s” rests on something that may not be marked.") % {"name": c["name"]})
        if c["weight"] <= 0:
            found.append(_("“%(name)s” has no weight.") % {"name": c["name"]})
    return found + _grade_faults(grades)


def _grade_faults(grades: Sequence[Mapping[str, Any]]) -> list[str]:
    if len(grades) < 2:
        return [_("A scheme needs at least two grades.")]
    least = [g["least"] for g in grades]
    found = []
    if least != sorted(set(least), reverse=True) or least[-1] != 0 or least[0] > BEST:
        found.append(_("Grades stand from the best to the lowest, each with a lower least mark, the last one with 0."))
    if grades[-1].get("share") is not None:
        found.append(_("The lowest grade has no cap: everybody needs some grade."))
    if any(g.get("share") is not None and not 0 < g["share"] <= WHOLE for g in grades):
        found.append(_("A cap is a share between 0 and 100 %."))
    return found
