"""Writes of the registers of a class and of emergency contacts. A line is typed once; a wrong one is struck out, never changed."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.files import PAPERS, Upload, store
from seedbed.kernel.identity import mask_mobile
from seedbed.kernel.models import ApprovalPaper, StoredFile
from seedbed.kernel.workflow import perform
from seedbed.placement.models import HostOffer
from seedbed.residency import notifications, rules
from seedbed.residency.models import (
    Agreement,
    ClassMember,
    EmergencyContact,
    Expense,
    Gift,
    Insurance,
    RegisterLine,
    TrainingClass,
)
from seedbed.residency.queries.registers import contact_of
from seedbed.residency.states.registers import EXPENSE_MOVES, GIFT_MOVES


def _check_member(row: TrainingClass, member: ClassMember | None) -> None:
    require(member is None or member.training_class_id == row.pk, _("Somebody named here is not in this class."))


def _host_of(row: TrainingClass, member: ClassMember | None, offer: HostOffer | None) -> HostOffer | None:
    """The host that was named, else the one at which the member is."""
    require(offer is None or offer.batch_id == row.batch_id, _("This host does not take part in this batch."))
    post = member.placement.post if member is not None else None
    return offer or (post.offer if post else None)


def _kept(upload: Upload | None, by: Actor) -> StoredFile | None:
    return store(upload, kinds=PAPERS, by=by) if upload else None


@action("residency.enter_insurance", allow=rules.enters_line, label=gettext_lazy("Enter an insurance"))
def enter_insurance(row: TrainingClass, *, by: Actor, on: date, until: date, insurer: str, number: str, covers: str,
                    member: ClassMember | None = None, upload: Upload | None = None) -> Insurance:
    """Enter a policy, for one member or for the whole class, with its number and the days it holds."""
    _check_member(row, member)
    require(insurer.strip() and number.strip() and covers.strip(), _("Write the insurer, the number of the policy and what is covered."))
    require(on <= until, _("The last day lies before the first."))
    return add(Insurance(training_class=row, member=member, on=on, until=until, insurer=insurer.strip(), number=number.strip(), covers=covers.strip(),
                         document=_kept(upload, by), entered_by=by.account))


@action("residency.enter_agreement", allow=rules.enters_line, label=gettext_lazy("Enter a signed agreement"))
def enter_agreement(row: TrainingClass, *, by: Actor, kind: str, on: date, member: ClassMember | None = None, offer: HostOffer | None = None,
                    until: date | None = None, number: str = "", upload: Upload | None = None) -> Agreement:
    """Enter what trainee, host and office signed. Without a host named it is the one at which the trainee is.

    Refused: neither number nor paper, a training agreement or promise that names no trainee, a day to come.
    """
    _check_member(row, member)
    host = _host_of(row, member, offer)
    require(kind in Agreement.Kind.values, _("Choose what was signed."))
    require(kind == Agreement.Kind.HOSTING or member is not None, _("Name the trainee who signed."))
    require(host is not None, _("Name the host that signed."))
    require(number.strip() or upload, _("Give the number of the signed paper or the paper itself."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    require(until is None or on <= until, _("The last day lies before the first."))
    return add(Agreement(training_class=row, kind=kind, member=member, offer=host, on=on, until=until, number=number.strip(),
                         document=_kept(upload, by), entered_by=by.account))


@action("residency.enter_expense", allow=rules.enters_line, label=gettext_lazy("Enter an expense"))
def enter_expense(row: TrainingClass, *, by: Actor, kind: str, on: date, fen: int, payee: str, upload: Upload, text: str = "", number: str = "",
                  member: ClassMember | None = None, offer: HostOffer | None = None) -> Expense:
    """Enter an expense of the class with its amount in whole fen and its document; a second person approves it. Nothing is paid from here."""
    _check_member(row, member)
    require(kind in Expense.Kind.values and payee.strip(), _("Write what it was for and who was paid."))
    require(fen > 0, _("An expense needs an amount and its document."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    return add(Expense(training_class=row, kind=kind, member=member, offer=_host_of(row, member, offer), on=on, fen=fen, payee=payee.strip(), text=text.strip(),
                       number=number.strip(), document=_kept(upload, by), entered_by=by.account))


@action("residency.approve_expense", allow=rules.decides_line, label=gettext_lazy("Approve an expense"))
def approve_expense(line: Expense, *, by: Actor, approval: ApprovalPaper | None = None) -> Expense:
    """Approve an expense as the second person, or with the superior's paper of a small office; from now on it counts in the totals."""
    _check_not_struck(line)
    return perform(line, EXPENSE_MOVES, "approve", by=by, approval=approval, decided_by_id=by.account_id, decided_at=timezone.now())


@action("residency.refuse_expense", allow=rules.decides_line, label=gettext_lazy("Do not approve an expense"))
def refuse_expense(line: Expense, *, by: Actor, reason: str) -> Expense:
    """Do not approve an expense, with a reason."""
    _check_not_struck(line)
    return perform(line, EXPENSE_MOVES, "refuse", by=by, note=reason, decided_by_id=by.account_id, decided_at=timezone.now())


@action("residency.declare_gift", allow=rules.enters_gift, label=gettext_lazy("Declare a gift or hospitality"))
def declare_gift(member: ClassMember, *, by: Actor, kind: str, on: date, giver: str, what: str, deed: str, fen: int | None = None) -> Gift:
    """Declare what was offered to a trainee and what was done with it; the officers are told."""
    require(kind in Gift.Kind.values and deed in Gift.Deed.values, _("Choose what it was and what was done with it."))
    require(giver.strip() and what.strip(), _("Write what it was and who offered it."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    line = add(Gift(training_class=member.training_class, member=member, kind=kind, on=on, giver=giver.strip(), what=what.strip(), deed=deed, fen=fen,
                    entered_by=by.account))
    notifications.gift_declared(line)
    return line


@action("residency.receive_gift", allow=rules.decides_line, label=gettext_lazy("Note that a gift was handed in"))
def receive_gift(line: Gift, *, by: Actor, to: str) -> Gift:
    """Note who took over what could not be refused, and under which receipt."""
    _check_not_struck(line)
    require(line.deed == Gift.Deed.TO_HAND_IN, _("This was refused at once: there is nothing to hand in."))
    return perform(line, GIFT_MOVES, "receive", by=by, note=to, received=to.strip()[:200])


@action("residency.decide_gift", allow=rules.decides_line, label=gettext_lazy("Decide on a gift"))
def decide_gift(line: Gift, *, by: Actor, decision: str) -> Gift:
    """Decide what becomes of it; what is handed in is noted first. Who declared it may read the decision."""
    _check_not_struck(line)
    require(line.state != "declared" or line.deed == Gift.Deed.REFUSED, _("Note first to whom it was handed in."))
    perform(line, GIFT_MOVES, "decide", by=by, note=decision, decision=decision.strip()[:200], decided_by_id=by.account_id, decided_at=timezone.now())
    notifications.gift_decided(line)
    return line


@action("residency.strike_line", allow=rules.strikes_line, label=gettext_lazy("Strike a line of a register out"))
def strike_line(line: RegisterLine, *, by: Actor, reason: str) -> RegisterLine:
    """Strike a wrong line out with a reason; it stays readable and counts no more."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    _check_not_struck(line)
    return change(line, struck_at=timezone.now(), struck_why=reason.strip()[:200], text=reason)


def _check_not_struck(line: RegisterLine) -> None:
    line.refresh_from_db(fields=["struck_at"])
    require(line.struck_at is None, _("This line is struck out already."))


# -- emergency contacts ------------------------------------------------------------------------------------


@action("residency.set_contact", allow=rules.is_member, label=gettext_lazy("Say whom to call in an emergency"))
def set_contact(member: ClassMember, *, by: Actor, name: str, phone: str) -> EmergencyContact:
    """Keep, sealed, whom to call in an emergency; nothing else about that person is asked."""
    require(name.strip() and phone.strip(), _("Write a name and a telephone number."))
    values: dict[str, Any] = {"name_sealed": sealed.seal(name.strip()), "phone_sealed": sealed.seal(phone.strip()), "phone_masked": mask_mobile(phone)}
    found = contact_of(member)
    return change(found, **values) if found else add(EmergencyContact(member=member, **values))


@action("residency.read_contact", allow=rules.serves_member, label=gettext_lazy("Read whom to call in an emergency"))
def read_contact(member: ClassMember, *, by: Actor, reason: str) -> str:
    """Return name and number in clear; the trail keeps who read it and why, and the trainee is told."""
    found = contact_of(member)
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(found is not None, _("Nobody is named yet."))
    assert found is not None
    note(found, "revealed", changes={"phone_sealed": None}, text=reason)
    notifications.contact_read(member, reason)
    return f"{sealed.unseal(found.name_sealed)} {sealed.unseal(found.phone_sealed)}"
