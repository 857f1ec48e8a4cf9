"""Patterns in order of what they fall short, for every view and every set of patterns that a search asks for."""

from __future__ import annotations

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.master import SCALE

STEP = 20 * SCALE


class Shelves:
    """One shelf for each view and set: its patterns within a limit, in order of whole steps of what they fall short.

    ``short`` has one row per view, ``sets`` one row per pattern with the sets that it belongs to (-1: none), ``left``
    the limit of each view. How many patterns fall short of up to a step is looked up. Shelves with higher limits begin
    with the same patterns.
    """

    def __init__(self, short: Ints, sets: Ints, count: int, left: Ints) -> None:
        step = short // STEP
        self.steps = int(left.max(initial=0)) // STEP + 2
        view, pattern = np.nonzero(step <= np.where(left < 0, -1, left // STEP)[:, None])
        order = np.argsort(step[view, pattern].astype(np.uint16), kind="stable")
        view, pattern = view[order], pattern[order]
        at, seat = np.nonzero(sets[pattern] >= 0)
        shelf, size = view[at] * count + sets[pattern[at], seat], len(short) * count
        put = np.argsort(shelf.astype(np.uint16) if size < 2**16 else shelf, kind="stable")
        at, shelf = at[put], shelf[put]
        self.pattern = pattern[at]
        self.short = short[view[at], self.pattern]
        key = shelf * self.steps + self.short // STEP + 1
        upto = np.bincount(key, minlength=size * self.steps).reshape(size, self.steps).cumsum(axis=1)
        self.begin = np.cumsum(upto[:, -1]) - upto[:, -1]
        self.upto = upto.ravel()

    def sizes(self, shelf: Ints, step: Ints) -> Ints:
        """Return how many patterns each shelf has up to a step; up to -1 there are none."""
        found: Ints = self.upto.take(shelf * self.steps + np.minimum(step + 1, self.steps - 1))
        return found

    def between(self, shelf: Ints, above: Ints, step: Ints) -> tuple[Ints, Ints]:
        """Return (row, place on the shelves) of all patterns above one step and up to another."""
        before = self.sizes(shelf, above)
        number = self.sizes(shelf, step) - before
        of = np.repeat(np.arange(len(shelf)), number)
        begin = self.begin.take(shelf) + before - (np.cumsum(number) - number)
        return of, np.arange(len(of)) + np.repeat(begin, number)
