"""An act that writes many rows does all of it or nothing, at whichever statement it is struck down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from seedbed.casework import actions as casework
from seedbed.directory import actions as directory
from seedbed.placement.actions import intake, matching, placements
from seedbed.placement.models import MatchDraft
from seedbed.selection import actions as selection
from seedbed.selection import workbooks as books
from tests.cast import make_cast
from tests.integration.placement import town
from tests.integration.selection import scene
from tests.reliability.machines import MACHINES
from tests.reliability.watching import Struck, rows, writes
from tests.rights import Undo
from tests.world import World

PLAN = next(machine for machine in MACHINES if machine.name == "plan")
Act = Callable[[], Any]


def all_or_nothing(act: Act) -> int:
    """Strike an act down at each of its writing statements; return how many it has. Nothing of it may be left."""
    done = _undone(act, 0)
    tables = {table for _what, table in done}
    before = rows(tables)
    for number in range(1, len(done) + 1):
        with pytest.raises(Struck), transaction.atomic():
            with writes(strike=number):
                act()
        assert (number, rows(tables)) == (number, before)
    return len(done)


def again(row: Any) -> Any:
    """Read a row anew: an act that was taken back leaves its marks on the objects it was given."""
    return type(row)._default_manager.get(pk=row.pk)


def _undone(act: Act, strike: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    try:
        with transaction.atomic():
            with writes(strike=strike) as found:
                act()
            raise Undo
    except Undo:
        return found


def _take_import(world: World) -> Any:
    batch, job = again(world["batch"]), again(world["import"])
    return selection.take_import(batch, by=world.cast.actor("officer"), job=job, declaration=books.sheet_of(job, batch))


def _confirmed(world: World) -> MatchDraft:
    row: MatchDraft = PLAN.put(world["published"], "confirmed", world)
    return row


# What is made ready first, outside of the act, and the act itself.
ACTS: dict[str, Callable[[World], Act]] = {
    "a workbook of applicants is taken": lambda world: lambda: _take_import(world),
    "a workbook of posts is taken": lambda world: lambda: intake.take_posts(
        world["late"], by=world.cast.actor("officer"), job=again(world["job"]), keeper=world.cast.root),
    "an application is returned and counted": lambda world: lambda: selection.give_up(
        world["application"], by=world.cast.actor("applicant"), reason="本人放弃"),
    "a batch is copied": lambda world: lambda: selection.copy_batch(
        world["batch"], by=world.cast.actor("officer"), plan=world["plan"], starts_on=world["batch"].ends_on),
    "a placement is withdrawn": lambda world: lambda: placements.withdraw(
        again(world["placement"]), by=world.cast.actor("officer"), reason="本人退出"),
    "a change order is carried out": lambda world: lambda: placements.approve_change(
        again(world["order"]), by=world.cast.actor("leader")),
    "a role is put into force": lambda world: lambda: directory.approve_grant(world["grant"], by=world.cast.actor("security_admin")),
    "a notice is published": lambda world: lambda: casework.publish(world["draft"], by=world.cast.actor("leader")),
}


@pytest.mark.parametrize("name", ACTS)
def test_it_does_all_or_nothing(world: World, name: str) -> None:
    assert all_or_nothing(ACTS[name](world)) >= 3


def test_a_plan_is_published_whole_or_not_at_all(world: World) -> None:
    draft = _confirmed(world)
    assert all_or_nothing(lambda: matching.publish_draft(again(draft), by=world.cast.actor("officer"))) >= 15


def test_decisions_are_released_and_taken_over_together(db: None) -> None:
    cast = make_cast()
    batch = town.make_batch(cast, people=3, hosts=2, extra=1)
    assert all_or_nothing(lambda: placements.take_over(again(batch), by=cast.actor("leader"))) > 8


def test_a_ranking_is_stored_whole(db: None) -> None:
    cast = make_cast()
    batch = scene.ready_to_rank(cast, 4)
    assert all_or_nothing(lambda: selection.propose(again(batch), by=cast.actor("officer"))) > 5


def test_a_statement_that_is_struck_down_never_arrives(db: None) -> None:
    cast = make_cast()
    with pytest.raises(Struck), transaction.atomic(), writes(strike=1):
        directory.change_unit(cast.unit_a, by=cast.actor("officer"), name="另一个局")
    cast.unit_a.refresh_from_db()
    assert cast.unit_a.name == "资兴市住房和城乡建设局"
