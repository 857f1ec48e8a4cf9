"""Stable plans: deferred acceptance, people propose (Gale and Shapley, 1962)."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.linear import NoPlan
from seedmatch.model import Bools, Model


def counts_rules(model: Model) -> bool:
    """Whether rules count or bind people together, so that a stable plan need not exist."""
    return bool(model.conditions or model.post_low.any() or model.host_low.any())


def deferred_acceptance(model: Model, ties: Sequence[Ints]) -> Bools:
    """Return the stable plan that is best for the people; equal liking is ordered by the tie weights.

    Many-to-one with seats per post inside seats per host: the chosen sets of a host form a laminar
    matroid, so deferred acceptance stays stable (Fleiner, 2003; Hatfield and Milgrom, 2005). Locked
    people come first everywhere. Raises ``NoPlan`` if a locked person finds no seat.
    """
    wishes = np.lexsort((ties[0], -model.liking, model.person))
    order = np.lexsort((ties[0], model.priority, model.must[model.person]))
    standing = np.empty(model.size, dtype=np.int64)
    standing[order] = np.arange(model.size)
    queue = [list(wishes[model.start[k] : model.start[k + 1]][::-1]) for k in range(len(model.people))]
    at_post: list[list[tuple[int, int]]] = [[] for _ in model.posts]
    held = np.zeros(len(model.hosts), dtype=np.int64)
    waiting = list(range(len(model.people) - 1, -1, -1))
    while waiting:
        person = waiting.pop()
        if not queue[person]:
            continue
        col = int(queue[person].pop())
        loser = _propose(model, col, int(standing[col]), at_post, held)
        if loser >= 0:
            waiting.append(int(model.person[loser]))
    chosen = np.zeros(model.size, dtype=bool)
    chosen[[col for heap in at_post for _, col in heap]] = True
    if (model.must & (np.bincount(model.person[chosen], minlength=len(model.people)) == 0)).any():
        raise NoPlan
    return chosen


def _propose(model: Model, col: int, rank: int, at_post: list[list[tuple[int, int]]], held: Ints) -> int:
    """Give the post one more and return the column that has to go, or -1."""
    post, host = int(model.post[col]), int(model.host[col])
    heapq.heappush(at_post[post], (rank, col))
    if len(at_post[post]) > model.post_high[post]:
        return heapq.heappop(at_post[post])[1]
    held[host] += 1
    if held[host] <= model.host_high[host]:
        return -1
    held[host] -= 1
    weakest = min(
        (k for k in np.flatnonzero(model.host_of == host) if at_post[k]), key=lambda k: at_post[k][0]
    )
    return heapq.heappop(at_post[weakest])[1]
