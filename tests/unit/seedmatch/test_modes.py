"""Stable plans and plans by ranks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seedmatch import Host, Infeasible, Pair, Person, Post, Problem, check, solve
from seedmatch.audit import blocking
from seedmatch.audit_ground import Ground
from seedmatch.model import model_of
from seedmatch.stable import counts_rules
from tests.unit.seedmatch.tiny import everything, problems, worth

tried = settings(max_examples=60, deadline=None)


def ranks(problem: Problem, placements: dict[str, str]) -> tuple[int, ...]:
    """How many have each rank, worst first: smaller is better."""
    ground = Ground(problem)
    counts = Counter(ground.rank(one, post) for one, post in placements.items())
    return tuple(counts[rank] for rank in range(60, 1, -1))


@tried
@given(problems())
def test_a_profile_plan_has_fewest_at_the_worst_ranks(problem: Problem) -> None:
    plans = list(everything(problem))
    assume(plans)
    plan = solve(problem, objective="profile")
    most = max(len(one) for one in plans)
    best = min(ranks(problem, one) for one in plans if len(one) == most)
    assert (plan.placed, ranks(problem, dict(plan.placements))) == (most, best)
    assert plan.proven
    assert check(problem, plan) == []


@tried
@given(problems(with_rules=False))
def test_a_stable_plan_without_counting_rules_has_no_blocking_pair(problem: Problem) -> None:
    problem = replace(problem, max_moves=None)
    try:
        plan = solve(problem, objective="stable")
    except Infeasible:
        assert list(everything(problem)) == []
        return
    assert plan.blocking_pairs == ()
    assert check(problem, plan) == []


@settings(max_examples=40, deadline=None)
@given(problems(most=3))
def test_under_rules_no_plan_has_fewer_blocking_pairs(problem: Problem) -> None:
    plans = list(everything(problem))
    assume(plans)
    plan = solve(problem, objective="stable")
    ground = Ground(problem)
    counts = [len(blocking(ground, one)) for one in plans]
    assert len(plan.blocking_pairs) == min(counts)
    if counts_rules(model_of(problem)):
        calmest = [one for one, count in zip(plans, counts, strict=True) if count == min(counts)]
        assert plan.objective == max(worth(problem, one) for one in calmest)
    assert check(problem, plan) == []


@st.composite
def strict(draw: st.DrawFn) -> Problem:
    """Strict preferences on both sides."""
    people, posts = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    wishes = [draw(st.permutations(range(1, posts + 1))) for _ in range(people)]
    likes = [draw(st.permutations(range(people))) for _ in range(posts)]
    listed = draw(st.lists(st.booleans(), min_size=people * posts, max_size=people * posts))
    return Problem(
        [Person(f"p{i}") for i in range(people)],
        [Host(f"h{j}") for j in range(posts)],
        [Post(f"q{j}", f"h{j}", draw(st.integers(1, 2))) for j in range(posts)],
        [
            Pair(f"p{i}", f"q{j}", rank=wishes[i][j], priority=likes[j][i])
            for i in range(people)
            for j in range(posts)
            if listed[i * posts + j]
        ],
    )


@tried
@given(strict())
def test_all_stable_plans_place_the_same_people_and_fill_posts_alike(problem: Problem) -> None:
    """The rural hospitals theorem (Roth, 1986)."""
    ground = Ground(problem)
    stable = [one for one in everything(problem) if not blocking(ground, one)]
    plan = solve(problem, objective="stable")
    assert dict(plan.placements) in stable
    assert {frozenset(one) for one in stable} == {frozenset(plan.placements)}
    assert len({tuple(sorted(Counter(one.values()).items())) for one in stable}) == 1


@tried
@given(strict())
def test_a_stable_plan_is_best_for_all_people_at_once(problem: Problem) -> None:
    ground = Ground(problem)
    plan = solve(problem, objective="stable")
    for other in everything(problem):
        if not blocking(ground, other):
            assert all(
                ground.rank(one, plan.placements[one]) <= ground.rank(one, post)
                for one, post in other.items()
            )
