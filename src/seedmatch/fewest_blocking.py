"""Under rules a stable plan need not exist: keep all rules with the fewest blocking pairs.

Integer program after Roth, Rothblum and Vande Vate (1993), with a column per pair that counts
whether it blocks (as in Manlove, "Algorithmics of Matching Under Preferences", 2013, section 5).
"""

from __future__ import annotations

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.errors import Stopped
from seedmatch.feasible import keeps_all
from seedmatch.limits import Meter
from seedmatch.linear import Floats, branch_and_bound_over
from seedmatch.matrix import Matrix, Rows
from seedmatch.model import Bools, Model

MANY = 20_000  # open pairs from which on a plan without blocking pairs is taken as it is


def fewest_blocking(
    matrix: Matrix, meter: Meter, start: Bools | None = None, calm: Bools | None = None
) -> tuple[Bools, float, str]:
    """Return (plan, bound on the number of blocking pairs, why the search ended).

    Among plans with the fewest blocking pairs: most people placed, then greatest fit. ``calm`` is a plan without any,
    if one is known; where pairs are very many it is taken as it is. A limit that comes before any plan leaves ``start``. Raises ``NoPlan`` if the rules contradict
    each other, ``Stopped`` if there is no start either.
    """
    if calm is not None and matrix.model.size > MANY:
        return calm, 0, "proven"
    if calm is not None:
        return _without_blocking(matrix, meter, calm)
    model = matrix.model
    rows, width = _rows(matrix, counted=True)
    blocks = np.zeros(width)
    blocks[matrix.width : matrix.width + model.size] = 1
    first = branch_and_bound_over(rows, width, model.size, -blocks, meter)
    if first.point is None or not keeps_all(model, first.point):
        if start is None:
            raise Stopped("The limit was reached before any plan was found; allow more work or time.")
        return start, -first.bound, first.stopped_by
    if first.stopped_by != "proven":
        return first.point, -first.bound, first.stopped_by
    fewest = round(-first.bound)
    cols = np.arange(matrix.width, matrix.width + model.size)
    rows.add(("stage:", "blocking", ""), cols, np.ones(model.size, dtype=np.int64), None, fewest)
    second = branch_and_bound_over(rows, width, model.size, _worth(model, width), meter)
    better = second.point is not None and keeps_all(model, second.point)
    return (second.point if better and second.point is not None else first.point), fewest, second.stopped_by


def _without_blocking(matrix: Matrix, meter: Meter, calm: Bools) -> tuple[Bools, float, str]:
    """Return the best plan without blocking pairs; that there are none needs no search."""
    model = matrix.model
    rows, width = _rows(matrix, counted=False)
    found = branch_and_bound_over(rows, width, model.size, _worth(model, width), meter, presolve=False)
    better = found.point is not None and keeps_all(model, found.point)
    return (found.point if better and found.point is not None else calm), 0, found.stopped_by


def _rows(matrix: Matrix, *, counted: bool) -> tuple[Rows, int]:
    """Return all rows and the number of columns; where it is not counted whether a pair blocks, none may."""
    model = matrix.model
    rows = Rows(*(list(part) for part in vars(matrix.rows).values()))
    width = matrix.width + model.size * counted
    for col in range(model.size):
        width = _blocking_rows(
            model, rows, col, np.arange(matrix.width + col, matrix.width + col + counted), width
        )
    return rows, width


def _worth(model: Model, width: int) -> Floats:
    """One placement more before any sum of fits, in numbers as small as possible."""
    most = np.zeros(len(model.people))
    np.maximum.at(most, model.person, model.gain.astype(float))
    worth = np.zeros(width)
    worth[: model.size] = model.gain + (most.sum() + 1)
    return worth


def _blocking_rows(model: Model, rows: Rows, col: int, blocks: Ints, width: int) -> int:
    """The pair is liked no better, or its post (or its host) is full of others as good, or it blocks if it may.

    Returns the number of columns: 'full' takes one of its own unless there is a single seat.
    """
    person, post, host = model.person[col], model.post[col], model.host[col]
    mine = np.arange(model.start[person], model.start[person + 1])
    cols = [mine[model.liking[mine] >= model.liking[col]], blocks]
    others = (model.person != person) & ((model.priority >= model.priority[col]) | model.must[model.person])
    full = [(int(model.post_high[post]), model.post == post)]
    if model.host_bound[host]:
        full.append((int(model.host_high[host]), model.host == host))
    for seats, there in full:
        rivals: Ints = np.flatnonzero(others & there)
        if seats == 1 and len(full) == 1:
            cols.append(rivals)
        elif len(rivals) >= seats:
            coefs = np.append(np.ones(len(rivals), dtype=np.int64), -seats)
            rows.add(("full", str(width), ""), np.append(rivals, width), coefs, 0, None)
            cols.append(np.array([width]))
            width += 1
    row = np.concatenate(cols)
    rows.add(("blocks", str(col), ""), row, np.ones(len(row), dtype=np.int64), 1, None)
    return width
