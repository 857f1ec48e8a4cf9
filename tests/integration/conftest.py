"""The cast, ready to use."""

import pytest

from tests.cast import Cast, make_cast
from tests.kept import Kept
from tests.world import World, make_world

FULL, SMALL, WORLD = Kept[Cast](), Kept[Cast](), Kept[World]()


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest) -> Cast:
    """The named cast in a full office (second person in the system)."""
    return request.getfixturevalue("world").cast if "world" in request.fixturenames else FULL.lay(make_cast)


@pytest.fixture
def small_cast(db: None) -> Cast:
    """The named cast in a small office (second person by signed paper)."""
    return SMALL.lay(lambda: make_cast(profile="small"))


@pytest.fixture
def world(db: None) -> World:
    """One of everything, in a full office, with the cast of the same test."""
    return WORLD.lay(lambda: make_world(make_cast()))
