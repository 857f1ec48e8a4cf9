"""Erasing one person at their lawful request: asked for, examined by one, carried out by another."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions.erasing import erase_person
from seedbed.directory.models import Person
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform
from seedbed.portal import rules
from seedbed.portal.actions import take_out
from seedbed.portal.models import Erasure
from seedbed.portal.queries import erasing
from seedbed.portal.queries.holdings import HOLDINGS, Holding
from seedbed.portal.states import ERASURE_MOVES


@action("portal.ask_erasure", allow=rules.examines_erasure, label=gettext_lazy("Enter a request for erasure"))
def ask_erasure(person: Person, *, by: Actor, ground: str, paper: str) -> Erasure:
    """Enter that a person asks for the erasure of what is held about them, with the case of PIPL art. 47 and the paper."""
    require(paper.strip(), _("Write which request this rests on: its date and how it came."))
    require(not Erasure.objects.filter(person=person, state__in=["asked", "examined"]).exists(), _("A request about this person is open already."))
    assert by.account_id is not None
    return add(Erasure(person=person, ground=ground, paper=paper.strip(), asked_by_id=by.account_id))


@action("portal.examine_erasure", allow=rules.decides_erasure, label=gettext_lazy("Examine a request for erasure and take the copy for the person"))
def examine_erasure(row: Erasure, *, by: Actor) -> Erasure:
    """Note that the request was examined and the copy of everything was taken, to be handed to the person before it is gone."""
    return perform(row, ERASURE_MOVES, "examine", by=by, examined_by_id=by.account_id, examined_at=timezone.now())


@action("portal.refuse_erasure", allow=rules.decides_erasure, label=gettext_lazy("Refuse a request for erasure"))
def refuse_erasure(row: Erasure, *, by: Actor, reason: str) -> Erasure:
    """Refuse a request with the reason that the person is told (PIPL art. 50)."""
    return perform(row, ERASURE_MOVES, "refuse", by=by, note=reason, decided_by_id=by.account_id, decided_at=timezone.now(), word=reason.strip()[:400])


@action("portal.erase_one", allow=rules.decides_erasure, label=gettext_lazy("Erase what is held about a person"))
def erase_one(row: Erasure, *, by: Actor, approval: ApprovalPaper | None = None) -> Erasure:
    """Erase what is held about one person; another account than the one that examined the request, or the superior's paper in a small office.

    Texts go, the file of the person is emptied, the account is closed and renamed. Rows that no law wants stay as work
    of the office about nobody; those that a law still wants stay as well, and who they are about is sealed until the
    last of these times is over. The trail keeps numbers of rows and names of fields, so its chain is not touched.
    Refused while the person is in a course or an application is being decided on.
    """
    person = row.person
    against = erasing.hindrance(person)
    require(not against, against)
    fates = erasing.fates_of(person)
    until = max((fate.until for fate in fates if fate.until is not None), default=None)
    kept = sealed.seal(json.dumps(_who(person), ensure_ascii=False)) if until is not None else ""
    for holding in HOLDINGS:
        if not holding.law:
            _erase_rows(holding, person)
    erase_person(person, by=by)
    outcome = [{"key": fate.key, "rows": fate.rows, "fate": fate.fate, "until": fate.until.isoformat() if fate.until else None} for fate in fates]
    return perform(row, ERASURE_MOVES, "erase", by=by, approval=approval, decided_by_id=by.account_id, decided_at=timezone.now(), outcome=outcome,
                   kept_sealed=kept, kept_until=until)


def _who(person: Person) -> dict[str, str]:
    """The least by which a law's register can still be read: name, number, unit, post."""
    return {"name": person.name, "id_number": sealed.unseal(person.id_sealed) if person.id_sealed else "", "unit": person.unit.name, "post": person.post}


def _erase_rows(holding: Holding, person: Person) -> None:
    if holding.goes or holding.texts:
        for row in erasing.rows_of(holding, person):
            take_out(row, {} if holding.goes else holding.texts)


@action("portal.open_blocked", allow=rules.opens_blocked, label=gettext_lazy("Open what is blocked about an erased person"))
def open_blocked(row: Erasure, *, by: Actor, reason: str) -> dict[str, str]:
    """Return whom the blocked rows are about, for the authority that the law names; the trail keeps who opened it and why."""
    require(row.kept_sealed, _("Nothing is blocked here any more."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    note(row, "revealed", changes={"kept_sealed": None}, text=reason)
    found: dict[str, str] = json.loads(sealed.unseal(row.kept_sealed))
    return found


@action("portal.end_blocking", allow=rules.ends_blocking, label=gettext_lazy("Forget whom blocked rows are about"))
def end_blocking(row: Erasure, *, by: Actor) -> Erasure:
    """Erase the sealed name once the last time set by law is over."""
    require(row.kept_until is not None and row.kept_until < timezone.localdate(), _("The law still wants this kept."))
    return change(row, kept_sealed="")
