"""Texts that people receive about assessments."""

from django.urls import reverse

from seedbed.assessment.models import Appeal, Assessment, Assessor, Round
from seedbed.assessment.queries.recipients import account_of
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import post


def asked(assessor: Assessor, sheets: int) -> None:
    """Tell an assessor that people wait to be marked."""
    if assessor.account_id:
        post(key=f"assessment:asked:{assessor.pk}:{sheets}", recipient=str(assessor.account_id), subject=_("You are asked to mark"),
             body=_("%(round)s: %(count)d people, until %(day)s.") % {"round": assessor.round.title, "count": sheets, "day": assessor.round.due_on},
             url=reverse("assessment:mine"))


def released(row: Round, assessments: list[Assessment]) -> None:
    """Tell everybody assessed that the own result can be read."""
    for assessment in assessments:
        account = account_of(assessment)
        if account is not None:
            post(key=f"assessment:released:{assessment.pk}", recipient=str(account.pk), subject=_("Your assessment can be read"),
                 body=_("%(round)s: you see every mark and what it rests on. Appeals until %(day)s.") % {"round": row.title, "day": row.appeal_until},
                 url=reverse("assessment:result", args=[assessment.pk]))


def answered(appeal: Appeal) -> None:
    """Tell the person that the appeal is answered."""
    account = account_of(appeal.assessment)
    if account is not None:
        post(key=f"assessment:answered:{appeal.pk}", recipient=str(account.pk), subject=_("Your appeal is answered"), body=appeal.assessment.round.title,
             url=reverse("assessment:result", args=[appeal.assessment_id]))
