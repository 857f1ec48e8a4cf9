"""From the marks of one person to the result: per kind of assessor, raw and adjusted, and together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from seedbed.assessment.reckoning.schemes import BEST, Scheme


@dataclass(frozen=True)
class SheetMark:
    """What one assessor gave to one person: marks per criterion, in hundredths."""

    assessor: int
    who: str
    marks: Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """The part of one kind of assessor: how many sheets, the mean raw and adjusted; None where there are too few."""

    who: str
    weight: int
    sheets: int
    raw: int | None
    adjusted: int | None


@dataclass(frozen=True)
class Result:
    """The result of one person; `missing` names the kinds of assessors without enough sheets."""

    parts: tuple[Part, ...]
    raw: int | None
    adjusted: int | None
    missing: tuple[str, ...]


def sheet_total(scheme: Scheme, sheet: SheetMark) -> int:
    """Return the mark of one sheet: the weighted mean over the criteria of that kind of assessor, rounded half up."""
    criteria = scheme.criteria_of(sheet.who)
    total = sum(c.weight * sheet.marks[c.key] for c in criteria)
    return _half_up(Fraction(total, scheme.weight_of(sheet.who)))


def result_of(scheme: Scheme, sheets: Sequence[SheetMark], severity: Mapping[str, Mapping[int, int]], *, excused: frozenset[str] = frozenset()) -> Result:
    """Return the result of one person.

    The mean of the sheets of each kind of assessor counts with its weight. A kind with fewer sheets than the
    scheme asks for has no mean; the result then is missing, unless that kind was excused: its weight is then
    left out and the others count in proportion.
    """
    parts = tuple(_part(scheme, who, [s for s in sheets if s.who == who], severity.get(who, {}), who in excused) for who in scheme.who)
    missing = tuple(p.who for p in parts if p.raw is None and p.who not in excused)
    counted = [p for p in parts if p.raw is not None]
    if missing or not counted:
        return Result(parts, None, None, missing)
    return Result(parts, _together(counted, "raw"), _together(counted, "adjusted"), ())


def _part(scheme: Scheme, who: str, sheets: Sequence[SheetMark], severity: Mapping[int, int], excused: bool) -> Part:
    weight = scheme.weight_of(who)
    if excused or len(sheets) < max(1, scheme.fewest.get(who, 1)):
        return Part(who, weight, len(sheets), None, None)
    raw = [sheet_total(scheme, s) for s in sheets]
    moved = [min(max(mark - severity.get(s.assessor, 0), 0), BEST) for mark, s in zip(raw, sheets, strict=True)]
    return Part(who, weight, len(sheets), _half_up(Fraction(sum(raw), len(raw))), _half_up(Fraction(sum(moved), len(moved))))


def _together(parts: Sequence[Part], name: str) -> int:
    total = sum(p.weight * getattr(p, name) for p in parts)
    return _half_up(Fraction(total, sum(p.weight for p in parts)))


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
