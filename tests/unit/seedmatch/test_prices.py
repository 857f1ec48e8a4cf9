"""Every alternative is priced exactly, and its moves lead where they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from seedmatch import (
    Infeasible,
    Lock,
    NotProven,
    Plan,
    Problem,
    alternatives,
    check,
    check_explanation,
    pricing,
    solve,
)
from seedmatch.explanation import Explanation
from tests.unit.seedmatch.office import office
from tests.unit.seedmatch.tiny import Placements, everything, problems, worth

tried = settings(max_examples=60, deadline=None)


def best_with(problem: Problem, plans: list[Placements], person: str, post: str) -> int | None:
    return max((worth(problem, plan) for plan in plans if plan.get(person) == post), default=None)


@tried
@given(problems())
def test_every_price_is_what_solving_again_would_lose(problem: Problem) -> None:
    plans = list(everything(problem))
    if not plans:
        return
    plan = solve(problem)
    for explanation in plan.explain_all():
        assert check_explanation(problem, plan, explanation) == []
        for price in explanation.alternatives:
            best = best_with(problem, plans, price.person, price.post)
            assert price.possible == (best is not None)
            assert price.loss == (None if best is None else plan.objective - best)
            assert price == plan.price(price.person, price.post)


@tried
@given(problems(most=3))
def test_reasons_of_the_unplaced_hold(problem: Problem) -> None:
    try:
        plan = solve(problem)
    except Infeasible:
        return
    assert [row.person for row in plan.unplaced] == [
        p.id for p in problem.people if p.id not in plan.placements
    ]
    for row in plan.unplaced:
        if row.code == "too_few_seats":
            assert row.numbers["people"] > row.numbers["seats"]
    assert check(problem, plan) == []


@settings(max_examples=25, deadline=None)
@given(problems(most=3))
def test_prices_of_a_profile_plan_follow_its_order(problem: Problem) -> None:
    try:
        plan = solve(problem, objective="profile")
    except Infeasible:
        return
    for explanation in plan.explain_all():
        assert check_explanation(problem, plan, explanation) == []


def test_closed_posts_say_why_and_have_no_price() -> None:
    problem = office(seed=1, hosts=4)
    plan = solve(problem)
    closed = [row for explanation in plan.explain_all() for row in explanation.closed]
    assert {row.code for row in closed} == {"lodging"}
    price = plan.price(closed[0].person, closed[0].post)
    assert (price.possible, price.reason, price.loss, price.proven_by) == (False, "lodging", None, "closed")


def test_the_present_post_costs_nothing() -> None:
    plan = solve(office(seed=1, hosts=4))
    person, post = next(iter(plan.placements.items()))
    assert (plan.price(person, post).loss, plan.price(person, post).moves) == (0, ())


def test_a_stable_plan_has_no_prices() -> None:
    plan = solve(office(seed=1, hosts=4, rules=False), objective="stable")
    with pytest.raises(NotProven):
        plan.price(*next(iter(plan.placements.items())))
    assert all(explanation.alternatives == () for explanation in plan.explain_all())


def test_explanations_survive_storing() -> None:
    plan = solve(office(seed=1, hosts=4))
    for explanation in plan.explain_all():
        assert Explanation.from_dict(explanation.to_dict()) == explanation


def test_prices_of_an_office_with_rules_agree_with_solving_again() -> None:
    problem = office(seed=3, hosts=5, used=2)
    plan = solve(problem)
    for price in plan.explain("p03").alternatives:
        try:
            again = solve(replace(problem, locks=[Lock("p03", post=price.post)]))
        except Infeasible:
            assert not price.possible
        else:
            assert price.loss == plan.objective - again.objective


def test_prices_hold_where_hosts_may_stay_unused_and_the_relaxation_has_a_gap() -> None:
    problem = office(seed=6, hosts=8, used=2)
    plan = solve(problem)
    prices = plan.explain("p06").alternatives
    for price in prices[::4]:
        again = _locked(problem, price.person, price.post)
        assert price.loss == (None if again is None else plan.objective - again)
    assert {price.proven_by for price in prices} == {"patterns"}
    assert any(key[0] == "used_most:unit" for proof in plan.certificate.proofs for key, _ in proof.prices)
    assert check(problem, plan) == []


def _locked(problem: Problem, person: str, post: str) -> int | None:
    try:
        return solve(replace(problem, locks=[Lock(person, post=post)])).objective
    except Infeasible:
        return None


def test_a_plan_read_from_bytes_gives_the_same_reasons() -> None:
    problem = office(seed=1, hosts=4)
    plan = solve(problem)
    again = Plan.from_bytes(problem, plan.to_bytes())
    assert again.to_bytes() == plan.to_bytes()
    assert again.explain_all() == plan.explain_all()


def test_only_the_posts_asked_for_are_priced_and_the_others_are_named():
    problem = office(seed=1, hosts=4)
    plan = solve(problem)
    person = problem.people[0].id
    whole = plan.explain(person)
    wanted = {price.post for price in whole.alternatives[:1]}
    some = plan.explain(person, wanted)
    assert some.alternatives == whole.alternatives[:1]
    assert sorted(some.unpriced) == sorted(price.post for price in whole.alternatives[1:])
    assert check_explanation(problem, plan, some) == []
    assert Explanation.from_dict(some.to_dict()) == some
    assert check_explanation(problem, plan, replace(some, unpriced=some.unpriced[1:])) != []


@pytest.mark.parametrize(("seed", "unit"), [(1, 1), (2, 1), (3, 2)])
def test_prices_of_a_large_batch_are_found_for_the_pairs_asked_for(seed: int, unit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = office(seed=seed, hosts=7, unit=unit)
    every = {row.person: row for row in solve(problem).explain_all()}
    monkeypatch.setattr(pricing, "RULED_NODES", 0)
    monkeypatch.setattr(alternatives, "MOST", 0)
    plan, ways = solve(problem), set()
    for person, known in every.items():
        wanted = {price.post for price in known.alternatives[::3]}
        some = plan.explain(person, wanted)
        assert {p.post: (p.loss, p.possible) for p in some.alternatives} == {p.post: (p.loss, p.possible) for p in known.alternatives[::3]}
        assert check_explanation(problem, plan, some) == []
        ways |= {p.proven_by for p in some.alternatives}
    assert "path" in ways
    assert "patterns" not in ways


def test_prices_without_rules_are_the_same_for_all_pairs_at_once_and_for_those_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = office(seed=4, hosts=6, rules=False)
    every = solve(problem).explain_all()
    monkeypatch.setattr(pricing, "MANY_PAIRS", 0)
    assert solve(problem).explain_all() == every
