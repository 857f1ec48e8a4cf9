"""The plan is the best there is, proven, and the same every time."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from seedmatch import Host, Infeasible, Limits, Pair, Person, Post, Problem, Stopped, check, solve
from tests.unit.seedmatch.tiny import everything, problems, worth

tried = settings(max_examples=60, deadline=None)


@tried
@given(problems())
def test_no_other_plan_is_better(problem: Problem) -> None:
    plans = list(everything(problem))
    if not plans:
        with pytest.raises(Infeasible):
            solve(problem)
        return
    plan = solve(problem)
    assert plan.objective == max(worth(problem, one) for one in plans)
    assert (plan.bound, plan.proven, plan.stopped_by) == (plan.objective, True, "proven")
    assert plan.placements in plans
    assert check(problem, plan) == []


@tried
@given(problems(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_start_change_nothing(
    problem: Problem, seed: int, rng: random.Random
) -> None:
    try:
        plan = solve(problem, seed=seed)
    except Infeasible:
        return
    mixed = {}
    for name in ("people", "hosts", "posts", "pairs", "rules", "locks", "bans", "exclusions"):
        rows = list(getattr(problem, name))
        rng.shuffle(rows)
        mixed[name] = rows
    again = replace(problem, **mixed)
    other = rng.choice(list(everything(problem)))
    assert again.to_json() == problem.to_json()
    assert solve(again, seed=seed, start=other).to_bytes() == plan.to_bytes()


def equal_fits(people: int, posts: int) -> Problem:
    return Problem(
        [Person(f"p{k}") for k in range(people)],
        [Host(f"h{k}") for k in range(posts)],
        [Post(f"q{k}", f"h{k}") for k in range(posts)],
        [Pair(f"p{i}", f"q{j}", {"a": 50}) for i in range(people) for j in range(posts)],
        {"a": 1},
    )


def test_seeds_choose_different_plans_among_equal_ones() -> None:
    plans = [solve(equal_fits(6, 6), seed=seed) for seed in range(5)]
    assert len({plan.objective for plan in plans}) == 1
    assert len({tuple(plan.placements.items()) for plan in plans}) == 5


@given(problems(with_rules=False, decisions=False), st.data())
@tried
def test_one_more_seat_never_lowers_the_objective(problem: Problem, data: st.DataObject) -> None:
    post = data.draw(st.sampled_from(problem.posts))
    more = replace(problem, posts=[replace(p, seats=p.seats + (p.id == post.id)) for p in problem.posts])
    assert solve(more).objective >= solve(problem).objective


@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_people_agree_with_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 101, size=(100, 110))
    problem = Problem(
        [Person(f"p{i:03}") for i in range(100)],
        [Host("h")],
        [Post(f"q{j:03}", "h") for j in range(110)],
        [Pair(f"p{i:03}", f"q{j:03}", {"a": int(points[i, j])}) for i in range(100) for j in range(110)],
        {"a": 1},
    )
    rows, cols = linear_sum_assignment(points, maximize=True)
    plan = solve(problem)
    assert plan.fit_total == 100 * int(points[rows, cols].sum())
    assert plan.certificate.verified
    assert check(problem, plan) == []


def test_least_seats_are_filled() -> None:
    problem = Problem(
        [Person("p1"), Person("p2")],
        [Host("h1"), Host("h2", seats_min=1)],
        [Post("q1", "h1", 2), Post("q2", "h2", 2)],
        [
            Pair(f"p{i}", f"q{j}", {"a": points})
            for i, j, points in ((1, 1, 90), (1, 2, 0), (2, 1, 80), (2, 2, 10))
        ],
        {"a": 1},
    )
    plan = solve(problem)
    assert plan.placements == {"p1": "q1", "p2": "q2"}
    assert plan.fit_total == 10000
    tight = replace(problem, posts=[Post("q1", "h1", 2, seats_min=2), Post("q2", "h2", 2)])
    with pytest.raises(Infeasible) as refused:
        solve(tight)
    assert refused.value.diagnosis.rules == ("host_min:h2", "seats_min:q1")


def hard_problem() -> Problem:
    from tests.unit.seedmatch.office import office

    return office(seed=2, hosts=8, used=2, together=True)


def test_a_plan_stopped_by_work_says_so_and_is_the_same_again() -> None:
    problem = hard_problem()
    full = solve(problem)
    first, second = (solve(problem, limits=Limits(work=1), start=full) for _ in range(2))
    assert full.proven
    assert first.stopped_by == "work"
    assert not first.proven
    assert first.objective <= full.objective <= first.bound
    assert first.to_bytes() == second.to_bytes()
    assert check(problem, first) == []


def test_a_plan_stopped_by_the_clock_says_so() -> None:
    problem = hard_problem()
    start = solve(problem)
    plan = solve(problem, limits=Limits(seconds=0.0), start=start)
    assert plan.stopped_by == "clock"
    assert not plan.proven
    assert plan.bound >= plan.objective == start.objective
    assert check(problem, plan) == []


def test_a_limit_before_any_plan_is_a_refusal() -> None:
    with pytest.raises(Stopped):
        solve(hard_problem(), limits=Limits(seconds=0.0))


def test_an_unknown_objective_is_refused() -> None:
    with pytest.raises(Exception, match="There is no objective best"):
        solve(equal_fits(1, 1), objective="best")
