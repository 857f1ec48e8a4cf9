"""The cast, ready to use."""

import pytest

from tests.cast import Cast, make_cast
from tests.world import World, make_world


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast in a full office (second person in the system)."""
    return make_cast()


@pytest.fixture
def small_cast(db: None) -> Cast:
    """The named cast in a small office (second person by signed paper)."""
    return make_cast(profile="small")


@pytest.fixture
def world(cast: Cast) -> World:
    """One of everything, in a full office."""
    return make_world(cast)
