"""Best plans with one more pair in them, for many pairs at once: a search over whole patterns.

Begin with a pattern of the host that holds the pair. Whoever lost their place takes part in another pattern
somewhere, whatever host lost somebody gets another pattern, until nobody is left over. What the patterns fall
short of adds up, the distances of ``exchange`` bound what is still to come, and the limit on both rises step by
step (iterative deepening A*: Korf, 1985). The states are rows of arrays, of all pairs together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.counters import NONE
from seedmatch.exchange import ONE, Exchange, Masks, masks_of, members_of
from seedmatch.master import SCALE, Listed
from seedmatch.model import Bools
from seedmatch.residual import FAR

STEPS = 24
FEW = 4
MOST_STATES = 30_000
MOST_EACH = 500
WIDE = np.int64(2**36)
DONE = -1


@dataclass(frozen=True)
class States:
    """Half-changed plans: the forced column, what patterns fall short so far and with what is still to come.

    ``used`` are people in new patterns, ``out`` those whose host has a new pattern, ``unplaced`` those given up;
    ``hosts`` have a new pattern; ``step`` is the last of these in the log, ``joint`` the change of joint rules.
    """

    col: Ints
    cost: Ints
    bound: Ints
    worth: Ints
    used: Masks
    out: Masks
    unplaced: Masks
    hosts: Masks
    step: Ints
    joint: Ints

    def __len__(self) -> int:
        return len(self.col)

    def at(self, rows: Ints | Bools) -> States:
        """Return some of the states."""
        return States(*(part[rows] for part in vars(self).values()))


def joined(parts: list[States]) -> States:
    """Put states one after the other."""
    return States(
        *(np.concatenate(some) for some in zip(*(vars(part).values() for part in parts), strict=True))
    )


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


class Rearranging:
    """Searches the listed patterns of an exchange together with patterns that hold forced columns.

    ``least`` is the smallest loss known for each column, ``plans`` the patterns and the unplaced that give it.
    """

    def __init__(self, exchange: Exchange, views: Views, distance: Ints, starts: Listed, least: Ints) -> None:
        self.exchange, self.views, self.distance = exchange, views, distance
        master, near = exchange.master, exchange.near
        self.model = master.model
        self.first = len(near.host)
        self.host = np.concatenate([near.host, starts.host])
        self.columns = np.concatenate([near.columns, starts.columns])
        self.mask = np.concatenate([exchange.mask, masks_of(master.catalogue.person[starts.columns])])
        value = np.append(self.model.value, 0)
        self.gain = value[self.columns].sum(axis=1) - value[master.now].sum(axis=1)[self.host]
        held = master.coefs[:, master.now].sum(axis=2)
        self.change = (master.coefs[:, self.columns].sum(axis=2) - held[:, self.host]).T
        self.low = np.array([-NONE if row.low is None else row.low for row in master.joint], dtype=np.int64)
        self.high = np.array([NONE if row.high is None else row.high for row in master.joint], dtype=np.int64)
        self.base = held.sum(axis=1)
        self.least = least.copy()
        self.plans: dict[int, Ints] = {}
        self._begin(starts)
        self._sets()

    def _begin(self, starts: Listed) -> None:
        count = len(starts.host)
        pattern = self.first + np.arange(count)
        self.log_pattern, self.log_before, self.logged = [pattern], [np.full(count, -1)], count
        states = States(
            starts.columns[:, 0], starts.short, starts.short, self.gain[pattern], self.mask[pattern],
            self.exchange.now[starts.host], np.zeros(count, dtype=np.uint64),
            ONE << starts.host.astype(np.uint64), np.arange(count), self.change[pattern],
        )  # fmt: skip
        self.sizes = np.zeros(
            (len(self.views.short), self.exchange.people + self.exchange.hosts), dtype=np.int64
        )
        self.begun = self._bounded(states)[0]

    def _sets(self) -> None:
        """Note which patterns hold a person, belong to a host, or raise or lower a joint rule."""
        near = np.arange(self.first)
        of, seat = np.nonzero(self.exchange.who >= 0)
        sets = [self.exchange.who[of, seat], self.exchange.people + self.host[: self.first]]
        patterns = [of, near]
        begin = self.exchange.people + self.exchange.hosts
        for k in range(len(self.base)):
            for side, sign in enumerate((1, -1)):
                some = np.flatnonzero(sign * self.change[: self.first, k] > 0)
                sets.append(np.full(len(some), begin + 2 * k + side))
                patterns.append(some)
        self.set, self.member = np.concatenate(sets), np.concatenate(patterns)
        self.count = begin + 2 * len(self.base)

    def least_bound(self) -> Ints:
        """Return what the plans of each column fall short of at least, as far as the starts show."""
        found = np.full(self.model.size, FAR)
        np.minimum.at(found, self.begun.col, self.begun.bound)
        return found

    def plan(self, col: int) -> tuple[Ints, Ints]:
        """Return the columns that the plan found with this column has anew, and who has no place in it any more."""
        steps = self.plans[col]
        steps = steps[steps >= 0]
        columns = self.columns[steps].ravel()
        columns = columns[columns < self.model.size]
        before = self.exchange.staff[self.host[steps]].ravel()
        lost = np.setdiff1d(before[before >= 0], self.model.person[columns])
        return columns[~self.exchange.master.chosen[columns]], lost

    def search(self, limits: Ints) -> Ints:
        """Look for all plans that fall short of no more than the limit of their column (-1: not wanted).

        Return the columns whose search was given up.
        """
        self.limits = limits
        states = self.begun.at(self.begun.bound <= limits[self.begun.col])
        if not len(states):
            return np.zeros(0, dtype=np.int64)
        self._list(states)
        begun = len(self.begun)
        self.log_pattern, self.log_before, self.logged = (
            [self.log_pattern[0][:begun]],
            [self.log_before[0][:begun]],
            begun,
        )
        given_up = [np.zeros(0, dtype=np.int64)]
        for step in range(1, STEPS):
            states, item = self._bounded(states)
            inside = states.bound <= self._limit(states.col)
            done = inside & (item == DONE)
            self._found(states.at(done))
            states, item = self._going(states.at(inside), item[inside])
            if not len(states):
                break
            heavy = self._heavy(states.col) if step < STEPS - 1 else np.ones(len(states), dtype=bool)
            given_up.append(states.col[heavy])
            states = self._changed(states.at(~heavy), item[~heavy])
        return np.unique(np.concatenate(given_up))

    def _heavy(self, col: Ints) -> Bools:
        """Which states belong to columns that have too many of them."""
        count = np.bincount(col)
        if len(col) <= MOST_STATES:
            found: Bools = count[col] > MOST_EACH
            return found
        order = np.argsort(count, kind="stable")
        over = order[np.cumsum(count[order]) > MOST_STATES]
        found = np.isin(col, over)
        return found

    def _going(self, states: States, item: Ints) -> tuple[States, Ints]:
        """Return the states that may still lead to something better, with the set of patterns to go on with.

        A whole plan may make room in a joint rule for a change elsewhere that was not allowed before.
        """
        worthy = states.bound <= self._limit(states.col)
        states, item = states.at(worthy), item[worthy]
        whole = np.flatnonzero(item == DONE)
        begin = self.exchange.people + self.exchange.hosts
        parts, items = [states.at(item != DONE)], [item[item != DONE]]
        for k, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            for side, room in ((1, low > -NONE), (0, high < NONE)):
                some = whole[states.joint[whole, k] * (1 if side else -1) > 0] if room else whole[:0]
                parts.append(states.at(some))
                items.append(np.full(len(some), begin + 2 * k + side))
        return joined(parts), np.concatenate(items)

    def _limit(self, col: Ints) -> Ints:
        """Return what a plan falls short of at most if it is wanted and better than the best one known."""
        better = np.where(
            self.least[col] >= FAR, FAR, SCALE * (self.least[col] - 1) + self.views.slack[self.views.of[col]]
        )
        return np.minimum(self.limits[col], better)

    def _list(self, states: States) -> None:
        """Sort the patterns of each view and set by what they fall short, as far as any state can go."""
        views = self.views
        left = np.full(len(views.short), -1)
        np.maximum.at(left, views.of[states.col], self.limits[states.col] - states.cost)
        view, entry = np.nonzero(views.short[:, self.member] <= left[:, None])
        key = (view * self.count + self.set[entry]) * WIDE + views.short[view, self.member[entry]]
        order = np.argsort(key, kind="stable")
        self.key, self.pattern = key[order], self.member[entry[order]]
        number = np.bincount(view * self.count + self.set[entry], minlength=len(views.short) * self.count)
        self.sizes = number.reshape(-1, self.count)

    def _bounded(self, states: States) -> tuple[States, Ints]:
        """Add what is still to come to the bounds; return the set of patterns to go on with as well."""
        exchange = self.exchange
        out = states.out & ~states.used & ~states.unplaced
        holes = states.used & exchange.placed & ~states.out
        rest, item = np.zeros(len(states), dtype=np.int64), np.full(len(states), DONE)
        most = np.maximum(np.bitwise_count(out), np.bitwise_count(holes))
        for few, some in ((1, most == 1), (2, most == 2), (FEW, most > 2)):
            rows = np.flatnonzero(some)
            if len(rows):
                view = self.views.of[states.col[rows]]
                rest[rows], item[rows] = self._to_come(view, out[rows], holes[rows], few)
        bound = np.maximum(states.bound, states.cost + rest)
        whole = most == 0
        if whole.any():
            item[whole] = self._broken(states.joint[whole])
        return replace(states, bound=bound), item

    def _to_come(self, view: Ints, out: Masks, holes: Masks, few: int) -> tuple[Ints, Ints]:
        """Return what is still to come at least, and the smallest set of patterns to go on with."""
        exchange = self.exchange
        who, many = members_of(out, few)
        gone, more = members_of(holes, few)
        width = exchange.people + 2
        end = np.full((len(view), 1), exchange.people)
        source, sink = np.append(who, end, axis=1) % width, np.append(gone, end, axis=1) % width
        way = self.distance.take(
            (view * width * width)[:, None, None] + (source * width)[:, :, None] + sink[:, None, :]
        )
        to = np.where(who >= 0, way[:, :few].min(axis=2), 0).max(axis=1)
        back = np.where(gone >= 0, way[:, :, :few].min(axis=1), 0).max(axis=1)
        rest = np.where(many | more, 0, np.maximum(to, back))
        sets = np.concatenate([who, np.where(gone >= 0, exchange.people + exchange.home[gone], -1)], axis=1)
        size = np.where(sets >= 0, self.sizes[view[:, None], sets], FAR)
        return rest, sets[np.arange(len(view)), size.argmin(axis=1)]

    def _broken(self, joint: Ints) -> Ints:
        """Return the set of patterns that mend the first broken joint rule."""
        total = self.base + joint
        begin = self.exchange.people + self.exchange.hosts
        item = np.full(len(joint), DONE)
        for k in reversed(range(len(self.base))):
            item = np.where(total[:, k] < self.low[k], begin + 2 * k, item)
            item = np.where(total[:, k] > self.high[k], begin + 2 * k + 1, item)
        return item

    def _changed(self, states: States, item: Ints) -> States:
        """Give one more host another pattern, or give up the person who has lost the place."""
        view = self.views.of[states.col]
        left = np.minimum(self._limit(states.col) - states.cost, WIDE - 1)
        place = (view * self.count + item) * WIDE
        start = np.searchsorted(self.key, place)
        number = np.searchsorted(self.key, place + left, side="right") - start
        of = np.repeat(np.arange(len(states)), number)
        pattern = self.pattern[np.arange(len(of)) + np.repeat(start - (np.cumsum(number) - number), number)]
        taken = (states.used | states.unplaced)[of] & self.mask[pattern]
        twice = (states.hosts[of] >> self.host[pattern].astype(np.uint64)) & ONE
        free = (taken | twice) == 0
        changed = self._with(states.at(of[free]), pattern[free])
        alone = np.flatnonzero(item < self.exchange.people)
        alone = alone[self.views.alone[view[alone], item[alone]] <= left[alone]]
        return joined([changed, self._without(states.at(alone), item[alone])]) if len(alone) else changed

    def _with(self, states: States, pattern: Ints) -> States:
        host = self.host[pattern]
        self.log_pattern.append(pattern)
        self.log_before.append(states.step)
        step = self.logged + np.arange(len(pattern))
        self.logged += len(pattern)
        return States(
            states.col, states.cost + self.views.short[self.views.of[states.col], pattern], states.bound,
            states.worth + self.gain[pattern], states.used | self.mask[pattern],
            states.out | self.exchange.now[host], states.unplaced,
            states.hosts | (ONE << host.astype(np.uint64)), step, states.joint + self.change[pattern],
        )  # fmt: skip

    def _without(self, states: States, person: Ints) -> States:
        cost = states.cost + self.views.alone[self.views.of[states.col], person]
        return replace(states, cost=cost, unplaced=states.unplaced | (ONE << person.astype(np.uint64)))

    def _steps(self, last: Ints) -> Ints:
        """Return the patterns of states from the log, one row for each, -1 where there are no more."""
        pattern, before = np.concatenate(self.log_pattern), np.concatenate(self.log_before)
        self.log_pattern, self.log_before = [pattern], [before]
        found = []
        while (last >= 0).any():
            found.append(np.where(last >= 0, pattern[last], -1))
            last = np.where(last >= 0, before[last], -1)
        return np.stack(found, axis=1)

    def _found(self, states: States) -> None:
        """Note plans for all pairs that they hold."""
        if not len(states):
            return
        steps = self._steps(states.step)
        nothing = np.full((1, self.columns.shape[1]), self.model.size)
        flat = np.append(self.columns, nothing, axis=0)[steps].reshape(len(states), -1)
        of, at = np.nonzero(~np.append(self.exchange.master.chosen, True)[flat])
        col, loss = flat[of, at], -states.worth[of]
        order = np.lexsort((of, loss, col))
        order = order[np.diff(col[order], prepend=-1) > 0]
        order = order[loss[order] < self.least[col[order]]]
        self.least[col[order]] = loss[order]
        for k in order.tolist():
            self.plans[int(col[k])] = steps[of[k]]
