"""Every kind of record outside of the selection: its table of moves, how to put a row into a state, who moves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from seedbed.casework import actions as casework
from seedbed.casework.states import NOTICE_MOVES, OBJECTION_MOVES
from seedbed.directory import actions as directory
from seedbed.directory.states import GRANT_MOVES
from seedbed.kernel.actor import Actor, of_job, of_link
from seedbed.kernel.workflow import Moves
from seedbed.placement import instance
from seedbed.placement.actions import hosts, matching, placements, posts
from seedbed.placement.models import DraftCheck, MatchDraft, MatchRun, Placement, Post
from seedbed.placement.states.hosts import HOST_MOVES, OFFER_MOVES, POST_MOVES
from seedbed.placement.states.matching import (
    CHECK_MOVES,
    DRAFT_MOVES,
    ORDER_MOVES,
    PLACEMENT_MOVES,
    REQUEST_MOVES,
    RUN_MOVES,
)
from seedbed.portal import actions as portal
from seedbed.portal.states import COMPLAINT_MOVES
from tests.world import World

WHY = "按规定办理"
OFFICE, KEEPERS = {"officer", "leader"}, {"officer", "leader", "service_team"}
SECURITY = {"security_admin", "second_security_admin"}
JOBS = ("casework.close", "placement.match", "placement.check", "residency.dissolve", "public")


def actors(world: World) -> dict[str, Actor]:
    """Return everybody who may try: the cast, the host's link, the named jobs."""
    found = {name: world.cast.actor(name) for name in world.cast.accounts}
    found["host_link"] = of_link(world["link"].link)
    return found | {name: of_job(name) for name in JOBS}


@dataclass(frozen=True)
class Try:
    """One move, how it is made, by whom, from which states; written by hand from what should be.

    `mends` are the states in which the same act only changes the record.
    """

    move: str
    by: set[str]
    sources: set[str]
    run: Callable[[Any, Actor, World], Any]
    mends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """One kind of record. `fields` gives what a row in a state holds besides, as the database demands."""

    name: str
    moves: Moves
    row: Callable[[World], Model]
    fields: Callable[[str, World], dict[str, Any]]
    tries: tuple[Try, ...]
    untried: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def states(self, row: Model) -> list[str]:
        """Return every state of the record, read from its column."""
        return [value for value, _label in row._meta.get_field(self.moves.field).choices if value not in self.unused]

    def put(self, row: Model, state: str, world: World) -> Any:
        """Set the row into a state as if its way had led there."""
        rows = type(row)._default_manager.filter(pk=row.pk)
        rows.update(**{self.moves.field: state}, **self.fields(state, world))
        return rows.get()


def _notice(state: str, world: World) -> dict[str, Any]:
    now, over = timezone.now(), state in {"closed", "taken_down"}
    today = timezone.localdate()
    return {"rows": None if over else [{"name": "甲某", "unit": "某局"}], "text": "", "starts_on": today - timedelta(days=20),
            "ends_on": today - timedelta(days=1), "published_at": now, "ended_at": now if over else None}


def _answered(state: str, world: World) -> dict[str, Any]:
    done = state == "answered"
    return {"answered_at": timezone.now() if done else None, "answer_sealed": "x" if done else ""}


def _grant(state: str, world: World) -> dict[str, Any]:
    return {"granted_at": timezone.now(), "ended_at": timezone.now() if state in {"refused", "ended"} else None}


def _host(state: str, world: World) -> dict[str, Any]:
    return {"vetted_at": timezone.now(), "reason": WHY, "conditions": WHY}


def _offer(state: str, world: World) -> dict[str, Any]:
    Post.objects.update(taken=0)
    return {"reason": WHY, "answered_at": timezone.now()}


def _post(state: str, world: World) -> dict[str, Any]:
    return {"taken": 0}


def _draft(state: str, world: World) -> dict[str, Any]:
    people = Placement.objects.filter(batch=world["late"])
    if state != "published":
        people.update(state="waiting", post=None, placed_at=None, draft=None)
        Post.objects.update(taken=0)
    return {"checked_by": world.cast.officer, "confirmed_by": world.cast.leader, "published_at": timezone.now()}


def _placement(state: str, world: World) -> dict[str, Any]:
    Post.objects.update(seats_min=1, seats_max=9, taken=1)
    world["order"].__class__.objects.filter(pk=world["order"].pk).update(
        state="approved", approved_at=timezone.now(), from_post=None if state == "waiting" else world["post"])
    ended = state in {"completed", "withdrawn", "ended_early"}
    return {"post": None if state == "waiting" else world["post"], "placed_at": timezone.now(), "ended_at": timezone.now() if ended else None}


def _run(state: str, world: World) -> dict[str, Any]:
    return {"ended_at": None, "input": b"x", "plan": b"x", "plan_digest": "x", "objective": 0, "bound": 0}


def _order(state: str, world: World) -> dict[str, Any]:
    return {"approved_at": timezone.now()}


def _request(state: str, world: World) -> dict[str, Any]:
    return {"answer": WHY, "answered_by": world.cast.officer, "answered_at": timezone.now()}


def _check(world: World) -> DraftCheck:
    return DraftCheck.objects.create(draft=world["older"])


def _new_run(world: World) -> MatchRun:
    return MatchRun.objects.create(batch=world["late"], weights=world["run"].weights)


def _finish(run: Any, by: Actor, world: World) -> Any:
    if "match result" not in world.objects:
        facts, problem = instance.read_batch(run)
        world.objects["match result"] = instance.result_of(instance.solve(run, problem), facts)
    return matching.finish_run(run, by=by, result=world["match result"], seconds=1)


def _vet(move: str, **more: str) -> Callable[[Any, Actor, World], Any]:
    return lambda row, by, world: hosts.vet_host(row, by=by, move=move, reason=WHY, **more)


def _order_of(world: World) -> Any:
    return type(world["order"]).objects.get(pk=world["order"].pk)


MACHINES = (
    Machine("notice", NOTICE_MOVES, lambda world: world["draft"], _notice, (
        Try("publish", {"leader"}, {"draft"}, lambda row, by, world: casework.publish(row, by=by)),
        Try("close", {"casework.close"}, {"published"}, lambda row, by, world: casework.close(row, by=by)),
        Try("take_down", OFFICE, {"draft", "published"}, lambda row, by, world: casework.take_down(row, by=by, reason=WHY)),
    )),
    Machine("objection", OBJECTION_MOVES, lambda world: world["objection"], _answered, (
        Try("accept", {"officer"}, {"received"}, lambda row, by, world: casework.accept(row, by=by)),
        Try("handle", {"officer"}, {"accepted"}, lambda row, by, world: casework.handle(row, by=by, finding=WHY)),
        Try("answer", {"officer"}, {"received", "handled"}, lambda row, by, world: casework.answer(row, by=by, text=WHY)),
    )),
    Machine("complaint", COMPLAINT_MOVES, lambda world: world["complaint"], _answered, (
        Try("answer", {"officer"}, {"received"}, lambda row, by, world: portal.answer_complaint(row, by=by, text=WHY)),
    )),
    Machine("grant", GRANT_MOVES, lambda world: world["grant"], _grant, (
        Try("approve", SECURITY, {"proposed"}, lambda row, by, world: directory.approve_grant(row, by=by)),
        Try("refuse", SECURITY, {"proposed"}, lambda row, by, world: directory.refuse_grant(row, by=by, reason=WHY)),
        Try("end", SECURITY, {"active"}, lambda row, by, world: directory.end_grant(row, by=by, reason=WHY)),
    )),
    Machine("host", HOST_MOVES, lambda world: world["host"], _host, (
        Try("vet", OFFICE, {"candidate", "conditional", "refused"}, _vet("vet")),
        Try("vet_on_conditions", OFFICE, {"candidate", "vetted", "refused"}, _vet("vet_on_conditions", conditions=WHY)),
        Try("refuse", OFFICE, {"candidate", "conditional"}, _vet("refuse")),
        Try("stop", OFFICE, {"vetted", "conditional"}, _vet("stop")),
        Try("reopen", OFFICE, {"stopped", "refused"}, _vet("reopen")),
    )),
    Machine("offer", OFFER_MOVES, lambda world: world["offer"], _offer, (
        Try("ask", KEEPERS, {"listed", "declined"}, lambda row, by, world: hosts.ask_host(row, by=by)),
        Try("accept", KEEPERS | {"host_link"}, {"listed", "asked", "declined"}, lambda row, by, world: hosts.accept_offer(row, by=by)),
        Try("decline", KEEPERS | {"host_link"}, {"listed", "asked", "willing"}, lambda row, by, world: hosts.decline_offer(row, by=by, reason=WHY)),
    )),
    Machine("post", POST_MOVES, lambda world: world["post"], _post, (
        Try("close", KEEPERS, {"open"}, lambda row, by, world: posts.close_post(row, by=by, reason=WHY)),
        Try("open_again", KEEPERS, {"closed"}, lambda row, by, world: posts.open_post(row, by=by)),
    )),
    Machine("run", RUN_MOVES, _new_run, _run, (
        Try("start", {"placement.match"}, {"queued", "running"}, lambda row, by, world: matching.begin_run(row, by=by, stage="reading")),
        Try("fail", {"placement.match"}, {"queued", "running"}, lambda row, by, world: matching.fail_run(row, by=by, fault={"code": "crashed"}, seconds=1)),
        Try("finish", {"placement.match"}, {"running"}, _finish),
    )),
    Machine("check", CHECK_MOVES, _check, lambda state, world: {}, (
        Try("note", {"placement.check"}, {"queued"}, lambda row, by, world: matching.note_check(row, by=by, people=1, numbers=1, faults=[], seconds=1)),
    ), unused=("running", "failed")),
    Machine("plan", DRAFT_MOVES, lambda world: world["published"], _draft, (
        Try("check", OFFICE, {"draft"}, lambda row, by, world: matching.check_draft(row, by=by)),
        Try("confirm", {"leader"}, {"checked"}, lambda row, by, world: matching.confirm_draft(row, by=by)),
        Try("publish", {"officer"}, {"confirmed"}, lambda row, by, world: matching.publish_draft(row, by=by)),
        Try("reopen", OFFICE, {"checked", "confirmed"}, lambda row, by, world: matching.reopen_draft(row, by=by, reason=WHY)),
    )),
    Machine("placement", PLACEMENT_MOVES, lambda world: world["placement"], _placement, (
        Try("assign", OFFICE, {"waiting"},
            lambda row, by, world: placements.assign(row, world["post"], by=by, under=MatchDraft.objects.get(pk=world["published"].pk))),
        Try("transfer", OFFICE, {"planned", "active"},
            lambda row, by, world: placements.transfer(row, _order_of(world).to_post, by=by, under=_order_of(world))),
        Try("arrive", KEEPERS, {"planned"}, lambda row, by, world: placements.arrive(row, by=by, on=timezone.localdate())),
        Try("withdraw", OFFICE, {"waiting", "planned"}, lambda row, by, world: placements.withdraw(row, by=by, reason=WHY)),
        Try("end_early", OFFICE, {"active"}, lambda row, by, world: placements.end_early(row, by=by, reason=WHY)),
    ), untried=("transfer_at_work", "complete")),
    Machine("change order", ORDER_MOVES, lambda world: world["order"], _order, (
        Try("approve", {"leader"}, {"proposed"}, lambda row, by, world: placements.approve_change(row, by=by)),
        Try("refuse", OFFICE, {"proposed"}, lambda row, by, world: placements.refuse_change(row, by=by, reason=WHY)),
    )),
    Machine("review", REQUEST_MOVES, lambda world: world["review"], _request, (
        Try("answer", OFFICE, {"open"}, lambda row, by, world: matching.answer_review(row, by=by, answer=WHY)),
    )),
)
