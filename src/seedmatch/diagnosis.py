"""The answer of ``Problem.diagnose``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """What stands in the way.

    ``kind`` is ``ok``, ``conflict`` (no plan at all: ``rules`` contradict each other), ``seats`` (``people``
    share ``posts`` with only ``seats`` seats: Hall, 1935) or ``rules`` (seats would do, ``rules`` prevent
    it). ``smallest``: no smaller set of rules is in conflict; otherwise it is only minimal.
    """

    kind: str
    rules: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    smallest: bool = True
    people: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    seats: int = 0
    placeable: int = 0
