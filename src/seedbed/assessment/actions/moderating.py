"""Reckons a round: severities, outliers, results; called by the actions that change what it rests on."""

from dataclasses import asdict
from typing import Any

from seedbed.assessment.models import Round
from seedbed.assessment.queries import whole
from seedbed.assessment.reckoning import severity
from seedbed.assessment.reckoning.results import SheetMark, result_of, sheet_total
from seedbed.assessment.reckoning.schemes import Scheme
from seedbed.kernel.actions import change


def reckon(row: Round) -> Round:
    """Store severities and outliers on the round and the result on each assessment; proposed grades are cleared."""
    held = whole.locked_round(row)
    scheme, given = held.scheme.read, whole.given_marks(held)
    found = {who: _moderated(scheme, who, given) for who in scheme.who}
    effects = {who: dict(moderation.severity) for who, moderation in found.items()}
    for assessment in whole.assessments_of(held):
        result = result_of(scheme, given.get(assessment.pk, []), effects, excused=frozenset(assessment.excused))
        change(assessment, raw=result.raw, adjusted=result.adjusted, parts=[asdict(part) for part in result.parts], grade="", held_back=False)
    change(row, moderation={who: _kept(moderation) for who, moderation in found.items()})
    return row


def _moderated(scheme: Scheme, who: str, given: dict[int, list[SheetMark]]) -> severity.Moderation:
    marks = [severity.Given(sheet.assessor, pk, sheet_total(scheme, sheet)) for pk, sheets in given.items() for sheet in sheets if sheet.who == who]
    return severity.moderate(marks, outlier=scheme.outlier)


def _kept(moderation: severity.Moderation) -> dict[str, Any]:
    return {"severity": {str(k): v for k, v in moderation.severity.items()}, "apart": sorted(moderation.apart),
            "outliers": [list(pair) for pair in moderation.outliers], "deviation": moderation.deviation}
