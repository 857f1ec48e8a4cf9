"""Patterns of hosts: every set of pairs that may stand at one host together, found by exact enumeration.

All rules that look at one host alone vanish into its patterns (Dantzig and Wolfe, 1960); people, and the few
rules that join hosts, stay as rows. A host has few seats, so its patterns worth looking at can be listed.
"""

from __future__ import annotations

from itertools import compress

import numpy as np

from seedmatch.conditions import Condition, Ints
from seedmatch.counters import NONE
from seedmatch.model import Bools, Model

MOST_SETS = 1_000_000
FURTHER = (60_000, 120_000, 240_000)
AHEAD = 12_000
WIDE = 2**50
FEW = 12


class TooMany(Exception):
    """There are more patterns than can be listed."""


def parted_conditions(model: Model) -> tuple[list[list[Condition]], list[Condition]]:
    """Return the conditions of each host alone, and those that join hosts.

    That a locked person is placed is a condition of the host, if all their pairs are there.
    """
    alone: list[list[Condition]] = [[] for _ in model.hosts]
    joint: list[Condition] = []
    for row in model.conditions:
        cols = row.cols if row.when is None else np.concatenate([row.cols, row.when])
        hosts = model.host[cols]
        one_host = len(hosts) and bool((hosts == hosts[0]).all())
        (alone[int(hosts[0])] if one_host else joint).append(row)
    for person in np.flatnonzero(model.must).tolist():
        cols = np.arange(model.start[person], model.start[person + 1])
        hosts = np.unique(model.host[cols])
        if len(hosts) == 1:
            alone[int(hosts[0])].append(Condition("lock", "", cols, np.ones_like(cols), low=1))
    return alone, joint


def _one_of(row: Condition) -> bool:
    """Whether a condition says no more than that one of its columns may be there at most."""
    plain = row.when is None and row.low is None and row.high == 1
    return plain and bool((row.coefs == 1).all() and (row.cols[1:] > row.cols[:-1]).all())


class Catalogue:
    """Lists patterns of all hosts at once; an empty seat is the column after the last."""

    def __init__(self, model: Model, alone: list[list[Condition]]) -> None:
        self.model = model
        seats = np.bincount(model.host_of, weights=model.post_high, minlength=len(model.hosts))
        self.seats: Ints = np.minimum(seats.astype(np.int64), model.host_high)
        self.width = int(self.seats.max(initial=0))
        self.person, self.post = np.append(model.person, -1), np.append(model.post, -1)
        one_of = [[_one_of(row) for row in rows] for rows in alone]
        others = [[not one for one in rows] for rows in one_of]
        self._write([list(compress(*both)) for both in zip(alone, others, strict=True)])
        self._number([list(compress(*both)) for both in zip(alone, one_of, strict=True)])
        self.dead = self._without_partner()

    def _write(self, alone: list[list[Condition]]) -> None:
        """Write the conditions of each host side by side: number k of all hosts is one column."""
        most = max((len(rows) for rows in alone), default=0)
        size, hosts = self.model.size, len(alone)
        self.coefs = np.zeros((size + 1, most), dtype=np.int16)
        self.when = np.zeros((size + 1, most), dtype=bool)
        self.low = np.full((hosts, most), -NONE)
        self.high = np.full((hosts, most), NONE)
        self.always = np.ones((hosts, most), dtype=bool)
        for host, rows in enumerate(alone):
            for k, row in enumerate(rows):
                np.add.at(self.coefs[:, k], row.cols, row.coefs)
                self.low[host, k] = -NONE if row.low is None else row.low
                self.high[host, k] = NONE if row.high is None else row.high
                if row.when is not None:
                    self.always[host, k] = False
                    self.when[row.when, k] = True

    def _number(self, pairs: list[list[Condition]]) -> None:
        """Number the conditions that let in one column of theirs at most; note those of each column."""
        rows = [row.cols for some in pairs for row in some]
        cols = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
        number = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        order = np.argsort(cols, kind="stable")
        cols, number = cols[order], number[order]
        turn = np.arange(len(cols)) - np.searchsorted(cols, cols)
        self.only = np.full((int(turn.max(initial=-1)) + 1, self.model.size), -1)
        self.only[turn, cols] = number

    def _clash(self, one: Ints, two: Ints) -> Bools:
        """Which pairs of columns cannot stand together by themselves: the same person, or one of both at most."""
        found: Bools = self.person[one] == self.person[two]
        for number in self.only:
            mine = number[one]
            for other in self.only:
                found |= (mine == other[two]) & (mine >= 0)
        return found

    def _without_partner(self) -> Bools:
        """Which columns need another person at the host, one of a few, who can never stand beside them."""
        model, dead = self.model, np.zeros(self.model.size, dtype=bool)
        counted = np.asarray((self.coefs >= 0).all(axis=0))
        coefs, low, high = self.coefs[:-1], self.low[model.host], self.high[model.host]
        applies = self.always[model.host] | self.when[:-1]
        for sign, missing in ((1, low - coefs), (-1, coefs - high)):
            needs = applies & (missing > 0)
            for k in np.flatnonzero(needs.any(axis=0)).tolist():
                for host in np.unique(model.host[needs[:, k]]).tolist():
                    here = model.host == host
                    helping = np.flatnonzero(here & (coefs[:, k] * sign > 0))
                    if len(helping) <= FEW:
                        needy = np.flatnonzero(here & needs[:, k])
                        dead[needy] |= self._apart(host, needy, helping, counted).all(axis=1)
        return dead

    def _apart(self, host: int, one: Ints, two: Ints, counted: Bools) -> Bools:
        """Which pairs of columns of a host can never be in a pattern together."""
        together = self.coefs[one][:, None, counted] + self.coefs[two][None, :, counted]
        found: Bools = ((together > self.high[host, counted]) & self.always[host, counted]).any(axis=2)
        full = self.model.post_high[self.post[one]][:, None] < 2
        found |= full & (self.post[one][:, None] == self.post[two])
        found |= self._clash(one[:, None], two[None, :])
        return found | (self.seats[host] < 2)

    def in_none(self, cols: Ints) -> Bools:
        """Which columns are in no pattern at all."""
        found = np.ones(self.model.size, dtype=bool)
        found[self._led(cols, np.full(len(cols), -WIDE))[1][:, 0]] = False
        return found[cols]

    def near(self, gains: Ints, floors: Ints) -> tuple[Ints, Ints]:
        """Return (host, columns) of all patterns whose gains come to at least the floor of their host."""
        self._sort(gains)
        hosts = np.arange(len(floors))
        empty = np.zeros((len(hosts), 0), dtype=np.int64)
        return self._grown(
            hosts, empty, np.zeros_like(hosts), self.first[hosts] - 1, floors - self.full[hosts]
        )

    def led_by(self, cols: Ints, gains: Ints, level: int) -> tuple[Ints, Ints, Ints]:
        """Return (host, columns, floors) of the patterns that begin with one of these columns and are near its best.

        All patterns of a column that reach its floor are there: a level below the best of them, if one was found.
        """
        self._sort(gains)
        host, every = self.model.host[cols], np.append(gains, 0)
        others = self._promise(1)[self.first[host]]
        own = gains[cols] - self.price[self.post[cols]]
        floors = own + self.full[host] + np.where(self.seats[host] > 1, np.maximum(others, 0), 0) - level
        best = np.full(len(gains), -WIDE)
        looked, some, steps = floors - AHEAD, np.arange(len(cols)), [*FURTHER]
        parts = [self._led(cols[:0], floors[:0])]
        while len(some):
            found = self._led(cols[some], looked[some])
            np.maximum.at(best, found[1][:, 0], every[found[1]].sum(axis=1))
            open_ = best[cols[some]] <= -WIDE
            floors[some] = np.where(open_, looked[some], best[cols[some]] - level)
            again = (floors[some] < looked[some]) | (open_ & bool(steps))
            looked[some] = floors[some] - (steps.pop(0) if steps else 0) * open_
            done = np.ones(len(gains), dtype=bool)
            done[cols[some[again]]] = False
            kept = done[found[1][:, 0]]
            parts.append((found[0][kept], found[1][kept]))
            some = some[again]
        host, columns = (np.concatenate(some) for some in zip(*parts, strict=True))
        at = np.full(len(gains), WIDE)
        at[cols] = floors
        kept = every[columns].sum(axis=1) >= at[columns[:, 0]]
        return host[kept], columns[kept], floors

    def led_to(self, cols: Ints, gains: Ints, floors: Ints) -> tuple[Ints, Ints]:
        """Return (host, columns) of all patterns that begin with one of these columns and reach its floor."""
        self._sort(gains)
        return self._led(cols, floors)

    def _led(self, cols: Ints, floors: Ints) -> tuple[Ints, Ints]:
        place = np.empty(len(self.order), dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        host, lead = self.model.host[cols], place[cols]
        return self._grown(
            host, lead[:, None], self.gains[lead], self.first[host] - 1, floors - self.full[host]
        )

    def _sort(self, gains: Ints) -> None:
        """Put the columns of each host in falling order of gains, the price of a seat taken off."""
        host, model = self.model.host, self.model
        gains = np.where(self.dead, -WIDE, gains)
        self.price = self._seat_prices(gains)
        seats = np.where(self.price > 0, self.price * model.post_high, 0)
        self.full = np.bincount(model.host_of, weights=seats, minlength=len(self.seats)).astype(np.int64)
        gains = gains - self.price[model.post]
        self.order = np.lexsort((-gains, host))
        self.gains, self.host = gains[self.order], host[self.order]
        count = len(self.seats)
        self.first = np.searchsorted(self.host, np.arange(count))
        self.end = np.searchsorted(self.host, np.arange(count), side="right")
        self.ahead = np.concatenate([[0], np.cumsum(np.maximum(self.gains, 0))])

    def _seat_prices(self, gains: Ints) -> Ints:
        """Price a seat of each post of a host with several: what the first who finds no seat would bring.

        Patterns gain at most what is left of their columns and the price of all seats; so posts are comparable.
        """
        model = self.model
        order = np.lexsort((-gains, model.post))
        post = np.arange(len(model.posts))
        at = np.searchsorted(model.post[order], post) + model.post_high
        there = at < np.searchsorted(model.post[order], post, side="right")
        next_best = gains[order[np.minimum(at, len(gains) - 1)]]
        several = np.bincount(model.host_of, minlength=len(self.seats))[model.host_of] > 1
        return np.where(there & several, np.maximum(next_best, 0), 0)

    def _promise(self, size: int) -> Ints:
        """Return what each column and the best behind it could add to a set of this size."""
        here = np.arange(len(self.gains))
        more = np.maximum(self.seats[self.host] - size, 1)
        found: Ints = (
            self.gains + self.ahead[np.minimum(here + more, self.end[self.host])] - self.ahead[here + 1]
        )
        return found

    def _grown(self, host: Ints, sets: Ints, sums: Ints, last: Ints, floor: Ints) -> tuple[Ints, Ints]:
        """Add one column after the other, in falling order of gains, while the floor can be reached."""
        hosts, found = [], []
        for size in range(sets.shape[1], self.width + 1):
            enough = sums >= floor
            blank = np.full((int(enough.sum()), self.width - size), len(self.gains))
            hosts.append(host[enough])
            found.append(
                np.concatenate([np.append(self.order, len(self.gains))[sets[enough]], blank], axis=1)
            )
            if size < self.width:
                of, new = self._behind(size, host, last, floor - sums)
                sets, kept = self._joined(sets[of], new)
                of, last = of[kept], new[kept]
                host, floor, sums = host[of], floor[of], sums[of] + self.gains[last]
        every, columns = np.concatenate(hosts), np.concatenate(found)
        kept = self._kept(every, columns)
        return every[kept], columns[kept]

    def _behind(self, size: int, host: Ints, last: Ints, missing: Ints) -> tuple[Ints, Ints]:
        """Return (set, column) for all columns behind the last one of a set that may bring what is missing."""
        key = self.host * (4 * WIDE) - np.clip(self._promise(size), -WIDE, WIDE)
        end = np.searchsorted(key, host * (4 * WIDE) - np.clip(missing, -WIDE, WIDE), side="right")
        number = np.where(self.seats[host] > size, np.maximum(0, end - last - 1), 0)
        total = int(number.sum())
        if total > MOST_SETS:
            raise TooMany
        of = np.repeat(np.arange(len(host)), number)
        return of, last[of] + 1 + np.arange(total) - np.repeat(np.cumsum(number) - number, number)

    def _joined(self, sets: Ints, new: Ints) -> tuple[Ints, Bools]:
        """Return the sets with their new column, and which new ones fit: another person, a free seat."""
        cols, col = self.order[sets], self.order[new]
        post = self.post[col]
        fits: Bools = (self.post[cols] == post[:, None]).sum(axis=1) < self.model.post_high[post]
        for seat in range(cols.shape[1]):
            fits &= ~self._clash(cols[:, seat], col)
        return np.concatenate([sets, new[:, None]], axis=1)[fits], fits

    def _kept(self, host: Ints, columns: Ints) -> Bools:
        """Whether each set keeps the least numbers and all conditions of its host."""
        model = self.model
        size = (columns < model.size).sum(axis=1)
        kept: Bools = (size >= model.host_low[host]) & (size <= self.seats[host])
        for post in np.flatnonzero(model.post_low).tolist():
            there = (self.post[columns] == post).sum(axis=1)
            kept &= (host != model.host_of[post]) | (there >= model.post_low[post])
        total = np.zeros((len(host), self.coefs.shape[1]), dtype=np.int16)
        applies = self.always[host]
        for seat in range(self.width):
            total += self.coefs[columns[:, seat]]
            applies |= self.when[columns[:, seat]]
        kept &= ~(applies & ((total < self.low[host]) | (total > self.high[host]))).any(axis=1)
        return kept
