"""Writes of outings: planned, recorded in a few boxes, matters raised that become cases in one step, the table of an on-site office."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework.actions import cases
from seedbed.casework.actions.cases import Told
from seedbed.casework.actions.guarding import GIVES_UP
from seedbed.casework.actions.steps import SEALED
from seedbed.casework.models import Case, CaseDesk, Outcome
from seedbed.casework.queries.cases import cases_visible_to
from seedbed.directory.models import Person, Unit
from seedbed.grassroots import rules
from seedbed.grassroots.models import (
    Booking,
    Charge,
    Ending,
    Material,
    Matter,
    Met,
    Outing,
    OutingKind,
    OutingMember,
    OutingPaper,
    OutingStop,
    Project,
)
from seedbed.grassroots.queries import free_slots
from seedbed.grassroots.states import BOOKING_MOVES, OUTING_MOVES, OutingState
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.files import Upload, discard, store
from seedbed.kernel.keys import new_key
from seedbed.kernel.workflow import perform

CHANNELS = {OutingKind.RECEPTION: "reception", OutingKind.ON_SITE: "on_site"}
SIGNED, MOST_PAPERS = ("pdf", "jpeg", "png"), 5
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Plan:
    """What is planned."""

    kind: str
    title: str
    on: date
    area: Unit
    starts: time | None = None
    place: str = ""
    aim: str = ""
    receives: Person | None = None
    slots: int = 0
    project: Project | None = None
    material: Material | None = None
    units: tuple[Unit, ...] = ()
    groups: tuple[str, ...] = ()


def _values(plan: Plan) -> dict[str, Any]:
    require(plan.title.strip(), _("Give the outing a title."))
    return {"kind": plan.kind, "title": plan.title.strip(), "on": plan.on, "area": plan.area, "starts": plan.starts, "place": plan.place.strip(), "aim": plan.aim.strip(),
            "receives": plan.receives if plan.kind == OutingKind.RECEPTION else None, "slots": plan.slots if plan.kind == OutingKind.RECEPTION else 0, "project": plan.project, "material": plan.material}


@action("grassroots.plan_outing", allow=rules.plans, label=gettext_lazy("Plan an outing"))
def plan_outing(unit: Unit, *, by: Actor, plan: Plan, people: Iterable[Person] = ()) -> Outing:
    """Plan an outing of one of the four kinds: who goes, where, whom to see."""
    outing = add(Outing(unit=unit, **_values(plan)))
    for person in people:
        add(OutingMember(outing=outing, person=person))
    _stop_at(outing, plan.units, plan.groups)
    return outing


def _stop_at(outing: Outing, units: Iterable[Unit], groups: Iterable[str]) -> None:
    """Set whom the outing sees: units and companies by their own, households only by the name of their group."""
    wanted = {(unit.pk, "") for unit in units} | {(None, group.strip()[:20]) for group in groups if group.strip()}
    have = {(stop.unit_id, stop.group): stop for stop in outing.stops.all()}
    for key in have.keys() - wanted:
        remove(have[key])
    for unit_id, group in sorted(wanted - have.keys(), key=str):
        add(OutingStop(outing=outing, unit_id=unit_id, group=group))


@action("grassroots.change_outing", allow=rules.records, label=gettext_lazy("Change a planned outing"))
def change_outing(outing: Outing, *, by: Actor, plan: Plan, people: Iterable[Person], version: int | None = None) -> Outing:
    """Change what is planned and who goes; what was held is not changed."""
    require(outing.state == OutingState.PLANNED, _("What was held or cancelled is not changed any more."))
    change(outing, version=version, **_values(plan))
    wanted = {person.pk: person for person in people}
    for member in outing.members.all():
        if member.person_id not in wanted:
            remove(member)
    for pk in wanted.keys() - set(outing.members.values_list("person", flat=True)):
        add(OutingMember(outing=outing, person=wanted[pk]))
    _stop_at(outing, plan.units, plan.groups)
    return outing


@action("grassroots.publish_reception", allow=rules.publishes, label=gettext_lazy("Publish a reception day"))
def publish_reception(outing: Outing, *, by: Actor) -> Outing:
    """Publish a reception day with its leader, so that people can book a time."""
    require(outing.kind == OutingKind.RECEPTION and outing.receives_id and outing.starts, _("A reception day needs the leader who receives and the hour at which it begins."))
    require(outing.state == OutingState.PLANNED and outing.on >= timezone.localdate(), _("Only days to come are published."))
    return change(outing, published=True)


@action("grassroots.record_outing", allow=rules.records, label=gettext_lazy("Record an outing"))
def record_outing(outing: Outing, *, by: Actor, met: Mapping[str, int], summary: str, lesson: str = "", units: Iterable[Unit] | None = None,
                  groups: Iterable[str] = ()) -> Outing:
    """Record how many people of which kind were met and what happened; a record can be mended later.

    No names, no opinions, no traits: people are numbers here, and what they raised stands as matters. With `units`
    whom one saw is set anew; without, what was planned stands.
    """
    require(outing.on <= timezone.localdate(), _("It has not taken place yet."))
    require(outing.state != OutingState.CANCELLED, _("It was cancelled."))
    require(set(met) <= set(Met.values) and all(0 <= n < 10_000 for n in met.values()), _("Give the number of people met by kind."))
    kept: dict[str, Any] = {"met": {kind: n for kind, n in met.items() if n}, "summary": summary.strip(), "lesson": lesson.strip(), "recorded_by_id": by.account_id,
                            "recorded_at": timezone.now()}
    if units is not None:
        _stop_at(outing, units, groups)
    if outing.state == OutingState.HELD:
        return change(outing, **kept)
    return perform(outing, OUTING_MOVES, "record", by=by, **kept)


@action("grassroots.cancel_outing", allow=rules.records, label=gettext_lazy("Cancel an outing"))
def cancel_outing(outing: Outing, *, by: Actor, reason: str) -> Outing:
    """Cancel a planned outing with a reason."""
    return perform(outing, OUTING_MOVES, "cancel", by=by, note=reason, published=False)


@action("grassroots.raise_matter", allow=rules.records, label=gettext_lazy("Note a matter that was raised"))
def raise_matter(outing: Outing, *, by: Actor, words: str, answer: str = "") -> Matter:
    """Note a matter that was raised, and the answer if it was given at once; nothing about who raised it."""
    require(outing.state != OutingState.CANCELLED, _("It was cancelled."))
    require(words.strip(), _("Write what was raised."))
    return add(Matter(outing=outing, words=words.strip()[:500], answer=answer.strip()[:500], ending=Ending.EXPLAINED if answer.strip() else ""))


@action("grassroots.register_matter", allow=rules.records, label=gettext_lazy("Register a matter as a case"))
def register_matter(outing: Outing, *, by: Actor, desk: CaseDesk, told: Told) -> tuple[Case, str]:
    """Register what was raised as a case in one step; what is told in confidence is no matter of the outing, only a case."""
    require(outing.state != OutingState.CANCELLED, _("It was cancelled."))
    case, secret = cases.register(desk, by=by, told=told)
    if not told.confidential:
        add(Matter(outing=outing, words=told.text.strip()[:500], case=case))
    return case, secret


def _give_up(case: Case) -> Iterator[tuple[str, str]]:
    """The words of a matter go under the seal of its case when that is made confidential."""
    for matter in Matter.objects.filter(case=case).exclude(words=SEALED):
        yield "matter", f"{matter.words} {matter.answer}".strip()
        change(matter, words=SEALED, answer="")


GIVES_UP.append(_give_up)


def channel_of(outing: Outing) -> str:
    """Return the channel by which cases of an outing came."""
    return CHANNELS.get(OutingKind(outing.kind), "visit")


@action("grassroots.case_of_matter", allow=rules.works_on_matter, label=gettext_lazy("Make a case of a matter"))
def case_of_matter(matter: Matter, *, by: Actor, desk: CaseDesk, told: Told) -> tuple[Case, str]:
    """Make a case of a matter that was only noted; its words are taken over and not typed again."""
    require(matter.case_id is None, _("There is a case of this matter already."))
    case, secret = cases.register(desk, by=by, told=told)
    change(matter, case=case)
    return case, secret


@action("grassroots.end_matter", allow=rules.works_on_matter, label=gettext_lazy("Say how an item of the table ends"))
def end_matter(matter: Matter, *, by: Actor, ending: str, answer: str, unit: Unit | None = None, until: date | None = None, desk: CaseDesk | None = None,
               told: Told | None = None) -> Matter:
    """Say how an item of an on-site office ends on the day.

    Solved now, explained, by a date by a unit, other channel, planned with the day on which it is looked at again.
    What a unit has to do until a date becomes a case; a unit that sits at the table has it at once, another one gets
    it from the desk. Nothing is typed twice.
    """
    require(ending in Ending.values, _("Choose how it ends."))
    require(answer.strip(), _("Write what was answered or arranged."))
    require(ending != Ending.BY_DATE or (unit and until), _("Name the unit and the day."))
    require(ending != Ending.PLANNED or until, _("Name the day on which it is looked at again."))
    require(until is None or until >= matter.outing.on, _("The day lies before the outing."))
    change(matter, ending=ending, answer=answer.strip()[:500], unit=unit, until=until)
    if ending == Ending.BY_DATE and matter.case_id is None and desk is not None and told is not None:
        case, _secret = cases.register(desk, by=by, told=replace(told, lead=unit if unit and matter.outing.stops.filter(unit=unit).exists() else None))
        cases.add_step(case, by=by, text=f"{answer.strip()}（{unit}，{until}）", public=True)
        change(matter, case=case)
    elif matter.case is not None and ending in (Ending.SOLVED, Ending.EXPLAINED) and matter.case.state == "registered":
        cases.end(matter.case, by=by, outcome=Outcome.SOLVED if ending == Ending.SOLVED else Outcome.EXPLAINED, answer=answer)
    return matter


@action("grassroots.keep_table", allow=rules.records, label=gettext_lazy("Keep the signed table"))
def keep_table(outing: Outing, *, by: Actor, file: Upload) -> OutingPaper:
    """Keep the table as it was signed, as PDF or picture; pictures are drawn anew, without place, time and camera."""
    require(outing.papers.count() < MOST_PAPERS, _("An outing keeps at most %(most)d signed papers.") % {"most": MOST_PAPERS})
    return add(OutingPaper(pk=new_key(), outing=outing, document=store(file, kinds=SIGNED, by=by), by=by.account))


@action("grassroots.drop_table", allow=rules.works_on_matter, label=gettext_lazy("Take a signed table off"))
def drop_table(paper: OutingPaper, *, by: Actor, reason: str) -> Outing:
    """Take a signed table off an outing, with a reason; its bytes are deleted."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    outing, document = paper.outing, paper.document
    remove(paper, text=reason)
    discard(document)
    return outing


@action("grassroots.book", allow=rules.books, label=gettext_lazy("Book a time of a reception day"))
def book(outing: Outing, *, by: Actor, slot: int, alias: str) -> tuple[Booking, str]:
    """Book a time with an alias; no subject and no name are asked. Return it with the secret word to give it back."""
    require(outing.published and outing.state == OutingState.PLANNED and outing.on >= timezone.localdate(), _("This day cannot be booked."))
    require(alias.strip(), _("Write how you want to be called."))
    require(slot in free_slots(outing), _("Somebody else was faster: this time is taken. Choose another one."))
    secret = "-".join("".join(secrets.choice(LETTERS) for _i in range(4)) for _n in range(2))
    return add(Booking(outing=outing, slot=slot, alias=alias.strip()[:20], secret_digest=sealed.lookup(f"booking:{secret}"))), secret


@action("grassroots.give_back", allow=rules.books, label=gettext_lazy("Give a booked time back"))
def give_back(booking: Booking, *, by: Actor) -> Booking:
    """Give a booked time back, so that somebody else can have it."""
    return perform(booking, BOOKING_MOVES, "give_back", by=by, alias="–")


@action("grassroots.take_charge", allow=rules.takes_charge, label=gettext_lazy("Take a case into a leader's charge"))
def take_charge(case: Case, *, by: Actor, leader: Person) -> Charge:
    """Let a leader take over a case (包案) until it is closed; units, clocks and reviews stay as they are."""
    require((case.is_open and not case.confidential and cases_visible_to(by).filter(pk=case.pk).exists()) or by.kind == "job", _("There is no such open case."))
    return add(Charge(case=case, leader=leader))


@action("grassroots.take_set", allow=rules.takes_set, label=gettext_lazy("Take a set of cases into a leader's charge"))
def take_set(leader: Person, *, by: Actor, taken: Iterable[Case]) -> int:
    """Let a leader take over a set of cases at once: all of them or none. Returns how many."""
    return len([take_charge(case, by=by, leader=leader) for case in taken])


@action("grassroots.end_charge", allow=rules.ends_charge, label=gettext_lazy("End a leader's charge"))
def end_charge(charge: Charge, *, by: Actor) -> Charge:
    """End a leader's charge of a case."""
    require(charge.ended_at is None, _("It has ended."))
    return change(charge, ended_at=timezone.now())


