"""This room's Excel files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.assessment.models import Assessment, Round
from seedbed.assessment.queries import grade_name
from seedbed.assessment.states import Who
from seedbed.kernel.workbooks import Column, Sheet, writing

RESULTS = Sheet(name="assessment.results", title=gettext_lazy("Results"), columns=(
    Column("name", gettext_lazy("Name"), ("姓名",)), Column("unit", pgettext_lazy("organisation", "Unit"), ("单位",), width=30),
    Column("post", pgettext_lazy("job", "Post"), ("职务",), width=18), Column("grade", gettext_lazy("Grade"), ("等次",)),
    Column("adjusted", gettext_lazy("Mark, adjusted"), ("校准得分",)), Column("raw", gettext_lazy("Mark, raw"), ("原始得分",)),
    Column("parts", gettext_lazy("Parts"), ("分项得分",), width=44), Column("reason", gettext_lazy("Reason of the grade"), ("等次说明",), width=30),
))


def points(value: int | None) -> str:
    """Write hundredths of a point as people read them."""
    return "" if value is None else f"{value / 100:.2f}"


def parts_text(assessment: Assessment) -> str:
    """Write the parts of a result in one line."""
    return "；".join(f"{Who(p['who']).label} {points(p['adjusted']) or '—'}（{p['weight'] // 100}%）" for p in assessment.parts)


def results_file(row: Round, assessments: Iterable[Assessment]) -> bytes:
    """Return the workbook of a round by name, for those who decide; no place in an order is written."""
    rows = [_line(a) for a in assessments]
    notes = (_("Scheme: %(scheme)s, decided by %(paper)s.") % {"scheme": row.scheme, "paper": row.scheme.decided_by},)
    return writing.write_sheet(RESULTS, rows, title=row.title, notes=notes)


def _line(a: Assessment) -> dict[str, Any]:
    return {"name": a.person.name, "unit": a.person.unit.name, "post": a.person.post, "grade": grade_name(a), "adjusted": points(a.adjusted),
            "raw": points(a.raw), "parts": parts_text(a), "reason": a.grade_reason}
