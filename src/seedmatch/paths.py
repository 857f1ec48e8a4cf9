"""What shortest paths say of plans with one more pair in them, for as many pairs as are asked for at a time.

Each part of all plans (``leaves``) bounds every loss from below; where the plan at the end of the path through the
part of the best plan keeps all rules and loses just that, its price is proven. The shortest paths of a part are
found once: in a batch of hundreds they serve whichever pairs are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.leaves import Part
from seedmatch.ledger import Changes, Ledger
from seedmatch.model import UNPLACED, Bools, Model
from seedmatch.residual import FAR, STEP, Detours, Network, Ways, distances, lengths, network_of


@dataclass(frozen=True)
class Forced:
    """A best plan with one more pair in it: who moves where (post index or -1), and what it is worth."""

    worth: int
    moves: tuple[tuple[int, int], ...]
    proven_by: str


@dataclass(frozen=True)
class Seen:
    """Of some columns: the least that any plan with them loses where hosts and groups are used as in the best plan, and elsewhere.

    ``plans`` are those at the end of the paths that keep all rules, ``proven`` the columns of which that is the best.
    """

    inside: list[int]
    elsewhere: list[int]
    plans: dict[int, Forced]
    proven: list[int]


class Paths:
    """Shortest paths around one plan; the part that holds it is looked at first."""

    def __init__(self, model: Model, chosen: Bools, ledger: Ledger, parts: Iterable[Part]) -> None:
        self.model, self.chosen, self.ledger = model, chosen, ledger
        self.worth = int(model.value[chosen].sum())
        self.now = np.full(len(model.people), -1)
        self.now[model.person[chosen]] = np.flatnonzero(chosen)
        self._key = model.person * len(model.posts) + model.post
        self.parts = sorted(
            (_Side(model, part) for part in parts), key=lambda side: not self._is_home(side.part)
        )

    def _is_home(self, part: Part) -> bool:
        return part.holds_plan and part.flow is self.chosen

    def look(self, cols: Ints) -> Seen:
        """Return what all parts say of some columns, none of which is chosen."""
        least = {same: np.full(len(cols), FAR) for same in (True, False)}
        loss, plans = np.full(len(cols), FAR), {}
        for side in self.parts:
            part = side.part
            behind = self.worth * part.scale - part.constant - int(part.gains[part.flow].sum())
            if self._is_home(part):
                ways = side.ways.detours(cols)
                plans = self._plans(ways, loss)
                way = ways.cost
            elif (loss * part.scale <= behind).all():
                way = np.zeros(len(cols), dtype=np.int64)
            else:
                way = (
                    np.full(len(cols), -FAR)
                    if side.distance is None
                    else lengths(side.network, side.distance, cols)
                )
            far = way >= FAR // 2 // STEP
            bound = np.where(far, FAR, -((-behind - way) // part.scale))
            np.minimum(least[part.same_use], bound, out=least[part.same_use])
        proven = cols[loss <= np.minimum(least[True], least[False])].tolist()
        return Seen(
            least[True].tolist(), least[False].tolist(), plans, [col for col in proven if col in plans]
        )

    def _plans(self, ways: Detours, loss: Ints) -> dict[int, Forced]:
        """Return the plans at the end of the ways that keep all rules, and write down what they lose."""
        worth, keeps = self._at_the_end(ways)
        nowhere = len(self.model.posts) + len(self.model.hosts) + 1
        target = np.where(ways.target == nowhere, UNPLACED, ways.target)
        loss[keeps] = self.worth - worth[keeps]
        found = {}
        for k in np.flatnonzero(keeps).tolist():
            steps = zip(ways.people[k].tolist(), target[k].tolist(), strict=True)
            moves = tuple(step for step in steps if step[0] >= 0)
            found[int(ways.cols[k])] = Forced(int(worth[k]), moves, "path")
        return found

    def _at_the_end(self, ways: Detours) -> tuple[Ints, Bools]:
        """Return what each plan at the end of a way is worth, and whether it keeps all rules."""
        possible = ways.cost < FAR
        of, step = np.nonzero(ways.people >= 0)
        who, where = ways.people[of, step], ways.target[of, step]
        old = self.now[who]
        placed = where < len(self.model.posts)
        into = np.searchsorted(self._key, who[placed] * len(self.model.posts) + where[placed])
        changes = Changes(len(ways.cols), of[old >= 0], old[old >= 0], of[placed], into)
        worth = np.full(len(ways.cols), self.worth)
        np.add.at(worth, changes.of_into, self.model.value[changes.into])
        np.subtract.at(worth, changes.of_out, self.model.value[changes.out])
        keeps = possible.copy()
        for first, bad in self.ledger.broken(changes):
            keeps[first : first + len(bad)] &= ~bad.any(axis=1)
        return worth, keeps


class _Side:
    """One part with its network; paths are found when somebody asks."""

    def __init__(self, model: Model, part: Part) -> None:
        self.model, self.part = model, part

    @cached_property
    def network(self) -> Network:
        part = self.part
        return network_of(
            replace(self.model, must=part.must, host_low=part.host_low), part.flow, part.gains, part.open
        )

    @cached_property
    def ways(self) -> Ways:
        return Ways(self.network)

    @cached_property
    def distance(self) -> Ints | None:
        return distances(self.network.cost)
