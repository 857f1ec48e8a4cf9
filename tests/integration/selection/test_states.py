"""Every state, every move, every role: what is allowed is written here by hand and nothing else happens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from seedbed.directory.queries import notice_in_force
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.workflow import reachable
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch
from seedbed.selection.states import APPLICATION_MOVES, BATCH_MOVES, ApplicationState, BatchState
from tests.cast import Cast
from tests.integration.selection import scene

ROLES = ("applicant", "other_applicant", "clerk_a", "clerk_b", "officer", "leader", "service_team", "system_admin", "audit_admin")
Try = Callable[[Application, Actor], Any]


class Undo(Exception):
    """Takes back what an attempt changed."""


def submit(application: Application, by: Actor) -> None:
    """Hand in the own application; the answer lies in the row that was there."""
    notice = notice_in_force("selection")
    done = actions.submit(application.batch, by=by, notice_id=notice.pk if notice else None, **scene.ANSWERS)
    if done.pk != application.pk:
        raise Refused("another person's row")


TRIES: dict[str, Try] = {
    "submit": submit,
    "return": lambda a, by: actions.return_application(a, by=by, reason="请补充"),
    "recommend": lambda a, by: actions.recommend(a, by=by, opinion="同意推荐"),
    "screen": lambda a, by: actions.screen(a, by=by),
    "overrule": lambda a, by: actions.overrule(a, by=by, eligible=True, reason="情况属实"),
    "refuse": lambda a, by: actions.overrule(a, by=by, eligible=False, reason="情况不符"),
    "propose": lambda a, by: actions.decide(a, by=by, outcome="proposed", reason="工作需要"),
    "reserve": lambda a, by: actions.decide(a, by=by, outcome="reserve", reason="工作需要"),
    "not_choose": lambda a, by: actions.decide(a, by=by, outcome="not_chosen", reason="工作需要"),
    "give_up": lambda a, by: actions.give_up(a, by=by, reason="本人放弃"),
    "judge": lambda a, by: actions.judge_stay(a, by=by, kind="work", reason="有证明"),
    "correct": lambda a, by: actions.correct(a, by=by, reason="笔误", remark="改"),
}
DECIDED = {"proposed", "reserve", "not_chosen"}
UNDER_WAY = {"submitted", "returned", "recommended", "eligible", "ineligible"} | DECIDED
EVERY = set(ApplicationState.values) - {"draft"}
# What is tried: while the batch is in this state, by these roles, from these states of the application.
ALLOWED: dict[str, tuple[str, set[str], set[str]]] = {
    "submit": ("open", {"applicant"}, {"draft", "returned"}),
    "return": ("open", {"clerk_a", "officer"}, {"submitted", "recommended"}),
    "recommend": ("open", {"clerk_a"}, {"submitted"}),
    "screen": ("screening", {"officer"}, {"submitted", "recommended", "eligible", "ineligible"}),
    "overrule": ("screening", {"officer"}, {"submitted", "recommended", "ineligible", "eligible"}),
    "refuse": ("screening", {"officer"}, {"recommended", "eligible"}),
    "propose": ("proposed", {"officer"}, {"eligible"} | DECIDED),
    "reserve": ("proposed", {"officer"}, {"eligible"} | DECIDED),
    "not_choose": ("proposed", {"officer"}, {"eligible"} | DECIDED),
    "give_up": ("released", {"applicant", "officer", "leader"}, UNDER_WAY | {"chosen"}),
    "judge": ("screening", {"officer"}, EVERY),
    "correct": ("screening", {"officer"}, EVERY),
}


def happened(attempt: Callable[[], Any]) -> bool:
    """Whether an attempt went through; whatever it changed is taken back."""
    try:
        with transaction.atomic():
            attempt()
            raise Undo
    except Undo:
        return True
    except (Refused, RuleBroken):
        return False


def put(application: Application, state: str) -> Application:
    """Set the row into a state as if its way had led there."""
    number = None if state == "draft" else 1
    Application.objects.filter(pk=application.pk).update(state=state, number=number, position=1)
    return Application.objects.select_related("batch__plan", "person").get(pk=application.pk)


@pytest.mark.parametrize("move", sorted(ALLOWED))
def test_only_the_listed_roles_move_an_application_from_the_listed_states(cast: Cast, move: str) -> None:
    stage, roles, sources = ALLOWED[move]
    batch = scene.open_batch(cast)
    row = scene.add_application(batch, cast.people["applicant"], state="submitted")
    Batch.objects.filter(pk=batch.pk).update(state=stage, taken=2, released_at=timezone.now() if stage == "released" else None)
    went = {(state, role) for state in ApplicationState.values for role in ROLES
            if happened(lambda: TRIES[move](put(row, state), cast.actor(role)))}  # noqa: B023
    assert went == {(state, role) for state in sources for role in roles}


@pytest.mark.parametrize("move", sorted(set(ALLOWED) - {"give_up"}))
def test_each_move_belongs_to_its_stage_of_the_batch(cast: Cast, move: str) -> None:
    _stage, roles, sources = ALLOWED[move]
    batch = scene.open_batch(cast)
    row = put(scene.add_application(batch, cast.people["applicant"], state="submitted"), sorted(sources - {"draft"})[-1])
    role = sorted(roles)[0]
    stages = set()
    for stage in BatchState.values:
        Batch.objects.filter(pk=batch.pk).update(state=stage, released_at=timezone.now() if stage in ("released", "closed") else None)
        row.refresh_from_db()
        row.batch.refresh_from_db()
        if happened(lambda: TRIES[move](row, cast.actor(role))):
            stages.add(stage)
    before = {"planning", "open", "screening", "ranking"}
    assert stages == {"submit": {"open"}, "return": {"open"}, "recommend": {"open", "screening"}, "screen": {"open", "screening"},
                      "overrule": {"open", "screening"}, "refuse": {"open", "screening"}, "propose": {"proposed"}, "reserve": {"proposed"},
                      "not_choose": {"proposed"}, "judge": before, "correct": before}[move]


BATCH_ALLOWED: dict[str, tuple[str, ...]] = {
    "open": ("planning",), "close_applications": ("planning", "open"), "reopen": ("screening",), "rank": ("screening",),
    "screen_again": ("ranking", "proposed"), "take_back": ("proposed",), "close": ("released",),
    "call_off": ("planning", "open", "screening", "ranking", "proposed"), "propose": ("ranking", "proposed"), "release": ("proposed",),
}


def batch_try(move: str, batch: Batch, by: Actor) -> None:
    """Try one move of a batch by its action."""
    if move == "propose":
        actions.propose(batch, by=by)
    elif move == "release":
        actions.release(batch, by=by)
    else:
        actions.move_batch(batch, by=by, move=move, note="按计划推进")


@pytest.mark.parametrize("move", sorted(BATCH_ALLOWED))
def test_only_the_officer_moves_a_batch_and_only_from_the_listed_states(cast: Cast, move: str) -> None:
    batch = scene.open_batch(cast)
    scene.add_application(batch, cast.people["applicant"], state="eligible")
    went = set()
    for state in BatchState.values:
        done = timezone.now() if state in ("released", "closed") else None
        Batch.objects.filter(pk=batch.pk).update(state=state, released_at=done, proposed_by=cast.clerk_b)
        for role in ROLES:
            if happened(lambda: batch_try(move, Batch.objects.get(pk=batch.pk), cast.actor(role))):  # noqa: B023
                went.add((state, role))
    roles = ("officer", "leader") if move == "release" else ("officer",)
    assert went == {(state, role) for state in BATCH_ALLOWED[move] for role in roles}


def test_the_tables_of_moves_are_the_ones_tried_here() -> None:
    assert {m.name for m in BATCH_MOVES} == set(BATCH_ALLOWED)
    covered = set(ALLOWED) - {"screen", "judge", "correct"}
    assert {m.name for m in APPLICATION_MOVES} - covered == {"pass", "fail", "undo", "release", "move_up"}


def test_every_state_can_be_reached() -> None:
    assert reachable(BATCH_MOVES, "planning") == set(BatchState.values)
    assert reachable(APPLICATION_MOVES, "draft") == set(ApplicationState.values)


def test_moves_that_need_a_reason_are_refused_without_one(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast)
    for move in ("screen_again", "call_off"):
        with pytest.raises(RuleBroken):
            actions.move_batch(batch, by=cast.actor("officer"), move=move)
    application = Application.objects.filter(batch=batch).first()
    with pytest.raises(RuleBroken):
        actions.give_up(application, by=cast.actor("officer"), reason=" ")


def test_opening_asks_for_dates_that_are_not_over(cast: Cast) -> None:
    batch = scene.make_batch(cast, opens_on=None, closes_on=None)
    with pytest.raises(RuleBroken):
        actions.move_batch(batch, by=cast.actor("officer"), move="open")
    today = timezone.localdate()
    actions.change_batch(batch, by=cast.actor("officer"), opens_on=today - timedelta(days=9), closes_on=today)
    with pytest.raises(RuleBroken):
        actions.move_batch(Batch.objects.get(pk=batch.pk), by=cast.actor("officer"), move="open")


def test_ranking_waits_until_everybody_is_screened(cast: Cast) -> None:
    batch = scene.move(scene.make_batch(cast), cast, "close_applications")
    with pytest.raises(RuleBroken):
        scene.move(batch, cast, "rank")
    scene.add_application(batch, cast.people["applicant"])
    with pytest.raises(RuleBroken):
        scene.move(batch, cast, "rank")
    actions.screen_batch(batch, by=cast.actor("officer"))
    assert scene.move(batch, cast, "rank").state == "ranking"
