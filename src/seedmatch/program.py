"""The linear program over patterns, and its prices from the side of forced pairs.

Dantzig and Wolfe, "Decomposition principle for linear programs", 1960. Patterns are listed beforehand and join
the program where they are worth more than its prices say; prices stay in a box around first ones (du Merle,
Villeneuve, Desrosiers and Hansen, 1999). Rows on three people or hosts cut off fractional optima (subset rows:
Jepsen, Petersen, Spoorendonk and Pisinger, 2008).

Best prices are seldom unique. Those that hold when a little of everybody is put on one post (parametric
programming: Gass and Saaty, 1955) bound what it costs to put one of them there in full.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from seedmatch.conditions import Ints, cut
from seedmatch.linear import Floats, loaded
from seedmatch.master import SCALE, Listed, Master, Prices
from seedmatch.matrix import NO_LIMIT, Rows

BOX = 600
WIDE_BOX = 3000
ANY = 1e9
ROUNDS = 4
CUTS = 10
MOST_MEMBERS = 60
TINY = 1e-6
LITTLE = 1e-3
MORE = 3
ADDITIONS = 8


class Program:
    """The program over some patterns, with what it costs to leave the box of prices as columns."""

    def __init__(self, master: Master, near: Listed, first: Prices) -> None:
        self.master, self.near, self.first = master, near, first
        self.members: list[Ints] = []
        self.people, self.joint = len(master.model.people), len(master.joint)
        self.count = self.size = len(near.host)
        rows = self._rows()
        self.solver = loaded(self.count, rows, integer=False)
        self.solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        self.solver.setOptionValue("presolve", "off")
        self.low = np.array([-np.inf if low == -NO_LIMIT else low for low in rows.low], dtype=float)
        self.high = np.array([np.inf if high == NO_LIMIT else high for high in rows.high], dtype=float)
        self.worth = np.append(first.base, 0)
        cost = -self.worth[near.columns].sum(axis=1) / SCALE
        self.solver.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), cost)
        self._box()

    def _rows(self) -> Rows:
        """People and joint rules first, then hosts."""
        master, near, rows = self.master, self.near, Rows()
        person = master.catalogue.person[near.columns]
        of, seat = np.nonzero(person >= 0)
        who = person[of, seat]
        order = np.argsort(who, kind="stable")
        parts = cut(of[order], np.searchsorted(who[order], np.arange(1, self.people)))
        for must, cols in zip(master.model.must, parts, strict=True):
            rows.add(("", "", ""), cols, np.ones_like(cols), 1 if must else None, 1)
        for row, total in zip(master.joint, master.coefs[:, near.columns].sum(axis=2), strict=True):
            cols = np.flatnonzero(total)
            rows.add(("", "", ""), cols, total[cols], row.low, row.high)
        for cols in cut(np.arange(self.count), np.searchsorted(near.host, np.arange(1, master.hosts))):
            rows.add(("", "", ""), cols, np.ones_like(cols), 1, 1)
        return rows

    def _box(self) -> None:
        """Let a priced row be left unfilled for a little less than its first price, overfilled for a little more."""
        count = self.people + self.joint
        row = np.tile(np.arange(count, dtype=np.int32), 2)
        self.solver.addCols(
            2 * count, self._leaving(BOX), np.zeros(2 * count), np.full(2 * count, np.inf), 2 * count,
            np.arange(2 * count, dtype=np.int32), row, np.repeat([1.0, -1.0], count),
        )  # fmt: skip
        self.size += 2 * count

    def _leaving(self, box: int) -> Floats:
        centre = np.concatenate([self.first.person, self.first.joint]) / SCALE
        free = np.append(self.master.unplaced, np.zeros(self.joint, dtype=bool))
        return np.concatenate([box - centre, np.where(free, ANY, centre + box)])

    def widen(self) -> None:
        """Take a wider box."""
        cost = self._leaving(WIDE_BOX)
        self.solver.changeColsCost(
            len(cost), np.arange(self.count, self.count + len(cost), dtype=np.int32), cost
        )

    def solved(self) -> Prices:
        """Return the prices of the program as it is."""
        self.solver.run()
        dual = np.rint(-np.array(self.solver.getSolution().row_dual) * SCALE).astype(np.int64)
        count = self.people + self.joint
        dual = np.where((dual > 0) & np.isinf(self.high) | (dual < 0) & np.isinf(self.low), 0, dual)
        self.best_of_host = dual[count : count + self.master.hosts]
        prices = dual[count + self.master.hosts :].tolist()
        cuts = tuple((one, price) for one, price in zip(self.members, prices, strict=True) if price)
        first = self.first
        return Prices(first.base, first.links, dual[: self.people], dual[self.people : count], cuts)

    def priced(self) -> Prices:
        """Return the first prices, or the best that a few rounds of cuts give."""
        master = self.master
        best = self.first, master.listed(self.first, 0)[2]
        for _ in range(ROUNDS):
            if best[1] < (master.worth + 1) * SCALE:
                break
            found = self.solved()
            bound = master.listed(found, 0)[2]
            if bound < best[1]:
                best = found, bound
            if not self._cut():
                break
        return best[0]

    def _cut(self) -> bool:
        """Add rows that the point breaks: of three people or hosts only one pair is together. Tell whether there are any."""
        near, point = self.near, np.array(self.solver.getSolution().col_value)[: self.count]
        loose = np.flatnonzero((point > TINY) & (point < 1 - TINY))
        held = np.zeros((len(loose), self.people + self.master.hosts + 1))
        held[np.arange(len(loose))[:, None], self.master.catalogue.person[near.columns[loose]]] = 1
        held[:, -1] = 0
        held[np.arange(len(loose)), self.people + near.host[loose]] = 1
        used = np.flatnonzero(held.sum(axis=0) > 1)
        if not 3 <= len(used) <= MOST_MEMBERS:
            return False
        three = np.array(list(combinations(range(len(used)), 3)))
        over = point[loose] @ (held[:, used][:, three].sum(axis=2) >= 2) - 1
        best = [used[three[k]] for k in np.argsort(-over, kind="stable")[:CUTS] if over[k] > 0.05]
        for members in best:
            cols = np.flatnonzero(self.master.held(near.host, near.columns, members) >= 2).astype(np.int32)
            self.solver.addRow(-np.inf, 1.0, len(cols), cols, np.ones(len(cols)))
        self.members += best
        self.low, self.high = (
            np.append(self.low, [-np.inf] * len(best)),
            np.append(self.high, [1.0] * len(best)),
        )
        return bool(best)

    def shares(self, of: Ints, host: Ints, columns: Ints, count: int) -> Floats:
        """Return what a little of the patterns of each group comes to in all rows."""
        found = np.zeros((count, len(self.low)))
        np.add.at(found, of, self._entries(host, columns) * LITTLE)
        return found

    def aside(self, taken: Floats) -> None:
        """Take so much of each row for granted."""
        rows = np.arange(len(taken), dtype=np.int32)
        self.solver.changeRowsBounds(len(rows), rows, self.low - taken, self.high - taken)

    def without(self, hosts: Ints, rule: int) -> None:
        """Leave some hosts empty, and with them the joint rule that asks for somebody there if they are used."""
        low, high = self.low.copy(), self.high.copy()
        rows = self.people + self.joint + hosts
        low[rows] = high[rows] = 0.0
        low[self.people + rule], high[self.people + rule] = -np.inf, np.inf
        self.solver.changeRowsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)

    def _entries(self, host: Ints, columns: Ints) -> Floats:
        """Return the coefficients of patterns in all rows, one pattern per row."""
        master, first = self.master, self.people + self.joint
        found = np.zeros((len(host), len(self.low) + 1))
        every = np.arange(len(host))
        found[every[:, None], np.where(columns < master.model.size, master.catalogue.person[columns], -1)] = 1
        found = found[:, :-1]
        found[:, self.people : first] = master.coefs[:, columns].sum(axis=2).T
        found[every, first + host] = 1
        for k, members in enumerate(self.members):
            found[:, first + master.hosts + k] = master.held(host, columns, members) >= 2
        return found

    def fitted(self, wide: Listed) -> tuple[Prices, Ints, Ints]:
        """Return prices under which no listed pattern is worth more than the program says, the worth of each and the best.

        The patterns are those of all hosts in turn. A few rounds at most: what is worth more still only weakens the
        bound.
        """
        begin = np.searchsorted(wide.host, np.arange(self.master.hosts))
        for _ in range(ADDITIONS):
            prices = self.solved()
            worth = self.master.worths(prices, wide.host, wide.columns)
            best = np.maximum.reduceat(worth, begin)
            if (best - self.best_of_host <= SCALE // 2).all():
                break
            over = worth - self.best_of_host[wide.host]
            above = np.flatnonzero(over > SCALE // 2)
            above = above[np.lexsort((-over[above], wide.host[above]))]
            rank = np.arange(len(above)) - np.searchsorted(wide.host[above], wide.host[above])
            self._add(wide, above[rank < MORE])
        return prices, worth, best

    def _add(self, wide: Listed, some: Ints) -> None:
        entries = self._entries(wide.host[some], wide.columns[some])
        of, row = np.nonzero(entries)
        cost = -self.worth[wide.columns[some]].sum(axis=1) / SCALE
        count = len(some)
        self.solver.addCols(
            count, cost, np.zeros(count), np.ones(count), len(of),
            np.searchsorted(of, np.arange(count)).astype(np.int32), row.astype(np.int32), entries[of, row],
        )  # fmt: skip
