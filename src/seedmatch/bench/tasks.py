"""What is measured: every row of the table with what it asks for and whom it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from seedmatch.audit import check, check_explanation
from seedmatch.bench import peers
from seedmatch.bench.instances import CLASSES, Instance, instance, texts
from seedmatch.bench.peers import Task
from seedmatch.bench.ruled import batch, infeasible, office, with_rules
from seedmatch.candidates import nearest
from seedmatch.errors import Infeasible
from seedmatch.flow import Flow, Matching, best_flow, proven_total, stable_match
from seedmatch.limits import Limits
from seedmatch.problem import Problem
from seedmatch.solver import solve

TOP = 40
WITHDRAWALS = 300
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000


Peer = tuple[str, Callable[[], Task], float]


@dataclass(frozen=True)
class Row:
    """One row: ``ours`` returns a figure to compare and says by an exception if a proof fails.

    ``scale`` multiplies the seconds of a peer that only does a part of the work.
    """

    name: str
    asked: float
    ours: Task
    peers: Mapping[str, Peer] = field(default_factory=dict)
    repeat: int = 3


class NotProven(Exception):
    """A result that its own proof does not bear out."""


def rows(size: str) -> Iterator[Row]:
    """Yield the rows of a size: ``office``, ``small``, ``middle`` (100,000 people) or ``large`` (a million)."""
    yield from {"office": _office, "small": _small, "middle": _middle, "large": _large}[size]()


def _office() -> Iterator[Row]:
    for given, what in (
        (batch(1), "all rules"),
        (batch(0, used=2), "all rules, two or nobody at a host"),
        (batch(1, used=2, everywhere=True), "… and a Party member at each host"),
    ):
        yield Row(f"46 people x 23 hosts, {what}: solved, everybody priced", 0.2, partial(_priced, given))
    for strict, what in (
        (False, "unit, lodging, Party by district"),
        (True, "and Party and two people at each host"),
    ):
        ours = partial(_explained, office(strict=strict))
        yield Row(f"46 people x 49 posts, {what}: explained, priced, checked", 0.2, ours)
    yield Row("200 people, rules that contradict each other", 0.5, partial(_conflict, infeasible(200)))
    yield Row("1,000 people with side rules, proven", 1.0, partial(_ruled, with_rules(1000)))


def _small() -> Iterator[Row]:
    for kind in CLASSES:
        given = instance(SMALL, kind)
        others: dict[str, Peer] = {
            "OR-Tools min-cost flow": ("ortools", partial(peers.min_cost_flow, given), 1.0),
            "SciPy sparse": ("scipy", partial(peers.sparse_assignment, given), 1.0),
        }
        yield Row(f"10,000 people, {kind}", 0.08, partial(_flow, given), others, repeat=5)
    people, hosts = texts(SMALL, 12, 1), texts(SMALL // 2, 25, 2)
    yield Row(
        "candidate pairs 10,000 x 5,000, exact top 40", 1.5, lambda: int((nearest(people, hosts, TOP)[0] >= 0).sum()),
        {
            "scikit-learn + SciPy": ("sklearn", partial(peers.sparse_products, people, hosts, TOP), 1.0),
            "RapidFuzz (a tenth of it, times 10)": ("rapidfuzz", partial(peers.edit_likeness, people[::10], hosts, TOP), 10.0),
        },
    )  # fmt: skip
    given = instance(300)
    yield Row(
        "stable, 300 people", 0.1, partial(_stable, given),
        {"matching": ("matching", partial(peers.hospital_resident, given), 1.0)},
    )  # fmt: skip


def _middle() -> Iterator[Row]:
    for kind in CLASSES:
        given = instance(MIDDLE, kind)
        others: dict[str, Peer] = {
            "OR-Tools min-cost flow": ("ortools", partial(peers.min_cost_flow, given), 1.0)
        }
        asked = 0.5 if kind == "easy" else 1.5
        yield Row(f"100,000 people, {kind}", asked, partial(_flow, given), others if kind == "easy" else {})
        yield Row(f"a host withdraws, 100,000 people, {kind}", 0.01, _Withdrawals(given), repeat=WITHDRAWALS)
    given = instance(MIDDLE)
    yield Row("stable, 100,000 people", 0.7, partial(_stable, given))
    for people, asked in ((5_000, 10.0), (10_000, 60.0)):
        ours = partial(_ruled, with_rules(people))
        yield Row(f"{people:,} people with side rules, proven", asked, ours, repeat=1)


def _large() -> Iterator[Row]:
    for kind in CLASSES:
        given = replace(instance(LARGE, kind, degree=20), liking=np.zeros(0), priority=np.zeros(0))
        yield Row(f"1,000,000 people, {kind}", 10.0, partial(_flow, given), repeat=1)


def _proven(given: Instance, flow: Flow, seats: np.ndarray) -> int:
    person = np.repeat(np.arange(len(given.start) - 1), np.diff(given.start))
    total = int(given.value[flow.post_of[person] == given.post].sum())
    if proven_total(seats, given.start, given.post, given.value, flow) != total:
        raise NotProven
    return total


def _flow(given: Instance) -> int:
    return _proven(given, best_flow(given.seats, given.start, given.post, given.value), given.seats)


class _Withdrawals:
    """Lets one random host after the other withdraw; keeps how many people moved each time."""

    def __init__(self, given: Instance) -> None:
        self.given = given
        self.matching = Matching(given.seats, given.start, given.post, given.value)
        self.hosts = iter(np.random.default_rng(1).permutation(np.flatnonzero(given.seats)).tolist())
        self.moves: list[int] = []

    def __call__(self) -> int:
        """Withdraw the next host."""
        self.moves.append(len(self.matching.withdraw(next(self.hosts))))
        return 0

    def remark(self) -> str:
        """Say how many moved, after the whole plan has been proven again."""
        _proven(self.given, self.matching.flow, self.matching.seats)
        middle, most = int(np.median(self.moves)), max(self.moves)
        few = sum(moves <= 10 for moves in self.moves) / len(self.moves)
        return f"moves: median {middle}, most {most}, at most 10 in {few:.0%}"


def _stable(given: Instance) -> int:
    found = stable_match(given.seats, given.start, given.post, given.liking, given.priority)
    return int((found >= 0).sum())


def _explained(problem: Problem) -> int:
    fresh = replace(problem)
    plan = solve(fresh)
    if check(fresh, plan) or any(check_explanation(fresh, plan, one) for one in plan.explain_all()):
        raise NotProven
    return plan.objective


def _priced(problem: Problem) -> int:
    plan = solve(replace(problem))
    if not plan.proven or len(plan.explain_all()) != len(problem.people):
        raise NotProven
    return plan.objective


def _ruled(problem: Problem) -> int:
    plan = solve(replace(problem), limits=Limits(seconds=120))
    if not plan.proven:
        raise NotProven
    return plan.objective


def _conflict(problem: Problem) -> int:
    try:
        solve(replace(problem))
    except Infeasible as conflict:
        return len(conflict.diagnosis.rules)
    raise NotProven
