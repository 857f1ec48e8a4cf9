"""A quick plan without proof: what a clerk would do going down the list of best fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from seedmatch.conditions import Condition
from seedmatch.counters import Counters
from seedmatch.feasible import keeps_all
from seedmatch.model import Bools, Model


def greedy(model: Model) -> Bools | None:
    """Return a plan taken greedily by fit (locked people first), or None if the rules refuse it."""
    order = np.lexsort((-model.gain, ~model.must[model.person]))
    chosen = np.zeros(model.size, dtype=bool)
    placed = [False] * len(model.people)
    post_left, host_left = model.post_high.tolist(), model.host_high.tolist()
    limits = [row for row in model.conditions if row.high is not None]
    left = [int(row.high or 0) for row in limits]
    touched = _limits_of(limits, model.size)
    missing = len(model.people)
    for col, person, post, host in zip(
        order.tolist(),
        model.person[order].tolist(),
        model.post[order].tolist(),
        model.host[order].tolist(),
        strict=True,
    ):
        free = not placed[person] and post_left[post] > 0 and host_left[host] > 0
        mine = touched(col) if free else []
        if free and all(left[index] >= coef for index, coef in mine):
            chosen[col] = placed[person] = True
            post_left[post] -= 1
            host_left[host] -= 1
            for index, coef in mine:
                left[index] -= coef
            missing -= 1
            if not missing:
                break
    return chosen if keeps_all(model, chosen) else None


def _limits_of(limits: Sequence[Condition], size: int) -> Callable[[int], list[tuple[int, int]]]:
    """Return what tells of a column which upper limits it counts for, and how much."""
    counters = Counters(limits, size)
    start, row, coef = counters.start.tolist(), counters.row, counters.coef

    def of(col: int) -> list[tuple[int, int]]:
        mine = slice(start[col], start[col + 1])
        return [
            (index, n)
            for index, n in zip(row[mine].tolist(), coef[mine].tolist(), strict=True)
            if index < len(limits)
        ]

    return of
