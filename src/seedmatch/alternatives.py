"""Exact prices of all alternatives of a plan by patterns of hosts, for batches as an office has them.

Where patterns are too many, or a group of hosts might stay empty and much would be spared by that, nothing is
said and the caller searches pair by pair. All bounds are whole numbers: a price is proven when every plan that could be better was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seedmatch.conditions import Condition, Ints, cut
from seedmatch.exchange import MOST, Exchange
from seedmatch.master import SCALE, Listed, Master, Prices, by_host, prices_of
from seedmatch.model import UNPLACED, Bools, Model
from seedmatch.patterns import TooMany
from seedmatch.plan import Proof
from seedmatch.program import Program
from seedmatch.rearrange import Rearranging, Views
from seedmatch.residual import FAR

NEAR = 1000
LEVELS = (3000, 9000)
FEW = 100
LEADS = 100
STARTS = (700, 1700, 3000)
FIRST = 250  # where patterns within the first level are too many


@dataclass
class Alternatives:
    """Searches the best plan with each column that is not chosen.

    ``least`` is the smallest loss found for each column (``FAR``: none), ``proven`` whether it is the smallest at
    all, ``impossible`` whether no plan holds the column. ``moves`` are who goes where (a post or -1) in a plan that
    loses that, the person of the column first. Raises ``TooMany`` where patterns cannot be listed.
    """

    model: Model
    chosen: Bools
    proofs: tuple[Proof, ...]
    moves: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Price people and joint rules."""
        size = self.model.size
        self.master = Master(self.model, self.chosen)
        held = self.master.coefs[:, :-1] @ self.chosen
        many = max(len(self.model.people), len(self.model.hosts)) > MOST
        if many or not all(map(_kept, self.master.joint, held.tolist())):
            raise TooMany
        self.least = np.full(size, FAR)
        self.proven, self.impossible = np.zeros(size, dtype=bool), self.master.catalogue.dead & ~self.chosen
        first = prices_of(self.master, self.proofs)
        self.program = Program(self.master, self.master.listed(first, NEAR * SCALE)[0], first)
        self.prices = self.program.priced()
        self.program.widen()

    def search(self) -> None:
        """Search for all columns, for those that are left among more patterns: first of their own host, then of all."""
        self._search_within(LEVELS[0])
        for level in LEVELS[1:]:
            if not 0 < self._left().sum() <= FEW:
                return
            try:
                self._search_within(level)
            except TooMany:
                return

    def _left(self) -> Bools:
        """Which columns have no price yet."""
        return ~(self.chosen | self.impossible | self.proven)

    def _search_within(self, level: int) -> None:
        """Search among the patterns that fall short of up to a level."""
        self.level = level * SCALE
        wide, self.best, bound = self.master.listed(self.prices, self.level)
        self.slack = bound - self.master.worth * SCALE
        more, away = self.master.vacated(self.prices, self.best, self.level, wide)
        wide = by_host(wide, more)
        home = np.full(len(away), -1)
        home[self.model.person[self.chosen]] = self.model.host[self.chosen]
        moves = (home[self.model.person] >= 0) & (home[self.model.person] != self.model.host)
        self.away = np.where(moves, away[self.model.person], 0)
        if level == LEVELS[0]:
            self._look(wide)
        else:
            self._look_again(wide)
        self._groups(wide)
        if self._credit(self.prices) > self.level // 2:
            raise TooMany
        self.spared = np.array([self._credit(prices) for prices, _ in self.seen])
        exchange = Exchange(self.master, wide)
        found = Rearranging(
            exchange, self.views, exchange.distances(self.views.short, self.views.alone), self.least
        )
        self._search_from(found)
        self._note(found)

    def _search_from(self, found: Rearranging) -> None:
        """Begin with ever more patterns of the host that holds a pair, until it is known what the pair loses."""
        begun, open_, steps = np.full(self.model.size, -FAR), self._left(), [*STARTS]
        while steps and open_.any():
            cols, step = np.flatnonzero(open_), steps.pop(0)
            try:
                starts, limits = self._starts(cols, step, found.least)
            except TooMany:
                if step != STARTS[0]:
                    break
                steps = [FIRST]
                continue
            if step == FIRST:
                steps = [*STARTS[1:]]
            fresh, serves = self._fresh(starts, begun, limits)
            found.start(Listed(*(part[fresh] for part in vars(starts).values())), serves[fresh])
            begun = np.maximum(begun, limits)
            open_ &= ~self._searched(found, cols, limits, self._idle(starts))

    def _note(self, found: Rearranging) -> None:
        """Keep what the search found better."""
        cols = np.flatnonzero(found.least < self.least)
        of, person, into = found.moves(cols)
        order = np.lexsort((person, person != self.model.person[cols[of]], of))
        person, post = person[order].tolist(), np.append(self.model.post, UNPLACED)[into[order]].tolist()
        moves = tuple(zip(person, post, strict=True))
        cuts = np.searchsorted(of, np.arange(len(cols) + 1)).tolist()
        for k, col in enumerate(cols.tolist()):
            self.moves[col] = moves[cuts[k] : cuts[k + 1]]
        self.least = found.least

    def _groups(self, wide: Listed) -> None:
        """Price plans in which a group of hosts has nobody, which its rule allows as well.

        Where all who are placed cannot find a seat elsewhere, such a plan loses a placement and need not be looked at.
        """
        model, master = self.model, self.master
        self.idle: list[tuple[Ints, Prices, Ints, int]] = []
        self.emptied, idle = int(FAR), []
        for rule, row in enumerate(master.joint):
            if row.when is None:
                continue
            hosts = np.unique(model.host[row.when])
            if int(np.isin(model.host, hosts).sum()) != len(row.when):
                raise TooMany
            if master.catalogue.seats.sum() - master.catalogue.seats[hosts].sum() < self.chosen.sum():
                self.emptied = SCALE * self._one_less()
                continue
            idle.append((rule, hosts))
        self.free = np.zeros(len(master.joint), dtype=np.int64)
        self.free[[rule for rule, _ in idle]] = [master.joint[rule].low or 0 for rule, _ in idle]
        for rule, hosts in idle:
            self.program.without(hosts, rule)
            prices, _, best = self.program.fitted(wide)
            bound = master.constant(prices) + int(best.sum() - best[hosts].sum()) + self._credit(prices)
            self.idle.append((hosts, prices, best, master.worth * SCALE - bound))

    def _credit(self, prices: Prices) -> int:
        """Return what a plan is spared at most of the priced joint rules whose groups have nobody."""
        return int(np.abs(prices.joint) @ self.free)

    def _one_less(self) -> int:
        """Return what every plan loses at least that places fewer people."""
        model = self.model
        most = np.zeros(len(model.people), dtype=np.int64)
        np.maximum.at(most, model.person, model.gain)
        return int(model.place_value - most.sum() + model.gain[self.chosen].sum())

    def _idle(self, starts: Listed) -> Ints:
        """Return what plans with each column lose at least, times SCALE, if a group of hosts has nobody."""
        found = np.full(self.model.size, self.emptied)
        for hosts, prices, best, lost in self.idle:
            short = best[starts.host] - self.master.worths(prices, starts.host, starts.columns)
            other = ~np.isin(starts.host, hosts)
            np.minimum.at(found, starts.columns[other, 0], lost + short[other])
        return found

    def _look(self, wide: Listed) -> None:
        """Price from the side of each post."""
        master, model = self.master, self.model
        gains = master.gains(self.prices)[:-1]
        cols = np.flatnonzero(~self.chosen & ~self.impossible)
        host, columns, floors = master.catalogue.led_by(cols, gains, LEADS * SCALE)
        short = self.best[host] - master.worths(self.prices, host, columns)
        self.first = np.full(model.size, FAR)
        self.first[cols] = self.best[model.host[cols]] - floors
        np.minimum.at(self.first, columns[:, 0], short)
        order = np.lexsort((short, columns[:, 0]))
        order = order[np.diff(columns[order, 0], prepend=-1) != 0]
        host, columns = host[order], columns[order]
        unseen = np.setdiff1d(cols, columns[:, 0])
        self.impossible[unseen[master.catalogue.in_none(unseen)]] = True
        fitted = []
        shares = self.program.shares(model.post[columns[:, 0]], host, columns, len(model.posts))
        for taken in shares:
            self.program.aside(taken)
            fitted.append(self.program.fitted(wide))
        self.program.aside(np.zeros(shares.shape[1]))
        self._see(wide, fitted)

    def _look_again(self, wide: Listed) -> None:
        """Take the prices from the side of each post as they were, for more patterns."""
        master, fitted = self.master, []
        begin = np.searchsorted(wide.host, np.arange(master.hosts))
        for prices, _ in self.seen:
            worth = master.worths(prices, wide.host, wide.columns)
            fitted.append((prices, worth, np.maximum.reduceat(worth, begin)))
        self._see(wide, fitted)

    def _see(self, wide: Listed, fitted: list[tuple[Prices, Ints, Ints]]) -> None:
        """Note what patterns fall short from the side of each post: its prices, the worth of each, the best of each host."""
        master, model, views = self.master, self.model, []
        self.seen = [(prices, best) for prices, _, best in fitted]
        for post, (prices, worth, best) in enumerate(fitted):
            slack = master.constant(prices) + int(best.sum()) - master.worth * SCALE
            alone = np.where(model.must, FAR, np.maximum(prices.person, 0))
            short = np.where(wide.host == model.host_of[post], FAR, best[wide.host] - worth)
            views.append((short, alone, slack))
        self.views = Views(model.post, *(np.array(part) for part in zip(*views, strict=True)))

    def _starts(self, cols: Ints, level: int, least: Ints) -> tuple[Listed, Ints]:
        """Return the patterns that hold each column, and how far they are complete under the prices of its post.

        Where a plan is known, as far as a better one could go; else to a level below the best.
        """
        master, model = self.master, self.model
        parts, limits = [], np.full(model.size, -1)
        enough = SCALE * np.minimum(least, FAR // SCALE) + (self.views.slack + self.spared)[self.views.of]
        order = np.argsort(model.host_of, kind="stable")
        turn = np.empty_like(order)
        turn[order] = np.arange(len(order)) - np.searchsorted(model.host_of[order], model.host_of[order])
        for k in range(int(turn.max()) + 1):
            gains, best = np.zeros(model.size, dtype=np.int64), np.zeros(master.hosts, dtype=np.int64)
            for post in np.flatnonzero(turn == k).tolist():
                prices, tops = self.seen[post]
                host = model.host_of[post]
                here = model.host == host
                gains[here], best[host] = master.gains(prices)[:-1][here], tops[host]
            some = cols[turn[model.post[cols]] == k]
            known, open_ = some[least[some] < FAR], some[least[some] >= FAR]
            limits[known] = enough[known]
            for mine in (known, open_):
                if not len(mine):
                    continue
                if mine is known:
                    host, columns = master.catalogue.led_to(known, gains, (best[model.host] - enough)[known])
                else:
                    host, columns, floors = master.catalogue.led_by(open_, gains, level * SCALE)
                    limits[open_] = best[model.host[open_]] - floors
                parts.append((host, columns, best[host] - self._worths(host, columns)))
        return Listed(*(np.concatenate(part) for part in zip(*parts, strict=True))), limits

    def _fresh(self, starts: Listed, begun: Ints, limits: Ints) -> tuple[Bools, Ints]:
        """Tell which of the patterns are new, and which columns each serves: all that are seen from the same side.

        Each is taken once: for the first of these columns for which it is listed.
        """
        size, columns = self.model.size, starts.columns
        of = np.append(self.views.of, -1)[columns]
        other = np.append(self.chosen, True)[columns] | (of != of[:, :1])
        serves, short = np.where(other, size, columns), starts.short[:, None]
        before = (short <= np.append(begun, -FAR)[serves]).any(axis=1)
        earlier = (serves < columns[:, :1]) & (short <= np.append(limits, -FAR)[serves])
        fresh: Bools = np.asarray(~(before | earlier.any(axis=1)))
        return fresh, serves

    def _worths(self, host: Ints, columns: Ints) -> Ints:
        """Return what patterns are worth under the prices of the post of their first column."""
        post = self.model.post[columns[:, 0]]
        order = np.argsort(post, kind="stable")
        found = np.empty(len(host), dtype=np.int64)
        for mine in cut(order, np.flatnonzero(np.diff(post[order])) + 1):
            if len(mine):
                found[mine] = self.master.worths(self.seen[post[mine[0]]][0], host[mine], columns[mine])
        return found

    def _searched(self, found: Rearranging, cols: Ints, limits: Ints, idle: Ints) -> Bools:
        """Search for these columns and note which are proven; return those for which more of it is of no use."""
        slack = self.views.slack[self.views.of]
        wanted = np.full(self.model.size, -FAR)
        wanted[cols] = limits[cols]
        given_up = found.search(wanted)
        better = SCALE * (found.least - found.unit)
        near = better + self.slack + self._credit(self.prices) - self.first - self.away <= self.level
        seen = (found.least < FAR) & (better + slack + self.spared[self.views.of] <= wanted) & ~given_up
        self.proven |= seen & near & (better < idle)
        return seen | given_up


def _kept(row: Condition, held: int) -> bool:
    """Whether the plan keeps a joint rule even where it need not, its group being used."""
    return (row.low is None or held >= row.low) and (row.high is None or held <= row.high)
