"""A class in the middle of its stay."""

import pytest

from tests.cast import Cast
from tests.integration.residency.ground import Ground, open_ground
from tests.kept import Kept

GROUND = Kept[Ground]()


@pytest.fixture
def ground(cast: Cast) -> Ground:
    """Six people at three hosts, their class open for a month."""
    return GROUND.lay(lambda: open_ground(cast))
