"""Counts what many small changes of one plan would do to seats and conditions, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.model import Bools, Model

CELLS = 4_000_000
NONE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Changes:
    """Change k takes out the columns ``out`` and puts in the columns ``into`` where ``of == k``."""

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
    """Counters of a plan: one per seat limit and condition, one per set that makes conditions apply."""

    def __init__(self, model: Model, chosen: Bools) -> None:
        self.model = model
        self.chosen = chosen
        self.names: list[str] = []
        self.low: list[int] = []
        self.high: list[int] = []
        self.when: list[int] = []
        self._cols: list[Ints] = []
        self._rows: list[Ints] = []
        self._coefs: list[Ints] = []
        self._sets: dict[str, int] = {}
        self._set_cols: list[Ints] = []
        for condition in model.conditions:
            self._add(condition.name, condition.cols, condition.coefs, condition.low, condition.high)
            if condition.when is not None:
                if condition.when_key not in self._sets:
                    self._sets[condition.when_key] = len(self._sets)
                    self._set_cols.append(condition.when)
                self.when[-1] = self._sets[condition.when_key]
        self.count = len(self.names)
        self._index()

    def _add(self, name: str, cols: Ints, coefs: Ints, low: int | None, high: int | None) -> None:
        self._cols.append(cols)
        self._rows.append(np.full(len(cols), len(self.names)))
        self._coefs.append(coefs)
        self.names.append(name)
        self.low.append(-NONE if low is None else low)
        self.high.append(NONE if high is None else high)
        self.when.append(-1)

    def _index(self) -> None:
        """Sort all entries by column: ``start[c]:start[c + 1]`` are those of column c."""
        for index, cols in enumerate(self._set_cols):
            self._cols.append(cols)
            self._rows.append(np.full(len(cols), self.count + index))
            self._coefs.append(np.ones(len(cols), dtype=np.int64))
        empty = np.zeros(0, dtype=np.int64)
        cols = np.concatenate([empty, *self._cols])
        order = np.argsort(cols, kind="stable")
        self.entry_row = np.concatenate([empty, *self._rows])[order]
        self.entry_coef = np.concatenate([empty, *self._coefs])[order]
        self.start = np.searchsorted(cols[order], np.arange(self.model.size + 1))
        self.width = self.count + len(self._set_cols)
        self.base = np.zeros(self.width, dtype=np.int64)
        on = self.chosen[cols[order]]
        np.add.at(self.base, self.entry_row[on], self.entry_coef[on])

    def broken(self, changes: Changes) -> Iterator[tuple[int, Bools]]:
        """Yield (number of the first change, which conditions each change breaks), block by block."""
        block = max(1, CELLS // max(1, self.width))
        low, high = np.array(self.low, dtype=np.int64), np.array(self.high, dtype=np.int64)
        when = np.array(self.when, dtype=np.int64)
        for first in range(0, changes.count, block):
            part = changes.part(first, min(changes.count, first + block))
            totals = self.base + self._delta(part.of_into, part.into, part.count)
            totals -= self._delta(part.of_out, part.out, part.count)
            counted = totals[:, : self.count]
            bad = (counted < low) | (counted > high)
            tied = np.flatnonzero(when >= 0)
            bad[:, tied] &= totals[:, self.count + when[tied]] > 0
            yield first, bad

    def _delta(self, of: Ints, cols: Ints, count: int) -> Ints:
        lengths = self.start[cols + 1] - self.start[cols]
        total = int(lengths.sum())
        first = np.repeat(self.start[cols] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        entries = first + np.arange(total)
        key = np.repeat(of, lengths) * self.width + self.entry_row[entries]
        summed = np.bincount(key, weights=self.entry_coef[entries], minlength=count * self.width)
        delta: Ints = np.rint(summed).astype(np.int64).reshape(count, self.width)
        return delta
