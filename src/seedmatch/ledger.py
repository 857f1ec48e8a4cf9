"""Counts what many small changes of one plan would do to its conditions, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.counters import Counters
from seedmatch.model import Bools, Model

CELLS = 4_000_000


@dataclass(frozen=True)
class Changes:
    """Change k takes out the columns ``out`` where ``of_out == k`` and puts in ``into`` where ``of_into == k``."""

    count: int
    of_out: Ints
    out: Ints
    of_into: Ints
    into: Ints

    def part(self, low: int, high: int) -> Changes:
        """Return the changes low to high, renumbered from 0."""
        out = (self.of_out >= low) & (self.of_out < high)
        into = (self.of_into >= low) & (self.of_into < high)
        return Changes(
            high - low, self.of_out[out] - low, self.out[out], self.of_into[into] - low, self.into[into]
        )


class Ledger:
    """The counters of one plan, ready for changes."""

    def __init__(self, model: Model, chosen: Bools) -> None:
        self.counters: Counters = model.counters
        self.names = self.counters.names
        self.base = self.counters.totals(chosen)

    def broken(self, changes: Changes) -> Iterator[tuple[int, Bools]]:
        """Yield (number of the first change, which conditions each change breaks), block by block."""
        block = max(1, CELLS // max(1, self.counters.width))
        for first in range(0, changes.count, block):
            part = changes.part(first, min(changes.count, first + block))
            totals = self.base + self._delta(part.of_into, part.into, part.count)
            totals -= self._delta(part.of_out, part.out, part.count)
            yield first, self.counters.broken(totals)

    def _delta(self, of: Ints, cols: Ints, count: int) -> Ints:
        start, width = self.counters.start, self.counters.width
        lengths = start[cols + 1] - start[cols]
        first = np.repeat(start[cols] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        entries = first + np.arange(int(lengths.sum()))
        key = np.repeat(of, lengths) * width + self.counters.row[entries]
        summed = np.bincount(key, weights=self.counters.coef[entries], minlength=count * width)
        delta: Ints = np.rint(summed).astype(np.int64).reshape(count, width)
        return delta
