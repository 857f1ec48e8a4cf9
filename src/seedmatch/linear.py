"""HiGHS behind a small door: a linear model that stays loaded and is solved again after changes.

Huangfu and Hall, "Parallelizing the dual revised simplex method", 2018. One thread and a fixed
seed, so that the same calls give the same answers.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Ints
from seedmatch.limits import Meter
from seedmatch.matrix import NO_LIMIT, Key, Matrix, Rows, compressed, lifted, link_rows

Floats = NDArray[np.float64]
_STATUS = highspy.HighsModelStatus


class NoPlan(Exception):
    """The rows of the model contradict each other."""


class OutOfTime(Exception):
    """The clock stopped a linear program before its end."""


def _new_solver() -> Any:
    """Return a fresh solver; the binding's own annotations are incomplete."""
    _start_quietly()
    factory: Any = highspy.Highs
    return factory()


@cache
def _start_quietly() -> None:
    """Make HiGHS print its banner, which it does once per process, to nowhere instead of standard output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
        if os.name != "nt":
            ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def loaded(width: int, rows: Rows, *, integer: bool) -> Any:
    """Load all columns (0 to 1) and rows into a fresh solver; objective 0."""
    start, cols, coefs = compressed(rows)
    low, high = row_limits(rows)
    solver = _new_solver()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("parallel", "off")):
        solver.setOptionValue(option, value)
    solver.passModel(
        width, len(rows), len(cols), 2, 1, 0.0,
        np.zeros(width), np.zeros(width), np.ones(width), low, high,
        start.astype(np.int32), cols.astype(np.int32), coefs.astype(float),
        np.full(width, int(integer), dtype=np.int32),
    )  # fmt: skip
    return solver


def row_limits(rows: Rows) -> tuple[Floats, Floats]:
    """Return the limits of the rows with infinities."""
    low = np.array([-np.inf if value == -NO_LIMIT else value for value in rows.low], dtype=float)
    high = np.array([np.inf if value == NO_LIMIT else value for value in rows.high], dtype=float)
    return low, high


@dataclass(frozen=True)
class Basis:
    """Where a relaxation stood: its rows then, and the status of every row and of the columns that it held."""

    rows: Rows
    columns: Any
    row_of: dict[Key, Any]
    here: Ints


class Relaxation:
    """The linear relaxation, kept hot: costs, bounds and rows change, the basis stays.

    Always maximises. Rows that link people to used-columns are added when a solution breaks them.
    """

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.rows = Rows(*(list(part) for part in vars(matrix.rows).values()))
        self.low = np.zeros(matrix.width)
        self.high = np.ones(matrix.width)
        self.solver = self.load(self.rows)
        self.seconds_left = float("inf")
        self._all = np.arange(matrix.width, dtype=np.int32)

    def load(self, rows: Rows) -> Any:
        """Return a solver that holds the rows."""
        return loaded(self.matrix.width, rows, integer=False)

    def held(self) -> Ints:
        """Return the columns that the solver holds, in its order."""
        return np.arange(self.matrix.width)

    def inside(self, cols: Ints, coefs: Ints) -> tuple[Ints, Ints]:
        """Return the entries of a row as the solver knows its columns."""
        return cols, coefs

    def aim(self, coefs: Ints) -> None:
        """Set what is maximised (pair columns; used-columns count nothing)."""
        cost = np.zeros(self.matrix.width)
        cost[: len(coefs)] = -coefs
        self.solver.changeColsCost(len(cost), self._all, cost)

    def bound(self, cols: Ints, low: Floats, high: Floats) -> None:
        """Set the bounds of some columns."""
        self.low[cols], self.high[cols] = low, high
        self.solver.changeColsBounds(len(cols), cols.astype(np.int32), low, high)

    def bounds(self, cols: Ints) -> tuple[Floats, Floats]:
        """Return a copy of the bounds of some columns."""
        return self.low[cols], self.high[cols]

    def add(self, rows: Rows) -> None:
        """Add rows for good."""
        here = [self.inside(*entries) for entries in zip(rows.cols, rows.coefs, strict=True)]
        held = Rows(rows.keys, rows.low, rows.high, [cols for cols, _ in here], [coefs for _, coefs in here])
        start, cols, coefs = compressed(held)
        low, high = row_limits(held)
        self.solver.addRows(
            len(rows),
            low,
            high,
            len(cols),
            start[:-1].astype(np.int32),
            cols.astype(np.int32),
            coefs.astype(float),
        )
        for key, row, coef, least, most in zip(
            rows.keys, rows.cols, rows.coefs, rows.low, rows.high, strict=True
        ):
            self.rows.keys.append(key)
            self.rows.cols.append(row)
            self.rows.coefs.append(coef)
            self.rows.low.append(least)
            self.rows.high.append(most)

    def basis(self) -> Basis:
        """Return where the last solve ended, for a relaxation over the same columns to begin there."""
        basis = self.solver.getBasis()
        rows = Rows(*(list(part) for part in vars(self.rows).values()))
        statuses = dict(zip(rows.keys, basis.row_status, strict=True))
        return Basis(rows, basis.col_status, statuses, self.held())

    def begin_at(self, basis: Basis) -> None:
        """Begin where another relaxation ended; rows that it had separated are taken over.

        It only saves work: what is optimal stays optimal.
        """
        known, others = set(self.rows.keys), Rows()
        for k, key in enumerate(basis.rows.keys):
            if key not in known and key[0].startswith("used"):
                others.add(key, basis.rows.cols[k], basis.rows.coefs[k], None, basis.rows.high[k])
        if len(others):
            self.add(others)
        start = highspy.HighsBasis()
        start.col_status = basis.columns
        start.row_status = [basis.row_of.get(key, highspy.HighsBasisStatus.kBasic) for key in self.rows.keys]
        start.valid = True
        self.solver.setBasis(start)

    def limit(self, rows: Ints, low: Ints, high: Ints) -> None:
        """Set the limits of some rows (finite ones only)."""
        for k, least, most in zip(rows, low, high, strict=True):
            self.rows.low[k], self.rows.high[k] = int(least), int(most)
        chosen = Rows(low=[self.rows.low[k] for k in rows], high=[self.rows.high[k] for k in rows])
        self.solver.changeRowsBounds(len(rows), rows.astype(np.int32), *row_limits(chosen))

    def solve(self) -> Floats | None:
        """Return an optimal point of the relaxation, or None if there is no point at all."""
        while True:
            if not self._run():
                return None
            point = self.point()
            if self.matrix.when:
                point = np.minimum(lifted(self.matrix, self.rows, point), self.high)
            broken = link_rows(self.matrix, point)
            if not len(broken):
                return point
            self.add(broken)

    def point(self) -> Floats:
        """Return the last solution, one value per column."""
        return np.array(self.solver.getSolution().col_value, dtype=float)

    def _run(self) -> bool:
        """Run the solver; a basis that has become numerically unsound is dropped once."""
        for _ in range(2):
            if self.seconds_left < float("inf"):
                self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.seconds_left)
            self.solver.run()
            status = self.solver.getModelStatus()
            if status in (_STATUS.kOptimal, _STATUS.kModelEmpty):
                return True
            if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
                return False
            if status == _STATUS.kTimeLimit:
                raise OutOfTime
            self.solver.clearSolver()
        raise RuntimeError(f"HiGHS stopped with {self.solver.modelStatusToString(status)}")

    def at_fault(self) -> NDArray[np.bool_] | None:
        """Return which rows contradict each other; None if there is a point, or no prices to show it."""
        if self.solve() is not None:
            return None
        _, exists, ray = self.solver.getDualRay()
        fault: NDArray[np.bool_] = np.abs(np.array(ray, dtype=float)) > 1e-9
        return fault if exists and fault.any() else None

    @property
    def value(self) -> float:
        """Objective of the last solution."""
        return -float(self.solver.getObjectiveValue())

    def prices(self) -> Floats:
        """Return the dual price of every row in the last solution (positive: the upper limit binds)."""
        return -np.array(self.solver.getSolution().row_dual, dtype=float)


@dataclass(frozen=True)
class Found:
    """What a search found: the best point (or None), a bound on all points, and why it ended."""

    point: NDArray[np.bool_] | None
    bound: float
    stopped_by: str


def branch_and_bound(matrix: Matrix, rows: Rows, coefs: Ints, meter: Meter) -> Found:
    """Maximise whole-number ``coefs`` of the pair columns over the 0/1 points of the rows."""
    cost = np.zeros(matrix.width)
    cost[: len(coefs)] = coefs
    return branch_and_bound_over(rows, matrix.width, matrix.model.size, cost, meter)


def branch_and_bound_over(
    rows: Rows, width: int, pairs: int, cost: Floats, meter: Meter, *, presolve: bool = True
) -> Found:
    """Maximise ``cost`` over the 0/1 points of the rows by branch and bound (HiGHS).

    The cost is made of whole numbers, so a gap below one is a proof. The point found holds the
    first ``pairs`` columns. Raises ``NoPlan`` if there is none.
    """
    solver = loaded(width, rows, integer=True)
    solver.changeColsCost(width, np.arange(width, dtype=np.int32), -cost)
    for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("time_limit", meter.seconds_left)):
        solver.setOptionValue(option, value)
    solver.setOptionValue("presolve", "choose" if presolve else "off")
    if meter.nodes_left is not None:
        solver.setOptionValue("mip_max_nodes", meter.nodes_left)
    solver.run()
    status = solver.getModelStatus()
    if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
        raise NoPlan
    info = solver.getInfo()
    meter.nodes += max(1, int(info.mip_node_count))
    point = None
    if info.primal_solution_status == 2:
        point = np.array(solver.getSolution().col_value, dtype=float)[:pairs] > 0.5
    stopped_by = {_STATUS.kOptimal: "proven", _STATUS.kModelEmpty: "proven", _STATUS.kTimeLimit: "clock"}
    return Found(point, -float(info.mip_dual_bound), stopped_by.get(status, "work"))
