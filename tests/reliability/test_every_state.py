"""Every record in every state, every move, everybody: only what is listed happens, and what is refused changes nothing.

The states of batches and applications, which depend on each other, are tried in `tests/integration/selection/test_states.py`.
"""

import sys

import pytest
from django.db import transaction
from django.db.models import Model

from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import SeedbedError
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.workflow import Moves, reachable
from seedbed.selection.states import APPLICATION_MOVES, BATCH_MOVES
from tests.reliability.machines import MACHINES as OF_THE_SITE
from tests.reliability.machines import Machine, Try, actors
from tests.reliability.machines_of_results import MACHINES_OF_RESULTS
from tests.reliability.machines_of_the_course import MACHINES_OF_THE_COURSE
from tests.reliability.machines_of_the_lines import MACHINES_OF_THE_LINES
from tests.rights import Undo
from tests.world import World

MACHINES = (*OF_THE_SITE, *MACHINES_OF_THE_COURSE, *MACHINES_OF_RESULTS, *MACHINES_OF_THE_LINES)


def happened(attempt: Try, row: Model, by: Actor, world: World) -> bool:
    """Whether a move went through and left one line with its actor; a refused one must have changed neither row nor trail."""
    stored, last = type(row)._default_manager.filter(pk=row.pk).values(), AuditEvent.objects.order_by("-seq").values_list("seq", flat=True)[0]
    before = list(stored)
    lines = AuditEvent.objects.filter(seq__gt=last)
    try:
        attempt.run(row, by, world)
    except SeedbedError:
        assert (list(stored.all()), lines.count()) == (before, 0)
        return False
    what = "changed" if before[0].get("state") in attempt.mends else attempt.move
    own = lines.filter(object_type=row._meta.label, object_id=str(row.pk), what__startswith=what)
    assert list(own.values_list("actor_kind", "actor_id")) == [(by.kind, by.id)]
    return True


def tried(machine: Machine, attempt: Try, row: Model, world: World) -> set[tuple[str, str]]:
    """Try a move from every state as everybody and return where it went through; all is taken back."""
    went = set()
    for state in machine.states(row):
        for name, by in actors(world).items():
            try:
                with transaction.atomic():
                    if happened(attempt, machine.put(row, state, world), by, world):
                        went.add((state, name))
                    raise Undo
            except Undo:
                continue
    return went


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_only_the_listed_people_move_it_from_the_listed_states(world: World, machine: Machine) -> None:
    row = machine.row(world)
    for attempt in machine.tries:
        listed = {(state, name) for state in attempt.sources for name in attempt.by}
        assert (attempt.move, tried(machine, attempt, row, world)) == (attempt.move, listed)
    assert reachable(machine.moves, row._meta.get_field(machine.moves.field).default) == set(machine.states(row))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_move_of_the_table_is_tried(machine: Machine) -> None:
    assert {attempt.move for attempt in machine.tries} | set(machine.untried) == {move.name for move in machine.moves}


def test_every_table_of_moves_of_the_house_is_tried() -> None:
    driven = {*(machine.moves for machine in MACHINES), APPLICATION_MOVES, BATCH_MOVES}
    missing = {name for place, module in list(sys.modules.items()) if place.startswith("seedbed.") and ".states" in place
               for name, moves in vars(module).items() if isinstance(moves, Moves) and moves not in driven}
    assert missing == set()
