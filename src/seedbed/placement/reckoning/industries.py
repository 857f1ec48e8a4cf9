"""How near two industries are in the national classification GB/T 4754-2017."""

import functools
from dataclasses import dataclass

# Length of a code (section letter and digits) by level: C, C30, C307, C3071.
DEPTHS = {1: "section", 3: "division", 4: "group", 5: "class"}
PARTLY = {"": 0, "section": 25, "division": 50, "group": 75}
WHOLLY = {"section": 25, "division": 80, "group": 90, "class": 100}
SOURCES = ("leading", "serves", "wished")


@dataclass(frozen=True)
class Link:
    """The nearest pair of industries of one source: whose word, both codes, the level they share.

    `whole`: the host lies wholly within the industry named on the trainee's side.
    """

    source: str
    mine: str
    theirs: str
    shared: str
    whole: bool
    value: int


def shared_level(a: str, b: str) -> str:
    """Return the deepest level two codes share: section, division, group, class, or "" for none."""
    return next((name for length, name in sorted(DEPTHS.items(), reverse=True)
                 if len(a) >= length and len(b) >= length and a[:length] == b[:length]), "")


def link(source: str, mine: str, theirs: str) -> Link:
    """Compare two codes: 25, 50, 75 by the level they share; 80, 90, 100 where the host lies wholly within.

    An industry named only by its division (C39) is met wholly by any host in it, one named by its class
    (C3911) only by that class.
    """
    level = shared_level(mine, theirs)
    whole = level != "" and theirs.startswith(mine)
    return Link(source, mine, theirs, level, whole, WHOLLY[level] if whole else PARTLY[level])


@functools.lru_cache(maxsize=2**16)
def nearest(source: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> Link | None:
    """Return the nearest pair of the codes of one source; None where either side has no codes.

    Ties go to the smaller codes, so that the result does not depend on the order of the lists.
    """
    links = [link(source, a, b) for a in mine for b in theirs]
    return min(links, key=lambda found: (-found.value, found.mine, found.theirs), default=None)


@functools.lru_cache(maxsize=2**16)
def best_link(own: tuple[tuple[str, tuple[str, ...]], ...], theirs: tuple[str, ...]) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the best link over the sources `own` (name and codes), and the best of each in the order leading, serves, wished."""
    codes = dict(own)
    found = tuple(one for name in SOURCES if (one := nearest(name, codes.get(name, ()), theirs)))
    best = min(found, key=lambda one: (-one.value, SOURCES.index(one.source)), default=None)
    return best, found
