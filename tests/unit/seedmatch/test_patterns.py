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
from seedmatch.shelves import STEP, Shelves
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
    assert again.moves == found.moves


def test_pairs_that_lose_much_are_priced_among_more_patterns() -> None:
    problem = batch(4, used=2, everywhere=True)
    plan = solve(problem)
    pricing = Pricing(plan)
    found = Alternatives(pricing.model, pricing.chosen, plan.certificate.proofs)
    found.search()
    assert (pricing.chosen | found.proven | found.impossible).all()
    model = pricing.model
    col = int(np.argmax(np.where(found.proven, found.least, -1)))
    again = _again(problem, model.people[model.person[col]], model.posts[model.post[col]])
    assert again == plan.objective - int(found.least[col])


def test_the_patterns_that_begin_with_a_column_are_complete_to_its_floor() -> None:
    model = model_of(office(seed=4, hosts=7, used=1, together=True))
    catalogue = Catalogue(model, parted_conditions(model)[0])
    cols, value = np.arange(model.size), np.append(model.gain, 0)
    columns = catalogue.near(model.gain, np.full(7, -(10**7)))[1]
    worth = value[columns].sum(axis=1)
    assert len(catalogue.led_by(cols[:0], model.gain, 300)[1]) == 0
    for level in (300, 3000):
        _, led, floors = catalogue.led_by(cols, model.gain, level)
        counted = np.bincount(led[:, 0], minlength=model.size)
        for col in cols[~catalogue.in_none(cols)].tolist():
            there = (columns == col).any(axis=1)
            assert floors[col] == worth[there].max() - level
            assert counted[col] == (there & (worth >= floors[col])).sum()


def test_columns_in_no_pattern_are_known() -> None:
    model = model_of(batch(1, used=2, everywhere=True))
    catalogue = Catalogue(model, parted_conditions(model)[0])
    columns = catalogue.near(model.gain, np.full(23, -(10**7)))[1]
    assert set(np.flatnonzero(catalogue.in_none(np.arange(model.size)))) == set(range(model.size)) - set(
        columns.ravel().tolist()
    )


def test_shelves_with_higher_limits_begin_with_the_same_patterns() -> None:
    rng = np.random.default_rng(1)
    short, sets = rng.integers(0, 50 * STEP, (3, 400)), rng.integers(-1, 9, (400, 3))
    low, high = (Shelves(short, sets, 9, np.full(3, most * STEP + 7)) for most in (5, 40))
    shelf = np.arange(27)
    for shelves, most in ((low, 5), (high, 5), (high, 40)):
        of, at = shelves.between(shelf, np.full(27, -1), np.full(27, most))
        for one in range(27):
            inside = (sets == one % 9).any(axis=1) & (short[one // 9] < (most + 1) * STEP)
            found = shelves.pattern[at[of == one]]
            assert len(set(found)) == inside.sum()
            assert set(found) == set(np.flatnonzero(inside))
    before, after = (shelves.between(shelf, np.full(27, 2), np.full(27, 5)) for shelves in (low, high))
    assert (low.pattern[before[1]] == high.pattern[after[1]]).all()
