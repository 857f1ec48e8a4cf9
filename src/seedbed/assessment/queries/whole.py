"""Unscoped reads, for actions and jobs only."""

from collections.abc import Iterable

from django.db.models import QuerySet

from seedbed.assessment.models import Assessment, MarkSheet, Round, Scheme
from seedbed.assessment.reckoning.results import SheetMark
from seedbed.assessment.states import SheetState


def newest_scheme(unit_id: int, code: str) -> Scheme | None:
    """Return the newest version of a scheme of a unit."""
    return Scheme.objects.filter(unit=unit_id, code=code).order_by("-number").first()


def locked_round(row: Round) -> Round:
    """Lock a round before its results are reckoned."""
    return Round.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=row.pk)


def assessments_of(row: Round) -> QuerySet[Assessment]:
    """Return all assessments of a round."""
    return Assessment.objects.filter(round=row).select_related("person__unit", "round__scheme").order_by("person__sort_key", "pk")


def given_marks(row: Round) -> dict[int, list[SheetMark]]:
    """Return, per assessment, the sheets that were handed in, with the marks per criterion."""
    rows: Iterable[MarkSheet] = (
        MarkSheet.objects.filter(assessment__round=row, state=SheetState.GIVEN).select_related("assessor").prefetch_related("marks").order_by("pk"))
    found: dict[int, list[SheetMark]] = {}
    for sheet in rows:
        marks = {mark.criterion: mark.points for mark in sheet.marks.all()}
        found.setdefault(sheet.assessment_id, []).append(SheetMark(sheet.assessor_id, sheet.assessor.who, marks))
    return found
