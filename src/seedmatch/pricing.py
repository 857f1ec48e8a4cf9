"""Exact prices of all alternatives of a plan.

Most come from shortest paths: the dual prices of the rules are taken off the gains (Lagrangian
relaxation: Geoffrion, 1974), the residual network then bounds every loss from below, and where the
plan at the end of the path keeps all rules and loses just that, the price is proven. The rest is solved again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from seedmatch.alternatives import Alternatives
from seedmatch.conditions import Ints
from seedmatch.explanation import Price
from seedmatch.forcing import Forcing
from seedmatch.leaves import Part, Parting, settled
from seedmatch.ledger import Changes, Ledger
from seedmatch.limits import Meter
from seedmatch.linear import NoPlan
from seedmatch.matrix import Matrix, matrix_of
from seedmatch.model import UNPLACED, Bools, model_of
from seedmatch.paths import Forced, Paths
from seedmatch.patterns import TooMany
from seedmatch.records import Move
from seedmatch.residual import FAR

if TYPE_CHECKING:
    from seedmatch.plan import Plan

PATH_NODES = 1500
RULED_NODES = 200  # rules ask for many runs
ASKED_NODES = 1000  # up to so many, paths are found for the pairs that are asked for
MANY_PAIRS = 20_000
FEW_USED = 10
MANY_CELLS = 50_000_000


class Pricing:
    """Prices of one plan: what shortest paths prove at the first question, the rest when asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.problem = plan.problem
        self.model = model_of(plan.problem)
        at = {person: index for index, person in enumerate(self.model.people)}
        post_at = {post: index for index, post in enumerate(self.model.posts)}
        self.at = np.full(len(self.model.people), UNPLACED)
        for person, post in plan.placements.items():
            self.at[at[person]] = post_at[post]
        self.person_at, self.post_at = at, post_at
        self._at: list[int] = self.at.tolist()
        self.chosen: Bools = self.at[self.model.person] == self.model.post
        self.worth = int(self.model.value[self.chosen].sum())
        self.now = np.full(len(self.model.people), -1)
        self.now[self.model.person[self.chosen]] = np.flatnonzero(self.chosen)
        self.ledger = Ledger(self.model, self.chosen)
        self.matrix: Matrix = matrix_of(self.model)
        self._hints: dict[int, Forced] = {}
        self._moves: dict[tuple[int, int], Move] = {}
        self._least: dict[int, tuple[int, int]] = {}

    def price(self, person: str, post: str) -> Price:
        """Return the price of one pair; of the present pair it is 0."""
        column = self.model.column(self.person_at[person], self.post_at[post])
        if column is None:
            return self._closed(person, post)
        if "_paths" in vars(self):  # else one search is less work
            self._look_at([column])
        return self._priced(column)

    def alternatives(self, person: str, posts: Collection[str] | None = None) -> tuple[Price, ...]:
        """Return the prices of all other open posts of a person (or of these), best first, impossible ones last."""
        index = self.person_at[person]
        cols = [
            col
            for col in range(int(self.model.start[index]), int(self.model.start[index + 1]))
            if not self.chosen[col] and (posts is None or self.model.posts[self.model.post[col]] in posts)
        ]
        self._look_at(cols)
        prices = [self._priced(col) for col in cols]
        return tuple(sorted(prices, key=_order))

    def _look_at(self, cols: list[int]) -> None:
        """Price columns of a large problem by shortest paths before they are searched for."""
        unknown = [col for col in cols if col not in self._table and col not in self._least]
        if unknown and self._paths_on_request:
            self._by_paths(np.array(unknown), self._table)

    @cached_property
    def _paths_on_request(self) -> bool:
        """Whether pairs are too many to price all of them at once, and paths are likely to prove those asked for."""
        if self.plan.mode != "fit" or self._at_once:
            return False
        if not self.model.conditions:
            return self._nodes <= PATH_NODES
        few = len(self.matrix.when) <= FEW_USED and self.plan.certificate.verified
        return few and self._nodes <= ASKED_NODES

    @property
    def _nodes(self) -> int:
        return len(self.model.posts) + len(self.model.hosts)

    @property
    def _at_once(self) -> bool:
        """Whether the problem is so small that paths price all pairs at the first question."""
        if self.model.conditions:
            return self._nodes <= RULED_NODES
        return self._nodes <= PATH_NODES and self.model.size <= MANY_PAIRS

    def _closed(self, person: str, post: str) -> Price:
        why = self.problem.closed(person, post)
        code = "no_candidate" if why is None else why.code
        fit = self.problem.fit(person, post) if (person, post) in self.problem.pairs_by_ids else 0
        host = self.problem.posts_by_id[post].host
        return Price(
            person, post, host, fit, False, code, None, None, None, (), self._holders(post), (), "closed"
        )

    def _holders(self, post: str) -> tuple[str, ...]:
        return tuple(self.model.people[k] for k in np.flatnonzero(self.at == self.post_at[post]))

    def _priced(self, col: int) -> Price:
        model = self.model
        person, post = model.people[model.person[col]], model.posts[model.post[col]]
        forced = self._forced(col)
        shared = (person, post, model.hosts[model.host[col]], self.problem.fit(person, post))
        holders = self._holder_table[int(model.post[col])]
        breaks = self._breaks[col] if self._breaks else self._breaks_of(np.array([col]))[0]
        if forced is None:
            return Price(*shared, False, "rules", None, None, None, (), holders, breaks, "infeasible")
        loss = self.worth - forced.worth
        before, after = [self._at[who] for who, _ in forced.moves], [where for _, where in forced.moves]
        placed = after.count(UNPLACED) - before.count(UNPLACED)
        fit_loss = loss - placed * model.place_value
        moves = tuple([self._moves.get(step) or self._move(step) for step in forced.moves])
        return Price(*shared, True, "", loss, placed, fit_loss, moves, holders, breaks, forced.proven_by)

    def _move(self, step: tuple[int, int]) -> Move:
        """Write down the move of a person to a post; the same one is used wherever it is made."""
        posts, (who, where) = self.model.posts, step
        old = self._at[who]
        self._moves[step] = Move(
            self.model.people[who],
            None if old == UNPLACED else posts[old],
            None if where == UNPLACED else posts[where],
        )
        return self._moves[step]

    @cached_property
    def _holder_table(self) -> list[tuple[str, ...]]:
        return [self._holders(post) for post in self.model.posts]

    def _forced(self, col: int) -> Forced | None:
        """Return a best plan with this column, None if there is none; searched only when asked for."""
        if col not in self._table:
            self._table[col] = self._searched(col)
        return self._table[col]

    @cached_property
    def _table(self) -> dict[int, Forced | None]:
        """Every column whose price is known, beginning with those that shortest paths prove."""
        table: dict[int, Forced | None] = {
            int(col): Forced(self.worth, (), "path") for col in np.flatnonzero(self.chosen)
        }
        others = np.flatnonzero(~self.chosen)
        if not len(others) or self.plan.mode != "fit":
            return table
        if not (self._at_once and self._paths_do()) and self._by_patterns(table):
            return table
        if self._at_once:
            self._by_paths(others, table)
        return table

    def _paths_do(self) -> bool:
        """Whether shortest paths prove most prices, at a tenth of the work of patterns.

        They do where prices alone prove the plan best and few hosts or groups may be used or not; with one post at
        each host there are so few patterns that these are as quick.
        """
        few = len(self.matrix.when) <= FEW_USED and len(self.model.posts) > len(self.model.hosts)
        return few and self.plan.certificate.verified

    def _by_patterns(self, table: dict[int, Forced | None]) -> bool:
        """Price columns by patterns of hosts; tell whether that was possible."""
        if not self.model.conditions:
            return False
        try:
            found = Alternatives(self.model, self.chosen, self.plan.certificate.proofs)
            found.search()
        except TooMany:
            return False
        table |= dict.fromkeys(np.flatnonzero(found.impossible).tolist())
        for col, moves in found.moves.items():
            forced = Forced(self.worth - int(found.least[col]), moves, "patterns")
            (table if found.proven[col] else self._hints)[col] = forced
        return True

    def _by_paths(self, cols: Ints, table: dict[int, Forced | None]) -> None:
        """Price columns by shortest paths; what is only a plan without proof goes to the hints."""
        seen = self._paths.look(cols)
        self._least |= zip(cols.tolist(), zip(seen.inside, seen.elsewhere, strict=True), strict=True)
        self._hints |= seen.plans
        table |= {col: seen.plans[col] for col in seen.proven}

    @cached_property
    def _paths(self) -> Paths:
        whole = [Part.whole(self.model, self.chosen)]
        parts = Parting(self.matrix, self.chosen).parts() if self.model.conditions else whole
        return Paths(self.model, self.chosen, self.ledger, parts)

    def _searched(self, col: int) -> Forced | None:
        """Search where hosts and groups are used as in the plan; elsewhere only if that could be better."""
        if self.plan.mode == "profile":
            return self._by_stages(col)
        best = self._hints.get(col)
        inside, elsewhere = self._least.get(col, (0, 0))
        if inside < FAR and self._settled_at[col] >= 0:
            best = self._better(self._settled, int(self._settled_at[col]), inside, best, col)
        if elsewhere < FAR and (best is None or best.worth < self.worth - elsewhere):
            best = self._better(self._forcing, col, min(inside, elsewhere), best, col)
        return best if best is None else replace(best, proven_by="search")

    def _better(self, forcing: Forcing, at: int, least: int, best: Forced | None, col: int) -> Forced | None:
        """Return the best plan with the column that a search finds, or the one at hand if none is better."""
        chosen = forcing.best(at, None if best is None else best.worth, self.worth - least)
        if chosen is None:
            return best
        whole = np.zeros(self.model.size, dtype=bool)
        whole[forcing.columns[chosen]] = True
        return Forced(int(self.model.value[whole].sum()), self._difference(col, whole), "search")

    @cached_property
    def _forcing(self) -> Forcing:
        return Forcing(self.matrix, np.arange(self.model.size))

    @cached_property
    def _settled(self) -> Forcing:
        used = np.array([self.chosen[cols].any() for cols in self.matrix.when.values()], dtype=bool)
        model, columns = settled(self.model, used, list(self.matrix.when))
        return Forcing(matrix_of(model), columns)

    @cached_property
    def _settled_at(self) -> Ints:
        at = np.full(self.model.size, -1)
        at[self._settled.columns] = np.arange(len(self._settled.columns))
        return at

    def _by_stages(self, col: int) -> Forced | None:
        """Climb the stages of the plan's mode again with the pair forced."""
        from seedmatch.solver import aims_of  # slow import: a plan that is only read needs no solver
        from seedmatch.stages import Ladder  # slow import: a plan that is only read needs no solver

        ladder = Ladder(self.matrix, Meter.begin(), None)
        ladder.relaxation.bound(np.array([col]), np.ones(1), np.ones(1))
        try:
            ladder.climb(aims_of(self.model, self.plan.mode))
        except NoPlan:
            return None
        chosen = ladder.outcome.chosen
        return Forced(int(self.model.value[chosen].sum()), self._difference(col, chosen), "search")

    def _difference(self, col: int, chosen: Bools) -> tuple[tuple[int, int], ...]:
        """Return who moves where, the person of the column first."""
        after = np.full(len(self.at), UNPLACED)
        after[self.model.person[chosen]] = self.model.post[chosen]
        first = int(self.model.person[col])
        others = [int(who) for who in np.flatnonzero(after != self.at) if who != first]
        return tuple((who, int(after[who])) for who in [first, *others])

    @cached_property
    def _breaks(self) -> list[tuple[str, ...]]:
        """For every column the names of what breaks if only its person moves there; none where that is too many at once."""
        many = self.model.size * self.ledger.counters.width > MANY_CELLS
        return [] if many else self._breaks_of(np.arange(self.model.size))

    def _breaks_of(self, cols: Ints) -> list[tuple[str, ...]]:
        old = self.now[self.model.person[cols]]
        every = np.arange(len(cols))
        moved = (old >= 0) & (old != cols)
        changes = Changes(len(cols), every[moved], old[moved], every[old != cols], cols[old != cols])
        found: list[list[str]] = self._seat_breaks(cols, old)
        for first, bad in self.ledger.broken(changes):
            for k, row in zip(*np.nonzero(bad), strict=True):
                found[first + k].append(self.ledger.names[row])
        return [tuple(sorted(set(names))) for names in found]

    def _seat_breaks(self, cols: Ints, old: Ints) -> list[list[str]]:
        model, taken, held = self.model, self._taken, self._held
        post, host = model.post[cols], model.host[cols]
        moved = old != cols
        there = np.where(old >= 0, model.host[old], -1)
        leaves = moved & (old >= 0)
        elsewhere = there != host
        checks = (
            ("seats", model.posts, post, moved & (taken >= model.post_high)[post]),
            ("host_seats", model.hosts, host, moved & elsewhere & (held >= model.host_high)[host]),
            ("seats_min", model.posts, model.post[old], leaves & (taken <= model.post_low)[model.post[old]]),
            ("host_min", model.hosts, there, leaves & elsewhere & (held <= model.host_low)[there]),
        )
        found: list[list[str]] = [[] for _ in cols]
        for kind, ids, place, bad in checks:
            for k in np.flatnonzero(bad):
                found[k].append(f"{kind}:{ids[place[k]]}")
        return found

    @cached_property
    def _taken(self) -> Ints:
        return np.bincount(self.model.post[self.chosen], minlength=len(self.model.posts))

    @cached_property
    def _held(self) -> Ints:
        return np.bincount(self.model.host[self.chosen], minlength=len(self.model.hosts))


def _order(price: Price) -> tuple[bool, int, int, str]:
    return (not price.possible, price.loss or 0, -price.fit, price.post)
