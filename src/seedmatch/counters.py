"""Conditions as counters: what a plan makes of all of them is one sparse product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Condition, Ints

Bools = NDArray[np.bool_]
NONE = np.iinfo(np.int64).max


class Counters:
    """One counter per condition, then one per set of columns that makes conditions apply.

    Entries are sorted by column: ``start[c]:start[c + 1]`` are those of column c.
    """

    def __init__(self, conditions: Sequence[Condition], size: int) -> None:
        self.names = [condition.name for condition in conditions]
        self.low = np.array([-NONE if row.low is None else row.low for row in conditions], dtype=np.int64)
        self.high = np.array([NONE if row.high is None else row.high for row in conditions], dtype=np.int64)
        sets = {row.when_key: row.when for row in conditions if row.when is not None}
        place = {key: index for index, key in enumerate(sets)}
        when = [-1 if row.when is None else place[row.when_key] for row in conditions]
        self.count, self.width = len(conditions), len(conditions) + len(sets)
        self.tied = np.array([k for k, at in enumerate(when) if at >= 0], dtype=np.int64)
        self.tie = np.array([self.count + at for at in when if at >= 0], dtype=np.int64)
        self._sort(
            [row.cols for row in conditions], [row.coefs for row in conditions], list(sets.values()), size
        )

    def _sort(self, cols: list[Ints], coefs: list[Ints], sets: list[Ints], size: int) -> None:
        empty = np.zeros(0, dtype=np.int64)
        coefs = coefs + [np.ones(len(members), dtype=np.int64) for members in sets]
        cols = cols + sets
        rows = np.repeat(np.arange(self.width), [len(some) for some in cols])
        flat = np.concatenate([empty, *cols])
        order = np.argsort(flat, kind="stable")
        self.row, self.col = rows[order], flat[order]
        self.coef = np.concatenate([empty, *coefs])[order]
        self.start = np.searchsorted(self.col, np.arange(size + 1))

    def totals(self, chosen: Bools) -> Ints:
        """Return all counters of a plan."""
        on = chosen[self.col]
        summed = np.bincount(self.row[on], weights=self.coef[on], minlength=self.width)
        return np.rint(summed).astype(np.int64)

    def broken(self, totals: Ints) -> Bools:
        """Return which conditions are broken, given counters along the last axis."""
        counted = totals[..., : self.count]
        bad: Bools = (counted < self.low) | (counted > self.high)
        if len(self.tied):
            bad[..., self.tied] &= totals[..., self.tie] > 0
        return bad
