"""The problem as patterns of hosts, and what prices of people and joint rules prove about it.

Lagrangian relaxation (Geoffrion, 1974): with people and joint rules priced, every host takes its best pattern
by itself, and what the patterns of a plan fall short of these best ones bounds what the plan is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.matrix import Key
from seedmatch.model import Bools, Model
from seedmatch.patterns import FURTHER, WIDE, Catalogue, parted_conditions
from seedmatch.plan import Proof
from seedmatch.residual import FAR

SCALE = 60


@dataclass(frozen=True)
class Prices:
    """Whole-number prices in units of 1/SCALE of people, of joint rules and of cuts.

    ``base`` is the value of each column where nothing but links to groups is priced, ``links`` what those links
    come to; ``cuts`` are threes of people and hosts.
    """

    base: Ints
    links: int
    person: Ints
    joint: Ints
    cuts: tuple[tuple[Ints, int], ...] = ()


@dataclass(frozen=True)
class Listed:
    """Patterns with what they fall short of the best of their host, in units of 1/SCALE.

    ``columns`` are those of the model, its size where a seat is empty.
    """

    host: Ints
    columns: Ints
    short: Ints


def by_host(one: Listed, two: Listed) -> Listed:
    """Return the patterns of both host by host."""
    parts = [np.concatenate(some) for some in zip(vars(one).values(), vars(two).values(), strict=True)]
    order = np.argsort(parts[0], kind="stable")
    return Listed(*(part[order] for part in parts))


class Master:
    """The problem as patterns around one plan."""

    def __init__(self, model: Model, chosen: Bools) -> None:
        self.model, self.chosen = model, chosen
        alone, self.joint = parted_conditions(model)
        self.catalogue = Catalogue(model, alone)
        self.hosts = len(model.hosts)
        self.worth = int(model.value[chosen].sum())
        self.coefs = np.zeros((len(self.joint), model.size + 1), dtype=np.int64)
        for k, row in enumerate(self.joint):
            np.add.at(self.coefs[k], row.cols, row.coefs)
        self.unplaced: Bools = np.bincount(model.person[chosen], minlength=len(model.people)) == 0
        self.now = np.full((self.hosts, self.catalogue.width), model.size)
        for host in range(self.hosts):
            held = np.flatnonzero(chosen & (model.host == host))
            self.now[host, : len(held)] = held

    def gains(self, prices: Prices) -> Ints:
        """Return the value of each column with all prices but those of cuts taken off; 0 for an empty seat."""
        found = prices.base - prices.person[self.model.person] - prices.joint @ self.coefs[:, :-1]
        return np.append(found, 0)

    def constant(self, prices: Prices) -> int:
        """Return what the priced limits come to."""
        limits = [
            (row.high if price > 0 else row.low) or 0
            for row, price in zip(self.joint, prices.joint, strict=True)
        ]
        cuts = sum(price for _, price in prices.cuts)
        return (
            prices.links
            + int(prices.person.sum())
            + int(prices.joint @ np.array(limits, dtype=np.int64))
            + cuts
        )

    def worths(self, prices: Prices, host: Ints, columns: Ints) -> Ints:
        """Return what patterns are worth under the prices."""
        gains, total = self.gains(prices), np.zeros(len(columns), dtype=np.int64)
        for seat in columns.T:
            total += gains.take(seat)
        for members, price in prices.cuts:
            total -= price * (self.held(host, columns, members) >= 2)
        return total

    def held(self, host: Ints, columns: Ints, members: Ints) -> Ints:
        """Return how many of these people and hosts each pattern holds (hosts are counted after the people)."""
        people = len(self.model.people)
        mark = np.zeros(people + self.hosts + 1, dtype=np.int64)
        mark[members] = 1
        found: Ints = mark[self.catalogue.person[columns]].sum(axis=1) + mark[people + host]
        return found

    def vacated(self, prices: Prices, best: Ints, level: int, wide: Listed) -> tuple[Listed, Ints]:
        """Return the patterns of each host without one of its people, within a level of the best of these.

        And what the best of these falls short, for each person: leaving costs that much at least. ``wide`` are all
        patterns within the level of the best at all; only others are returned.
        """
        people, gains = self.catalogue.person, self.gains(prices)[:-1]
        away, parts, may_go = np.full(len(self.model.people) + 1, FAR), [], self._may_go()
        for gone in people[self.now].T:
            stays = (people[wide.columns] == gone[wide.host][:, None]).any(axis=1)
            np.minimum.at(away, gone[wide.host[~stays]], wide.short[~stays])
        for seat, gone in enumerate(people[self.now].T):
            kept = np.where(gone[self.model.host] == self.model.person, -WIDE, gains)
            floors, open_ = best - level, may_go[gone] & (away[gone] >= FAR)
            for further in FURTHER:
                if not open_.any():
                    break
                floors[open_] -= further
                host, columns = self.catalogue.near(kept, np.where(open_, floors, WIDE))
                np.minimum.at(away, gone[host], best[host] - self.worths(prices, host, columns))
                open_ &= away[gone] >= FAR
            floors = np.where(open_, floors, best - away[gone] - level)
            more = may_go[gone] & (away[gone] > 0)
            host, columns = self.catalogue.near(kept, np.where(more, floors, WIDE))
            short = best[host] - self.worths(prices, host, columns)
            fresh = short > level
            for before in people[self.now].T[:seat]:
                seen = may_go[before] & (away[before] > 0)
                stays = (people[columns] == before[host][:, None]).any(axis=1)
                fresh &= ~seen[host] | stays | (short > away[before][host] + level)
            parts.append((host[fresh], columns[fresh], short[fresh]))
        return Listed(*(np.concatenate(part) for part in zip(*parts, strict=True))), away[:-1]

    def _may_go(self) -> Bools:
        """Which people could be somewhere else or nowhere; the last is nobody, who could not."""
        model, home = self.model, np.full(len(self.model.people), -1)
        home[model.person[self.chosen]] = model.host[self.chosen]
        elsewhere = np.bincount(model.person[model.host != home[model.person]], minlength=len(home)) > 0
        return np.append(elsewhere | ~model.must, False)

    def listed(self, prices: Prices, level: int) -> tuple[Listed, Ints, int]:
        """Return all patterns within a level of the best of their host, the best of each host, and the bound proven."""
        held = self.worths(prices, np.arange(self.hosts), self.now)
        host, columns = self.catalogue.near(self.gains(prices)[:-1], held - level)
        worth = self.worths(prices, host, columns)
        best = held.copy()
        np.maximum.at(best, host, worth)
        short = best[host] - worth
        order = np.lexsort((short, host))
        order = order[short[order] <= level]
        return (
            Listed(host[order], columns[order], short[order]),
            best,
            self.constant(prices) + int(best.sum()),
        )


def prices_of(master: Master, proofs: tuple[Proof, ...]) -> Prices:
    """Read first prices from the proofs of a plan: those of rows that join hosts.

    Where placements came first and fit second, the second counts one and the first what is left of the place value.
    """
    model = master.model
    base, links = SCALE * model.value, 0
    person = {("person:", one, ""): k for k, one in enumerate(model.people)}
    joint = {(row.name, row.place, row.sub): k for k, row in enumerate(master.joint)}
    link = dict(_links(master))
    found = np.zeros(len(person), dtype=np.int64), np.zeros(len(joint), dtype=np.int64)
    for proof, share in _shares(model, proofs):
        for key, multiplier in proof.prices:
            price = SCALE * share * multiplier // proof.scale
            if key in person:
                found[0][person[key]] += price
            elif key in joint:
                found[1][joint[key]] += price
            elif key in link:
                base[link[key]] -= price
                links += price
    found[0][master.unplaced] = 0
    for people in _tied(model):
        found[0][people] = found[0][people].sum() // len(people)
    return Prices(base, links, *found)


def _tied(model: Model) -> Iterator[list[int]]:
    """Yield people who are at the same host or nowhere: only the sum of their prices means something."""
    sets: dict[int, set[int]] = {}
    for row in model.conditions:
        if row.low == row.high == 0:
            people = set(np.unique(model.person[row.cols]).tolist())
            for one in set(people):
                people |= sets.get(one, set())
            sets |= dict.fromkeys(people, people)
    yield from (sorted(people) for one, people in sets.items() if one == min(people))


def _links(master: Master) -> Iterator[tuple[Key, Ints]]:
    """Yield the links of people to groups of hosts, with their columns; a group counts as used."""
    model = master.model
    for key, when in {row.when_key: row.when for row in master.joint if row.when is not None}.items():
        for index in np.unique(model.person[when]).tolist():
            yield ("used:", key, model.people[index]), when[model.person[when] == index]


def _shares(model: Model, proofs: tuple[Proof, ...]) -> list[tuple[Proof, int]]:
    at = {proof.stage: proof for proof in proofs}
    if "objective" in at:
        return [(at["objective"], 1)]
    if not {"placed", "fit"} <= set(at):
        return []
    kept = sum(-price // at["fit"].scale for key, price in at["fit"].prices if key[0] == "stage:")
    return [(at["fit"], 1), (at["placed"], max(0, model.place_value - kept))]
