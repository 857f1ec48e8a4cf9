"""The same for cases and outings, for requests to companies, exports, certificates and what companies need."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from seedbed.casework.actions import cases, clocks, guarding
from seedbed.casework.models import Assignment, Case, Clock
from seedbed.casework.states import ASSIGNMENT_MOVES, CASE_MOVES, EXCLUSION_MOVES, EXTENSION_MOVES
from seedbed.directory.actions import releases
from seedbed.directory.states import RELEASE_MOVES
from seedbed.grassroots.actions import classes, library, outings
from seedbed.grassroots.states import ANSWER_MOVES, BOOKING_MOVES, CLASS_MOVES, OUTING_MOVES, PROJECT_MOVES
from seedbed.kernel.actor import Actor
from seedbed.outcomes.actions import certificates, needs
from seedbed.outcomes.states.certificates import CERTIFICATE_MOVES
from seedbed.outcomes.states.needs import NEED_MOVES
from seedbed.placement.actions import campaigns
from seedbed.placement.models import Placement
from seedbed.placement.states.campaigns import CAMPAIGN_MOVES
from seedbed.portal.actions import erasing
from seedbed.portal.states import ERASURE_MOVES
from seedbed.selection.models import Application
from tests.reliability.machines import KEEPERS, OFFICE, WHY, Machine, Try
from tests.world import World

AT_WORK = OFFICE | {"clerk_a"}  # of unit A, or over it
ABOVE = OFFICE | {"other_officer"}  # of unit B too: the library is everybody's, and the class of problems was raised to it
PART = {"registered": "returned", "ended": "returned", "assigned": "given", "working": "signed"}
BEFORE_REPORT = {"registered", "assigned", "working"}
CASE = {"given": "assigned", "signed": "working", "done": "reported", "returned": "registered"}


def _case(state: str, world: World) -> dict[str, Any]:
    """A case of unit A in a state, with the part of the unit that belongs to it."""
    now, closed, free = timezone.now(), state in {"struck_off", "ended"}, state in {"registered", "ended"}
    signed = {"signed_by": world.cast.accounts["clerk_a"], "signed_at": now}
    if closed:
        Clock.objects.filter(case=world["case"], stopped_at=None).update(stopped_at=now, alert_at=None)
    Assignment.objects.filter(case=world["case"]).update(state=PART.get(state, "done"), **signed)
    return {"lead": None if free else world.cast.unit_a, "closed_at": now if closed else None, "outcome": "" if state in BEFORE_REPORT else "solved",
            "reported_by": world.cast.accounts["clerk_a"], "reviewed_by": world.cast.officer}


def _part(state: str, world: World) -> dict[str, Any]:
    """A unit's part in a state, with its case where it then is."""
    Case.objects.filter(pk=world["case"].pk).update(state=CASE[state], **_case(CASE[state], world))
    return {}


def _call(state: str, world: World) -> dict[str, Any]:
    return {"exclusion_why": WHY, "exclusion_by": world.cast.accounts["clerk_a"]}


def _held(state: str, world: World) -> dict[str, Any]:
    return {"recorded_at": timezone.now(), "summary": WHY}


def _class(state: str, world: World) -> dict[str, Any]:
    """A class in a state; once it is solved its cases are closed."""
    if state in {"solved", "closed"}:
        Case.objects.filter(pk=world["case"].pk).update(state="struck_off", closed_at=timezone.now(), outcome="solved")
    return {"owner": world.cast.unit_b, "raised_to": None if state == "gathered" else world.cast.unit_b, "paper": "郴组〔2026〕1号", "result": WHY}


def _release(state: str, world: World) -> dict[str, Any]:
    now = timezone.now()
    return {"decided_at": None if state == "asked" else now, "ends_at": now}


def _erasure(state: str, world: World) -> dict[str, Any]:
    """A request about somebody for whom nothing is under way any more."""
    now, person = timezone.now(), world["erasure"].person
    Placement.objects.filter(person=person).update(state="completed", ended_at=now)
    Application.objects.filter(person=person).update(state="given_up")
    return {"examined_by": world.cast.accounts["clerk_a"], "examined_at": now, "decided_at": now if state in {"done", "refused"} else None, "word": WHY}


def _need(state: str, world: World) -> dict[str, Any]:
    today = timezone.localdate()
    return {"owner": world.cast.unit_b, "answer_by": today, "answer": WHY, "answered_on": today, "lead": world["lead"] if state == "lead" else None,
            "ticket": world["help"].ticket if state == "ticket" else None}


def _step(move: str) -> Callable[[Any, Actor, World], Any]:
    return lambda row, by, world: library.move_project(row, by=by, move=move, words=WHY)


def _campaign(move: str) -> Callable[[Any, Actor, World], Any]:
    return lambda row, by, world: campaigns.move_campaign(row, by=by, move=move, reason=WHY)


def _part_of(case: Case) -> Assignment:
    return case.assignments.get()


MACHINES_OF_THE_LINES = (
    Machine("case", CASE_MOVES, lambda world: world["case"], _case, (
        Try("assign", {"officer"}, {"registered"}, lambda row, by, world: cases.assign(row, by=by, lead=world.cast.unit_a)),
        Try("sign_for", AT_WORK, {"assigned"}, lambda row, by, world: cases.sign_for(_part_of(row), by=by)),
        Try("send_back", AT_WORK, {"assigned", "working"}, lambda row, by, world: cases.send_back(_part_of(row), by=by, reason=WHY)),
        Try("report", AT_WORK, {"working"}, lambda row, by, world: cases.report(row, by=by, outcome="solved", answer=WHY)),
        Try("answer", ABOVE, {"registered", "assigned", "working"},
            lambda row, by, world: cases.answer_from_above(row, by=by, lead=world.cast.unit_b, answer=WHY)),
        Try("review", OFFICE, {"reported"}, lambda row, by, world: cases.review(row, by=by)),
        Try("approve", {"leader"}, {"reviewed"}, lambda row, by, world: cases.approve(row, by=by)),
        Try("rework", OFFICE, {"reported", "reviewed", "approved"}, lambda row, by, world: cases.rework(row, by=by, reason=WHY)),
        Try("check", OFFICE, {"approved"}, lambda row, by, world: cases.check(row, by=by, finding=WHY, holds=True)),
        Try("strike_off", OFFICE, {"checked"}, lambda row, by, world: cases.strike_off(row, by=by)),
        Try("end", {"officer"}, {"registered"}, lambda row, by, world: cases.end(row, by=by, outcome="explained", answer=WHY)),
        Try("reopen", OFFICE, {"struck_off", "ended"}, lambda row, by, world: cases.reopen(row, by=by, reason=WHY)),
    )),
    Machine("assignment", ASSIGNMENT_MOVES, lambda world: world["case_part"], _part, (
        Try("sign", AT_WORK, {"given"}, lambda row, by, world: cases.sign_for(row, by=by)),
        Try("send_back", AT_WORK, {"given", "signed"}, lambda row, by, world: cases.send_back(row, by=by, reason=WHY)),
        Try("finish", AT_WORK, {"signed"}, lambda row, by, world: cases.report(row.case, by=by, outcome="solved", answer=WHY)),
        Try("resume", OFFICE, {"done"}, lambda row, by, world: cases.rework(row.case, by=by, reason=WHY)),
    )),
    Machine("extension", EXTENSION_MOVES, lambda world: world["case_extension"], lambda state, world: {"letter": WHY}, (
        Try("grant", OFFICE, {"asked"}, lambda row, by, world: clocks.decide_extension(row, by=by, grant=True, letter="延期告知书1号")),
        Try("refuse", OFFICE, {"asked"}, lambda row, by, world: clocks.decide_extension(row, by=by, grant=False, reason=WHY)),
    )),
    Machine("call-back", EXCLUSION_MOVES, lambda world: world["case_call"], _call, (
        Try("ask_exclusion", OFFICE, {"none"}, lambda row, by, world: guarding.ask_exclusion(row, by=by, reason=WHY)),
        Try("exclude", OFFICE, {"asked"}, lambda row, by, world: guarding.decide_exclusion(row, by=by, exclude=True)),
        Try("keep", OFFICE, {"asked", "excluded"}, lambda row, by, world: guarding.decide_exclusion(row, by=by, exclude=False, reason=WHY)),
    )),
    Machine("outing", OUTING_MOVES, lambda world: world["outing"], _held, (
        Try("record", AT_WORK, {"planned", "held"}, lambda row, by, world: outings.record_outing(row, by=by, met={"villagers": 9}, summary=WHY), mends=("held",)),
        Try("cancel", AT_WORK, {"planned"}, lambda row, by, world: outings.cancel_outing(row, by=by, reason=WHY)),
    )),
    Machine("booking", BOOKING_MOVES, lambda world: world["reception"].bookings.get(), lambda state, world: {}, (
        Try("give_back", {"public"}, {"booked"}, lambda row, by, world: outings.give_back(row, by=by)),
    )),
    Machine("research project", PROJECT_MOVES, lambda world: world["project"], lambda state, world: {}, (
        Try("plan", AT_WORK, {"topic"}, _step("plan")),
        Try("field", AT_WORK, {"plan"}, _step("field")),
        Try("study", AT_WORK, {"field"}, _step("study")),
        Try("solve", AT_WORK, {"study"}, _step("solve")),
        Try("look_back", AT_WORK, {"solve"}, _step("look_back")),
        Try("again", AT_WORK, {"look_back"}, _step("again")),
        Try("archive", AT_WORK, {"look_back"}, _step("archive")),
    )),
    Machine("answer of the library", ANSWER_MOVES, lambda world: world["answer"], lambda state, world: {"approved_at": timezone.now()}, (
        Try("approve", ABOVE, {"proposed"}, lambda row, by, world: library.approve_answer(row, by=by)),
        Try("withdraw", ABOVE, {"proposed", "approved"}, lambda row, by, world: library.withdraw_answer(row, by=by, reason=WHY)),
    )),
    Machine("class of problems", CLASS_MOVES, lambda world: world["class_of_problems"], _class, (
        Try("raise", OFFICE, {"gathered"}, lambda row, by, world: classes.raise_class(row, by=by, to=world.cast.unit_b, paper=WHY)),
        Try("take_up", ABOVE, {"raised"},
            lambda row, by, world: classes.take_up(row, by=by, measure=WHY, until=timezone.localdate() + timedelta(days=30))),
        Try("decline", ABOVE, {"raised", "taken_up"}, lambda row, by, world: classes.decline(row, by=by, reason=WHY)),
        Try("solve", ABOVE, {"gathered", "taken_up"}, lambda row, by, world: classes.solve(row, by=by, result=WHY)),
        Try("again", OFFICE, {"solved"}, lambda row, by, world: classes.reopen(row, by=by, reason=WHY)),
        Try("close", OFFICE, {"solved"}, lambda row, by, world: classes.close(row, by=by, finding=WHY)),
    )),
    Machine("campaign", CAMPAIGN_MOVES, lambda world: world["campaign"], lambda state, world: {}, (
        Try("open", KEEPERS, {"planning"}, _campaign("open")),
        Try("close", KEEPERS, {"open"}, _campaign("close")),
        Try("open_again", KEEPERS, {"closed"}, _campaign("open_again")),
    )),
    Machine("export", RELEASE_MOVES, lambda world: world["export"], _release, (
        Try("release", OFFICE, {"asked"}, lambda row, by, world: releases.release_export(row, by=by)),
        Try("refuse", OFFICE, {"asked"}, lambda row, by, world: releases.refuse_export(row, by=by, reason=WHY)),
    )),
    Machine("certificate", CERTIFICATE_MOVES, lambda world: world["certificate"],
            lambda state, world: {"revoked_at": timezone.now(), "revoked_why": WHY}, (
        Try("revoke", OFFICE, {"issued"}, lambda row, by, world: certificates.revoke_certificate(row, by=by, reason=WHY)),
    )),
    Machine("erasure", ERASURE_MOVES, lambda world: world["erasure"], _erasure, (
        Try("examine", OFFICE, {"asked"}, lambda row, by, world: erasing.examine_erasure(row, by=by)),
        Try("erase", OFFICE, {"examined"}, lambda row, by, world: erasing.erase_one(row, by=by)),
        Try("refuse", OFFICE, {"asked", "examined"}, lambda row, by, world: erasing.refuse_erasure(row, by=by, reason=WHY)),
    )),
    Machine("need", NEED_MOVES, lambda world: world["need"], _need, (
        Try("hand_over", OFFICE, {"noted", "handed"}, lambda row, by, world: needs.hand_over_need(row, by=by, owner=world.cast.unit_b)),
        Try("answer", OFFICE | {"clerk_b"}, {"handed"}, lambda row, by, world: needs.answer_need(row, by=by, answer=WHY)),
        Try("make_lead", OFFICE, {"noted", "handed", "answered"}, lambda row, by, world: needs.make_lead(row, by=by, did=WHY, not_same=WHY)),
        Try("make_ticket", OFFICE, {"noted", "handed"}, lambda row, by, world: needs.make_ticket(row, by=by, rule=world["help"].ticket.rule)),
    )),
)
