"""Smallest sets of named demands that contradict each other.

Chinneck, "Feasibility and Infeasibility in Optimization", 2008 (deletion filter); Ignatiev, Previti,
Liffiton and Marques-Silva, "Smallest MUS extraction with minimal hitting set dualization", 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from seedmatch.closures import lodges
from seedmatch.conditions import Columns, Condition
from seedmatch.feasible import keeps
from seedmatch.limits import Meter
from seedmatch.linear import NoPlan, Relaxation, branch_and_bound
from seedmatch.matrix import NO_LIMIT, matrix_of
from seedmatch.model import Bools, build
from seedmatch.problem import Problem
from seedmatch.rules import LodgingBySex
from seedmatch.search import LEAST, Search

MOST_QUESTIONS = 400
NODES = 300


class Demands:
    """Every demand of a problem as named conditions, and the question whether some of them can be met.

    Only candidate pairs, exclusions, one post per person, and ``placed`` (if given: at least so many
    people) are always demanded.
    """

    def __init__(self, problem: Problem, placed: int = 0) -> None:
        shut = problem.closures.fact
        model = build(
            problem, np.flatnonzero([shut(pair.person, pair.post) is None for pair in problem.pairs])
        )
        columns = Columns(problem, model.person, model.post)
        demands = (*model.conditions, *_closing(problem, columns), *_seats(problem, columns, model.post))
        self.demands = demands
        everyone = np.arange(model.size)
        count = Condition("placed:", "", everyone, np.ones(model.size, dtype=np.int64), low=placed)
        free = np.full_like(model.post_high, len(model.people) + 1)
        self.model = replace(
            model,
            conditions=(*demands, count) if placed else demands,
            must=np.zeros_like(model.must),
            post_low=np.zeros_like(free),
            post_high=free,
            host_low=np.zeros_like(model.host_low),
            host_high=np.full_like(model.host_high, free.sum()),
        )
        self.relaxation = Relaxation(matrix_of(self.model, limits_hold=False))
        self.relaxation.aim(np.zeros(self.model.size, dtype=np.int64))
        keys = {key: index for index, key in enumerate(self.relaxation.rows.keys)}
        self.row = np.array([keys[row.name, row.place, row.sub] for row in demands], dtype=np.int64)
        self.low = np.array([self.relaxation.rows.low[k] for k in self.row], dtype=np.int64)
        self.high = np.array([self.relaxation.rows.high[k] for k in self.row], dtype=np.int64)
        self.questions = 0

    @property
    def names(self) -> list[str]:
        """All names, in order."""
        return sorted({demand.name for demand in self.demands})

    def meets(self, active: Collection[int]) -> Bools | None:
        """Return a plan that meets the demands of these indices, or None."""
        self.questions += 1
        self._demand(active)
        search = Search(self.relaxation, np.zeros(self.model.size, dtype=np.int64), Meter.begin())
        demanded = [self.demands[index] for index in active]
        search.keeps = lambda chosen: all(keeps(demand, chosen) for demand in demanded)
        best = search.run(LEAST, NODES, any_plan=True)
        if best.stopped_by == "size":
            return self._at_length()
        return best.chosen

    def core(self, active: Collection[int]) -> list[int]:
        """Return a part of these demands that contradict each other already by linear prices, else all of them.

        Prices that prove a linear program to be impossible (Farkas, 1902) name the rows at fault, in one question
        instead of one per demand.
        """
        self._demand(active)
        at_fault = self.relaxation.at_fault()
        if at_fault is None:
            return list(active)
        mine = set(active)
        return [index for index in np.flatnonzero(at_fault[self.row]).tolist() if index in mine]

    def _demand(self, active: Collection[int]) -> None:
        on = np.zeros(len(self.demands), dtype=bool)
        on[list(active)] = True
        self.relaxation.limit(self.row, np.where(on, self.low, -NO_LIMIT), np.where(on, self.high, NO_LIMIT))

    def _at_length(self) -> Bools | None:
        try:
            ones = np.ones(self.model.size, dtype=np.int64)
            return branch_and_bound(self.relaxation.matrix, self.relaxation.rows, ones, Meter.begin()).point
        except NoPlan:
            return None

    def of(self, names: Collection[str]) -> list[int]:
        """Return the indices of the demands with these names."""
        return [index for index, demand in enumerate(self.demands) if demand.name in names]

    def met_by(self, chosen: Bools) -> set[str]:
        """Return the names all of whose demands a plan meets."""
        return set(self.names) - {demand.name for demand in self.demands if not keeps(demand, chosen)}


def _closing(problem: Problem, columns: Columns) -> Iterable[Condition]:
    """Lodging, bans and locks as conditions."""
    for rule in problem.rules:
        if isinstance(rule, LodgingBySex):
            for person in problem.people:
                hosts = [host.id for host in problem.hosts if not lodges(host, person)]
                yield _condition(
                    rule.name, person.id, columns.of_people([person.id]) & columns.at_hosts(hosts), high=0
                )
    for ban in problem.bans:
        yield _condition(ban.name, ban.person, _place(columns, ban.person, ban.post, ban.host), high=0)
    for lock in problem.locks:
        yield _condition(lock.name, lock.person, _place(columns, lock.person, lock.post, lock.host), low=1)


def _place(columns: Columns, person: str, post: str, host: str) -> Bools:
    mine = columns.of_people([person])
    return mine & (columns.at_posts([post]) if post else columns.at_hosts([host]))


def _condition(
    name: str, place: str, mask: Bools, low: int | None = None, high: int | None = None
) -> Condition:
    cols = np.flatnonzero(mask)
    return Condition(name, place, cols, np.ones(len(cols), dtype=np.int64), low=low, high=high)


def _seats(problem: Problem, columns: Columns, post: np.ndarray) -> Iterable[Condition]:
    for row in problem.posts:
        mask = columns.at_posts([row.id])
        yield _condition(f"seats:{row.id}", row.id, mask, high=row.seats)
        if row.seats_min:
            yield _condition(f"seats_min:{row.id}", row.id, mask, low=row.seats_min)
    for host in problem.hosts:
        mask = columns.at_hosts([host.id])
        if host.seats is not None:
            yield _condition(f"host_seats:{host.id}", host.id, mask, high=host.seats)
        if host.seats_min:
            yield _condition(f"host_min:{host.id}", host.id, mask, low=host.seats_min)


def minimal(items: Sequence[str], impossible: Callable[[list[str]], bool]) -> list[str]:
    """Return a subset that is still impossible while any smaller part of it is possible.

    Deletion filter in halving chunks; ``impossible`` must hold for all items together.
    """
    kept, chunk = list(items), max(1, len(items) // 2)
    while True:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + chunk :]
            if impossible(rest):
                kept = rest
            else:
                at += chunk
        if chunk == 1:
            return kept
        chunk = max(1, chunk // 2)


def smallest_conflict(demands: Demands, fixed: Collection[str]) -> tuple[list[str], bool]:
    """Return (names in conflict, whether no fewer are). ``fixed`` names are demanded throughout.

    The fewest names that hit every known way out are tried; while they can be met, the plan that
    meets them is widened as far as possible and its complement is one more way out.
    """
    loose = [name for name in demands.names if name not in fixed]
    background = list(fixed)

    def impossible(names: list[str]) -> bool:
        return demands.meets(demands.of({*names, *background})) is None

    least = minimal(_at_fault(demands, loose, background, impossible), impossible)
    if len(least) < 2:
        return least, True
    ways_out: list[frozenset[str]] = []
    while demands.questions < MOST_QUESTIONS:
        core = _hitting(ways_out, len(least))
        if core is None or len(core) == len(least):
            return least, True
        chosen = demands.meets(demands.of({*core, *background}))
        if chosen is None:
            return sorted(core), True
        ways_out.append(_way_out(demands, set(core), chosen, loose, background))
    return least, False


def _at_fault(
    demands: Demands, loose: list[str], background: list[str], impossible: Callable[[list[str]], bool]
) -> list[str]:
    """Return the names that linear prices put at fault if that is a conflict, else all."""
    core = demands.core(demands.of({*loose, *background}))
    named = sorted({demands.demands[index].name for index in core} & set(loose))
    return named if len(named) < len(loose) and impossible(named) else loose


def _way_out(
    demands: Demands, core: set[str], chosen: Bools, loose: Sequence[str], background: Sequence[str]
) -> frozenset[str]:
    """Return a smallest-as-found set of names to give up so that all the others can be met."""
    met = (core | demands.met_by(chosen)) & set(loose)
    for name in loose:
        if name not in met:
            wider = demands.meets(demands.of({*met, name, *background}))
            if wider is not None:
                met |= {name} | (demands.met_by(wider) & set(loose))
    return frozenset(loose) - met


def _hitting(sets: Sequence[frozenset[str]], less_than: int) -> tuple[str, ...] | None:
    """Return a smallest set with an element of each, if smaller than ``less_than``."""
    pool = sorted(set().union(*sets)) if sets else []
    for size in range(less_than):
        for core in combinations(pool, size):
            if all(not one.isdisjoint(core) for one in sets):
                return core
    return None
