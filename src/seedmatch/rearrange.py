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
from seedmatch.states import States

SIZES = (1, 2, 3)
AT_ONCE = 8_192
SMALL = 2_000
RANKED = 20  # steps that patterns fall short, when sets of patterns are compared
NOWHERE = 2**40
CODES = 256
SPARE = 100_000
MOST_EACH = 20_000
DEPTHS = (200, 500, 1000, 1500, 2200, 10**9)


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

    To give somebody up counts as a pattern, of no host. A pattern to begin with serves all pairs in it that are seen
    from the same side. ``least`` is the smallest loss known for each column, ``last`` the last step of the plan that gives it.
    """

    def __init__(self, exchange: Exchange, views: Views, distance: NDArray[np.int32], least: Ints) -> None:
        self.exchange, self.views = exchange, views
        self.width, self.distance = distance.shape[1], distance.ravel()
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
        self.limit, self.promise = np.full(size + 1, FAR), np.full(size + 1, FAR)
        self.limit[size] = -1
        self.looked, self.since = np.zeros(0, dtype=np.int64), 0
        self.given_up = np.zeros(size + 1, dtype=bool)
        nobody = np.full((people, near.columns.shape[1]), size)
        self.pool = self._pool(near.host, near.columns, exchange.mask)
        self._add(self._pool(np.full(people, exchange.hosts), nobody, ONE << np.arange(people)))
        self.listed = len(self.pool.host)
        self.count = 2 * people + 2 * len(self.low)
        self.sets = self._sets()
        self.serves = np.zeros((near.columns.shape[1], 0), dtype=np.int64)
        self.view = np.zeros(0, dtype=np.int64)
        self.log, self.logged = np.full((2, 1), -1), 0
        self.states = States()
        self.fresh, self.open = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

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
        """Return the sets of each listed pattern: who comes, who goes, and the joint rules that it raises or lowers."""
        pool, exchange, near = self.pool, self.exchange, self.exchange.near
        comes = np.append(self.who, np.arange(exchange.people))[pool.columns]
        stays = exchange.home[comes[: len(near.host)]] == near.host[:, None]
        comes[: len(near.host)][stays] = -1
        comes[len(near.host) :, 0] = np.arange(exchange.people)
        staff = np.append(exchange.staff, np.full((1, exchange.staff.shape[1]), -1), axis=0)[pool.host]
        kept = (pool.mask[:, None] >> np.maximum(staff, 0)) & ONE
        goes = np.where((staff >= 0) & (kept == 0), exchange.people + staff, -1)
        rules = 2 * exchange.people + 2 * np.arange(len(self.low)) + (pool.change < 0)
        return np.concatenate([comes, goes, np.where(pool.change != 0, rules, -1)], axis=1)

    def start(self, starts: Listed, serves: Ints) -> None:
        """Let plans begin with more patterns; ``serves`` are the columns that each is looked into for, the size for none."""
        first = len(self.view)
        pool = self._pool(starts.host, starts.columns, masks_of(self.who[starts.columns]))
        self.serves = np.concatenate([self.serves, serves.T], axis=1)
        self.looked = np.append(self.looked, np.zeros(len(serves), dtype=np.int64))
        self.view = np.append(self.view, self.views.of[starts.columns[:, 0]])
        self._add(pool)
        start = np.arange(first, len(self.view))
        pattern, cost = self.listed + start, starts.short
        table = (start, cost, cost, pool.mask, pool.now, pool.bit, -1, pattern, -1)
        self.fresh = np.append(self.fresh, self.states.add(len(start), table))

    def search(self, horizon: Ints) -> Bools:
        """Look for all plans that fall short of no more than the horizon of their column (``-FAR``: not wanted).

        Only those are looked for that are better than the best one known. Return the columns whose search was given up.
        """
        self.horizon = np.append(horizon, -FAR)
        self.target = np.minimum(self.limit, self.horizon)
        self._lower(np.flatnonzero(self.least < FAR))
        self._shelve(np.append(self.open, self.fresh))
        begun, wholes = self._begun()
        self.open = np.append(self.open, begun)
        for depth in DEPTHS:
            self._pass(depth, wholes)
            wholes = wholes[:0]
            if not len(self._within(self.open, self.goal)):
                break
        return self.given_up[:-1]

    def _pass(self, depth: int, wholes: Ints) -> None:
        """Let the states go on as far as a depth below the first bound of their columns."""
        self._aim(np.minimum(self.horizon, self.promise + depth * SCALE))
        rows, parts = self.open, [self.open]
        while len(wholes) or len(rows):
            if len(wholes):
                more = self._whole(wholes)
                parts.append(more)
                rows = np.append(rows, more)
                self._aim(self.target)
            rows, wholes = self._changed(self._within(rows, self.goal))
            parts.append(rows)
        self._aim(self.horizon)
        self.open = self._within(np.concatenate(parts), self.most)
        if self.states.size > 2 * len(self.open) + SPARE:
            self.open = self.states.keep(self.open)

    def _begun(self) -> tuple[Ints, Ints]:
        """Bound the states that are new; return which may go on, and which are whole."""
        rows, states = self.fresh, self.states
        self.fresh = rows[:0]
        start, bound, cost, taken, out = (
            row[rows] for row in (states.start, states.bound, states.cost, states.taken, states.out)
        )
        kept, bound, item = self._bounded(start, bound, cost, taken, out)
        rows = rows[kept]
        for serves in self.serves:
            np.minimum.at(self.promise, serves[states.start[rows]], bound)
        states.step[rows] = self._write(states.item[rows], states.step[rows])
        states.bound[rows], states.item[rows] = bound, item
        return rows[item >= 0], rows[item < 0]

    def _shelve(self, rows: Ints) -> None:
        """Put up shelves as far as these states may go."""
        self._aim(self.target)
        left, start = np.full(len(self.short), -1), self.states.start[rows]
        np.maximum.at(left, self.view[start], self.goal[start] - self.states.cost[rows])
        self.shelves = Shelves(self.short, self.sets, self.count, left)
        at = self.shelves.pattern
        self.mask, self.now, self.bit = self.pool.mask[at], self.pool.now[at], self.pool.bit[at]
        self.change = np.pad(self.pool.change, ((0, 1), (0, 0)))
        self._rank()

    def _rank(self) -> None:
        """Count the patterns of each set that fall short of little, as sets with few are taken first.

        One number each, for whoever comes and whoever goes (the last of either is nobody): count and code of the set.
        """
        views, people = len(self.short), self.exchange.people
        shelf = np.arange(views * self.count)
        count = self.shelves.sizes(shelf, np.full(len(shelf), RANKED)).reshape(views, self.count)
        rank = np.full((views, 2, people + 1), NOWHERE)
        rank[:, :, :-1] = count[:, : 2 * people].reshape(views, 2, people)
        code = np.arange(2 * people).reshape(2, people)
        self.rank = (rank * CODES + np.pad(code, ((0, 0), (0, 1)))).ravel()

    def _lower(self, cols: Ints) -> None:
        """Only plans better than the best known are of interest from now on."""
        better = SCALE * (self.least[cols] - self.unit) + self.views.slack[self.views.of[cols]]
        self.limit[cols] = np.minimum(self.limit[cols], better)

    def _aim(self, target: Ints) -> None:
        """Work out how far plans that begin with a pattern are looked for, now and at all: as far as for one of its columns."""
        self.target = target
        self.goal = np.minimum(target, self.limit).take(self.serves).max(axis=0)
        self.most = self.limit.take(self.serves).max(axis=0)

    def _within(self, rows: Ints, most: Ints) -> Ints:
        """Return those of the states that have something to try within a limit of what they start with."""
        states = self.states
        most = most.take(states.start.take(rows))
        far = states.reach.take(rows) < (most - states.cost.take(rows)) // STEP
        return rows[far & (states.bound.take(rows) <= most)]

    def _changed(self, rows: Ints) -> tuple[Ints, Ints]:
        """Give one more host another pattern, or give up who has lost the place; the states stay for what is left.

        Return new states that may go on, and whole ones.
        """
        going, whole = [rows[:0]], [rows[:0]]
        for first in range(0, len(rows), AT_ONCE):
            found = self._grown(rows[first : first + AT_ONCE])
            item = self.states.item[found]
            going.append(found[item >= 0])
            whole.append(found[item < 0])
        self._count(self.states.start[rows])
        return np.concatenate(going), np.concatenate(whole)

    def _grown(self, rows: Ints) -> Ints:
        """Take one more pattern in every way; return the new states."""
        states, shelves = self.states, self.shelves
        start, cost, taken, hosts = (
            row.take(rows) for row in (states.start, states.cost, states.taken, states.hosts)
        )
        step = (self.goal.take(start) - cost) // STEP
        shelf = self.view.take(start) * self.count + states.item.take(rows)
        of, at = shelves.between(shelf, states.reach.take(rows), step)
        states.reach[rows] = step
        clash = (taken.take(of) & self.mask.take(at)) | (hosts.take(of) & self.bit.take(at))
        free = np.flatnonzero(clash == 0)
        of, at = of.take(free), at.take(free)
        rows, start, cost = rows.take(of), start.take(of), cost.take(of) + shelves.short.take(at)
        taken, out = taken.take(of) | self.mask.take(at), states.out.take(rows) | self.now.take(at)
        kept, bound, item = self._bounded(start, states.bound.take(rows), cost, taken, out)
        of, at = of.take(kept), at.take(kept)
        step = self._write(shelves.pattern.take(at), states.step.take(rows.take(kept)))
        start, cost, taken, out = (row.take(kept) for row in (start, cost, taken, out))
        hosts = hosts.take(of) | self.bit.take(at)
        return states.add(len(kept), (start, cost, bound, taken, out, hosts, step, item, -1))

    def _count(self, start: Ints) -> None:
        """Give up columns that take too many states."""
        self.looked += np.bincount(start, minlength=len(self.view))
        self.since += len(start)
        if self.since > MOST_EACH // 2:
            size, self.since = len(self.limit), 0
            each = sum(np.bincount(serves, self.looked, minlength=size) for serves in self.serves)
            self.given_up |= np.asarray(each > MOST_EACH)
            self.given_up[-1] = False
            self.limit[self.given_up] = -1
            self._aim(self.target)

    def _bounded(
        self, start: Ints, bound: Ints, cost: Ints, taken: Ints, out: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """Return which states may still be better, their bounds, and the set that each goes on with (-1: it is whole).

        What is missing are people who have lost their place, and people whose hosts have lost them.
        """
        missing = np.array([out & ~taken, taken & self.exchange.placed & ~out])
        many = np.bitwise_count(missing).max(axis=0)
        most, limit, parts = int(many.max(initial=0)), self.most.take(start), []
        sizes = [*(few for few in SIZES if few < most and len(start) > SMALL), most]
        for low, few in zip((0, *sizes), (*sizes, 0), strict=True):
            rows = np.flatnonzero((many > low) & (many <= few) if few else many == 0)
            view, more, item = self.view.take(start.take(rows)), bound.take(rows), np.full(len(rows), -1)
            if few and len(rows):
                members = members_of(missing.take(rows, axis=1), few, self.exchange.people)
                more = np.maximum(more, cost.take(rows) + self._to_come(view, members))
            better = np.flatnonzero(more <= limit.take(rows))
            if few and len(rows):
                item = self._item(view.take(better), members.take(better, axis=2))
            parts.append((rows.take(better), more.take(better), item[: len(better)]))
        kept, found, item = (np.concatenate(some) for some in zip(*parts, strict=True))
        return kept, found, item

    def _item(self, view: Ints, members: Ints) -> Ints:
        """Return the set with fewest patterns of those that states must take one of."""
        width = self.exchange.people + 1
        side = view * (2 * width) + np.array([[0], [width]])
        found: Ints = self.rank.take(members + side).min(axis=(0, 1)) & (CODES - 1)
        return found

    def _to_come(self, view: Ints, members: Ints) -> Ints:
        """Return what is still to come at least: the longest of the shortest ways of each."""
        few, end, width = len(members), self.exchange.people, self.width
        nodes = np.full((few + 1, 2, len(view)), end)
        nodes[:few] = members
        row = (view * width + nodes[:, 0]) * width
        way = self.distance.take(row[:, None] + nodes[None, :, 1])
        found: Ints = np.maximum(way[:few].min(axis=1).max(axis=0), way[:, :few].min(axis=0).max(axis=0))
        return found

    def _whole(self, rows: Ints) -> Ints:
        """Note the plans among whole states; return states to go on with, each with its set of patterns.

        What breaks a joint rule goes on with what mends the first. A plan may make room in one for a change elsewhere
        that was not allowed before.
        """
        steps = self._steps(self.states.step[rows])
        joint = self.change[steps].sum(axis=1)
        total = self.held.sum(axis=1) + joint
        sides = len(rows), 2 * len(self.low)
        broken = np.stack([total < self.low, total > self.high], axis=2).reshape(sides)
        plans = np.asarray(~broken.any(axis=1))
        self._found(self.states.step[rows[plans]], steps[plans])
        first = broken & (broken.cumsum(axis=1) == 1)
        room = np.stack([(joint < 0) & (self.high < NONE), (joint > 0) & (self.low > -NONE)], axis=2)
        of, rule = np.nonzero(first | room.reshape(sides) & plans[:, None])
        table = self.states.table.take(rows[of], axis=1)
        table[-2], table[-1] = 2 * self.exchange.people + rule, -1
        return self.states.add(len(of), list(table))

    def _write(self, pattern: Ints, before: Ints) -> Ints:
        """Write new patterns into the log, each with the step before; return where."""
        first, self.logged = self.logged, self.logged + len(pattern)
        if self.logged >= self.log.shape[1]:
            self.log = np.concatenate([self.log[:, :first], np.full((2, 2 * self.logged), -1)], axis=1)
        self.log[0, first : self.logged], self.log[1, first : self.logged] = pattern, before
        return np.arange(first, self.logged)

    def _steps(self, last: Ints) -> Ints:
        """Return the patterns of states from the log, one row for each, -1 where there are no more.

        The log ends with a column of -1, which is where a step of -1 leads.
        """
        found, (pattern, before) = [], self.log
        while (last >= 0).any():
            found.append(pattern.take(last, mode="wrap"))
            last = before.take(last, mode="wrap")
        return np.stack(found, axis=1) if found else np.zeros((len(last), 0), dtype=np.int64)

    def _found(self, last: Ints, steps: Ints) -> None:
        """Note plans for all pairs that they hold; each ends with a step of the log."""
        if not len(last):
            return
        loss = -(self.pool.gain[steps] * (steps >= 0)).sum(axis=1)
        flat = np.where((steps >= 0)[:, :, None], self.pool.columns[steps], self.model.size)
        flat = flat.reshape(len(last), -1)
        of, at = np.nonzero(~np.append(self.exchange.master.chosen, True)[flat])
        col, loss = flat[of, at], loss[of]
        some = np.flatnonzero(loss < self.least[col])
        some = some[np.lexsort((of[some], loss[some], col[some]))]
        some = some[np.diff(col[some], prepend=-1) > 0]
        col, of = col[some], of[some]
        self.least[col], self.last[col] = loss[some], last[of]
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
