"""Patterns of hosts are listed to the last, and the prices they prove are those of solving again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from seedmatch import AtLeastPerGroup, Infeasible, Lock, Problem, solve
from seedmatch.alternatives import Alternatives
from seedmatch.bench.ruled import batch
from seedmatch.feasible import keeps_all
from seedmatch.model import Model, model_of
from seedmatch.patterns import Catalogue, parted_conditions
from seedmatch.pricing import Pricing
from tests.unit.seedmatch.office import office


def _sets(model: Model, host: int, most: int) -> set[tuple[int, ...]]:
    """Every set of columns of a host that keeps all its rules, the slow way: with nobody anywhere else."""
    here = np.flatnonzero(model.host == host)
    alone = replace(model, must=np.zeros_like(model.must))
    found = set()
    for size in range(most + 1):
        for some in combinations(here.tolist(), size):
            chosen = np.zeros(model.size, dtype=bool)
            chosen[list(some)] = True
            if keeps_all(alone, chosen):
                found.add(some)
    return found


def test_all_patterns_of_a_host_are_listed() -> None:
    problem = office(seed=2, hosts=4, used=2, together=True)
    rules = [rule for rule in problem.rules if not isinstance(rule, AtLeastPerGroup)]
    model = model_of(replace(problem, rules=rules))
    catalogue = Catalogue(model, parted_conditions(model)[0])
    host, columns = catalogue.near(model.gain, np.full(4, -(10**6)))
    for one in range(4):
        listed = [tuple(sorted(row[row < model.size].tolist())) for row in columns[host == one]]
        assert len(listed) == len(set(listed))
        assert set(listed) == _sets(model, one, int(catalogue.seats[one]))


def _again(problem: Problem, person: str, post: str) -> int | None:
    try:
        return solve(replace(problem, locks=[*problem.locks, Lock(person, post=post)])).objective
    except Infeasible:
        return None


@pytest.mark.parametrize("used", [1, 2])
def test_prices_by_patterns_are_those_of_solving_again(used: int) -> None:
    problem = office(seed=4, hosts=7, used=used, together=used == 1)
    plan = solve(problem)
    for person in ("p00", "p05"):
        prices = plan.explain(person).alternatives
        assert Counter(price.proven_by for price in prices).most_common(1)[0][0] == "patterns"
        for price in prices[::3]:
            again = _again(problem, person, price.post)
            assert price.loss == (None if again is None else plan.objective - again)


def test_most_prices_of_an_office_need_no_search() -> None:
    plan = solve(batch(1))
    pricing = Pricing(plan)
    found = Alternatives(pricing.model, pricing.chosen, plan.certificate.proofs)
    found.search()
    left = ~pricing.chosen & ~found.proven & ~found.impossible
    assert left.sum() <= 2
    again = Alternatives(pricing.model, pricing.chosen, plan.certificate.proofs)
    again.search()
    assert (again.least == found.least).all()
    assert all((again.plans[col][0] == into).all() for col, (into, _) in found.plans.items())
