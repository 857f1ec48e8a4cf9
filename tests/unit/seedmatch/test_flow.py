"""The flow kernel: best, proven and stable, from degenerate shapes to 300 people, compiled or not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from seedmatch import flow
from seedmatch.arrays import ArrayProblem, check_arrays, plan_bytes, solve_arrays, solve_by_kernel
from seedmatch.flow import Flow, Matching, best_flow, proven_total, stable_match
from seedmatch.limits import Limits, Meter

Table = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
tried = settings(max_examples=150, deadline=None)


def table(seed: int, people: int, posts: int, most: int, share: float, seats: int) -> Table:
    """Seats, starts, posts and values of a random problem."""
    rng = np.random.default_rng(seed)
    open_pairs = rng.random((people, posts)) < share
    start = np.concatenate([[0], np.cumsum(open_pairs.sum(axis=1))])
    values = rng.integers(-1, most, (people, posts))[open_pairs]
    return rng.integers(0, seats + 1, posts), start, np.nonzero(open_pairs)[1], values


tables = st.builds(
    table, st.integers(0, 10**6), st.integers(1, 14), st.integers(1, 9), st.sampled_from([1, 3, 100, 9000]),
    st.sampled_from([0.0, 0.2, 0.6, 1.0]), st.integers(0, 3),
)  # fmt: skip


def total(problem: Table, post_of: np.ndarray) -> int:
    """What the placements are worth; fails if one is no candidate pair or a post is overfull."""
    seats, start, post, value = problem
    person = np.repeat(np.arange(len(start) - 1), np.diff(start))
    chosen = post_of[person] == post
    assert chosen.sum() == (post_of >= 0).sum()
    assert (np.bincount(post[chosen], minlength=len(seats)) <= seats).all()
    return int(value[chosen].sum())


def best_by_scipy(problem: Table) -> int:
    """A dense assignment with a column for each seat and one more per person for no seat at all."""
    seats, start, post, value = problem
    people = len(start) - 1
    dense = np.zeros((people, len(seats)), dtype=np.int64)
    dense[np.repeat(np.arange(people), np.diff(start)), post] = np.maximum(value, 0)
    wide = np.hstack([np.repeat(dense, seats, axis=1), np.zeros((people, people), dtype=np.int64)])
    rows, cols = linear_sum_assignment(wide, maximize=True)
    return int(wide[rows, cols].sum())


@tried
@given(tables, st.sampled_from([0, 1]))
def test_the_flow_is_best_and_its_prices_prove_it(problem: Table, patience: int) -> None:
    before, flow.PATIENCE = flow.PATIENCE, patience - 10**6 * (1 - patience)
    try:
        found = best_flow(*problem)
    finally:
        flow.PATIENCE = before
    assert total(problem, found.post_of) == best_by_scipy(problem) == proven_total(*problem, found)


@pytest.mark.parametrize(("people", "posts", "most"), [(300, 150, 100), (300, 130, 100), (200, 200, 4)])
def test_larger_problems_agree_with_scipy(people: int, posts: int, most: int) -> None:
    problem = table(7, people, posts, most, 0.15, 3)
    found = best_flow(*problem)
    assert total(problem, found.post_of) == best_by_scipy(problem) == proven_total(*problem, found)


@tried
@given(tables, st.data())
def test_after_withdrawals_the_plan_is_best_again_and_proven(problem: Table, data: st.DataObject) -> None:
    matching = Matching(*problem)
    for post in data.draw(st.lists(st.integers(0, len(problem[0]) - 1), max_size=3)):
        before = matching.flow.post_of
        moved = matching.withdraw(post)
        assert moved.tolist() == np.flatnonzero(matching.flow.post_of != before).tolist()
    left = (matching.seats, *problem[1:])
    assert total(left, matching.flow.post_of) == proven_total(*left, matching.flow) == best_by_scipy(left)


def every_plan(problem: Table) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield (total, post of each person) of all ways to place people."""
    seats, start, post, value = (one.tolist() for one in problem)

    def further(person: int, worth: int, at: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
        if person == len(start) - 1:
            yield worth, at
            return
        yield from further(person + 1, worth, (*at, -1))
        for pair in range(start[person], start[person + 1]):
            if at.count(post[pair]) < seats[post[pair]]:
                yield from further(person + 1, worth + value[pair], (*at, post[pair]))

    yield from further(0, 0, ())


@settings(max_examples=20, deadline=None)
@given(
    st.builds(
        table,
        st.integers(0, 10**6),
        st.just(6),
        st.just(6),
        st.sampled_from([3, 100]),
        st.sampled_from([0.3, 0.6]),
        st.integers(1, 2),
    )
)
def test_no_plan_of_six_people_at_six_posts_is_better(problem: Table) -> None:
    assert total(problem, best_flow(*problem).post_of) == max(worth for worth, _ in every_plan(problem))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        table,
        st.integers(0, 10**6),
        st.integers(2, 5),
        st.integers(2, 4),
        st.sampled_from([3, 100]),
        st.just(0.8),
        st.just(2),
    ),
    st.data(),
)
def test_when_one_person_is_hit_no_best_plan_moves_fewer(problem: Table, data: st.DataObject) -> None:
    matching = Matching(*problem)
    before = matching.flow.post_of
    post = data.draw(st.sampled_from(range(len(problem[0]))))
    assume((before == post).sum() == 1)
    moved = matching.withdraw(post)
    left = (matching.seats, *problem[1:])
    best = total(left, matching.flow.post_of)
    assert len(moved) == min(
        (np.array(at) != before).sum() for worth, at in every_plan(left) if worth == best
    )


@tried
@given(tables)
def test_one_more_seat_never_lowers_the_total(problem: Table) -> None:
    seats, *pairs = problem
    more = seats + (np.arange(len(seats)) == 0)
    assert total((more, *pairs), best_flow(more, *pairs).post_of) >= total(
        problem, best_flow(*problem).post_of
    )


def test_degenerate_shapes() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert (
        best_flow(np.array([1]), np.zeros(4, dtype=np.int64), nothing, nothing).post_of.tolist() == [-1] * 3
    )
    one_post = np.array([2]), np.arange(5), np.zeros(4, dtype=np.int64), np.array([5, 9, 9, 1])
    assert best_flow(*one_post).post_of.tolist() == [-1, 0, 0, -1]
    no_seats = np.array([0, 1]), np.array([0, 2, 2]), np.array([0, 1]), np.array([9, 1])
    assert best_flow(*no_seats).post_of.tolist() == [1, -1]
    equal = np.array([1, 1, 1]), np.array([0, 3, 6, 9]), np.tile(np.arange(3), 3), np.full(9, 7)
    assert sorted(best_flow(*equal).post_of.tolist()) == [0, 1, 2]


def test_a_wrong_price_proves_nothing() -> None:
    problem = table(3, 12, 6, 100, 0.6, 2)
    found = best_flow(*problem)
    cheaper = Flow(found.post_of, found.profit, found.price - (found.price == found.price.max()))
    dearer = Flow(found.post_of, found.profit + 1, found.price)
    assert proven_total(*problem, cheaper) is None
    assert proven_total(*problem, dearer) == best_by_scipy(problem) + 12


def test_values_too_large_for_exact_prices_are_refused() -> None:
    with pytest.raises(OverflowError, match="too large"):
        best_flow(np.array([1]), np.array([0, 1]), np.array([0]), np.array([2**41]))


def as_arrays(problem: Table, seed: int) -> ArrayProblem:
    seats, start, post, value = problem
    rng = np.random.default_rng(seed)
    liking, priority = rng.permutation(len(post)).astype(float), rng.permutation(len(post)).astype(float)
    return ArrayProblem(seats, start, post, value, 1, 0, liking, priority, "digest")


@tried
@given(tables, st.integers(0, 10**6))
def test_stable_plans_of_the_kernel_are_those_of_the_engine(problem: Table, seed: int) -> None:
    given = as_arrays(problem, seed)
    post_of = stable_match(given.seats, given.start, given.post, given.liking, given.priority)
    plan = solve_arrays(given, "stable", 0, Limits())
    assert (plan["post_of"], plan["blocking_pairs"]) == (post_of.tolist(), 0)


@pytest.mark.parametrize("mode", ["fit", "stable"])
def test_plans_of_the_kernel_pass_the_check_and_agree_with_highs(mode: str) -> None:
    problem = as_arrays(table(5, 60, 30, 100, 0.4, 2), 1)
    slow = solve_arrays(problem, mode, 0, Limits())
    plan = solve_by_kernel(problem, mode, 0, Meter.begin())
    assert plan["objective"] == slow["objective"] == plan["bound"]
    assert check_arrays(problem, plan_bytes(plan)) == []
    assert check_arrays(replace(problem, seats=problem.seats * 0), plan_bytes(plan)) != []


def test_no_page_of_the_product_loads_the_kernels() -> None:
    code = "import sys, seedmatch, seedmatch.solver, seedmatch.diagnose, seedmatch.pricing; print([name for name in sys.modules if 'numba' in name or 'kernels' in name])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
