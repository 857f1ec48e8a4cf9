"""A whole site to walk over."""

import pytest

from tests.cast import make_cast
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """One of everything, in a full office."""
    return make_world(make_cast())
