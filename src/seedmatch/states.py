"""Half-changed plans as columns of one table that grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seedmatch.conditions import Ints

ROWS = 9


class States:
    """Half-changed plans: the pattern they start with, what patterns fall short so far and with what is still to come.

    ``taken`` are people in new patterns or given up, ``out`` those whose host has a new pattern; ``hosts`` have a
    new pattern; ``step`` is the last of these in the log, ``item`` the set of patterns to go on with, and those on
    its shelf up to the step ``reach`` have been tried.
    """

    def __init__(self) -> None:
        self.size = 0
        self._lay(np.zeros((ROWS, 4096), dtype=np.int64))

    def _lay(self, table: Ints) -> None:
        self.table = table
        (
            self.start, self.cost, self.bound, self.taken, self.out, self.hosts, self.step, self.item, self.reach
        ) = table  # fmt: skip

    def add(self, count: int, columns: Sequence[Ints | int]) -> Ints:
        """Put so many states behind the others; return where they are."""
        first, self.size = self.size, self.size + count
        if self.size > self.table.shape[1]:
            table = np.empty((ROWS, 2 * self.size), dtype=np.int64)
            table[:, :first] = self.table[:, :first]
            self._lay(table)
        for row, column in zip(self.table, columns, strict=True):
            row[first : self.size] = column
        return np.arange(first, self.size)

    def keep(self, rows: Ints) -> Ints:
        """Forget all but these states; return where they are now."""
        self._lay(self.table.take(rows, axis=1))
        self.size = len(rows)
        return np.arange(self.size)
