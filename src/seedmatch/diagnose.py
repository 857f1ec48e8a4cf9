"""What stands in the way of a plan, or of a plan for everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from seedmatch.conflict import Demands, minimal, smallest_conflict
from seedmatch.diagnosis import Diagnosis
from seedmatch.hall import Hall
from seedmatch.limits import Meter
from seedmatch.linear import NoPlan
from seedmatch.matrix import matrix_of
from seedmatch.model import Bools, Model, model_of
from seedmatch.problem import Problem
from seedmatch.stages import Aim, Ladder

MOST_PLACES = 24


def diagnose(problem: Problem) -> Diagnosis:
    """Return why no plan exists, or why not everybody can be placed, or that all is well."""
    model = model_of(problem)
    try:
        chosen = _most_placed(model)
    except NoPlan:
        return conflict_of(problem)
    placeable = int(chosen.sum())
    if placeable == len(model.people):
        return Diagnosis("ok", placeable=placeable)
    seats_only = replace(
        model,
        conditions=(),
        post_low=np.zeros_like(model.post_low),
        host_low=np.zeros_like(model.host_low),
    )
    by_seats = _most_placed(seats_only)
    if int(by_seats.sum()) > placeable:
        demands = Demands(problem, placeable + 1)
        return _named(demands, "rules", _fixed(demands), placeable)
    return _hall(seats_only, by_seats, placeable)


def conflict_of(problem: Problem) -> Diagnosis:
    """Return the smallest set of names that allow no plan at all."""
    demands = Demands(problem)
    return _named(demands, "conflict", (), 0)


def prevents_more(problem: Problem, placed: int) -> tuple[str, ...]:
    """Return a minimal set of names that together prevent ``placed`` people from being placed."""
    demands = Demands(problem, placed)
    fixed = _fixed(demands)
    loose = [name for name in demands.names if name not in fixed]
    return tuple(minimal(loose, lambda names: demands.meets(demands.of({*names, *fixed})) is None))


def _most_placed(model: Model) -> Bools:
    ladder = Ladder(matrix_of(model), Meter.begin(), None)
    ladder.climb([Aim("placed", np.ones(model.size, dtype=np.int64))])
    return ladder.outcome.chosen


def _fixed(demands: Demands) -> list[str]:
    """Seats are a fact where the question is which rules keep people from them."""
    return [name for name in demands.names if name.startswith(("seats:", "host_seats:"))]


def _named(demands: Demands, kind: str, fixed: Collection[str], placeable: int) -> Diagnosis:
    names, smallest = smallest_conflict(demands, fixed)
    background = demands.of(fixed)
    mine = set(demands.of(names))
    core = [str(index) for index in demands.core([*mine, *background]) if index in mine]
    if demands.meets([*map(int, core), *background]) is not None:
        core = [str(index) for index in sorted(mine)]
    kept = core
    if len(core) <= MOST_PLACES:
        kept = minimal(core, lambda some: demands.meets([*map(int, some), *background]) is None)
    places = sorted({(demands.demands[int(index)].name, demands.demands[int(index)].place) for index in kept})
    return Diagnosis(kind, tuple(sorted(names)), tuple(places), smallest, placeable=placeable)


def _hall(model: Model, chosen: Bools, placeable: int) -> Diagnosis:
    placed = np.bincount(model.person[chosen], minlength=len(model.people)) > 0
    hall = Hall(model, chosen)
    found = [hall.too_few_seats(int(index)) for index in np.flatnonzero(~placed)]
    least = min((one for one in found if one is not None), key=lambda one: (len(one.people), one.people))
    return Diagnosis("seats", people=least.people, posts=least.posts, seats=least.seats, placeable=placeable)
