"""Patterns in order of what they fall short, for every view and every set of patterns that a search asks for."""

from __future__ import annotations

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.master import SCALE

STEP = 20 * SCALE


class Shelves:
    """One shelf for each view and set: its patterns within a limit, those that fall short least first.

    ``short`` has one row per view, ``sets`` one row per pattern with the sets that it belongs to (-1: none), ``left``
    the limit of each view. Limits count in whole steps, so that how many patterns they let in is looked up. Shelves
    with higher limits begin with the same patterns.
    """

    def __init__(self, short: Ints, sets: Ints, count: int, left: Ints) -> None:
        self.steps = int(left.max(initial=0)) // STEP + 2
        within = np.where(left < 0, -1, (left // STEP + 1) * STEP - 1)[:, None]
        some = np.flatnonzero((short <= within).any(axis=0))
        inside = short[:, some]
        order = np.argsort(inside, axis=1, kind="stable")
        inside = np.take_along_axis(inside, order, axis=1)
        of = sets[some][order]
        view, at, seat = np.nonzero((of >= 0) & (inside <= within)[:, :, None])
        shelf, size = view * count + of[view, at, seat], len(short) * count
        put = np.argsort(shelf.astype(np.uint16) if size < 2**16 else shelf, kind="stable")
        self.pattern, self.short = some[order[view, at]][put], inside[view, at][put]
        step = shelf[put] * self.steps + self.short // STEP + 1
        upto = np.bincount(step, minlength=size * self.steps).reshape(size, self.steps).cumsum(axis=1)
        self.begin = np.cumsum(upto[:, -1]) - upto[:, -1]
        self.upto = upto.ravel()

    def sizes(self, shelf: Ints, left: Ints) -> Ints:
        """Return how many patterns each shelf has up to the step of a limit; up to -1 there are none."""
        found: Ints = self.upto.take(shelf * self.steps + np.minimum(left // STEP + 1, self.steps - 1))
        return found

    def between(self, shelf: Ints, above: Ints, left: Ints) -> tuple[Ints, Ints]:
        """Return (row, place on the shelves) of all patterns above the step of one limit and up to that of another."""
        before = self.sizes(shelf, above)
        number = self.sizes(shelf, left) - before
        of = np.repeat(np.arange(len(shelf)), number)
        begin = self.begin.take(shelf) + before - (np.cumsum(number) - number)
        return of, np.arange(len(of)) + np.repeat(begin, number)
