"""Steps of official ranks and of posts in a company, and how far they lie apart."""

import functools
from dataclasses import dataclass

# The first word that occurs decides, so longer words stand before the shorter ones they contain.
RANK_STEPS: tuple[tuple[str, int], ...] = (
    ("副处", 5), ("正处", 5), ("调研员", 5), ("八级职员", 3), ("七级职员", 4),
    ("副科", 3), ("正科", 4), ("一级主任科员", 4), ("二级主任科员", 4), ("三级主任科员", 3), ("四级主任科员", 3),
    ("主任科员", 4), ("科级", 3), ("一级科员", 2), ("二级科员", 1), ("九级职员", 2), ("十级职员", 1), ("科员", 2), ("办事员", 1),
)
POST_STEPS: tuple[tuple[str, int], ...] = (
    ("副总经理", 5), ("总经理助理", 5), ("厂长助理", 4), ("总监助理", 4), ("部长助理", 4), ("经理助理", 3), ("主任助理", 3),
    ("主管助理", 2), ("项目助理", 2), ("助理", 3), ("主管", 3), ("专员", 2), ("专干", 2), ("文员", 1), ("实习", 1),
)
VALUES = {0: 100, 1: 75, 2: 50, 3: 25}


@dataclass(frozen=True)
class LevelFit:
    """How far a rank and a post lie apart, in steps of one ladder of five."""

    value: int
    mine: int
    theirs: int


def step_in(text: str, steps: tuple[tuple[str, int], ...]) -> int | None:
    """Return the step that the first known word of the ladder gives, or None."""
    return next((step for word, step in steps if word in text), None)


@functools.lru_cache(maxsize=2**16)
def fit_of_levels(rank: str, wanted_level: str, title: str) -> LevelFit | None:
    """Compare a rank with what the post wants, else with the post's title: 100, 75, 50, 25, 0 by steps apart.

    None where the rank or the post is on no ladder.
    """
    mine = step_in(rank, RANK_STEPS)
    theirs = step_in(wanted_level, RANK_STEPS) or step_in(wanted_level, POST_STEPS) or step_in(title, POST_STEPS)
    if mine is None or theirs is None:
        return None
    return LevelFit(VALUES.get(abs(mine - theirs), 0), mine, theirs)
