"""Large problems with rules: the way through few pairs finds the same best plans, with the same proof."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedmatch import Infeasible, Limits, Plan, Problem, check, large, solve, solver
from seedmatch.bench.ruled import with_rules
from tests.unit.seedmatch.tiny import everything, problems, worth


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "LARGE", 0)


@pytest.mark.usefixtures("everything_is_large")
def test_no_other_plan_is_better() -> None:
    @settings(max_examples=60, deadline=None)
    @given(problems(), st.sampled_from([1, 6]), st.sampled_from([0, 100]))
    def tried(problem: Problem, each: int, gap: int) -> None:
        before, (large.PAIRS_EACH, large.FIRST_GAP) = (large.PAIRS_EACH, large.FIRST_GAP), (each, gap)
        try:
            plan = solve(problem)
        except Infeasible:
            assert list(everything(problem)) == []
            return
        finally:
            large.PAIRS_EACH, large.FIRST_GAP = before
        assert plan.objective == max(worth(problem, one) for one in everything(problem)) == plan.bound
        assert plan.proven
        assert check(problem, plan) == []

    tried()


def found(problem: Problem, monkeypatch: pytest.MonkeyPatch, least: int, **limits: float) -> Plan:
    monkeypatch.setattr(solver, "LARGE", least)
    return solve(problem, limits=Limits(**limits))


@pytest.mark.parametrize("kind", ["easy", "tight"])
def test_both_ways_agree_on_three_hundred_people(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_rules(300, kind=kind)
    plan, usual = found(problem, monkeypatch, 0), found(problem, monkeypatch, 2000)
    assert (plan.objective, plan.bound, plan.proven) == (usual.objective, usual.bound, True)
    assert plan.certificate.verified
    assert check(problem, plan) == []
    assert found(problem, monkeypatch, 0).to_bytes() == plan.to_bytes()


def test_a_clock_that_runs_out_leaves_a_plan_with_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_rules(300)
    plan = found(problem, monkeypatch, 0, seconds=0.0)
    assert (plan.stopped_by, plan.proven) == ("clock", False)
    assert plan.bound > plan.objective > 0
    assert check(problem, plan) == []
