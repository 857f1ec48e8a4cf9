"""Appeals against a released result."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment import notifications, rules
from seedbed.assessment.actions.grading import set_grade
from seedbed.assessment.models import Appeal, Assessment
from seedbed.assessment.states import APPEAL_MOVES, RoundState
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import add_workdays
from seedbed.kernel.workflow import perform


@action("assessment.appeal", allow=rules.own_result, label=gettext_lazy("Appeal against the own result"))
def appeal(assessment: Assessment, *, by: Actor, text: str) -> Appeal:
    """Ask that the own released result be looked at again; refused without grounds or after the last day."""
    row = assessment.round
    require(text.strip(), _("Write what should be looked at again and why."))
    require(row.state == RoundState.RELEASED and row.appeal_until and timezone.localdate() <= row.appeal_until, _("The days for appeals are over."))
    today, days = timezone.localdate(), row.scheme.read.reply_workdays
    due = add_workdays(today, days, calendar_table(today, today + timedelta(days=days * 3 + 30)))
    return add(Appeal(assessment=assessment, text=text.strip(), due_on=due.date))


@action("assessment.answer_appeal", allow=rules.answers_appeal, label=gettext_lazy("Answer an appeal"))
def answer_appeal(row: Appeal, *, by: Actor, answer: str, grade: str = "") -> Appeal:
    """Answer an appeal: keep the result, or give another grade within the caps; by somebody who gave no mark in it."""
    move = "change" if grade and grade != row.assessment.grade else "keep"
    if move == "change":
        set_grade(row.assessment, grade, answer)
    perform(row, APPEAL_MOVES, move, by=by, note=answer, answer=answer.strip(), answered_by_id=by.account_id, answered_at=timezone.now())
    notifications.answered(row)
    return row
