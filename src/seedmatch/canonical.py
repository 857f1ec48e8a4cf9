"""The one plan among equally good ones that the tie weights like best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.feasible import keeps_all
from seedmatch.limits import Meter
from seedmatch.linear import Relaxation
from seedmatch.model import Bools
from seedmatch.proof import Priced, price_rows
from seedmatch.search import LEAST, Search, Split

MOST_NODES = 200


def canonical_in(
    relaxation: Relaxation, leaf: Sequence[Split], coefs: Ints, weights: Sequence[Ints]
) -> Bools | None:
    """Return the plan of a leaf that is best by ``coefs`` and then by the weights in turn.

    Leaves the relaxation as it was. None when prices do not describe the best plans of the leaf.
    """
    relaxation.seconds_left = float("inf")
    bounds = relaxation.low.copy(), relaxation.high.copy()
    rows = list(relaxation.rows.low), list(relaxation.rows.high)
    for split in leaf:
        relaxation.bound(*split)
    try:
        return _descend(relaxation, [coefs, *weights])
    finally:
        relaxation.bound(np.arange(len(bounds[0])), *bounds)
        count = np.arange(len(rows[0]))
        relaxation.limit(count, np.array(rows[0]), np.array(rows[1]))


def _descend(relaxation: Relaxation, aims: Sequence[Ints]) -> Bools | None:
    chosen: Bools | None = None
    model = relaxation.matrix.model
    for coefs in aims:
        if chosen is not None and relaxation.high[: model.size].sum() == chosen.sum():
            return chosen
        relaxation.aim(coefs)
        point = relaxation.solve()
        if point is None:
            return chosen
        whole: Bools = point[: model.size] > 0.5
        if np.abs(point[: model.size] - whole).max(initial=0.0) > 1e-5 or not keeps_all(model, whole):
            return _searched(relaxation, coefs) if chosen is not None else None
        value = int(coefs[whole].sum())
        limits = (relaxation.low, relaxation.high)
        priced = price_rows(relaxation.rows, coefs, limits, relaxation.prices(), value)
        if priced.total != value * priced.scale:
            return _searched(relaxation, coefs) if chosen is not None else whole
        chosen = whole
        _narrow(relaxation, priced, chosen)
    return chosen


def _searched(relaxation: Relaxation, coefs: Ints) -> Bools | None:
    return Search(relaxation, coefs, Meter.begin()).run(LEAST, MOST_NODES).chosen


def _narrow(relaxation: Relaxation, priced: Priced, chosen: Bools) -> None:
    """Leave only plans as good: columns and limits as the prices say (complementary slackness)."""
    rows = np.flatnonzero(priced.multipliers)
    upper = priced.multipliers[rows] > 0
    low = np.array([relaxation.rows.low[k] for k in rows], dtype=np.int64)
    high = np.array([relaxation.rows.high[k] for k in rows], dtype=np.int64)
    limit = np.where(upper, high, low)
    relaxation.limit(rows, limit, limit)
    reduced = priced.reduced[: len(chosen)]
    shut = np.flatnonzero((reduced < 0) & ~chosen)
    relaxation.bound(shut, np.zeros(len(shut)), np.zeros(len(shut)))
    needed = np.flatnonzero(reduced > 0)
    relaxation.bound(needed, np.ones(len(needed)), np.ones(len(needed)))
