"""The same for what happens during and after the course: gatherings, what was agreed in them, leave, leads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.states import GATHERING_MOVES, ITEM_MOVES
from seedbed.kernel.actor import Actor
from seedbed.outcomes.actions import leads
from seedbed.outcomes.states.leads import LEAD_MOVES
from seedbed.residency.actions import leave, registers
from seedbed.residency.states.leave import LEAVE_MOVES
from seedbed.residency.states.registers import EXPENSE_MOVES, GIFT_MOVES
from tests.reliability.machines import OFFICE, WHY, Machine, Try
from tests.world import World

FOLLOWERS = OFFICE | {"clerk_b"}


def _gathering(state: str, world: World) -> dict[str, Any]:
    now = timezone.now()
    return {"recorded_at": now, "why_cancelled": WHY, "starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}


def _item(state: str, world: World) -> dict[str, Any]:
    return {"closed_at": None if state == "open" else timezone.now()}


def _leave(state: str, world: World) -> dict[str, Any]:
    return {"decided_at": timezone.now()}


def _decided(state: str, world: World) -> dict[str, Any]:
    return {"decided_at": timezone.now(), "decided_by": world.cast.officer}


def _gift(state: str, world: World) -> dict[str, Any]:
    return {"received": WHY, "decision": WHY, "decided_at": timezone.now()}


def _lead(state: str, world: World) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    return {"owner": world.cast.unit_b, "handed_at": now, "sign_by": today, "signed_for_at": now, "reply_by": today}


def _report(move: str) -> Callable[[Any, Actor, World], Any]:
    return lambda row, by, world: leads.report(row, by=by, text=WHY, move=move)


MACHINES_OF_THE_COURSE = (
    Machine("gathering", GATHERING_MOVES, lambda world: world["gathering"], _gathering, (
        Try("hold", OFFICE, {"planned", "held"}, lambda row, by, world: gatherings.record(row, by=by, minutes=WHY, missing={}), mends=("held",)),
        Try("cancel", OFFICE, {"planned"}, lambda row, by, world: gatherings.cancel(row, by=by, reason=WHY)),
    )),
    Machine("action item", ITEM_MOVES, lambda world: world["item"], _item, (
        Try("finish", OFFICE | {"applicant"}, {"open"}, lambda row, by, world: gatherings.finish_item(row, by=by, result=WHY)),
        Try("drop", OFFICE, {"open"}, lambda row, by, world: gatherings.drop_item(row, by=by, reason=WHY)),
        Try("reopen", OFFICE, {"done", "dropped"}, lambda row, by, world: gatherings.reopen_item(row, by=by, reason=WHY)),
    )),
    Machine("leave", LEAVE_MOVES, lambda world: world["leave"], _leave, (
        Try("grant", OFFICE, {"asked"}, lambda row, by, world: leave.grant_leave(row, by=by, despite=True, word=WHY)),
        Try("refuse", OFFICE, {"asked"}, lambda row, by, world: leave.refuse_leave(row, by=by, reason=WHY)),
        Try("take_back", OFFICE | {"applicant"}, {"asked", "granted"}, lambda row, by, world: leave.take_leave_back(row, by=by)),
        Try("return", OFFICE | {"applicant"}, {"granted"}, lambda row, by, world: leave.note_return(row, by=by, last_on=row.last_on)),
    )),
    Machine("expense", EXPENSE_MOVES, lambda world: world["expense"], _decided, (
        Try("approve", OFFICE, {"entered"}, lambda row, by, world: registers.approve_expense(row, by=by)),
        Try("refuse", OFFICE, {"entered"}, lambda row, by, world: registers.refuse_expense(row, by=by, reason=WHY)),
    )),
    Machine("gift", GIFT_MOVES, lambda world: world["gift"], _gift, (
        Try("receive", OFFICE, {"declared"}, lambda row, by, world: registers.receive_gift(row, by=by, to=WHY)),
        Try("decide", OFFICE, {"received"}, lambda row, by, world: registers.decide_gift(row, by=by, decision=WHY)),
    )),
    Machine("lead", LEAD_MOVES, lambda world: world["lead"], _lead, (
        Try("hand_over", OFFICE, {"found"}, lambda row, by, world: leads.hand_over(row, by=by, owner=world.cast.unit_b)),
        Try("sign_for", {"clerk_b"}, {"handed"}, lambda row, by, world: leads.sign_for(row, by=by)),
        Try("send_back", {"clerk_b"}, {"handed"}, lambda row, by, world: leads.send_back(row, by=by, reason=WHY)),
        Try("talk", FOLLOWERS, {"taken"}, _report("talk")),
        Try("visit", FOLLOWERS, {"taken", "talks"}, _report("visit")),
        Try("sign", FOLLOWERS, {"talks", "visited"}, _report("sign")),
        Try("start", FOLLOWERS, {"signed"}, _report("start")),
        Try("produce", FOLLOWERS, {"started"}, _report("produce")),
        Try("back_to_talks", FOLLOWERS, {"visited", "signed"}, _report("back_to_talks")),
        Try("back_to_contract", FOLLOWERS, {"started", "producing"}, _report("back_to_contract")),
        Try("give_up", OFFICE, {"found", "taken", "talks", "visited", "signed", "started"},
            lambda row, by, world: leads.give_up(row, by=by, reason=WHY)),
        Try("take_up_again", OFFICE, {"given_up"}, lambda row, by, world: leads.take_up_again(row, by=by, reason=WHY)),
    )),
)
