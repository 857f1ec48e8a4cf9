"""Writes of leads: found, joined, handed over, signed for, followed up, shared out."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import holds_for
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.files import Upload, store
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import Counted, add_workdays
from seedbed.kernel.workflow import perform
from seedbed.outcomes import notifications, rules
from seedbed.outcomes.actions.standards import standard_of
from seedbed.outcomes.models import Lead, LeadAmount, LeadReport, LeadShare
from seedbed.outcomes.queries import OFFICE, own_person_id, people_of, whole
from seedbed.outcomes.reckoning.names import key
from seedbed.outcomes.reckoning.shares import WHOLE
from seedbed.outcomes.states.leads import FOLLOWED, LEAD_MOVES, STAGE_MOVES, LeadState
from seedbed.selection.models import Batch

DOCUMENTS = ("pdf", "jpeg", "png", "docx")


@action("outcomes.add_lead", allow=rules.finds_lead, label=gettext_lazy("Register a lead"))
def add_lead(batch: Batch, *, by: Actor, person: Person, did: str, company: str, uscc: str = "", found_on: date | None = None,
             not_same: str = "", **facts: Any) -> Lead:
    """Register a company that may invest at home, found by a person of the batch.

    Refused: a credit code that stands on another open lead; a name like that of another lead without a
    reason why it is another company; a person who was never placed with the batch.
    """
    _check_own(batch.unit_id, person, by)
    _check_person(batch, person)
    require(company.strip() and did.strip(), _("Write down the company and what was done."))
    require(found_on is None or found_on <= timezone.localdate(), _("This day has not come yet."))
    _check_claim(company, uscc, not_same)
    lead = add(Lead(desk=batch.unit, batch=batch, company=company.strip(), company_key=key(company), uscc=uscc,
                    found_on=found_on or timezone.localdate(), not_same=not_same.strip(), **facts))
    add(LeadShare(lead=lead, person=person, did=did.strip()))
    return lead


def _check_own(desk_id: int, person: Person, by: Actor) -> None:
    """Only the office enters for others."""
    require(own_person_id(by) == person.pk or by.account is None or holds_for(by, desk_id, *OFFICE), _("You can enter this for yourself only."))


def _check_person(batch: Batch, person: Person) -> None:
    require(people_of(batch).filter(pk=person.pk).exists(), _("%(name)s was never placed with this batch.") % {"name": person.name})


def _check_claim(company: str, uscc: str, not_same: str, *, apart_from: int | None = None) -> None:
    held = whole.claims_of_code(uscc, apart_from=apart_from)
    require(held is None, _("A lead with this credit code is registered already: %(number)s. Ask to stand on it instead.")
            % {"number": held.shown_number if held else ""})
    if not not_same.strip():
        similar = whole.similar_leads(company, apart_from=apart_from)
        require(not similar, _("There is a lead with a similar name: %(numbers)s. Ask to stand on it, or write why yours is another company.")
                % {"numbers": "、".join(lead.shown_number for lead in similar)})


@action("outcomes.change_lead", allow=rules.keeps_lead, label=gettext_lazy("Change a lead"))
def change_lead(lead: Lead, *, by: Actor, version: int | None = None, company: str, uscc: str = "", not_same: str = "", **facts: Any) -> Lead:
    """Correct the facts of a lead; the same checks against double claims as for a new one."""
    require(company.strip(), _("Write down the company."))
    _check_claim(company, uscc, not_same, apart_from=lead.pk)
    return change(lead, version=version, company=company.strip(), company_key=key(company), uscc=uscc, not_same=not_same.strip(), **facts)


@action("outcomes.join_lead", allow=rules.joins_lead, label=gettext_lazy("Ask to stand on a lead"))
def join_lead(lead: Lead, *, by: Actor, person: Person, did: str) -> LeadShare:
    """Put another person on a lead, with what they did and without credit so far; the office then shares it out anew.

    What was shared out before stays until then, so that nobody takes credit away by asking.
    """
    _check_own(lead.desk_id, person, by)
    require(did.strip(), _("Write down what was done."))
    require(lead.state != LeadState.GIVEN_UP, _("This lead was given up."))
    return add(LeadShare(lead=lead, person=person, did=did.strip()))


@action("outcomes.share_lead", allow=rules.keeps_lead, label=gettext_lazy("Share out the credit for a lead"))
def share_lead(lead: Lead, *, by: Actor, points: Mapping[int, int], reason: str = "") -> Lead:
    """Share out the whole credit: hundredths of a percent per share, in sum exactly 100 %.

    Refused: a sum that is not the whole, a share left out or foreign, and a change of shares without a reason.
    """
    held = whole.locked_lead(lead)
    shares = {share.pk: share for share in whole.shares_of(held)}
    require(set(points) == set(shares), _("Everybody on the lead needs a share; reload the page."))
    require(all(0 <= value <= WHOLE for value in points.values()) and sum(points.values()) == WHOLE,
            _("The shares add up to %(sum)s %%, not to 100 %%.") % {"sum": f"{sum(points.values()) / 100:g}"})
    require(held.shared == 0 or reason.strip(), _("Give a reason: the credit was shared out before."))
    for pk, share in shares.items():
        change(share, points=points[pk], text=reason)
    return change(held, shared=WHOLE, text=reason)


@action("outcomes.hand_over_lead", allow=rules.keeps_lead, label=gettext_lazy("Hand a lead over"))
def hand_over(lead: Lead, *, by: Actor, owner: Unit) -> Lead:
    """Hand a lead over to the unit that follows it up (for example the joint command office for investment).

    The day until which it is to be signed for is counted in working days by the standard in force; the
    clerks of that unit are told.
    """
    standard = standard_of(lead.desk, "lead")
    due = _after(standard.content["sign_workdays"])
    perform(lead, LEAD_MOVES, "hand_over", by=by, owner=owner, standard=standard, handed_at=timezone.now(), sign_by=due.date,
            provisional=due.provisional, signed_for_at=None, signed_for_by=None, reply_by=None, replied_at=None)
    notifications.handed_over(lead)
    return lead


def _after(workdays: int) -> Counted:
    today = timezone.localdate()
    return add_workdays(today, workdays, calendar_table(today, today + timedelta(days=workdays * 3 + 30)))


@action("outcomes.sign_for_lead", allow=rules.owns_lead, label=gettext_lazy("Sign for a lead"))
def sign_for(lead: Lead, *, by: Actor) -> Lead:
    """Sign for a lead that was handed over; from today the days until the first reply run. Those who found it are told."""
    assert lead.standard is not None
    due = _after(lead.standard.content["reply_workdays"])
    perform(lead, LEAD_MOVES, "sign_for", by=by, signed_for_at=timezone.now(), signed_for_by_id=by.account_id, reply_by=due.date,
            provisional=lead.provisional or due.provisional)
    notifications.signed_for(lead)
    return lead


@action("outcomes.send_back_lead", allow=rules.owns_lead, label=gettext_lazy("Send a lead back"))
def send_back(lead: Lead, *, by: Actor, reason: str) -> Lead:
    """Send a lead back unsigned, with the reason; the office is told."""
    perform(lead, LEAD_MOVES, "send_back", by=by, note=reason)
    notifications.sent_back(lead, reason)
    return lead


@action("outcomes.report_lead", allow=rules.follows_lead, label=gettext_lazy("Report on a lead"))
def report(lead: Lead, *, by: Actor, text: str, on: date | None = None, move: str = "") -> LeadReport:
    """Report how a lead goes, with or without a step on its way; those who found it are told.

    The first report after signing for it counts as the reply. Refused: an empty text, a day to come, a
    step that is not possible from where the lead stands.
    """
    require(text.strip(), _("Write how it goes."))
    require(on is None or on <= timezone.localdate(), _("This day has not come yet."))
    if move:
        require(move in STAGE_MOVES, _("This step has a form of its own."))
        perform(lead, LEAD_MOVES, move, by=by, note=text)
    else:
        require(lead.state in (*FOLLOWED, LeadState.PRODUCING), _("Reports begin when the lead is signed for."))
    if lead.replied_at is None:
        change(lead, replied_at=timezone.now())
    made = add(LeadReport(lead=lead, move=move, on=on or timezone.localdate(), text=text.strip(), by_id=by.account_id))
    notifications.reported(made)
    return made


@action("outcomes.give_up_lead", allow=rules.keeps_lead, label=gettext_lazy("Give a lead up"))
def give_up(lead: Lead, *, by: Actor, reason: str) -> Lead:
    """Give a lead up, with the reason; its company may then be registered anew."""
    return perform(lead, LEAD_MOVES, "give_up", by=by, note=reason)


@action("outcomes.take_up_lead", allow=rules.keeps_lead, label=gettext_lazy("Take a lead up again"))
def take_up_again(lead: Lead, *, by: Actor, reason: str) -> Lead:
    """Take up a lead that was given up; refused where its company stands on another lead by now."""
    held = whole.claims_of_code(lead.uscc, apart_from=lead.pk)
    require(held is None, _("The company stands on another lead by now: %(number)s.") % {"number": held.shown_number if held else ""})
    return perform(lead, LEAD_MOVES, "take_up_again", by=by, note=reason)


@action("outcomes.add_lead_amount", allow=rules.follows_lead, label=gettext_lazy("Enter an amount of a lead with its document"))
def add_amount(lead: Lead, *, by: Actor, kind: str, fen: int, on: date, upload: Upload, remark: str = "") -> LeadAmount:
    """Enter money of a lead, in whole fen, with the document that shows it; refused before a contract is signed."""
    require(lead.state in (LeadState.SIGNED, LeadState.STARTED, LeadState.PRODUCING), _("Amounts are entered once a contract is signed."))
    require(fen > 0, _("An amount is more than nothing."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    document = store(upload, kinds=DOCUMENTS, by=by)
    return add(LeadAmount(lead=lead, kind=kind, fen=fen, on=on, document=document, remark=remark.strip(), by_id=by.account_id))
