"""One problem under several limits of moves: the same placements as solving each by itself."""

from dataclasses import replace

import numpy as np
import pytest

from seedmatch import Infeasible, Limits, ProblemFault, Series, check, fewest_blocking, sifting, solve, stages
from seedmatch.bench.ruled import office, with_rules
from seedmatch.linear import Relaxation
from seedmatch.matrix import Rows, matrix_of
from seedmatch.model import model_of
from seedmatch.problem import Problem
from seedmatch.proof import price_rows
from seedmatch.records import Host, Pair, Person, Post
from seedmatch.rules import AtLeastPerGroup, AtMostPerHost, Group, HostUsedOnlyIf
from seedmatch.sifting import relaxation_of


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


@pytest.fixture
def as_large(monkeypatch):
    """Small problems take the way of large ones: searched in few columns, solved in fewer still."""
    monkeypatch.setattr(stages, "NARROW_FROM", 1)
    monkeypatch.setattr(sifting, "FROM", 1)
    monkeypatch.setattr(sifting, "DENSE", 1)
    monkeypatch.setattr(sifting, "EACH", 1)


def outcome(find):
    """What a solve gives: placements and figures, or the rules that stand in the way."""
    try:
        plan = find()
    except Infeasible as fault:
        return sorted(fault.diagnosis.rules)
    return dict(plan.placements), plan.objective, plan.bound, plan.proven, check(plan.problem, plan)


@pytest.mark.parametrize("mode", ["fit", "profile"])
@pytest.mark.parametrize("seed", range(4))
def test_each_limit_gives_the_placements_that_solving_it_alone_gives(seed, mode, as_large):
    problem = ruled(seed)
    series = Series(problem, objective=mode)
    for moves in (None, 0, 1, 3, 6, 2):
        alone = outcome(lambda moves=moves: solve(problem.allowing(moves), objective=mode))
        assert outcome(lambda moves=moves: series.plan(moves)) == alone


@pytest.mark.parametrize("strict", [False, True])
def test_the_way_of_large_models_gives_the_same_plan(strict, request):
    problem = office(strict=strict)
    plan = solve(problem)
    request.getfixturevalue("as_large")
    assert solve(problem).placements == plan.placements


@pytest.mark.parametrize("seed", range(3))
def test_a_relaxation_that_holds_few_columns_has_the_prices_of_all(seed, as_large):
    matrix = matrix_of(model := model_of(ruled(seed)))
    whole, few = Relaxation(matrix), relaxation_of(matrix)
    first, others = np.arange(1), np.flatnonzero(model.host == model.host[0])[1:]
    row = Rows()
    row.add(("few:", "", ""), others, np.ones_like(others), None, 1)
    for one in (whole, few):
        one.aim(model.gain)
    assert (few.solve() is None, whole.solve() is None, len(few.here) < matrix.width) == (False, False, True)
    assert few.value == pytest.approx(whole.value)
    for one in (whole, few):
        one.bound(first, np.ones(1), np.ones(1))
        one.add(row)
    point, other = few.solve(), whole.solve()
    assert (point[0], other[0], few.value, -few.cost @ point) == pytest.approx((1, 1, whole.value, whole.value))
    limits = (few.low, few.high)
    priced = price_rows(few.rows, model.gain, limits, few.prices(), int(np.floor(whole.value + 1e-4)))
    assert priced.total / priced.scale == pytest.approx(whole.value, abs=1)
    again = relaxation_of(matrix)
    again.aim(model.gain)
    again.begin_at(few.basis())
    again.bound(first, np.ones(1), np.ones(1))
    again.add(row)
    assert (again.solve() is None, again.value) == (False, pytest.approx(whole.value))


def test_a_relaxation_that_holds_few_columns_asks_all_before_it_says_no(as_large):
    problem = office(strict=True)
    model = model_of(problem)
    few = relaxation_of(matrix_of(model))
    few.aim(model.gain)
    few.bound(np.arange(model.size), np.zeros(model.size), np.zeros(model.size))
    row = Rows()
    row.add(("one:", "", ""), np.arange(model.size), np.ones(model.size, dtype=np.int64), 1, None)
    few.add(row)
    assert (few.solve(), len(few.here)) == (None, few.matrix.width)


def test_a_limit_that_the_rules_forbid_is_told_without_reasons():
    problem = ruled(0)
    series = Series(problem)
    found = [series.within(moves) for moves in (None, 0)]
    with pytest.raises(Infeasible):
        solve(problem.allowing(0))
    assert (found[0].objective, found[1]) == (solve(problem).objective, None)


def test_a_large_model_with_rules_is_proven_and_holds():
    plan = solve(with_rules(300))
    assert (plan.proven, check(plan.problem, plan)) == (True, [])


def test_ties_of_a_large_model_are_settled_by_seed_whatever_the_order_of_rows():
    given, order = with_rules(300), np.random.default_rng(5)
    coarse = replace(given, pairs=[replace(pair, parts={"fit": pair.parts["fit"] // 50 * 50}) for pair in given.pairs])
    mixed = {name: [rows[k] for k in order.permutation(len(rows))] for name in ("people", "hosts", "posts", "pairs") if (rows := getattr(coarse, name))}
    plan, again, other = solve(coarse), solve(replace(coarse, **mixed)), solve(coarse, seed=1)
    assert (again.to_bytes() == plan.to_bytes(), other.objective == plan.objective, other.placements == plan.placements) == (True, True, False)


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
    assert other.table is problem.table
    assert other.ground.open is problem.ground.open
    assert (other.ground.problem.max_moves, problem.ground.problem.max_moves) == (2, None)


def test_a_stable_plan_that_the_clock_stops_falls_back_on_a_plan_that_keeps_the_rules():
    problem = office(strict=False)
    plan = solve(problem, objective="stable", limits=Limits(seconds=0.0))
    assert (plan.proven, plan.stopped_by, check(problem, plan)) == (False, "clock", [])


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_that_favours_staying_is_the_one_that_solving_with_the_bonus_gives(seed):
    problem = ruled(seed)
    series = Series(problem)
    for bonus in (1, 700, 2500, 10_000):
        plan, alone = series.favouring(bonus), solve(replace(problem, stay_bonus=bonus))
        assert (plan.placements, plan.objective, plan.proven) == (alone.placements, alone.objective, True)
        assert check(plan.problem, plan) == []


def test_a_problem_with_another_worth_of_staying_is_checked_by_that_worth():
    problem = ruled(1)
    assert check(problem, solve(problem)) == []
    other = problem.staying(100_000)
    assert other.digest() == replace(problem, stay_bonus=100_000).digest() != problem.digest()
    assert (other.ground.place_value(), problem.ground.place_value()) == (other.place_value, problem.place_value)
    with pytest.raises(ProblemFault, match="Stay bonus"):
        problem.staying(-1)


def test_favouring_tells_the_rules_that_contradict_each_other():
    problem = replace(ruled(0), rules=[AtLeastPerGroup("none", "party", "no", 13, [Group("g", ["h0", "h1"])], when_used=False)])
    with pytest.raises(Infeasible):
        Series(problem).favouring(5)


def test_very_many_pairs_take_a_calm_plan_as_it_is(monkeypatch):
    problem = replace(ruled(2), rules=[AtMostPerHost("unit", "unit", 12)])
    best = solve(problem, objective="stable")
    monkeypatch.setattr(fewest_blocking, "MANY", 0)
    plan = solve(problem, objective="stable")
    assert (len(plan.blocking_pairs), plan.proven, plan.run.nodes, check(plan.problem, plan)) == (0, True, 0, [])
    assert plan.fit_total <= best.fit_total


@pytest.mark.parametrize("differing", [lambda problem: problem.allowing(0), lambda problem: problem.staying(9000)], ids=["limit of moves", "worth of staying"])
def test_a_problem_that_was_solved_before_is_solved_anew_where_it_differs(differing):
    fits = [[90, 10, 10], [10, 90, 10], [10, 10, 90]]
    problem = Problem(
        [Person(f"p{i}") for i in range(3)], [Host(f"h{j}") for j in range(3)], [Post(f"q{j}", f"h{j}", 1) for j in range(3)],
        [Pair(f"p{i}", f"q{j}", {"a": fits[i][j]}) for i in range(3) for j in range(3)], {"a": 1}, previous={"p0": "q1", "p1": "q2", "p2": "q0"})
    assert dict(solve(problem).placements) == {"p0": "q0", "p1": "q1", "p2": "q2"}
    other = differing(problem)
    plan = solve(other)
    assert dict(plan.placements) == {"p0": "q1", "p1": "q2", "p2": "q0"}
    assert plan.to_bytes() == solve(Problem.from_json(other.to_json())).to_bytes()
