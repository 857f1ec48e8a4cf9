"""A whole site to walk over."""

import pytest

from tests.cast import make_cast
from tests.kept import Kept
from tests.world import World, make_world

WORLD = Kept[World]()


@pytest.fixture
def world(db: None) -> World:
    """One of everything, in a full office."""
    return WORLD.lay(lambda: make_world(make_cast()))
