"""Writes of what companies need."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework.models import TicketRule
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import holds_for
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import add_workdays
from seedbed.kernel.workflow import perform
from seedbed.outcomes import notifications, rules
from seedbed.outcomes.actions import leads
from seedbed.outcomes.actions.standards import standard_of
from seedbed.outcomes.models import CompanyNeed
from seedbed.outcomes.queries import OFFICE, own_person_id, people_of, whole
from seedbed.outcomes.states.needs import NEED_MOVES
from seedbed.residency.actions import tickets
from seedbed.selection.models import Batch


@action("outcomes.note_need", allow=rules.finds_lead, label=gettext_lazy("Note what a company needs"))
def note_need(batch: Batch, *, by: Actor, person: Person, company: str, kind: str, text: str, noted_on: date | None = None) -> CompanyNeed:
    """Note what a company needs, as a person of the batch heard it. Only the office enters for others."""
    require(own_person_id(by) == person.pk or by.account is None or holds_for(by, batch.unit_id, *OFFICE), _("You can enter this for yourself only."))
    require(people_of(batch).filter(pk=person.pk).exists(), _("%(name)s was never placed with this batch.") % {"name": person.name})
    require(company.strip() and text.strip() and kind in CompanyNeed.Kind.values, _("Write the company and what it needs."))
    require(noted_on is None or noted_on <= timezone.localdate(), _("This day has not come yet."))
    return add(CompanyNeed(desk=batch.unit, batch=batch, person=person, company=company.strip(), kind=kind, text=text.strip(), noted_on=noted_on or timezone.localdate()))


@action("outcomes.hand_over_need", allow=rules.keeps_need, label=gettext_lazy("Hand a company's need over"))
def hand_over_need(row: CompanyNeed, *, by: Actor, owner: Unit) -> CompanyNeed:
    """Hand a need to the unit that can answer it; the working days until the answer are those of the standard for leads. Its clerks are told."""
    days = standard_of(row.desk, "lead").content["reply_workdays"]
    today = timezone.localdate()
    due = add_workdays(today, days, calendar_table(today, today + timedelta(days=days * 3 + 30)))
    perform(row, NEED_MOVES, "hand_over", by=by, owner=owner, answer_by=due.date)
    notifications.need_handed_over(row)
    return row


@action("outcomes.answer_need", allow=rules.answers_need, label=gettext_lazy("Answer a company's need"))
def answer_need(row: CompanyNeed, *, by: Actor, answer: str) -> CompanyNeed:
    """Answer a need that was handed over; who heard it is told and tells the company."""
    perform(row, NEED_MOVES, "answer", by=by, note=answer, answer=answer.strip()[:2000], answered_on=timezone.localdate(), answered_by_id=by.account_id)
    notifications.need_answered(row)
    return row


@action("outcomes.make_lead_of_need", allow=rules.keeps_need, label=gettext_lazy("Make a lead of a company's need"))
def make_lead(row: CompanyNeed, *, by: Actor, did: str, not_same: str = "", **facts: Any) -> CompanyNeed:
    """Register the lead with company, wishes and person as they stand here; the checks against double claims are the usual ones."""
    lead = leads.add_lead(row.batch, by=by, person=row.person, did=did, company=row.company, wishes=row.text, found_on=row.noted_on, not_same=not_same, **facts)
    return perform(row, NEED_MOVES, "make_lead", by=by, lead=lead)


@action("outcomes.make_ticket_of_need", allow=rules.keeps_need, label=gettext_lazy("Make a service ticket of a company's need"))
def make_ticket(row: CompanyNeed, *, by: Actor, rule: TicketRule) -> CompanyNeed:
    """Open a service ticket for who heard it, with the text as it stands here."""
    member = whole.member_of(row.batch, row.person_id)
    require(member is not None, _("%(name)s is in no class of this batch: a ticket needs one.") % {"name": row.person.name})
    assert member is not None
    link = tickets.ask_help(member, by=by, rule=rule, text=f"{row.company}：{row.text}")
    return perform(row, NEED_MOVES, "make_ticket", by=by, ticket=link.ticket)
