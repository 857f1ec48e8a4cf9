"""The points scheme: caps, graded criteria and ties, counted again straight from the published words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.selection.reckoning.education import step_of
from seedbed.selection.reckoning.priority import (
    GRADED,
    RULES,
    Candidate,
    Order,
    Rule,
    as_fixed_order,
    decider,
    in_order,
    parts_of,
    points_of,
    read_order,
)

SCHEME = {
    "method": "points", "most": 12, "ties": ["order", "younger"],
    "rules": [{"key": "park", "points": 4}, {"key": "economic", "points": 3}, {"key": "talent", "points": 1},
              {"key": "bay_years", "points": 2, "cap": 5}, {"key": "education", "points": 1}],
}
ORDER = read_order(SCHEME)
PEOPLE = st.lists(st.builds(
    lambda n, meets, years, steps, born: Candidate(n, n, meets, born, None, {"bay_years": years, "education": steps}),
    st.integers(1, 500), st.frozensets(st.sampled_from(RULES)), st.integers(0, 9), st.integers(0, 3), st.sampled_from(["", "1990-01", "1993-05"])),
    max_size=8, unique_by=lambda c: c.number)


def by_hand(person: Candidate) -> int:
    """The sum as a clerk would add it up."""
    total = (4 if "park" in person.meets else 0) + (3 if "economic" in person.meets else 0) + (1 if "talent" in person.meets else 0)
    total += min(5, 2 * person.amounts["bay_years"]) + person.amounts["education"]
    return min(12, total)


@given(PEOPLE)
def test_points_are_added_up_within_their_caps(people: list[Candidate]) -> None:
    for person in people:
        assert points_of(person, ORDER) == by_hand(person)
        assert min(12, sum(points for _key, points in parts_of(person, ORDER))) == by_hand(person)


@given(PEOPLE)
def test_more_points_come_first_then_the_rules_in_order_then_the_younger(people: list[Candidate]) -> None:
    line = in_order(people, ORDER)
    for first, second in itertools.pairwise(line):
        told = decider(first, second, ORDER)
        if by_hand(first) != by_hand(second):
            assert (told.by, told.mine > told.theirs) == ("points", True)
            continue
        steps = [[int(r["key"] in p.meets) if r["key"] in RULES else p.amounts[r["key"]] for r in SCHEME["rules"]] for p in (first, second)]
        assert steps[0] >= steps[1]
        if steps[0] != steps[1]:
            assert told.by == "rule" and told.key == next(r["key"] for r, a, b in zip(SCHEME["rules"], *steps, strict=True) if a != b)
        elif first.born != second.born:
            assert told.by == "younger" and first.born > second.born
        else:
            assert told.by == "number" and first.number < second.number


def test_the_same_rules_as_a_fixed_order() -> None:
    fixed = as_fixed_order(SCHEME)
    assert fixed == {"method": "order", "rules": [{"key": "park"}, {"key": "economic"}, {"key": "talent"}], "ties": ["younger"]}
    assert read_order(fixed).method == "order"


@pytest.mark.parametrize("wrong", [
    {"method": "order", "rules": (Rule("education"),)}, {"method": "order", "rules": (Rule("park"),), "ties": ("order",)},
    {"method": "points", "rules": (Rule("park"),), "ties": ("younger", "order")}, {"method": "points", "rules": (Rule("park", 1, -1),)},
    {"method": "points", "rules": (Rule("park"),), "most": -1}, {"method": "points", "rules": (Rule("likes"),)},
])
def test_schemes_that_are_not_well_formed(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"rule|points|order|ties"):
        Order(**wrong)


def test_nothing_but_facts_of_the_application_is_counted() -> None:
    assert {*RULES, *GRADED} == {"park", "economic", "bay_work", "talent", "bay_years", "education"}


def test_steps_of_education() -> None:
    assert [step_of(text) for text in ("博士研究生", "硕士研究生", "研究生", "大学本科", "大专", "")] == [3, 2, 2, 1, 0, 0]
