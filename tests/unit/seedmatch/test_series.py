"""One problem under several limits of moves: the same placements as solving each by itself."""

import numpy as np
import pytest

from seedmatch import Infeasible, Limits, ProblemFault, Series, check, solve, stages
from seedmatch.bench.ruled import office, with_rules
from seedmatch.problem import Problem
from seedmatch.records import Host, Pair, Person, Post
from seedmatch.rules import AtLeastPerGroup, AtMostPerHost, Group, HostUsedOnlyIf


def ruled(seed: int) -> Problem:
    """Twelve people, nine posts at six hosts, with every kind of counting rule and a previous placement."""
    rng = np.random.default_rng(seed)
    people = [Person(f"a{k:02}", {"unit": f"u{k % 4}", "party": "yes" if k % 3 else "no"}) for k in range(12)]
    hosts = [Host(f"h{k}") for k in range(6)]
    posts = [Post(f"q{k}", f"h{k % 6}", seats=int(rng.integers(1, 4))) for k in range(9)]
    pairs = [Pair(a.id, q.id, {"fit": int(rng.integers(0, 101))}) for a in people for q in posts if rng.random() < 0.8]
    rules = [AtMostPerHost("unit", "unit", 1), AtLeastPerGroup("party", "party", "yes", 1, [Group("g", ["h0", "h1"])]), HostUsedOnlyIf("two", 2)]
    open_pairs = {(pair.person, pair.post) for pair in pairs}
    previous = {a.id: q for k, a in enumerate(people) if (a.id, q := f"q{(k * 5) % 9}") in open_pairs}
    return Problem(people, hosts, posts, pairs, {"fit": 1}, rules=rules, previous=previous)


def outcome(find):
    """What a solve gives: placements and figures, or the rules that stand in the way."""
    try:
        plan = find()
    except Infeasible as fault:
        return sorted(fault.diagnosis.rules)
    return dict(plan.placements), plan.objective, plan.bound, plan.proven, check(plan.problem, plan)


@pytest.mark.parametrize("mode", ["fit", "profile"])
@pytest.mark.parametrize("seed", range(4))
def test_each_limit_gives_the_placements_that_solving_it_alone_gives(seed, mode, monkeypatch):
    monkeypatch.setattr(stages, "NARROW_FROM", 1)  # small problems take the way of large ones too
    problem = ruled(seed)
    series = Series(problem, objective=mode)
    for moves in (None, 0, 1, 3, 6, 2):
        alone = outcome(lambda moves=moves: solve(problem.allowing(moves), objective=mode))
        assert outcome(lambda moves=moves: series.plan(moves)) == alone


@pytest.mark.parametrize("strict", [False, True])
def test_the_way_of_large_models_gives_the_same_plan(strict, monkeypatch):
    problem = office(strict=strict)
    plan = solve(problem)
    monkeypatch.setattr(stages, "NARROW_FROM", 1)
    assert solve(problem).placements == plan.placements


def test_a_large_model_with_rules_is_proven_and_holds():
    plan = solve(with_rules(300))
    assert (plan.proven, check(plan.problem, plan)) == (True, [])


def test_a_limit_of_moves_is_a_whole_number():
    problem = ruled(0)
    assert problem.allowing(3).max_moves == 3
    assert problem.allowing(3).digest() == Problem.from_json(problem.allowing(3).to_json()).digest() != problem.digest()
    for wrong in (-1, True, 1.5):
        with pytest.raises(ProblemFault, match="whole number from 0"):
            problem.allowing(wrong)


def test_what_is_known_of_a_problem_is_not_worked_out_again():
    problem = ruled(1)
    plan = solve(problem)
    assert check(problem, plan) == []
    other = problem.allowing(2)
    assert other.fits is problem.fits
    assert other.ground.open is problem.ground.open
    assert (other.ground.problem.max_moves, problem.ground.problem.max_moves) == (2, None)


def test_a_stable_plan_that_the_clock_stops_falls_back_on_a_plan_that_keeps_the_rules():
    problem = office(strict=False)
    plan = solve(problem, objective="stable", limits=Limits(seconds=0.0))
    assert (plan.proven, plan.stopped_by, check(problem, plan)) == (False, "clock", [])
