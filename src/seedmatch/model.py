"""The problem as arrays: one column per open pair, seats as bounds, rules as linear conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Condition, Ints, conditions_of
from seedmatch.counters import Counters
from seedmatch.moves import open_previous, overfull

if TYPE_CHECKING:
    from seedmatch.problem import Problem
    from seedmatch.table import Table

Bools = NDArray[np.bool_]
UNPLACED = -1


@dataclass(frozen=True)
class Model:
    """Columns are sorted by person, then post. ``place_value`` and ``gain`` make up the objective.

    ``gain`` is fit plus stay bonus of a column; ``rank`` 1 is best; ``liking`` and ``priority`` order
    the posts of a person and the people of a post (higher is better).
    """

    people: list[str]
    posts: list[str]
    hosts: list[str]
    host_of: Ints
    person: Ints
    post: Ints
    place_value: int
    gain: Ints
    kept: Bools
    rank: Ints
    liking: NDArray[np.float64]
    priority: NDArray[np.float64]
    must: Bools
    post_low: Ints
    post_high: Ints
    host_low: Ints
    host_high: Ints
    conditions: tuple[Condition, ...] = ()

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.person)

    @cached_property
    def host(self) -> Ints:
        """Host of each column."""
        return self.host_of[self.post]

    @cached_property
    def counters(self) -> Counters:
        """The conditions as counters."""
        return Counters(self.conditions, self.size)

    @cached_property
    def start(self) -> Ints:
        """``start[i]:start[i + 1]`` are the columns of person i."""
        return np.searchsorted(self.person, np.arange(len(self.people) + 1)).astype(np.int64)

    @cached_property
    def value(self) -> Ints:
        """What each column adds to the objective."""
        return self.gain + self.place_value

    @cached_property
    def host_bound(self) -> Bools:
        """Hosts whose own limits can bind beyond those of their posts."""
        total = np.bincount(self.host_of, weights=self.post_high, minlength=len(self.hosts))
        bound: Bools = (self.host_high < total) | (self.host_low > 0)
        return bound

    def column(self, person: int, post: int) -> int | None:
        """Return the column of a pair of indices, or None if it is not open."""
        low, high = self.start[person], self.start[person + 1]
        at = int(low + np.searchsorted(self.post[low:high], post))
        return at if at < high and self.post[at] == post else None


def model_of(problem: Problem) -> Model:
    """Compile a problem: closed pairs have no column."""
    return problem.model


def build(problem: Problem, columns: Ints, extra: Sequence[Condition] = ()) -> Model:
    """Compile a problem over some of its pairs (their places, in order), with its rules as conditions."""
    people, posts = [row.id for row in problem.people], [row.id for row in problem.posts]
    post_at = {key: index for index, key in enumerate(posts)}
    host_at = {row.id: index for index, row in enumerate(problem.hosts)}
    table, every = problem.table, problem.table.fits(problem.weights)
    person, post = (places[columns] for places in table.where(people, posts))
    fit, priority = every[columns], table.priority[columns]
    before = [post_at.get(problem.previous.get(key, ""), UNPLACED) for key in people]
    kept: Bools = np.array(before, dtype=np.int64)[person] == post
    locked = {lock.person for lock in problem.locks}
    unlimited = sum(row.seats for row in problem.posts) + len(people)
    rank = ranks_of(table, every)[columns]
    return Model(
        people=people,
        posts=posts,
        hosts=[row.id for row in problem.hosts],
        host_of=np.array([host_at[row.host] for row in problem.posts], dtype=np.int64),
        person=person,
        post=post,
        place_value=problem.place_value,
        gain=fit + problem.stay_bonus * kept,
        kept=kept,
        rank=rank,
        liking=(-rank if table.rank.any() else fit).astype(float),
        priority=np.where(np.isnan(priority), fit, priority),
        must=np.array([key in locked for key in people], dtype=bool),
        post_low=np.array([row.seats_min for row in problem.posts], dtype=np.int64),
        post_high=np.array([row.seats for row in problem.posts], dtype=np.int64),
        host_low=np.array([row.seats_min for row in problem.hosts], dtype=np.int64),
        host_high=np.array(
            [unlimited if r.seats is None else r.seats for r in problem.hosts], dtype=np.int64
        ),
        conditions=(*conditions_of(problem, person, post), *stay_condition(problem, kept), *extra),
    )


def ranks_of(table: Table, fit: Ints) -> Ints:
    """Return the rank of each pair for the person: as stated, else one worse than the worst stated.

    If no pair of the problem states a rank, the person's own order of fit over all candidate
    pairs counts, equal fits sharing the better rank.
    """
    worst = int(table.rank.max(initial=0))
    if not worst:
        return table.ranks_by(fit)
    return np.where(table.rank > 0, table.rank, worst + 1)


def stay_condition(problem: Problem, kept: Bools) -> list[Condition]:
    """At most ``max_moves`` of the people with an open previous place move, besides those crowded out."""
    if problem.max_moves is None:
        return []
    low = len(open_previous(problem)) - overfull(problem)[0] - problem.max_moves
    cols = np.flatnonzero(kept).astype(np.int64)
    return [Condition("max_moves", "", cols, np.ones(len(cols), dtype=np.int64), low=low)] if low > 0 else []
