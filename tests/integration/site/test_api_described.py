"""Every operation of the API answers as its description says, whatever is sent."""

import os

from seedbed.directory import actions as directory
from seedbed.directory.queries.tokens import SCOPES
from tests.asking import ask_everything
from tests.world import API_OBJECTS, World

EXAMPLES, PART, PARTS = (int(os.environ.get(name, usual)) for name, usual in (("API_EXAMPLES", "4"), ("API_PART", "0"), ("API_PARTS", "1")))


def known(world: World) -> dict[str, int]:
    """Keys of things that are there, by collection and by the name under which a body asks for them."""
    found = {f"{room}/{collection}": world[name].pk for room, kinds in API_OBJECTS.items() for collection, name in kinds.items()}
    return found | {"unit_id": world["unit"].pk, "plan_id": world["plan"].pk, "batch_id": world["late"].pk, "post_id": world["post"].pk,
                    "offer_id": world["offer"].pk, "previous_id": world["published"].pk}


def test_every_operation_answers_as_described(world: World) -> None:
    cast = world.cast
    token = directory.issue_token(cast.officer, by=cast.actor("officer"), label="自动测试", scopes=list(SCOPES), days=1)[1]
    found = ask_everything(token, examples=EXAMPLES, known=known(world), part=PART, parts=PARTS)
    print(sum(found.values()), dict(found))
    assert (sum(found.values()) > 100 * EXAMPLES // PARTS, {200, 403, 404, 409, 422} == set(found)) == (True, True)
