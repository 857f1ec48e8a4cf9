"""One result, unfolded to the evidence of every mark, as far as the one who looks may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedbed.assessment.models import Assessment, Mark, MarkSheet
from seedbed.assessment.queries import criteria_names, runs, sheets_of
from seedbed.assessment.states import Who
from seedbed.kernel.actor import Actor


@dataclass(frozen=True)
class MarkLine:
    """One mark with its criterion, evidence and changes."""

    mark: Mark
    name: str
    weight: int


@dataclass(frozen=True)
class SheetLine:
    """One sheet: by whom (as far as it is told), its words and marks."""

    sheet: MarkSheet
    by: str
    marks: Sequence[MarkLine]


@dataclass(frozen=True)
class PartLine:
    """The part of one kind of assessor: weight, sheets, means, and the sheets themselves or why they are not shown."""

    who: str
    weight: int
    sheets: int
    raw: int | None
    adjusted: int | None
    excused: str
    lines: Sequence[SheetLine]
    hidden: bool

    @property
    def weight_text(self) -> str:
        """The weight in percent."""
        return f"{self.weight / 100:g} %"

    @property
    def raw_text(self) -> str:
        """The raw mean, or ""."""
        return "" if self.raw is None else f"{self.raw / 100:.2f}"

    @property
    def adjusted_text(self) -> str:
        """The adjusted mean, or ""."""
        return "" if self.adjusted is None else f"{self.adjusted / 100:.2f}"


def parts_of(actor: Actor, assessment: Assessment) -> list[PartLine]:
    """Return the parts of a result.

    The office sees every sheet with its assessor. The person sees every mark with its evidence, and of whom
    only the kind (a company: its name). Sheets of kinds for which the scheme asks more than one voice are
    shown to the person only when at least so many were handed in, so that nobody's voice can be told.
    """
    inside = runs(actor, assessment.round)
    criteria = criteria_names(assessment.round)
    fewest = assessment.round.scheme.content["fewest"]
    sheets = list(sheets_of(assessment))
    return [_part(part, assessment, [s for s in sheets if s.assessor.who == part["who"]], criteria, inside, fewest.get(part["who"], 1)) for part in assessment.parts]


def _part(part: Mapping[str, Any], assessment: Assessment, sheets: list[MarkSheet], criteria: Mapping[str, Any], inside: bool, fewest: int) -> PartLine:
    hidden = not inside and len(sheets) < fewest
    lines = [] if hidden else [_line(n, sheet, criteria, inside) for n, sheet in enumerate(sheets, 1)]
    return PartLine(str(Who(part["who"]).label), part["weight"], part["sheets"], part["raw"], part["adjusted"], assessment.excused.get(part["who"], ""), lines, hidden)


def _line(number: int, sheet: MarkSheet, criteria: Mapping[str, Any], inside: bool) -> SheetLine:
    assessor = sheet.assessor
    by = assessor.label if inside or assessor.unit_id else f"{assessor.get_who_display()} {number}"
    marks = [MarkLine(m, criteria[m.criterion]["name"], criteria[m.criterion]["weight"]) for m in sheet.marks.all() if m.criterion in criteria]
    return SheetLine(sheet, by, marks)
