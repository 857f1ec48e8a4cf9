"""Writes of cases: registered once, given to units, worked on, reviewed twice, checked by somebody else, struck off."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework import notifications, rules
from seedbed.casework.actions.clocks import begin, rule_of, stop
from seedbed.casework.actions.steps import kept, step, under_seal
from seedbed.casework.models import (
    ENDABLE,
    REPORTABLE,
    Assignment,
    Case,
    CaseAccess,
    CaseDesk,
    CaseStep,
    Category,
    ClockRule,
    Event,
    Outcome,
    Purpose,
    Urgency,
)
from seedbed.casework.queries import cases, whole
from seedbed.casework.states import ASSIGNMENT_MOVES, CASE_MOVES, AssignmentState, CaseState
from seedbed.directory.models import Unit
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.keys import new_key
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
URGENT = {Urgency.URGENT: "hours_24", Urgency.EMERGENCY: "hours_2"}
TITLE = 40


@dataclass(frozen=True)
class Told:
    """What a person told: the text is kept as it was said; name and telephone only where a reply is wanted."""

    text: str
    area: Unit
    category: Category
    channel: str
    name: str = ""
    phone: str = ""
    place: str = ""
    title: str = ""
    urgency: str = Urgency.NORMAL
    confidential: bool = False
    external: str = ""
    received_at: datetime | None = None
    lead: Unit | None = None  # who took it on at once, at the table of an on-site office


@action("casework.register_case", allow=rules.registers_case, label=gettext_lazy("Register a case"))
def register(desk: CaseDesk, *, by: Actor, told: Told) -> tuple[Case, str]:
    """Register what somebody told, under a number without gaps, and start its clock; return it with the secret word.

    Whoever enters it and the person it comes from are both kept, the person sealed. Where a rule says which unit
    takes the category in the area, that unit gets it at once; confidential cases and those from outside wait for
    the desk. Nothing but the number and the secret word opens the public page of its progress.
    """
    text, now, external = told.text.strip(), timezone.now(), told.external.strip()
    require(text, _("Write what it is about."))
    require(not told.phone.strip() or told.name.strip(), _("Write whose telephone number it is."))
    before = _came_before(desk, external, told, by)
    secret = "-".join("".join(secrets.choice(LETTERS) for _i in range(4)) for _n in range(3))
    hidden, title, place = told.confidential, told.title.strip(), told.place.strip()[:80]
    case = Case(
        pk=new_key(), number=hidden_number(desk) if hidden else _next_number(desk), desk=desk, channel=told.channel, received_at=told.received_at or now, entered_by=by.account,
        title="" if hidden else (title or _short(text)), words="" if hidden else text, words_sealed=sealed.seal(text) if hidden else "",
        confidential=hidden, area=told.area, place="" if hidden else place, category=told.category, urgency=told.urgency,
        caller_sealed=_caller(told), wants_reply=bool(told.name.strip()), secret_digest=sealed.lookup(f"case:{secret}"), external="" if hidden else external,
        external_digest=order_digest(external) if hidden else "", particulars_sealed=under_seal((("title", title), ("place", place), ("external", external))) if hidden else "")
    case.signs = "" if hidden else cases.signs_for(case)
    add(case)
    if hidden and by.account is not None:
        add(CaseAccess(case=case, account=by.account))
    begin(case, Purpose.HANDLE, rule_of(URGENT.get(Urgency(told.urgency), told.category.rule_code)), Event.REGISTERED, at=case.received_at)
    for known in before:
        notifications.order_again(known, case, cases.who_may_see(known, cases.admitted(known)))
    _admit_office(case)
    unit = None if hidden or by.account is None else told.lead or cases.routed(desk, told.category, told.area)
    if unit is not None:
        _give(case, unit, rule_of("workdays_5"), [], by)
    else:
        notifications.case_registered(case, cases.who_may_see(case, whole.holding("officer", desk.unit_id)))
    return case, secret


def _came_before(desk: CaseDesk, external: str, told: Told, by: Actor) -> list[Case]:
    """Return the confidential cases of the same work order: whoever is not on them learns nothing, those on them are told.

    For somebody on one of them, and where an open case has the number, the order was taken in before.
    """
    known = list(whole.sealed_orders(desk, order_digest(external))) if external else []
    own = bool(known) and CaseAccess.objects.filter(case__in=known, account=by.account_id).exists()
    again = told.confidential and bool(external) and external in whole.external_numbers(desk)
    require(not own and not again, _("This work order was taken in before."))
    return known


def order_digest(external: str) -> str:
    """Return by what the number of a work order is known again where it lies under seal."""
    return sealed.lookup(f"order:{external}") if external else ""


def _short(text: str) -> str:
    line = text.splitlines()[0].strip()
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def _caller(told: Told) -> str:
    if not told.name.strip():
        return ""
    return sealed.seal(json.dumps({"name": told.name.strip()[:40], "phone": told.phone.strip()[:20]}, ensure_ascii=False))


def _admit_office(case: Case) -> None:
    """A confidential case from outside is on nobody's table unless its desk is: the officers of the desk itself."""
    if case.confidential and not case.access.exists():
        for account in cases.officers_at(case.desk):
            add(CaseAccess(case=case, account=account))


def _next_number(desk: CaseDesk) -> str:
    """Take the next number inside the act: the row of the desk is locked until it commits, so that none is lost or doubled.

    Numbers that became free because their cases were made confidential go first: the series shows no gap for them.
    """
    row, year = CaseDesk.objects.select_for_update().get(pk=desk.pk), timezone.localdate().year
    last, free = (row.last, row.free) if row.year == year else (0, [])
    serial = free[0] if free else last + 1
    CaseDesk.objects.filter(pk=desk.pk).update(year=year, last=max(last, serial), free=free[1:])
    return f"{desk.code}{year}-{serial:05d}"


def hidden_number(desk: CaseDesk) -> str:
    """Return a number for a confidential case, drawn by lot: whoever gets one cannot tell how many there are."""
    return f"{desk.code}M{timezone.localdate().year}-{''.join(secrets.choice(LETTERS) for _n in range(6)).upper()}"


def free_number(case: Case) -> str:
    """Give the number of a case back to its desk, for the next one of this year; return it."""
    row, (_code, _dash, serial) = CaseDesk.objects.select_for_update().get(pk=case.desk_id), case.number.partition("-")
    if case.number == f"{row.code}{row.year}-{serial}":
        CaseDesk.objects.filter(pk=row.pk).update(free=sorted([*row.free, int(serial)]))
    return case.number


@action("casework.assign_case", allow=rules.gives_case, label=gettext_lazy("Give a case to units"))
def assign(case: Case, *, by: Actor, lead: Unit, rule: ClockRule | None = None, assists: Iterable[tuple[Unit, ClockRule]] = ()) -> Case:
    """Give a case to a leading unit and to units that assist, each with its own time limit; all are told.

    The clock of the person who asked runs on from the register: giving the case to another unit never starts it anew.
    """
    return _give(case, lead, rule or rule_of("workdays_5"), list(assists), by)


def _give(case: Case, lead: Unit, rule: ClockRule, assists: list[tuple[Unit, ClockRule]], by: Actor) -> Case:
    require(lead.pk not in {unit.pk for unit, _rule in assists}, _("The leading unit does not assist as well."))
    perform(case, CASE_MOVES, "assign", by=by, lead_id=lead.pk)
    _part(case, lead, Assignment.Kind.LEAD, rule, by)
    for unit, own in assists:
        _part(case, unit, Assignment.Kind.ASSIST, own, by)
    step(case, by, "assign", "" if case.confidential else "、".join(str(unit) for unit in [lead, *(unit for unit, _rule in assists)]))
    return case


def _part(case: Case, unit: Unit, kind: str, rule: ClockRule, by: Actor) -> Assignment:
    require(not case.bars.filter(unit=unit).exists(), _("%(unit)s is barred from this case.") % {"unit": unit})
    now = timezone.now()
    part = add(Assignment(pk=new_key(), case=case, unit=unit, kind=kind, rule=rule, given_by=by.account, given_at=now))
    begin(case, Purpose.SIGN, rule_of("sign"), Event.ASSIGNED, at=now, assignment=part)
    begin(case, Purpose.RETURN, rule_of("return"), Event.ASSIGNED, at=now, assignment=part, silent=True)
    begin(case, Purpose.UNIT, rule, Event.ASSIGNED, at=now, assignment=part)
    if not case.confidential:
        notifications.case_given(part, cases.who_may_see(case, whole.holding("clerk", unit.pk)))
    return part


@action("casework.add_assistant", allow=rules.gives_case, label=gettext_lazy("Ask another unit to assist"))
def add_assistant(case: Case, *, by: Actor, unit: Unit, rule: ClockRule) -> Assignment:
    """Ask one more unit to assist, with its own time limit."""
    require(case.state in (CaseState.ASSIGNED, CaseState.WORKING), _("Units are added while the case is with a unit."))
    step(case, by, "assist", "" if case.confidential else str(unit))
    return _part(case, unit, Assignment.Kind.ASSIST, rule, by)


@action("casework.sign_for_part", allow=rules.takes_part, label=gettext_lazy("Sign for a case"))
def sign_for(part: Assignment, *, by: Actor) -> Assignment:
    """Sign for the own unit's part; the leading unit thereby takes the case into work."""
    perform(part, ASSIGNMENT_MOVES, "sign", by=by, signed_by_id=by.account_id, signed_at=timezone.now())
    stop(part.case, Purpose.SIGN, assignment=part)
    if part.kind == Assignment.Kind.LEAD:
        perform(part.case, CASE_MOVES, "sign_for", by=by)
    step(part.case, by, "sign_for", str(part.unit))
    return part


@action("casework.send_back_part", allow=rules.takes_part, label=gettext_lazy("Send a case back with a reason"))
def send_back(part: Assignment, *, by: Actor, reason: str) -> Assignment:
    """Send the own unit's part back within the limit, with a reason and the unit it belongs to; the desk decides anew.

    When the leading unit sends it back the case returns to the desk and its assistants are let go.
    """
    require(reason.strip(), _("Give the reason, and say to whom it belongs."))
    limit = part.clocks.filter(purpose=Purpose.RETURN, stopped_at=None).first()
    require(limit is not None and not limit.is_over(), _("The time for sending back is over: handle the case, or ask the desk."))
    _let_go(part, by, reason)
    if part.kind == Assignment.Kind.LEAD:
        for other in part.case.assignments.filter(state__in=[AssignmentState.GIVEN, AssignmentState.SIGNED]):
            _let_go(other, by, reason)
        perform(part.case, CASE_MOVES, "send_back", by=by, note=reason, lead_id=None)
    step(part.case, by, "send_back", f"{part.unit}：{reason}")
    notifications.case_back(part.case, cases.who_may_see(part.case, whole.holding("officer", part.case.desk.unit_id)))
    return part


def _let_go(part: Assignment, by: Actor, reason: str) -> None:
    perform(part, ASSIGNMENT_MOVES, "send_back", by=by, note=reason, word="" if part.case.confidential else reason.strip()[:500], closed_at=timezone.now())
    stop(part.case, assignment=part)


@action("casework.finish_part", allow=rules.takes_part, label=gettext_lazy("Report an assisting part as done"))
def finish_part(part: Assignment, *, by: Actor, text: str) -> Assignment:
    """Report what the assisting unit did; the leading unit reads it."""
    require(part.kind == Assignment.Kind.ASSIST, _("The leading unit reports on the case as a whole."))
    require(text.strip(), _("Write what was done."))
    _done(part, by, text)
    step(part.case, by, "finish", f"{part.unit}：{text}")
    return part


def _done(part: Assignment, by: Actor, text: str = "") -> None:
    perform(part, ASSIGNMENT_MOVES, "finish", by=by, word="" if part.case.confidential else text.strip()[:500], closed_at=timezone.now())
    stop(part.case, assignment=part)


@action("casework.add_step", allow=rules.writes_step, label=gettext_lazy("Note a step of a case"))
def add_step(case: Case, *, by: Actor, text: str, public: bool = False) -> CaseStep:
    """Note what was done; a public word is shown to the person who asked."""
    require(text.strip(), _("Write what was done."))
    return step(case, by, "step", text, public=public)


@action("casework.report_case", allow=rules.reports_case, label=gettext_lazy("Report what came of a case"))
def report(case: Case, *, by: Actor, outcome: str, answer: str, review_on: date | None = None) -> Case:
    """Report, as the leading unit, what came of it and what the person is answered; all assistants must have finished.

    “Solved” is one outcome among others; what is taken into a plan names the day on which it is looked at again.
    """
    require(outcome in REPORTABLE, _("Choose what came of it."))
    require(answer.strip(), _("Write the answer to the person."))
    require(outcome != Outcome.PLANNED or (review_on and review_on > timezone.localdate()), _("Name a later day on which it is looked at again."))
    waiting = case.assignments.filter(kind=Assignment.Kind.ASSIST, state__in=[AssignmentState.GIVEN, AssignmentState.SIGNED])
    require(not waiting.exists(), _("An assisting unit has not finished yet."))
    perform(case, CASE_MOVES, "report", by=by, outcome=outcome, review_on=review_on if outcome == Outcome.PLANNED else None, reported_by_id=by.account_id,
            **kept(case, "answer", answer.strip()))
    for part in case.assignments.filter(kind=Assignment.Kind.LEAD, state=AssignmentState.SIGNED):
        _done(part, by)
    step(case, by, "report", answer)
    return case


@action("casework.answer_from_above", allow=rules.answers_from_above, label=gettext_lazy("Answer a case from above"))
def answer_from_above(case: Case, *, by: Actor, lead: Unit, answer: str) -> Case:
    """Answer an open case because its root was solved above; it goes on to its own reviews and its own check.

    The room that gathered the cases says which; units that had it are let go, a unit that answers for the root leads it.
    """
    require(answer.strip() and not case.confidential, _("Write the answer to the person."))
    for part in case.assignments.filter(state__in=[AssignmentState.GIVEN, AssignmentState.SIGNED]):
        _let_go(part, by, answer)
    perform(case, CASE_MOVES, "answer", by=by, lead_id=case.lead_id or lead.pk, outcome=Outcome.SOLVED, answer=answer.strip(), reported_by_id=by.account_id)
    step(case, by, "answer", answer)
    return case


@action("casework.review_case", allow=rules.reviews_case, label=gettext_lazy("Review a case for the first time"))
def review(case: Case, *, by: Actor, text: str = "", approval: ApprovalPaper | None = None) -> Case:
    """Review the report for the first time, as another person than who reported."""
    perform(case, CASE_MOVES, "review", by=by, approval=approval, reviewed_by_id=by.account_id)
    step(case, by, "review", text)
    return case


@action("casework.approve_case", allow=rules.approves_case, label=gettext_lazy("Review a case for the second time"))
def approve(case: Case, *, by: Actor, text: str = "", approval: ApprovalPaper | None = None) -> Case:
    """Review the report for the second time, as a leader and another person than the first."""
    perform(case, CASE_MOVES, "approve", by=by, approval=approval, approved_by_id=by.account_id)
    step(case, by, "approve", text)
    return case


@action("casework.rework_case", allow=rules.reviews_case, label=gettext_lazy("Return a case for more work"))
def rework(case: Case, *, by: Actor, reason: str) -> Case:
    """Return the report to the leading unit with a reason; the clock of the case runs on."""
    perform(case, CASE_MOVES, "rework", by=by, note=reason, outcome="", review_on=None, answer="", answer_sealed="")
    for part in case.assignments.filter(kind=Assignment.Kind.LEAD, state=AssignmentState.DONE):
        perform(part, ASSIGNMENT_MOVES, "resume", by=by, closed_at=None)
    step(case, by, "rework", reason)
    if case.lead_id:
        notifications.case_again(case, cases.who_may_see(case, whole.holding("clerk", case.lead_id)))
    return case


@action("casework.check_case", allow=rules.reviews_case, label=gettext_lazy("Check a case on the spot"))
def check(case: Case, *, by: Actor, finding: str, holds: bool, approval: ApprovalPaper | None = None) -> Case:
    """Record what a check by another person than who reported has shown; if the report does not hold, the case goes back to the unit."""
    require(finding.strip(), _("Write what the check has shown."))
    if not holds:
        return rework(case, by=by, reason=finding)
    perform(case, CASE_MOVES, "check", by=by, approval=approval, checked_by_id=by.account_id)
    step(case, by, "check", finding)
    return case


@action("casework.strike_off", allow=rules.strikes_off_case, label=gettext_lazy("Strike a case off"))
def strike_off(case: Case, *, by: Actor) -> Case:
    """Strike a checked case off the register; its clocks stop, and the person reads the answer on the public page."""
    now = timezone.now()
    perform(case, CASE_MOVES, "strike_off", by=by, closed_at=now)
    stop(case, at=now)
    step(case, by, "strike_off", public=True)
    return case


@action("casework.end_case", allow=rules.ends_case, label=gettext_lazy("End a case without a unit"))
def end(case: Case, *, by: Actor, outcome: str, answer: str, petition_number: str = "") -> Case:
    """End a case that no unit has to work on, with its reason; whoever entered it may only say that it was solved or explained on the spot.

    What belongs to the petition channel is only marked here, with its number in the national system, and worked on there.
    """
    require(outcome in ENDABLE, _("Choose what came of it."))
    require(rules.gives_case(by, case) or outcome in (Outcome.SOLVED, Outcome.EXPLAINED), _("Only the desk can say that."))
    require(answer.strip(), _("Write the answer to the person."))
    require(outcome != Outcome.PETITION or petition_number.strip(), _("Give the number in the national petition system."))
    now = timezone.now()
    perform(case, CASE_MOVES, "end", by=by, outcome=outcome, closed_at=now, petition_number=petition_number.strip() if outcome == Outcome.PETITION else "",
            **kept(case, "answer", answer.strip()))
    stop(case, at=now)
    step(case, by, "end", answer, public=True)
    return case


@action("casework.reopen_case", allow=rules.reviews_case, label=gettext_lazy("Open a case again"))
def reopen(case: Case, *, by: Actor, reason: str) -> Case:
    """Open a closed case again because it has come back; a new clock starts and the rebound is counted."""
    perform(case, CASE_MOVES, "reopen", by=by, note=reason, closed_at=None, lead_id=None, outcome="", answer="", answer_sealed="", review_on=None,
            petition_number="", rebounds=case.rebounds + 1)
    for part in case.assignments.exclude(state=AssignmentState.RETURNED):
        change(part, state=AssignmentState.RETURNED, closed_at=part.closed_at or timezone.now())
    begin(case, Purpose.HANDLE, rule_of(URGENT.get(Urgency(case.urgency), case.category.rule_code)), Event.REOPENED, at=timezone.now())
    step(case, by, "reopen", reason)
    notifications.case_registered(case, cases.who_may_see(case, whole.holding("officer", case.desk.unit_id)))
    return case


@action("casework.look_back", allow=rules.reviews_case, label=gettext_lazy("Look back at a closed case"))
def look_back(case: Case, *, by: Actor, finding: str, holds: bool, again_on: date | None = None) -> Case:
    """Record a visit some time after the closing; what has come back is opened again, what is planned gets its next day."""
    require(not case.is_open, _("One looks back at what is closed."))
    require(finding.strip(), _("Write what was found."))
    step(case, by, "look_back", finding)
    if not holds:
        return reopen(case, by=by, reason=finding)
    require(case.outcome != Outcome.PLANNED or again_on, _("Name the day on which the plan is looked at again."))
    return change(case, review_on=again_on)
