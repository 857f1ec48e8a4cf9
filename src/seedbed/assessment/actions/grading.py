"""From closed marks to released grades."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment import notifications, rules
from seedbed.assessment.actions.moderating import reckon
from seedbed.assessment.models import Assessment, Round
from seedbed.assessment.queries import grade_counts, whole
from seedbed.assessment.reckoning import grades
from seedbed.assessment.states import ROUND_MOVES, RoundState
from seedbed.kernel.actions import action, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import add_workdays
from seedbed.kernel.workflow import perform


@action("assessment.close_round", allow=rules.runs_round, label=gettext_lazy("Close the marks and moderate"))
def close_round(row: Round, *, by: Actor) -> Round:
    """Close the marks and reckon severities, outliers and results; sheets that were not handed in do not count."""
    perform(row, ROUND_MOVES, "close", by=by)
    return reckon(row)


@action("assessment.reopen_round", allow=rules.runs_round, label=gettext_lazy("Open a round for marks again"))
def reopen_round(row: Round, *, by: Actor, reason: str) -> Round:
    """Open a round for marks again, with the reason."""
    return perform(row, ROUND_MOVES, "reopen", by=by, note=reason)


@action("assessment.excuse", allow=rules.runs_of_round, label=gettext_lazy("Excuse a missing part"))
def excuse(assessment: Assessment, *, by: Actor, who: str, reason: str) -> Assessment:
    """Leave out, for one person, the part of a kind of assessor with too few sheets; the other parts count in proportion."""
    row = assessment.round
    require(row.state == RoundState.CLOSED, _("Parts are excused while the round is moderated."))
    require(reason.strip(), _("Give a reason: the person reads it."))
    part = next((p for p in assessment.parts if p["who"] == who), None)
    require(part is not None and part["raw"] is None, _("This part has enough sheets; it counts."))
    change(assessment, excused=assessment.excused | {who: reason.strip()}, text=reason)
    reckon(row)
    assessment.refresh_from_db()
    return assessment


@action("assessment.propose_grades", allow=rules.runs_round, label=gettext_lazy("Propose the grades"))
def propose_grades(row: Round, *, by: Actor) -> Round:
    """Propose everybody's grade from the adjusted marks under the caps of the scheme; refused while a result is missing."""
    everybody = list(whole.assessments_of(row))
    missing = [a.person.name for a in everybody if a.adjusted is None]
    require(not missing, _("Without a result yet: %(names)s. Wait for their sheets, or excuse the missing part with a reason.")
            % {"names": "、".join(missing[:10])})
    proposed = grades.propose({a.pk: a.adjusted or 0 for a in everybody}, row.scheme.read.grades, len(everybody))
    perform(row, ROUND_MOVES, "propose", by=by, proposed_by_id=by.account_id, proposed_at=timezone.now())
    for assessment in everybody:
        one = proposed[assessment.pk]
        change(assessment, grade=one.grade, held_back=one.held_back, grade_reason="")
    return row


@action("assessment.take_back", allow=rules.runs_round, label=gettext_lazy("Take the proposed grades back"))
def take_back(row: Round, *, by: Actor, reason: str) -> Round:
    """Take a proposal back to moderation, with the reason."""
    perform(row, ROUND_MOVES, "take_back", by=by, note=reason)
    return reckon(row)


@action("assessment.change_grade", allow=rules.runs_of_round, label=gettext_lazy("Change a proposed grade"))
def change_grade(assessment: Assessment, *, by: Actor, grade: str, reason: str) -> Assessment:
    """Change one proposed grade with a reason; marks stay. Refused where the caps of the scheme would be passed.

    Whoever changes a grade counts as the one who proposed: somebody else releases.
    """
    row = whole.locked_round(assessment.round)
    require(row.state == RoundState.PROPOSED, _("Grades are changed while they are proposed; afterwards only an appeal changes one."))
    require(reason.strip(), _("Give a reason: the person reads it."))
    set_grade(assessment, grade, reason)
    change(row, proposed_by_id=by.account_id, proposed_at=timezone.now())
    return assessment


def set_grade(assessment: Assessment, grade: str, reason: str) -> Assessment:
    """Set a grade inside an action, within the caps of the scheme."""
    scheme = assessment.round.scheme.read
    names = {g.key: g.name for g in scheme.grades}
    require(grade in names, _("The scheme has no such grade."))
    change(assessment, grade=grade, held_back=False, grade_reason=reason.strip(), text=reason)
    people = whole.assessments_of(assessment.round).count()
    past = grades.past_caps(scheme.grades, grade_counts(assessment.round), people)
    require(not past, _("More people would have “%(grade)s” than the scheme allows.") % {"grade": "、".join(names[key] for key in past)})
    return assessment


@action("assessment.release_round", allow=rules.runs_round, label=gettext_lazy("Release the grades"))
def release_round(row: Round, *, by: Actor, approval: ApprovalPaper | None = None) -> Round:
    """Release all results together; everybody reads the own one and may appeal within the working days of the scheme.

    Another person than the one who proposed, or in the small-office profile the superior's paper.
    """
    today, days = timezone.localdate(), row.scheme.read.appeal_workdays
    end = add_workdays(today, days, calendar_table(today, today + timedelta(days=days * 3 + 30)))
    perform(row, ROUND_MOVES, "release", by=by, approval=approval, released_by_id=by.account_id, released_at=timezone.now(),
            appeal_until=end.date, approval_id=approval.pk if approval else None)
    notifications.released(row, list(whole.assessments_of(row)))
    return row
