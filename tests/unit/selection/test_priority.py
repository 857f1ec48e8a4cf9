"""The order of priority: laws that hold for every list of people, and single cases that people can read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.selection.reckoning.priority import (
    NOT_CHOSEN,
    PROPOSED,
    RESERVE,
    RULES,
    Candidate,
    Order,
    Rule,
    compare,
    decider,
    in_order,
    next_in_reserve,
    points_of,
    rank,
    read_order,
)

FIXED = Order(tuple(Rule(key) for key in RULES))
KEYS = st.permutations(RULES).flatmap(lambda keys: st.integers(1, 4).map(lambda n: tuple(keys[:n])))
ORDERS = st.builds(
    lambda keys, points, method, ties: Order(tuple(Rule(k, p) for k, p in zip(keys, points, strict=False)), method, ties),
    KEYS, st.lists(st.integers(0, 9), min_size=4, max_size=4), st.sampled_from(["order", "points"]), st.sampled_from([(), ("younger",), ("older",)]))
BORN = st.one_of(st.just(""), st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1980, 1999), st.integers(1, 12)))


@st.composite
def crowds(draw: st.DrawFn) -> list[Candidate]:
    """Draw people with numbers of their own, any claims, any month of birth, and quotas 1 to 3 or none."""
    numbers = draw(st.lists(st.integers(1, 200), unique=True, max_size=25))
    claims, quota = st.frozensets(st.sampled_from(RULES)), st.one_of(st.none(), st.integers(1, 3))
    return [Candidate(n + 1000, n, draw(claims), draw(BORN), draw(quota)) for n in numbers]


LIMITS = st.dictionaries(st.integers(1, 3), st.one_of(st.none(), st.integers(0, 4)))


def meets_first(better: Candidate, worse: Candidate, order: Order) -> bool:
    """Whether the first rule on which two people differ speaks for `better`; written apart from the code under test."""
    for rule in order.rules:
        ahead, behind = rule.key in better.meets, rule.key in worse.meets
        if ahead != behind:
            return ahead
    return True


@given(crowds(), ORDERS, st.randoms())
def test_the_order_does_not_depend_on_how_the_list_was_given(people, order, chance) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert [c.id for c in in_order(shuffled, order)] == [c.id for c in in_order(people, order)]


@given(crowds(), ORDERS)
def test_everybody_stands_in_the_list_once(people, order) -> None:
    places = rank(people, order, seats=3, reserve=2)
    assert sorted(p.id for p in places) == sorted(c.id for c in people)
    assert [p.position for p in places] == list(range(1, len(people) + 1))


@given(crowds(), KEYS, st.sampled_from([(), ("younger",), ("older",)]))
def test_in_a_fixed_order_the_first_differing_rule_decides_for_every_pair(people, keys, ties) -> None:
    order = Order(tuple(Rule(k) for k in keys), "order", ties)
    line = in_order(people, order)
    assert [(a.id, b.id) for i, a in enumerate(line) for b in line[i + 1:] if not meets_first(a, b, order)] == []


@given(crowds(), ORDERS)
def test_more_points_are_never_behind_fewer(people, order) -> None:
    by_points = Order(order.rules, "points", order.ties)
    sums = [points_of(c, by_points) for c in in_order(people, by_points)]
    assert sums == sorted(sums, reverse=True)


@given(crowds(), ORDERS, st.integers(0, 10), st.integers(0, 6), LIMITS)
def test_seats_reserve_and_quotas_are_kept(people, order, seats, reserve, limits) -> None:
    places = rank(people, order, seats=seats, reserve=reserve, quotas=limits)
    proposed = [p for p in places if p.outcome == PROPOSED]
    assert len(proposed) <= seats
    assert {q: n for q in limits if limits[q] is not None and (n := sum(p.quota == q for p in proposed)) > limits[q]} == {}
    waiting = [p.reserve for p in places if p.outcome == RESERVE]
    assert waiting == list(range(1, len(waiting) + 1))
    assert len(waiting) == min(reserve, len(people) - len(proposed))


@given(crowds(), ORDERS, st.integers(0, 10), LIMITS)
def test_nobody_without_a_seat_had_one_to_take(people, order, seats, limits) -> None:
    places = rank(people, order, seats=seats, reserve=0, quotas=limits)
    for place in (p for p in places if p.outcome == NOT_CHOSEN):
        ahead = [p for p in places if p.position < place.position and p.outcome == PROPOSED]
        own = [p.id for p in ahead if p.quota == place.quota]
        limit = limits.get(place.quota) if place.quota is not None else None
        expected = "quota" if len(ahead) < seats else "seats"
        assert (place.why, expected == "seats" or (limit is not None and len(own) >= limit)) == (expected, True)
        assert place.quota_used_by == (tuple(own) if place.why == "quota" else ())


@given(crowds(), ORDERS)
def test_the_reasons_fit_the_neighbours(people, order) -> None:
    places, by_id = rank(people, order, seats=5), {c.id: c for c in people}
    for first, second in itertools.pairwise(places):
        found = decider(by_id[first.id], by_id[second.id], order)
        assert first.before == found
        assert (second.behind.id, second.behind.by, second.behind.key) == (first.id, found.by, found.key)
        assert (second.behind.mine, second.behind.theirs) == (found.theirs, found.mine)
    assert [(p.behind, p.before) for p in places if len(places) == 1] == [(None, None)] * (len(places) == 1)


@given(crowds(), ORDERS, ORDERS)
def test_comparing_tells_everything_that_changes(people, one, other) -> None:
    before, after = rank(people, one, seats=4, reserve=2), rank(people, other, seats=4, reserve=2)
    found = compare(before, after)
    seats = [{p.id for p in places if p.outcome == PROPOSED} for places in (before, after)]
    assert {d.id for d in found if d.comes_in} == seats[1] - seats[0]
    assert {d.id for d in found if d.goes_out} == seats[0] - seats[1]
    assert [d.id for d in found] == [p.id for p in after]


def test_the_same_rules_change_nothing() -> None:
    people = [Candidate(i, i, frozenset({"park"} if i % 2 else set())) for i in range(1, 6)]
    places = rank(people, FIXED, seats=2)
    assert [(d.comes_in, d.goes_out, d.position_before - d.position_after) for d in compare(places, places)] == [(False, False, 0)] * 5


def test_rule_one_beats_all_the_others_together() -> None:
    first, second = Candidate(1, 2, frozenset({"park"})), Candidate(2, 1, frozenset({"economic", "bay_work", "talent"}))
    assert [c.id for c in in_order([second, first], FIXED)] == [1, 2]
    assert decider(first, second, FIXED).key == "park"


def test_points_let_the_others_together_win() -> None:
    order = Order((Rule("park", 3), Rule("economic", 2), Rule("bay_work", 2)), "points")
    first, second = Candidate(1, 2, frozenset({"park"})), Candidate(2, 1, frozenset({"economic", "bay_work"}))
    found = decider(second, first, order)
    assert ([c.id for c in in_order([first, second], order)], found.by, found.mine, found.theirs) == ([2, 1], "points", 4, 3)


def test_ties_go_to_the_younger_then_to_the_lower_number() -> None:
    older, younger = Candidate(1, 1, born="1990-05"), Candidate(2, 3, born="1993-02")
    same, unknown = Candidate(3, 2, born="1990-05"), Candidate(4, 0)
    line = in_order([unknown, same, older, younger], FIXED)
    assert [c.id for c in line] == [2, 1, 3, 4]
    assert [decider(a, b, FIXED).by for a, b in itertools.pairwise(line)] == ["younger", "number", "younger"]
    assert (decider(younger, older, FIXED).mine, decider(younger, older, FIXED).theirs) == (199302, 199005)


def test_a_colleague_beyond_the_quota_waits_before_those_further_down() -> None:
    people = [Candidate(i, i, frozenset({"park"}), quota=7 if i < 4 else None) for i in range(1, 7)]
    places = rank(people, FIXED, seats=3, reserve=2, quotas={7: 2})
    assert [(p.id, p.outcome, p.why, p.reserve) for p in places] == [
        (1, PROPOSED, "seat", 0), (2, PROPOSED, "seat", 0), (3, RESERVE, "quota", 1), (4, PROPOSED, "seat", 0),
        (5, RESERVE, "seats", 2), (6, NOT_CHOSEN, "seats", 0)]
    assert places[2].quota_used_by == (1, 2)


def test_moving_up_passes_over_units_without_room() -> None:
    waiting = [(12, 102, 7), (11, 101, 8), (13, 103, None)]
    assert next_in_reserve(waiting, {7: True, 8: True}) == 101
    assert next_in_reserve(waiting, {7: True, 8: False}) == 102
    assert next_in_reserve(waiting, {7: False, 8: False}) == 103
    assert next_in_reserve([(1, 5, 7)], {7: False}) is None
    assert next_in_reserve([], {}) is None


@pytest.mark.parametrize("content", [
    {}, {"rules": []}, {"rules": [{"key": "park"}, {"key": "park"}]}, {"rules": [{"key": "luck"}]}, {"rules": [{"key": "park", "points": -1}]},
    {"rules": [{"key": "park"}], "method": "lottery"}, {"rules": [{"key": "park"}], "ties": ["random"]},
    {"rules": [{"key": "park"}], "ties": ["younger", "older"]},
])
def test_rules_that_are_not_well_formed_are_refused(content) -> None:
    with pytest.raises(ValueError):
        read_order(content)


def test_negative_seats_are_refused() -> None:
    with pytest.raises(ValueError):
        rank([], FIXED, seats=-1)


def test_an_order_is_read_from_its_content() -> None:
    read = read_order({"method": "points", "rules": [{"key": "talent", "points": 5}, {"key": "park"}], "ties": ["older"]})
    assert read == Order((Rule("talent", 5), Rule("park", 1)), "points", ("older",))
