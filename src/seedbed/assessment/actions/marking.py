"""Marks: given with evidence, changed with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment import rules
from seedbed.assessment.actions.moderating import reckon
from seedbed.assessment.models import Evidence, Mark, MarkChange, MarkSheet
from seedbed.assessment.queries import bars_between, whole
from seedbed.assessment.reckoning.schemes import BEST
from seedbed.assessment.states import SHEET_MOVES, RoundState, SheetState
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform


@dataclass(frozen=True)
class GivenMark:
    """A mark as it is typed: hundredths, what it rests on, of which day."""

    points: int
    evidence: str
    on: date | None = None


@action("assessment.mark", allow=rules.marks, label=gettext_lazy("Hand in a mark sheet"))
def mark(sheet: MarkSheet, *, by: Actor, given: Mapping[str, GivenMark], word: str = "") -> MarkSheet:
    """Hand in all marks of a sheet at once, each with what it rests on.

    Refused: a criterion without mark or evidence, a mark off the scale, a round that is closed, and a
    conflict of interest, asked again now.
    """
    return _hand_in(sheet, by, given, word)


@action("assessment.mark_for_company", allow=rules.runs_of_sheet, label=gettext_lazy("Enter a company's marks from what it said"))
def mark_for_company(sheet: MarkSheet, *, by: Actor, given: Mapping[str, GivenMark], word: str = "") -> MarkSheet:
    """Enter the marks of a company from what it said or wrote, each with its words as evidence; the trail names who entered them.

    Only for sheets of companies, and under the same conditions as a sheet that is handed in by the company's link.
    """
    require(sheet.assessor.unit_id is not None, _("Only the marks of companies are entered by the office."))
    return _hand_in(sheet, by, given, word)


def _hand_in(sheet: MarkSheet, by: Actor, given: Mapping[str, GivenMark], word: str) -> MarkSheet:
    row = whole.locked_round(sheet.assessment.round)
    require(row.state == RoundState.MARKING, _("The marks of this round are closed."))
    require(not bars_between(sheet.assessor, sheet.assessment.person), _("A conflict of interest stands against this sheet by now; tell the office."))
    criteria = row.scheme.read.criteria_of(sheet.assessor.who)
    require(set(given) == {c.key for c in criteria}, _("Every criterion needs its mark."))
    perform(sheet, SHEET_MOVES, "hand_in", by=by, given_at=timezone.now(), word=word.strip())
    for criterion in criteria:
        one = given[criterion.key]
        require(0 <= one.points <= BEST, _("A mark goes from 0 to 100."))
        require(one.evidence.strip(), _("“%(name)s”: write down what the mark rests on.") % {"name": criterion.name})
        kept = add(Mark(sheet=sheet, criterion=criterion.key, points=one.points))
        add(Evidence(mark=kept, basis=criterion.basis, text=one.evidence.strip(), on=one.on))
    return sheet


@action("assessment.change_mark", allow=rules.own_mark, label=gettext_lazy("Change a mark with a reason"))
def change_mark(row: Mark, *, by: Actor, points: int, reason: str) -> Mark:
    """Change one's own mark before grades are proposed, with a reason that everybody reads who reads the mark."""
    sheet = row.sheet
    current = whole.locked_round(sheet.assessment.round)
    require(reason.strip(), _("Give a reason: a mark is changed only with one."))
    require(current.state in (RoundState.MARKING, RoundState.CLOSED) and sheet.state == SheetState.GIVEN, _("Marks are no longer changed in this round."))
    require(0 <= points <= BEST, _("A mark goes from 0 to 100."))
    require(points != row.points, _("This is the mark that stands there."))
    add(MarkChange(mark=row, before=row.points, after=points, reason=reason.strip(), by_id=by.account_id))
    change(row, points=points, text=reason)
    if current.state == RoundState.CLOSED:
        reckon(current)
    return row


@action("assessment.drop_sheet", allow=rules.runs_of_sheet, label=gettext_lazy("Take a mark sheet out"))
def drop_sheet(sheet: MarkSheet, *, by: Actor, reason: str) -> MarkSheet:
    """Take a sheet out, for example for a conflict that came to light; its marks no longer count."""
    current = whole.locked_round(sheet.assessment.round)
    require(current.state in (RoundState.MARKING, RoundState.CLOSED), _("Marks are no longer changed in this round."))
    perform(sheet, SHEET_MOVES, "drop", by=by, note=reason)
    if current.state == RoundState.CLOSED:
        reckon(current)
    return sheet
