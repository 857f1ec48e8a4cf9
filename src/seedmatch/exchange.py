"""What it costs at least that one person goes and another comes: distances between people of a plan.

A plan that differs from the best one is a set of hosts with other patterns. Follow whoever comes to a host to
one who goes from it, and the change falls into ways: from somebody displaced to somebody taken away. Each step
is one host and costs what its pattern falls short, at least; so shortest ways (Floyd 1962, Warshall 1962) bound
the whole from below, like the residual network does for seats alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Ints
from seedmatch.master import Listed, Master

MOST = 63
ONE = np.int64(1)
TOP = np.int32(2**30 - 1)  # whatever is farther counts as that far


def masks_of(people: Ints) -> Ints:
    """Return one bit per person for every row of people; -1 is nobody."""
    bits = np.where(people >= 0, ONE << np.maximum(people, 0), 0)
    found: Ints = np.bitwise_or.reduce(bits, axis=1)
    return found


def members_of(masks: Ints, most: int, none: int) -> Ints:
    """Return the first ``most`` people of each mask along a new first axis; ``none``: no more."""
    found, rest = np.empty((most, *masks.shape), dtype=np.int64), masks.view(np.uint64).copy()
    for k in range(most):
        lowest = rest & (~rest + np.uint64(1))
        found[k] = np.bitwise_count(lowest - np.uint64(1))
        rest ^= lowest
    return np.minimum(found, none, out=found)


class Exchange:
    """Who is where in the plan, and which listed pattern brings whom and takes whom away."""

    def __init__(self, master: Master, near: Listed) -> None:
        self.master, self.near = master, near
        model = master.model
        self.people, self.hosts = len(model.people), master.hosts
        self.home = np.full(self.people, -1)
        self.home[model.person[master.chosen]] = model.host[master.chosen]
        self.column = np.full(self.people, -1)
        self.column[model.person[master.chosen]] = np.flatnonzero(master.chosen)
        self.who: Ints = master.catalogue.person[near.columns]
        self.mask = masks_of(self.who)
        self.staff: Ints = master.catalogue.person[master.now]
        self.now = masks_of(self.staff)
        self.placed = np.bitwise_or.reduce(self.now)
        self._steps()

    def _steps(self) -> None:
        """List (from, to, pattern) of all steps; the last node is for free seats and the unplaced."""
        host, end = self.near.host, self.people
        comes = (self.who >= 0) & (self.home[self.who] != host[:, None])
        staff = self.staff[host]
        goes = (staff >= 0) & ((self.mask[:, None] >> np.maximum(staff, 0)) & ONE == 0)
        parts = []
        of, one, other = np.nonzero(comes[:, :, None] & goes[:, None, :])
        parts.append((self.who[of, one], staff[of, other], of))
        more = (comes.sum(axis=1) > goes.sum(axis=1))[:, None]
        of, one = np.nonzero(comes & more)
        parts.append((self.who[of, one], np.full(len(of), end), of))
        fewer = (goes.sum(axis=1) > comes.sum(axis=1))[:, None]
        of, other = np.nonzero(goes & fewer)
        parts.append((np.full(len(of), end), staff[of, other], of))
        tail, head, pattern = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.lexsort((head, tail))
        self.step = pattern[order]
        key = (tail * (end + 1) + head)[order]
        self.begin = np.flatnonzero(np.diff(key, prepend=-1))
        self.arc = key[self.begin]

    def distances(self, short: Ints, alone: Ints) -> NDArray[np.int32]:
        """Return all distances under several prices at once, one row of ``short`` and ``alone`` for each.

        ``short`` is what the patterns fall short, ``alone`` what it costs to leave a person unplaced.
        """
        end = self.people
        flat = np.full((len(short), (end + 1) ** 2), TOP, dtype=np.int32)
        if len(self.begin):
            steps = np.minimum(short, TOP).astype(np.int32)[:, self.step]
            flat[:, self.arc] = np.minimum.reduceat(steps, self.begin, axis=1)
        cost = flat.reshape(-1, end + 1, end + 1)
        cost[:, :end, end] = np.minimum(cost[:, :end, end], alone)
        cost[:, end, :end][:, self.home < 0] = 0
        cost[:, np.arange(end + 1), np.arange(end + 1)] = 0
        through = np.empty_like(cost)
        for k in range(end + 1):
            np.add(cost[:, :, k, None], cost[:, k, None, :], out=through)
            np.minimum(cost, through, out=cost)
        return cost
