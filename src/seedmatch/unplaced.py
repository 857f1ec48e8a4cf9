"""Why somebody has no post."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from seedmatch.diagnose import prevents_more
from seedmatch.hall import Hall
from seedmatch.model import Bools, Model
from seedmatch.plan import Unplaced

if TYPE_CHECKING:
    from seedmatch.problem import Problem


def reasons_of(
    problem: Problem, model: Model, chosen: Bools, mode: str, proven: bool
) -> tuple[Unplaced, ...]:
    """Return a reason for everybody whom the plan leaves without a post, by id."""
    placed = np.bincount(model.person[chosen], minlength=len(model.people)) > 0
    if placed.all():
        return ()
    rules: tuple[str, ...] | None = None
    hall = Hall(model, chosen)
    found: list[Unplaced] = []
    for index in np.flatnonzero(~placed):
        reason = _plain_reason(problem, model, int(index))
        if reason is None and mode == "stable":
            reason = _outranked(model, int(index))
        elif reason is None and not proven:
            reason = Unplaced(model.people[index], "not_proven", _candidates(model, int(index)))
        elif reason is None:
            reason = _too_few(hall, int(index))
        if reason is None:
            rules = prevents_more(problem, int(placed.sum()) + 1) if rules is None else rules
            reason = Unplaced(model.people[index], "rules", _candidates(model, int(index)), rules=rules)
        found.append(reason)
    return tuple(found)


def _candidates(model: Model, index: int) -> dict[str, int]:
    return {"candidates": int(model.start[index + 1] - model.start[index])}


def _plain_reason(problem: Problem, model: Model, index: int) -> Unplaced | None:
    """No pair at all, or every pair closed."""
    person = model.people[index]
    pairs = problem.pairs_of[person]
    if not pairs:
        return Unplaced(person, "no_candidate")
    if model.start[index] == model.start[index + 1]:
        codes = Counter(why.code for pair in pairs if (why := problem.closed(person, pair.post)) is not None)
        return Unplaced(person, "all_closed", {"candidates": len(pairs), **dict(sorted(codes.items()))})
    return None


def _outranked(model: Model, index: int) -> Unplaced:
    mine = np.arange(model.start[index], model.start[index + 1])
    posts = tuple(model.posts[post] for post in model.post[mine])
    return Unplaced(model.people[index], "outranked", _candidates(model, index), posts=posts)


def _too_few(hall: Hall, index: int) -> Unplaced | None:
    violator = hall.too_few_seats(index)
    if violator is None:
        return None
    numbers = {"people": len(violator.people), "seats": violator.seats}
    return Unplaced(hall.model.people[index], "too_few_seats", numbers, violator.people, violator.posts)
