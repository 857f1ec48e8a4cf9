"""Problems that come as numbers in files: people, posts with seats, pairs with a value.

No names, rules or reasons, but the same engine and the same kind of proof.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

from seedmatch.blocking import blocking_columns
from seedmatch.compiled import FAST
from seedmatch.conditions import Ints
from seedmatch.errors import BadFile
from seedmatch.greedy import greedy
from seedmatch.jsonform import canonical
from seedmatch.limits import Limits, Meter
from seedmatch.matrix import matrix_of
from seedmatch.model import Bools, Model
from seedmatch.plan import Stage
from seedmatch.solver import aims_of, engine_name
from seedmatch.stable import deferred_acceptance
from seedmatch.stages import Aim, Ladder, Outcome
from seedmatch.tiebreak import tie_weights

FORMAT = "seedmatch-array-plan/1"
SETTLED_PAIRS = 200_000
Prices = dict[str, list[int]]


class Numbers(Sequence[str]):
    """The names "0", "1", … of people or posts that have none, without a list of a million texts."""

    def __init__(self, count: int) -> None:
        self._range = range(count)

    def __len__(self) -> int:
        return len(self._range)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return [str(k) for k in self._range[at]] if isinstance(at, slice) else str(self._range[at])


@dataclass(frozen=True)
class ArrayProblem:
    """Pairs sorted by person, then post; ``worth`` is what a pair adds to the objective of the file.

    The engine maximises ``place_value + sign * worth``; ``place_value`` 0 leaves ``worth`` alone to decide
    how many are placed.
    """

    seats: Ints
    start: Ints
    post: Ints
    worth: Ints
    sign: int
    place_value: int
    liking: NDArray[np.float64]
    priority: NDArray[np.float64]
    digest: str

    @property
    def person(self) -> Ints:
        """Person of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @property
    def value(self) -> Ints:
        """What the engine maximises the sum of."""
        return self.place_value + self.sign * self.worth

    def model(self, *, ranks: bool = True) -> Model:
        """Return the arrays as the engine's model: every post is a host of its own.

        Without ``ranks`` every rank is 1; they take a sort of all pairs, and only ``profile`` asks for them.
        """
        people, posts = len(self.start) - 1, len(self.seats)
        gain = self.sign * self.worth
        return Model(
            people=cast(list[str], Numbers(people)),
            posts=cast(list[str], Numbers(posts)),
            hosts=cast(list[str], Numbers(posts)),
            host_of=np.arange(posts, dtype=np.int64),
            person=self.person,
            post=self.post,
            place_value=self.place_value,
            gain=gain,
            kept=np.zeros(len(self.post), dtype=bool),
            rank=_ranks(self.person, self.liking) if ranks else np.ones(len(self.post), dtype=np.int64),
            liking=self.liking,
            priority=self.priority,
            must=np.zeros(people, dtype=bool),
            post_low=np.zeros(posts, dtype=np.int64),
            post_high=self.seats,
            host_low=np.zeros(posts, dtype=np.int64),
            host_high=self.seats,
        )


def _ranks(person: Ints, liking: NDArray[np.float64]) -> Ints:
    """Return 1 plus the number of pairs that the person likes better."""
    order = np.lexsort((-liking, person))
    group, value = person[order], liking[order]
    place = np.arange(len(order))
    first = np.concatenate([[True], group[1:] != group[:-1]]) if len(order) else np.zeros(0, dtype=bool)
    fresh = first.copy()
    fresh[1:] |= value[1:] != value[:-1]
    start_of_group = np.maximum.accumulate(np.where(first, place, 0))
    start_of_tie = np.maximum.accumulate(np.where(fresh, place, 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = start_of_tie - start_of_group + 1
    return ranks


def solve_arrays(problem: ArrayProblem, mode: str, seed: int, limits: Limits) -> dict[str, Any]:
    """Return the plan of an array problem as plain JSON values, ready to be written and checked.

    ``post_of`` holds the post of each person or -1; ``prices`` prove the bound (mode ``fit``).
    """
    meter = Meter.begin(limits)
    if len(problem.post) > SETTLED_PAIRS and mode in ("fit", "stable"):
        return solve_by_kernel(problem, mode, seed, meter)
    model = problem.model()
    weights = tie_weights(model, seed)
    if mode == "stable":
        outcome = Outcome(deferred_acceptance(model, weights), [Stage("blocking_pairs", 0, 0)])
    else:
        ladder = Ladder(matrix_of(model), meter, greedy(model) if limits != Limits() else None)
        ladder.climb(_aims(model, mode))
        if model.size <= SETTLED_PAIRS:
            ladder.settle(weights)
        outcome = ladder.outcome
    prices = _prices(model, outcome) if mode == "fit" else None
    return _written(problem, outcome, mode, seed, meter, prices, engine_name())


def solve_by_kernel(problem: ArrayProblem, mode: str, seed: int, meter: Meter) -> dict[str, Any]:
    """Solve a problem of mode ``fit`` or ``stable`` by the kernels alone, at any size.

    Ties go by the order of rows, whatever the seed. Compiled or not, the bytes of the plan are the same.
    """
    from seedmatch.flow import best_flow, stable_match  # slow import: compiled kernels

    if mode == "stable":
        post_of = stable_match(problem.seats, problem.start, problem.post, problem.liking, problem.priority)
        stage, prices = Stage("blocking_pairs", 0, 0), None
    else:
        flow = best_flow(problem.seats, problem.start, problem.post, problem.value)
        post_of, total = flow.post_of, int(flow.profit.sum() + (flow.price * problem.seats).sum())
        stage = Stage("objective", total, total)
        prices = {"person": flow.profit.tolist(), "post": flow.price.tolist(), "scale": [1]}
    outcome = Outcome(post_of[problem.person] == problem.post, [stage])
    compiler = f"numba {version('numba')}" if FAST else "not compiled"
    engine = f"kernels, {compiler}, numpy {version('numpy')}, Python {platform.python_version()}"
    return _written(problem, outcome, mode, seed, meter, prices, engine)


def _aims(model: Model, mode: str) -> list[Aim]:
    if mode == "fit":
        return [Aim("objective", model.value)]
    return aims_of(model, mode)


def _written(
    problem: ArrayProblem, outcome: Outcome, mode: str, seed: int, meter: Meter, prices: Prices | None, engine: str
) -> dict[str, Any]:  # fmt: skip
    chosen = outcome.chosen
    post_of = np.full(len(problem.start) - 1, -1)
    post_of[problem.person[chosen]] = problem.post[chosen]
    placed = int(chosen.sum())
    stages = [[stage.name, stage.value, stage.bound] for stage in outcome.stages]
    bound = (
        problem.sign * (outcome.stages[-1].bound - placed * problem.place_value) if mode == "fit" else None
    )
    return {
        "format": FORMAT,
        "problem": problem.digest,
        "mode": mode,
        "minimized": problem.sign < 0,
        "seed": seed,
        "objective": int(problem.worth[chosen].sum()),
        "bound": int(problem.worth[chosen].sum()) if bound is None else bound,
        "proven": outcome.stopped_by == "proven" and outcome.proven,
        "stopped_by": outcome.stopped_by,
        "placed": placed,
        "unplaced": len(post_of) - placed,
        "blocking_pairs": int(blocking_columns(problem.model(ranks=False), chosen).sum()),
        "stages": stages,
        "post_of": post_of.tolist(),
        "prices": prices,
        "seconds": round(meter.seconds, 4),
        "engine": engine,
    }


def _prices(model: Model, outcome: Outcome) -> Prices:
    """Return the dual prices as one whole number per person and per post."""
    people, posts = [0] * len(model.people), [0] * len(model.posts)
    for (kind, key, _), price in outcome.proofs[0].prices:
        (people if kind == "person:" else posts)[int(key)] += price
    return {"person": people, "post": posts, "scale": [outcome.proofs[0].scale]}


def plan_bytes(plan: dict[str, Any]) -> bytes:
    """Return canonical JSON of the plan without what differs between runs."""
    return canonical({name: value for name, value in plan.items() if name not in ("seconds", "engine")})


def is_minimized(data: bytes) -> bool:
    """Tell whether a written plan says that the values of its file are costs; what cannot be read says nothing."""
    try:
        plan = json.loads(data)
    except ValueError:
        return False
    return isinstance(plan, dict) and plan.get("minimized") is True


def check_arrays(problem: ArrayProblem, data: bytes) -> list[str]:
    """Return a sentence for everything in a written plan that does not hold.

    Recounts seats, objective and blocking pairs and sums up the prices; refuses with ``BadFile`` what
    is no plan of this problem.
    """
    try:
        plan = json.loads(data)
        if plan["format"] != FORMAT or plan["problem"] != problem.digest:
            raise BadFile("The plan belongs to another problem; give the file that it was made from.")
        post_of = np.array(plan["post_of"], dtype=np.int64)
        stated = {name: plan[name] for name in ("objective", "placed", "unplaced", "blocking_pairs")}
        mode, bound, prices = plan["mode"], plan["bound"], plan["prices"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(f"The plan cannot be read: {error!r}.") from error
    person = problem.person
    if len(post_of) != len(problem.start) - 1:
        return ["The plan is for another number of people."]
    chosen: Bools = post_of[person] == problem.post
    faults = []
    if int(chosen.sum()) != int((post_of >= 0).sum()):
        faults.append("Somebody is placed on a post that is no candidate pair.")
    if (np.bincount(problem.post[chosen], minlength=len(problem.seats)) > problem.seats).any():
        faults.append("A post has more people than seats.")
    found = {
        "objective": int(problem.worth[chosen].sum()),
        "placed": int(chosen.sum()),
        "unplaced": int((post_of < 0).sum()),
        "blocking_pairs": int(blocking_columns(problem.model(ranks=False), chosen).sum()),
    }
    faults += [
        f"The {k} is stated as {stated[k]} but comes to {v}." for k, v in found.items() if stated[k] != v
    ]
    if mode == "stable" and found["blocking_pairs"]:
        faults.append("The plan is not stable.")
    if mode == "fit":
        proven = _bound(problem, prices)
        comes_to = problem.sign * (proven - found["placed"] * problem.place_value)
        if comes_to != bound and plan["stopped_by"] == "proven":
            faults.append(f"The prices prove a bound of {comes_to}, not {bound}.")
    return faults


def _bound(problem: ArrayProblem, prices: Prices) -> int:
    """Sum up weak duality: priced people and seats, and what pairs are worth beyond them."""
    scale = prices["scale"][0]
    of_person = np.maximum(np.array(prices["person"], dtype=np.int64), 0)
    of_post = np.maximum(np.array(prices["post"], dtype=np.int64), 0)
    value = scale * problem.value
    rest = value - of_person[problem.person] - of_post[problem.post]
    rest = rest[problem.seats[problem.post] > 0]
    total = int(of_person.sum()) + int((of_post * problem.seats).sum()) + int(np.maximum(rest, 0).sum())
    return total // scale
