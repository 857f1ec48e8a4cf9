"""Half-changed plans as columns of one table."""

from __future__ import annotations

import numpy as np

from seedmatch.conditions import Ints

ROWS = 9


class States:
    """Half-changed plans: the forced column, what patterns fall short so far and with what is still to come.

    ``taken`` are people in new patterns or given up, ``out`` those whose host has a new pattern; ``hosts`` have a
    new pattern; ``step`` is the last of these in the log, ``item`` the set of patterns to go on with, and those that
    fall short of up to ``reach`` have been tried. All are views of the table.
    """

    def __init__(self, table: Ints) -> None:
        self.table = table
        (
            self.col, self.cost, self.bound, self.taken, self.out, self.hosts, self.step, self.item, self.reach
        ) = table  # fmt: skip

    def __len__(self) -> int:
        return int(self.table.shape[1])

    def at(self, rows: Ints) -> States:
        """Return a copy of some of the states."""
        return States(self.table.take(rows, axis=1))

    def onward(self, item: Ints) -> States:
        """Let the states go on with other sets of patterns; return them."""
        self.item[:], self.reach[:] = item, -1
        return self


def joined(parts: list[States]) -> States:
    """Put states one after the other."""
    tables = [np.zeros((ROWS, 0), dtype=np.int64), *(part.table for part in parts)]
    return States(np.concatenate(tables, axis=1))
