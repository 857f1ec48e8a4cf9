"""Best plans with one more pair in them, for many pairs at once: a search over whole patterns.

Begin with a pattern of the host that holds the pair. Whoever lost their place takes part in another pattern
somewhere, whatever host lost somebody gets another pattern, until nobody is left over. What the patterns fall
short of adds up, the distances of ``exchange`` bound what is still to come, and the limit on both rises step by step,
each state going on where it stopped (partial expansion A*: Yoshizumi, Miura and Ishida, 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Ints
from seedmatch.counters import NONE
from seedmatch.exchange import ONE, Exchange, masks_of, members_of
from seedmatch.master import SCALE, Listed
from seedmatch.model import Bools
from seedmatch.residual import FAR
from seedmatch.shelves import STEP, Shelves
from seedmatch.states import States, joined

FEW = 4
AT_ONCE = 32_768
SMALL = 1_000
SIZES = (2, FEW)
MOST_EACH = 20_000
DEPTHS = (0, 100, 250, 500, 800, 1200, 2000, 10**9)
DONE = -1


@dataclass(frozen=True)
class Views:
    """Prices seen from the side of groups of pairs, one row for each.

    ``of`` is the view of each column, ``short`` what listed patterns fall short, ``alone`` what it costs to leave
    a person unplaced, ``slack`` what the best plan falls short in all.
    """

    of: Ints
    short: Ints
    alone: Ints
    slack: Ints


@dataclass(frozen=True)
class Pool:
    """Patterns that states can take: host, columns, the people in them, those whom the host has now, the host as bit.

    ``gain`` is what each is worth more than what is there now, ``change`` what it adds to each joint rule.
    """

    host: Ints
    columns: Ints
    mask: Ints
    now: Ints
    bit: Ints
    gain: Ints
    change: Ints


class Rearranging:
    """Searches the listed patterns of an exchange together with patterns that hold forced columns.

    To give somebody up counts as a pattern, of no host. ``least`` is the smallest loss known for each column,
    ``last`` the last step of the plan that gives it.
    """

    def __init__(self, exchange: Exchange, views: Views, distance: NDArray[np.int32], least: Ints) -> None:
        self.exchange, self.views, self.distance = exchange, views, distance
        master, near, people = exchange.master, exchange.near, exchange.people
        self.model, self.who = master.model, master.catalogue.person
        self.short = np.concatenate([views.short, views.alone], axis=1)
        self.low = np.array([-NONE if row.low is None else row.low for row in master.joint], dtype=np.int64)
        self.high = np.array([NONE if row.high is None else row.high for row in master.joint], dtype=np.int64)
        self.held = np.append(
            master.coefs[:, master.now].sum(axis=2), np.zeros((len(self.low), 1), int), axis=1
        )
        self.unit = int(np.gcd.reduce(self.model.value))
        size = self.model.size
        self.least, self.last = least.copy(), np.full(size, -1)
        self.limit, self.promise = np.full(size, FAR), np.full(size, FAR)
        self.looked = np.zeros(size, dtype=np.int64)
        nobody = np.full((people, near.columns.shape[1]), size)
        self.pool = self._pool(near.host, near.columns, exchange.mask)
        self._add(self._pool(np.full(people, exchange.hosts), nobody, ONE << np.arange(people)))
        self.begin = people + exchange.hosts
        self.count = self.begin + 2 * len(self.low)
        self.sets = self._sets()
        self.log, self.logged = np.zeros((0, 2), dtype=np.int64), 0
        self.fresh, self.parked = joined([]), joined([])

    def _pool(self, host: Ints, columns: Ints, mask: Ints) -> Pool:
        master = self.exchange.master
        value = np.append(self.model.value, 0)
        before = np.append(value[master.now].sum(axis=1), 0)
        return Pool(
            host, columns, mask, np.append(self.exchange.now, 0)[host],
            np.append(ONE << np.arange(self.exchange.hosts), 0)[host],
            value[columns].sum(axis=1) - before[host],
            (master.coefs[:, columns].sum(axis=2) - self.held[:, host]).T,
        )  # fmt: skip

    def _add(self, more: Pool) -> None:
        both = zip(vars(self.pool).values(), vars(more).values(), strict=True)
        self.pool = Pool(*(np.concatenate(some) for some in both))

    def _sets(self) -> Ints:
        """Return the sets of each listed pattern: its people, its host, and the joint rules that it raises or lowers."""
        pool, exchange = self.pool, self.exchange
        people = np.append(self.who, np.arange(exchange.people))[pool.columns]
        people[len(exchange.near.host) :, 0] = np.arange(exchange.people)
        host = np.where(pool.host < exchange.hosts, exchange.people + pool.host, -1)
        rules = self.begin + 2 * np.arange(len(self.low)) + (pool.change < 0)
        return np.concatenate([people, host[:, None], np.where(pool.change != 0, rules, -1)], axis=1)

    def start(self, starts: Listed) -> None:
        """Let plans begin with more patterns, the forced column first in each."""
        pattern = len(self.pool.host) + np.arange(len(starts.host))
        self._add(self._pool(starts.host, starts.columns, masks_of(self.who[starts.columns])))
        none, pool = np.full(len(pattern), -1), self.pool
        table = [
            starts.columns[:, 0], starts.short, starts.short, pool.mask[pattern], pool.now[pattern],
            pool.bit[pattern], none, pattern, none,
        ]  # fmt: skip
        self.fresh = joined([self.fresh, States(np.array(table))])

    def search(self, horizon: Ints) -> Bools:
        """Look for all plans that fall short of no more than the horizon of their column (``-FAR``: not wanted).

        Only those are looked for that are better than the best one known. Return the columns whose search was given up.
        """
        self.horizon = horizon
        self._lower(np.flatnonzero(self.least < FAR))
        wanted = joined([self.fresh, self.parked])
        left = np.full(len(self.short), -1)
        most = np.minimum(self.limit, horizon)[wanted.col]
        np.maximum.at(left, self.views.of[wanted.col], most - wanted.cost)
        self.shelves = Shelves(self.short, self.sets, self.count, left)
        begun = self._bounded(self.fresh)
        self.fresh = joined([])
        np.minimum.at(self.promise, begun.col, begun.bound)
        parked = [self.parked, begun]
        for depth in DEPTHS:
            self.target = np.minimum(np.minimum(self.limit, self.horizon), self.promise + depth * SCALE)
            waiting: list[States] = parked
            parked = []
            while waiting:
                states = self._next(waiting, parked)
                if len(states):
                    waiting += self._changed(states)
            if not any(self._within(states).any() for states in parked):
                break
        self.parked = joined(parked)
        given_up: Bools = self.looked > MOST_EACH
        return given_up

    def _within(self, states: States) -> Bools:
        """Which states may lead to something within the horizon."""
        most = np.minimum(self.limit, self.horizon)[states.col]
        found: Bools = (states.bound <= most) & (states.reach // STEP < (most - states.cost) // STEP)
        return found

    def _lower(self, cols: Ints) -> None:
        """Only plans better than the best known are of interest from now on."""
        better = SCALE * (self.least[cols] - self.unit) + self.views.slack[self.views.of[cols]]
        self.limit[cols] = np.minimum(self.limit[cols], better)

    def _next(self, waiting: list[States], parked: list[States]) -> States:
        """Take some states whose turn it is from those that wait; park those whose turn is later."""
        some = [waiting.pop()]
        while waiting and sum(map(len, some)) + len(waiting[-1]) <= AT_ONCE:
            some.append(waiting.pop())
        states = joined(some)
        limit = self.limit[states.col]
        target = np.minimum(limit, self.target[states.col])
        reach, cost = states.reach // STEP, states.cost
        worthy = (states.bound <= limit) & (reach < (limit - cost) // STEP)
        now = worthy & (states.bound <= target) & (reach < (target - cost) // STEP)
        later = np.flatnonzero(worthy & ~now)
        if len(later):
            parked.append(states.at(later))
        rows = np.flatnonzero(now)
        if len(rows) > AT_ONCE:
            waiting.append(states.at(rows[AT_ONCE:]))
        return states.at(rows[:AT_ONCE])

    def _changed(self, states: States) -> list[States]:
        """Give one more host another pattern, or give up who has lost the place; the states stay for what is left."""
        left = np.minimum(self.target, self.limit)[states.col] - states.cost
        shelf = self.views.of[states.col] * self.count + states.item
        of, at = self.shelves.between(shelf, states.reach, left)
        pattern, pool = self.shelves.pattern[at], self.pool
        clash = (states.taken[of] & pool.mask[pattern]) | (states.hosts[of] & pool.bit[pattern])
        free = np.flatnonzero(clash == 0)
        pattern, found = pattern[free], states.at(of[free])
        found.cost += self.shelves.short[at[free]]
        found.taken |= pool.mask[pattern]
        found.out |= pool.now[pattern]
        found.hosts |= pool.bit[pattern]
        found.item[:], found.reach[:] = pattern, -1
        states.reach[:] = left
        self.looked += np.bincount(states.col, minlength=self.model.size)
        self.limit[self.looked > MOST_EACH] = -1
        return [states, self._bounded(found)]

    def _bounded(self, states: States) -> States:
        """Return the states that may still be better, with bounds and items, their patterns written into the log.

        Whole plans among them are noted, and what goes on from them is returned.
        """
        missing = np.array([states.out & ~states.taken, states.taken & self.exchange.placed & ~states.out])
        many = np.bitwise_count(missing).max(axis=0)
        sizes = SIZES if len(states) > SMALL else (FEW,)
        parts = []
        for low, few in zip((0, *sizes), sizes, strict=False):
            rows = np.flatnonzero((many > low) & ((many <= few) | (few == FEW)))
            if len(rows):
                parts.append(self._with_few(states.at(rows), missing[:, rows], few))
        rows = np.flatnonzero(many == 0)
        if len(rows):
            whole = states.at(rows)
            whole = whole.at(np.flatnonzero(whole.bound <= self.limit[whole.col]))
            self._write(whole)
            parts.append(self._whole(whole))
        return joined(parts)

    def _with_few(self, states: States, missing: Ints, few: int) -> States:
        """Bound states from the people who have lost their place and those whose hosts have lost them, a few of each."""
        view, exchange = self.views.of[states.col], self.exchange
        members = members_of(missing, few)
        there = members >= 0
        rest = self._to_come(view, members, there, np.bitwise_count(missing) > few)
        bound = np.maximum(states.bound, states.cost + rest)
        kept = np.flatnonzero(bound <= self.limit[states.col])
        found = states.at(kept)
        found.bound[:] = bound[kept]
        self._write(found)
        members, there = members[:, :, kept], there[:, :, kept]
        sets = np.concatenate([members[:, 0], exchange.people + exchange.home[members[:, 1]]])
        left = np.maximum(np.minimum(self.limit, self.horizon)[found.col] - found.cost, 0)
        size = self.shelves.sizes(view[kept] * self.count + sets, left) * self.count + sets
        size[~np.concatenate([there[:, 0], there[:, 1]])] = FAR
        found.item[:] = size.min(axis=0) % self.count
        return found

    def _to_come(self, view: Ints, members: Ints, there: Bools, many: Bools) -> Ints:
        """Return what is still to come at least: the longest of the shortest ways of each."""
        few, people = len(members), self.exchange.people
        nodes = np.full((few + 1, 2, len(view)), people)
        nodes[:few] = np.where(there, members, people + 1)
        width = people + 2
        source = (view * width + nodes[:, 0]) * width
        way = self.distance.take(source[:, None] + nodes[None, :, 1])
        to, back = way[:few].min(axis=1), way[:, :few].min(axis=0)
        to[~there[:, 0] | many[1]] = 0
        back[~there[:, 1] | many[0]] = 0
        found: Ints = np.maximum(to.max(axis=0), back.max(axis=0))
        return found

    def _whole(self, states: States) -> States:
        """Note the plans among whole states; return what to go on with, each with its set of patterns.

        What breaks a joint rule goes on with what mends the first. A plan may make room in one for a change elsewhere
        that was not allowed before.
        """
        steps = self._steps(states.step)
        joint = (self.pool.change[steps] * (steps >= 0)[:, :, None]).sum(axis=1)
        total = self.held.sum(axis=1) + joint
        sides = len(states), 2 * len(self.low)
        broken = np.stack([total < self.low, total > self.high], axis=2).reshape(sides)
        plans = np.asarray(~broken.any(axis=1))
        self._found(states.at(np.flatnonzero(plans)), steps[plans])
        first = broken & (broken.cumsum(axis=1) == 1)
        room = np.stack([(joint < 0) & (self.high < NONE), (joint > 0) & (self.low > -NONE)], axis=2)
        of, rule = np.nonzero(first | room.reshape(sides) & plans[:, None])
        return states.at(of).onward(self.begin + rule)

    def _write(self, states: States) -> None:
        """Write the new patterns of states into the log, each with the step before."""
        first, self.logged = self.logged, self.logged + len(states)
        if self.logged > len(self.log):
            self.log = np.concatenate([self.log, np.zeros((self.logged, 2), dtype=np.int64)])
        self.log[first : self.logged, 0], self.log[first : self.logged, 1] = states.item, states.step
        states.step[:] = np.arange(first, self.logged)

    def _steps(self, last: Ints) -> Ints:
        """Return the patterns of states from the log, one row for each, -1 where there are no more."""
        found = []
        while (last >= 0).any():
            step = self.log.take(last, axis=0, mode="clip")
            found.append(np.where(last >= 0, step[:, 0], -1))
            last = np.where(last >= 0, step[:, 1], -1)
        return np.stack(found, axis=1) if found else np.zeros((len(last), 0), dtype=np.int64)

    def _found(self, states: States, steps: Ints) -> None:
        """Note plans for all pairs that they hold."""
        if not len(states):
            return
        loss = -(self.pool.gain[steps] * (steps >= 0)).sum(axis=1)
        flat = np.where((steps >= 0)[:, :, None], self.pool.columns[steps], self.model.size)
        flat = flat.reshape(len(states), -1)
        of, at = np.nonzero(~np.append(self.exchange.master.chosen, True)[flat])
        col, loss = flat[of, at], loss[of]
        some = np.flatnonzero(loss < self.least[col])
        some = some[np.lexsort((of[some], loss[some], col[some]))]
        some = some[np.diff(col[some], prepend=-1) > 0]
        col, of = col[some], of[some]
        self.least[col], self.last[col] = loss[some], states.step[of]
        self._lower(col)

    def moves(self, cols: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (row of the column, person, column or size) of everybody who moves in the plans found, by row and person."""
        exchange, size = self.exchange, self.model.size
        steps = self._steps(self.last[cols])
        rows = np.arange(len(cols))[:, None]
        place = np.full((len(cols), exchange.people + 1), -1)
        staff = np.append(exchange.staff, np.full((1, exchange.staff.shape[1]), -1), axis=0)
        for seat in range(staff.shape[1]):
            place[rows, np.where(steps >= 0, staff[self.pool.host[steps], seat], -1)] = size
        for seat in range(staff.shape[1]):
            into = np.where(steps >= 0, self.pool.columns[steps, seat], size)
            place[rows, self.who[into]] = into
        of, person = np.nonzero((place[:, :-1] >= 0) & (place[:, :-1] != exchange.column))
        return of, person, place[of, person]
