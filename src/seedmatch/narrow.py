"""A model in few of its columns: those that a plan worth looking for can use.

With the whole-number prices of a relaxation at hand, a pair whose reduced value falls short by more than a plan may
lose is in no such plan (reduced-cost fixing: Dantzig, Fulkerson and Johnson, 1954).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from seedmatch.conditions import Condition, Ints
from seedmatch.matrix import Matrix, Rows
from seedmatch.model import Bools, Model
from seedmatch.proof import Priced
from seedmatch.search import Split

PER_COLUMN = ("person", "post", "gain", "kept", "rank", "liking", "priority")


def worth_at_least(priced: Priced, pairs: int, least: int) -> Ints:
    """Return the pair columns that a plan worth at least so much can use."""
    reduced = np.minimum(priced.reduced[:pairs], 0)
    return np.flatnonzero(priced.total + reduced >= least * priced.scale).astype(np.int64)


@dataclass(frozen=True)
class Narrow:
    """A matrix over the columns ``cols`` of a wider one, with all its used-columns after them.

    ``row_at`` says where each row went (-1: it cannot bind there). Its model has no conditions of its own: what is
    found must be held against the wide one.
    """

    wide: Matrix
    matrix: Matrix
    cols: Ints
    row_at: Ints

    @property
    def used_at(self) -> Ints:
        """Places of the used-columns."""
        return len(self.cols) + np.arange(len(self.wide.used))

    def whole(self, chosen: Bools) -> Bools:
        """Return chosen columns as columns of the wide matrix."""
        found: Bools = np.zeros(self.wide.model.size, dtype=bool)
        found[self.cols[chosen]] = True
        return found

    def narrowed(self, split: Split) -> Split:
        """Return bounds of columns of the wide matrix as bounds of those columns that are here."""
        place = np.full(self.wide.width, -1)
        place[self.cols] = np.arange(len(self.cols))
        place[self.wide.model.size :] = self.used_at
        at = place[split[0]]
        return at[at >= 0], split[1][at >= 0], split[2][at >= 0]

    def widened(self, split: Split) -> Split:
        """Return bounds of columns as bounds of columns of the wide matrix."""
        every = np.append(self.cols, self.wide.model.size + np.arange(len(self.wide.used)))
        return every[split[0]], split[1], split[2]


def narrow(matrix: Matrix, rows: Rows, cols: Ints) -> Narrow:
    """Return the matrix with the given rows in the given pair columns."""
    size = matrix.model.size
    place = np.full(matrix.width, -1)
    place[cols] = np.arange(len(cols))
    place[size:] = len(cols) + np.arange(len(matrix.used))
    kept, row_at = narrowed(rows, place)
    used = {key: int(place[col]) for key, col in matrix.used.items()}
    when = {key: inside(place, members) for key, members in matrix.when.items()}
    model = part_of(matrix.model, cols)
    return Narrow(matrix, Matrix(model, kept, used, when, matrix.tied), cols, row_at)


def part_of(model: Model, cols: Ints, conditions: tuple[Condition, ...] = ()) -> Model:
    """Return the model over some of its columns, with the given conditions on these."""
    return replace(model, **{name: getattr(model, name)[cols] for name in PER_COLUMN}, conditions=conditions)


def inside(place: Ints, cols: Ints) -> Ints:
    """Return the places of the columns that have one."""
    there = place[cols]
    return there[there >= 0]


def narrowed(rows: Rows, place: Ints) -> tuple[Rows, Ints]:
    """Return the rows over the columns that have a place, and where each row went (-1: it cannot bind).

    A row cannot bind if even one entry more than it has left keeps it.
    """
    found = Rows()
    row_at = np.full(len(rows), -1)
    for index, (key, cols, coefs, low, high) in enumerate(
        zip(rows.keys, rows.cols, rows.coefs, rows.low, rows.high, strict=True)
    ):
        there = place[cols]
        here = there >= 0
        most = int(np.maximum(coefs[here], 0).sum() + np.maximum(coefs, 0).max(initial=0))
        least = int(np.minimum(coefs[here], 0).sum() + np.minimum(coefs, 0).min(initial=0))
        if least >= low and most <= high:
            continue
        row_at[index] = len(found)
        found.add(key, there[here], coefs[here], None, None)
        found.low[-1], found.high[-1] = low, high
    return found, row_at
