"""Branch and bound over a hot linear relaxation (Land and Doig, 1960), for problems of office size.

A branch is 'this person only at this host' or 'not there', one pair yes or no, or one host or group
used or not, so that a node is nothing but bounds of columns. Plans as good as the best are not cut off:
every leaf that reaches the best value is kept, so that ties can be settled among all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.feasible import keeps_all
from seedmatch.limits import Meter
from seedmatch.linear import Floats, OutOfTime, Relaxation
from seedmatch.model import Bools

TINY = 1e-6
ROUNDING = 1e-4
LEAST = -(2**62)
MOST_LEAVES = 40

Split = tuple[Ints, Floats, Floats]


@dataclass
class Best:
    """The best plan found, its value, why the search ended, and how many nodes it took.

    ``stopped_by`` is ``proven``, ``work`` or ``clock`` (limits of the meter), ``size`` (more nodes or
    ties than this search is good for) or ``enough`` (any plan was asked for). ``leaves`` are the bounds of all leaves of that value.
    """

    chosen: Bools | None = None
    value: int = LEAST
    stopped_by: str = "proven"
    nodes: int = 0
    leaves: list[tuple[Split, ...]] = field(default_factory=list)


class Search:
    """Maximises whole-number coefficients over the plans of a relaxation, depth first."""

    def __init__(self, relaxation: Relaxation, coefs: Ints, meter: Meter) -> None:
        self.relaxation = relaxation
        self.model = relaxation.matrix.model
        self.coefs = coefs
        self.meter = meter
        self.any_plan = False
        self.ties = True
        self.keeps: Callable[[Bools], bool] = partial(keeps_all, self.model)
        self.first = np.zeros((len(self.model.people), 1))
        self.first[list(relaxation.matrix.tied)] = 1.0

    def run(self, least: int, most_nodes: int, *, any_plan: bool = False, ties: bool = True) -> Best:
        """Look for the best plan worth at least ``least``, in at most ``most_nodes`` nodes.

        With ``any_plan`` the first plan will do; without ``ties`` plans as good as the best found are
        not looked for. Expects the relaxation to aim at the coefficients; leaves its bounds as they were.
        """
        best = Best(value=least)
        self.any_plan = any_plan
        self.ties = ties
        self._descend(best, most_nodes, ())
        return best

    def _descend(self, best: Best, most_nodes: int, path: tuple[Split, ...]) -> None:
        if best.stopped_by != "proven" or self._stop(best, most_nodes):
            return
        best.nodes += 1
        self.meter.nodes += 1
        self.relaxation.seconds_left = self.meter.seconds_left
        try:
            point = self.relaxation.solve()
        except OutOfTime:
            best.stopped_by = "clock"
            return
        if point is None or self.relaxation.value < self._least_worth(best) - ROUNDING:
            return
        chosen: Bools = point[: self.model.size] > 0.5
        splits = self.split(point, chosen)
        if splits is None:
            self._leaf(best, chosen, path)
            return
        for split in splits:
            before = self.relaxation.bounds(split[0])
            self.relaxation.bound(*split)
            self._descend(best, most_nodes, (*path, split))
            self.relaxation.bound(split[0], *before)

    def _least_worth(self, best: Best) -> int:
        """What a node must promise to be looked into."""
        return best.value if self.ties or best.chosen is None else best.value + 1

    def _leaf(self, best: Best, chosen: Bools, path: tuple[Split, ...]) -> None:
        worth = int(self.coefs[chosen].sum())
        if not self.keeps(chosen) or worth < best.value:
            return
        if worth > best.value or best.chosen is None:
            best.chosen, best.value, best.leaves = chosen, worth, []
        best.leaves.append(path)
        if self.any_plan:
            best.stopped_by = "enough"

    def _stop(self, best: Best, most_nodes: int) -> bool:
        if self.meter.seconds_left <= 0:
            best.stopped_by = "clock"
        elif self.meter.nodes_left == 0:
            best.stopped_by = "work"
        elif best.nodes >= most_nodes or len(best.leaves) > MOST_LEAVES:
            best.stopped_by = "size"
        return best.stopped_by != "proven"

    def split(self, point: Floats, chosen: Bools) -> list[Split] | None:
        """Return two sets of bounds that part all plans and cut off the point; None if it is whole."""
        used = point[self.model.size :]
        loose = np.abs(used - np.rint(used))
        if len(loose) and loose.max() > TINY:
            return _yes_or_no(self.model.size + int(np.argmax(loose)))[::-1]
        pairs = point[: self.model.size]
        loose = np.abs(pairs - chosen)
        if loose.max(initial=0.0) <= TINY:
            return None
        return self._torn(pairs) or _yes_or_no(int(np.argmax(loose)))

    def _torn(self, pairs: Floats) -> list[Split] | None:
        """Split by host where a person is torn between hosts, people tied to others first."""
        model, hosts = self.model, len(self.model.hosts)
        cols = np.flatnonzero(pairs > TINY)
        there = np.bincount(
            model.person[cols] * hosts + model.host[cols],
            weights=pairs[cols],
            minlength=len(model.people) * hosts,
        ).reshape(len(model.people), hosts)
        torn = np.minimum(there, there.sum(axis=1, keepdims=True) - there)
        torn += self.first * (torn > TINY)
        if torn.max() <= TINY:
            return None
        person, host = divmod(int(np.argmax(torn)), hosts)
        mine = np.arange(model.start[person], model.start[person + 1])
        inside = model.host[mine] == host
        return [
            (half, self.relaxation.low[half], np.zeros(len(half))) for half in (mine[~inside], mine[inside])
        ]


def _yes_or_no(column: int) -> list[Split]:
    col = np.array([column])
    return [(col, np.ones(1), np.ones(1)), (col, np.zeros(1), np.zeros(1))]
