"""How near two industries are in the national classification GB/T 4754-2017."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Length of a code (section letter and digits) by level: C, C30, C307, C3071.
DEPTHS = {1: "section", 3: "division", 4: "group", 5: "class"}
VALUES = {"": 0, "section": 25, "division": 50, "group": 75, "class": 100}
SOURCES = ("leading", "serves", "wished")


@dataclass(frozen=True)
class Link:
    """The nearest pair of industries of one source: whose word, both codes, the level they share."""

    source: str
    mine: str
    theirs: str
    shared: str
    value: int


def shared_level(a: str, b: str) -> str:
    """Return the deepest level two codes share: section, division, group, class, or "" for none."""
    return next((name for length, name in sorted(DEPTHS.items(), reverse=True)
                 if len(a) >= length and len(b) >= length and a[:length] == b[:length]), "")


def nearest(source: str, mine: Iterable[str], theirs: Sequence[str]) -> Link | None:
    """Return the nearest pair of the codes of one source; None where either side has no codes.

    Ties go to the smaller codes, so that the result does not depend on the order of the lists.
    """
    links = [Link(source, a, b, level := shared_level(a, b), VALUES[level]) for a in mine for b in theirs]
    return min(links, key=lambda link: (-link.value, link.mine, link.theirs), default=None)


def best_link(own: dict[str, Sequence[str]], theirs: Sequence[str]) -> tuple[Link | None, list[Link]]:
    """Return the best link over the sources, and the best of each source in the order leading, serves, wished."""
    found = [link for name in SOURCES if (link := nearest(name, own.get(name, ()), theirs))]
    best = min(found, key=lambda link: (-link.value, SOURCES.index(link.source)), default=None)
    return best, found
