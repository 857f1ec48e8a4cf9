"""Plans that must contain a given pair, searched in few columns at a time.

With the reduced values of one relaxation at hand, a plan that contains pair e and loses at most T more
than e's own reduced value uses only columns whose reduced value is at most T (reduced-cost fixing:
Dantzig, Fulkerson and Johnson, 1954). So a small problem is searched first, a larger one only if that
holds no plan.
"""

from __future__ import annotations

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.feasible import keeps_all
from seedmatch.limits import Meter
from seedmatch.linear import NoPlan, branch_and_bound_over
from seedmatch.matrix import NO_LIMIT, Matrix, Rows, compressed
from seedmatch.model import Bools, Model
from seedmatch.narrow import narrow
from seedmatch.proof import price_rows
from seedmatch.search import LEAST, Search
from seedmatch.sifting import relaxation_of

LEVELS = (1000, 2000, 4000, 10_000)
NODES = 400


class Forcing:
    """Finds a best plan with one more pair in it, again and again.

    ``columns`` names the columns of the matrix in a wider model; nothing here uses it.
    """

    def __init__(self, matrix: Matrix, columns: Ints) -> None:
        self.matrix, self.columns = matrix, columns
        self.model: Model = matrix.model
        relaxation = relaxation_of(matrix)
        relaxation.aim(self.model.value)
        relaxation.solve()
        target = int(np.floor(relaxation.value + 1e-4))
        limits = (relaxation.low, relaxation.high)
        priced = price_rows(relaxation.rows, self.model.value, limits, relaxation.prices(), target)
        self.rows = relaxation.rows
        self.top = priced.bound
        reduced = priced.reduced[: self.model.size]
        self.short: Ints = np.maximum(0, -reduced) // priced.scale
        self._entries()
        self._levels: dict[int, _Level] = {}

    def _entries(self) -> None:
        """Sort all entries of the rows by column."""
        start, cols, coefs = compressed(self.rows)
        row = np.repeat(np.arange(len(self.rows)), np.diff(start))
        order = np.argsort(cols, kind="stable")
        self.entry_row, self.entry_coef = row[order], coefs[order]
        self.entry_start = np.searchsorted(cols[order], np.arange(self.matrix.width + 1))

    def best(self, col: int, known: int | None, most: int) -> Bools | None:
        """Return a best plan with this column that is worth more than ``known``; None if there is none.

        ``most`` is what such a plan is worth at most, as far as known.
        """
        own = self.top - int(self.short[col])
        for level in LEVELS:
            least = own - level
            if least > most:
                continue
            enough = known is not None and known >= least
            found, complete = self._search(col, level, known + 1 if known is not None and enough else least)
            if not complete:
                return self._at_length(col)
            if enough or found is not None:
                return found
        found, complete = self._search(col, NO_LIMIT, LEAST if known is None else known + 1)
        return found if complete else self._at_length(col)

    def _search(self, col: int, level: int, least: int) -> tuple[Bools | None, bool]:
        """Return (best plan worth at least ``least`` in the columns of a level, whether it is sure)."""
        if level not in self._levels:
            self._levels[level] = _Level(self, np.flatnonzero(self.short <= level))
        return self._levels[level].best(col, least)

    def entries(self, col: int) -> tuple[Ints, Ints]:
        """Return the rows of a column and its coefficients there."""
        part = slice(self.entry_start[col], self.entry_start[col + 1])
        return self.entry_row[part], self.entry_coef[part]

    def used_with(self, col: int) -> Ints:
        """Return the used-columns (counted from 0) that this pair makes 1."""
        keys = (self.rows.keys[row] for row in self.entries(col)[0])
        found = {self.matrix.used[key[1]] - self.model.size for key in keys if key[0] == "used:"}
        return np.array(sorted(found), dtype=np.int64)

    def _at_length(self, col: int) -> Bools | None:
        rows = Rows(*(list(part) for part in vars(self.matrix.rows).values()))
        rows.add(("forced:", str(col), ""), np.array([col]), np.ones(1, dtype=np.int64), 1, None)
        cost = np.zeros(self.matrix.width)
        cost[: self.model.size] = self.model.value
        try:
            return branch_and_bound_over(rows, self.matrix.width, self.model.size, cost, Meter.begin()).point
        except NoPlan:
            return None


class _Level:
    """The problem in few columns. The forced pair is not a column of it: it shifts the limits of its rows."""

    def __init__(self, forcing: Forcing, cols: Ints) -> None:
        self.forcing, self.part = forcing, narrow(forcing.matrix, forcing.rows, cols)
        self.model = self.part.matrix.model
        self.relaxation = relaxation_of(self.part.matrix)
        self.relaxation.aim(self.model.value)
        self.search = Search(self.relaxation, self.model.value, Meter.begin())

    def best(self, col: int, least: int) -> tuple[Bools | None, bool]:
        """Return (best plan with the column worth at least ``least``, whether the search was complete)."""
        forcing = self.forcing
        rows, coefs = forcing.entries(col)
        rows = self.part.row_at[rows]
        rows, coefs = rows[rows >= 0], coefs[rows >= 0]
        low = np.array([self.relaxation.rows.low[k] for k in rows], dtype=np.int64)
        high = np.array([self.relaxation.rows.high[k] for k in rows], dtype=np.int64)
        shifted = np.where(low == -NO_LIMIT, low, low - coefs), np.where(high == NO_LIMIT, high, high - coefs)
        self.relaxation.limit(rows, *shifted)
        used = self.part.used_at[forcing.used_with(col)]
        self.relaxation.bound(used, np.ones(len(used)), np.ones(len(used)))
        self.search.keeps = lambda chosen: keeps_all(forcing.model, self._whole(col, chosen))
        value = int(forcing.model.value[col])
        found = self.search.run(max(LEAST, least - value), NODES, ties=False)
        self.relaxation.limit(rows, low, high)
        self.relaxation.bound(used, np.zeros(len(used)), np.ones(len(used)))
        chosen = None if found.chosen is None else self._whole(col, found.chosen)
        return chosen, found.stopped_by == "proven"

    def _whole(self, col: int, chosen: Bools) -> Bools:
        whole = self.part.whole(chosen)
        whole[col] = True
        return whole
