"""A relaxation over very many columns whose solver holds only those that may count (Bixby and others, 1992).

Of a hundred thousand pairs a few thousand decide. The solver begins with the best pairs of every person and of every
post; the prices that it finds are held against all other columns, and those worth more than their prices come in,
until there are none. The point is then optimal over all columns, and so are its prices.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.linear import Basis, Floats, Relaxation, loaded
from seedmatch.matrix import Matrix, Rows, compressed
from seedmatch.model import Bools

FROM = 5000
DENSE = 100  # pairs of a person; where they are fewer, most of them count
EACH = 8
WIDER = 8
MOST_AT_ONCE = 4000
WORTH_MORE = 1e-6


def relaxation_of(matrix: Matrix) -> Relaxation:
    """Return the relaxation of a matrix; where pairs are many for each person, one that holds few of them."""
    model = matrix.model
    return Relaxation(matrix) if model.size < max(FROM, DENSE * len(model.people)) else Sifted(matrix)


class Sifted(Relaxation):
    """As ``Relaxation``; ``here`` are the columns that the solver holds, in its order, ``at`` their places there."""

    def __init__(self, matrix: Matrix) -> None:
        self.here = np.zeros(0, dtype=np.int64)
        self.at = np.full(matrix.width, -1)
        self.cost = np.zeros(matrix.width)
        self.each = 0
        super().__init__(matrix)
        self._flatten()

    def load(self, rows: Rows) -> Any:
        """Load the rows without any column."""
        none = [np.zeros(0, dtype=np.int64)] * len(rows)
        return loaded(0, Rows(rows.keys, rows.low, rows.high, none, none), integer=False)

    def aim(self, coefs: Ints) -> None:
        """Set what is maximised (pair columns; used-columns count nothing)."""
        self.cost[: len(coefs)] = -coefs
        self.solver.changeColsCost(len(self.here), _numbers(len(self.here)), self.cost[self.here])

    def bound(self, cols: Ints, low: Floats, high: Floats) -> None:
        """Set the bounds of some columns; one that must be above 0 comes in."""
        self.low[cols], self.high[cols] = low, high
        self._bring(cols[(self.at[cols] < 0) & (low > 0)])
        inside = cols[self.at[cols] >= 0]
        self.solver.changeColsBounds(
            len(inside), self.at[inside].astype(np.int32), self.low[inside], self.high[inside]
        )

    def add(self, rows: Rows) -> None:
        """Add rows for good."""
        super().add(rows)
        self._flatten()

    def inside(self, cols: Ints, coefs: Ints) -> tuple[Ints, Ints]:
        """Return the entries of a row that the solver has columns for, by their places."""
        there = self.at[cols]
        return there[there >= 0], coefs[there >= 0]

    def point(self) -> Floats:
        """Return the last solution, one value per column."""
        found = np.zeros(self.matrix.width)
        found[self.here] = super().point()
        return found

    def held(self) -> Ints:
        """Return the columns that the solver holds, in its order."""
        return self.here

    def begin_at(self, basis: Basis) -> None:
        """Begin where another relaxation ended, with the columns that it held."""
        self.each = EACH
        self._bring(basis.here)
        super().begin_at(basis)
        self._bring(np.flatnonzero(self.matrix.model.kept & (self.at[: self.matrix.model.size] < 0)))

    def _flatten(self) -> None:
        """Lay all rows out flat, to hold their prices against all columns at once."""
        start, self._cols, self._coefs = compressed(self.rows)
        self._row = np.repeat(np.arange(len(self.rows)), np.diff(start))

    def _run(self) -> bool:
        if not self.each:
            self._widen()
        while True:
            if not super()._run():
                if not self._widen():
                    return False
                continue
            more = self._worth_more()
            if not len(more):
                return True
            self._bring(more)

    def _worth_more(self) -> Ints:
        """Return the columns outside that are worth more than the prices of their rows, the best of them if many."""
        each = np.array(self.solver.getSolution().row_dual, dtype=float)
        priced = np.bincount(self._cols, weights=each[self._row] * self._coefs, minlength=self.matrix.width)
        short = self.cost - priced
        short[(self.at >= 0) | (self.high <= 0)] = 0
        more = np.flatnonzero(short < -WORTH_MORE)
        return (
            more
            if len(more) <= MOST_AT_ONCE
            else more[np.argpartition(short[more], MOST_AT_ONCE)[:MOST_AT_ONCE]]
        )

    def _widen(self) -> bool:
        """Bring in more of the best pairs of each person and post; false if all are in."""
        model, outside = self.matrix.model, self.at < 0
        if not outside.any():
            return False
        self.each = self.each * WIDER or EACH
        outside[: model.size] &= model.kept | self._best(model.person) | self._best(model.post)
        self._bring(np.flatnonzero(outside))
        return True

    def _best(self, of: Ints) -> Bools:
        """Mask of the best columns of each person or post."""
        order = np.lexsort((self.cost[: len(of)], of))
        sorted_of = of[order]
        rank = np.arange(len(of)) - np.searchsorted(sorted_of, sorted_of)
        found: Bools = np.zeros(len(of), dtype=bool)
        found[order[rank < self.each]] = True
        return found

    def _bring(self, cols: Ints) -> None:
        """Give the solver columns, with all their entries."""
        if not len(cols):
            return
        at = np.full(self.matrix.width, -1)
        at[cols] = np.arange(len(cols))
        mine = np.flatnonzero(at[self._cols] >= 0)
        mine = mine[np.argsort(at[self._cols[mine]], kind="stable")]
        count = np.bincount(at[self._cols[mine]], minlength=len(cols))
        begin = np.concatenate([[0], np.cumsum(count)[:-1]])
        self.solver.addCols(
            len(cols), self.cost[cols], self.low[cols], self.high[cols], len(mine), begin.astype(np.int32),
            self._row[mine].astype(np.int32), self._coefs[mine].astype(float),
        )  # fmt: skip
        self.at[cols] = len(self.here) + np.arange(len(cols))
        self.here = np.concatenate([self.here, cols])


def _numbers(count: int) -> Any:
    return np.arange(count, dtype=np.int32)
