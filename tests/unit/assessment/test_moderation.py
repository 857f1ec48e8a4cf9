"""Severity of assessors against hand calculations and an independent least-squares solver; results; grades under caps."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.assessment.reckoning import grades, schemes, severity
from seedbed.assessment.reckoning.grades import Proposed
from seedbed.assessment.reckoning.results import SheetMark, result_of, sheet_total
from seedbed.assessment.reckoning.severity import Given

tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

GRADES = [{"key": "a", "name": "优秀", "least": 8500, "share": 2000}, {"key": "b", "name": "良好", "least": 7000, "share": None},
          {"key": "c", "name": "一般", "least": 0, "share": None}]
CONTENT: dict[str, Any] = {
    "criteria": [
        {"key": "study", "name": "学习调研", "weight": 3000, "who": "group", "basis": "product"},
        {"key": "leads", "name": "项目引进", "weight": 3000, "who": "group", "basis": "result"},
        {"key": "word", "name": "企业评价", "weight": 4000, "who": "host", "basis": "word"},
    ],
    "grades": GRADES, "fewest": {"group": 2}, "outlier": 250, "appeal_workdays": 5, "reply_workdays": 10,
}
SCHEME = schemes.read(CONTENT)


def marks(table: dict[int, dict[int, int]]) -> list[Given]:
    """Marks from {assessor: {person: mark}}."""
    return [Given(a, p, m) for a, row in table.items() for p, m in row.items()]


def test_two_assessors_who_marked_everybody() -> None:
    # By hand: 1 gives ten points less than 2 to everybody; severities add up to zero, so -5 and +5 points.
    found = severity.moderate(marks({1: {1: 8000, 2: 7000, 3: 6000}, 2: {1: 9000, 2: 8000, 3: 7000}}))
    assert (dict(found.severity), found.apart, found.outliers) == ({1: -500, 2: 500}, frozenset(), ())
    assert [found.adjusted(g, 10_000) for g in marks({1: {1: 8000}, 2: {1: 9000, 2: 9900}})] == [8500, 8500, 9400]


def test_two_assessors_who_share_only_some_people() -> None:
    # By hand: over the people in common (2 and 3) the second gives 10 and 12 points more, 11 in the mean; the
    # first has three marks and the second three, so severities are -5.5 and +5.5 points.
    found = severity.moderate(marks({1: {1: 8000, 2: 7000, 3: 6000}, 2: {2: 8000, 3: 7200, 4: 9000}}))
    assert dict(found.severity) == {1: -550, 2: 550}


def test_assessors_who_share_nobody_are_left_as_they_are() -> None:
    found = severity.moderate(marks({1: {1: 8000, 2: 7000, 3: 6000}, 2: {4: 8000, 5: 7200, 6: 9000}}))
    assert (dict(found.severity), found.apart) == ({}, frozenset({1, 2}))


def test_an_assessor_with_two_marks_is_not_moderated() -> None:
    found = severity.moderate(marks({1: {1: 8000, 2: 7000, 3: 6000}, 2: {1: 9000, 2: 8000, 3: 7000}, 3: {1: 1000, 2: 1000}}))
    assert (dict(found.severity), found.apart) == ({1: -500, 2: 500}, frozenset({3}))


def test_one_wild_mark_is_flagged_and_the_others_are_not() -> None:
    table = {a: {p: 6000 + 300 * p + 100 * a for p in range(1, 9)} for a in range(1, 5)}
    table[2][5] = 1000
    assert severity.moderate(marks(table)).outliers == ((2, 5),)


TABLES = st.dictionaries(st.integers(1, 5), st.dictionaries(st.integers(1, 6), st.integers(0, 10_000), min_size=3, max_size=6), min_size=2, max_size=5)


@tried
@given(TABLES)
def test_severities_are_those_of_an_independent_solver(table: dict[int, dict[int, int]]) -> None:
    rows = marks(table)
    found = severity.moderate(rows)
    assessors, people = sorted(table), sorted({g.person for g in rows})
    matrix = np.zeros((len(rows), len(assessors) + len(people)))
    for i, g in enumerate(rows):
        matrix[i, assessors.index(g.assessor)] = matrix[i, len(assessors) + people.index(g.person)] = 1
    solved, *_rest = np.linalg.lstsq(matrix, np.array([g.mark for g in rows], dtype=float), rcond=None)
    if not _connected(table):  # two free constants: those who share nobody are told to be apart instead
        assert set(found.severity) | found.apart == set(assessors)
        return
    mean = sum(solved[assessors.index(a)] * len(table[a]) for a in assessors) / len(rows)
    assert set(found.severity) == set(assessors)
    assert max(abs(found.severity[a] - (solved[assessors.index(a)] - mean)) for a in assessors) < 0.51


def _connected(table: dict[int, dict[int, int]]) -> bool:
    seen, todo = set(), [min(table)]
    while todo:
        a = todo.pop()
        if a not in seen:
            seen.add(a)
            todo += [b for b in table if set(table[a]) & set(table[b])]
    return seen == set(table)


@tried
@given(st.integers(-3000, 3000), st.dictionaries(st.integers(1, 9), st.integers(3000, 7000), min_size=3))
def test_adjusting_takes_a_constant_severity_away(shift: int, row: dict[int, int]) -> None:
    shift -= shift % 2
    table = {1: row, 2: {p: m + shift for p, m in row.items()}}
    found = severity.moderate(marks(table))
    assert all(found.adjusted(Given(1, p, table[1][p]), 10_000) == found.adjusted(Given(2, p, table[2][p]), 10_000) for p in row)
    assert found.outliers == ()


# -- schemes and results ---------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [
    {"criteria": [CONTENT["criteria"][0]]}, {"criteria": [*CONTENT["criteria"], CONTENT["criteria"][0] | {"weight": 0}]},
    {"criteria": [c | {"weight": w} for c, w in zip(CONTENT["criteria"], (3000, 3000, 4001), strict=True)]},
    {"criteria": [c | {"basis": "clicks"} for c in CONTENT["criteria"]]}, {"criteria": [c | {"who": "app"} for c in CONTENT["criteria"]]},
    {"grades": GRADES[:1]}, {"grades": GRADES[::-1]}, {"grades": [*GRADES[:2], GRADES[2] | {"share": 500}]}, {"grades": [GRADES[0] | {"share": 10_001}, *GRADES[1:]]},
])
def test_a_scheme_that_does_not_hold_is_refused(broken: dict[str, Any]) -> None:
    assert schemes.faults(CONTENT) == []
    assert schemes.faults(CONTENT | broken) != []


def test_nothing_that_an_app_can_count_is_a_basis() -> None:
    assert schemes.BASES == {"product", "visit", "word", "result", "minutes", "report"}


def test_a_result_by_hand() -> None:
    sheets = [SheetMark(1, "group", {"study": 8000, "leads": 9000}), SheetMark(2, "group", {"study": 7000, "leads": 8000}), SheetMark(9, "host", {"word": 9000})]
    assert [sheet_total(SCHEME, s) for s in sheets] == [8500, 7500, 9000]
    result = result_of(SCHEME, sheets, {"group": {1: 500, 2: -500}})
    # 0.6 x 80 + 0.4 x 90 = 84; adjusted (80 + 80) / 2 = 80 as well
    assert (result.raw, result.adjusted, result.missing) == (8400, 8400, ())
    result = result_of(SCHEME, sheets, {"group": {1: 300, 2: -200}})
    assert (result.raw, result.adjusted) == (8400, 8370)


def test_too_few_voices_give_no_result_unless_that_part_is_excused() -> None:
    sheets = [SheetMark(1, "group", {"study": 8000, "leads": 9000}), SheetMark(9, "host", {"word": 9000})]
    result = result_of(SCHEME, sheets, {})
    assert (result.raw, result.missing, result.parts[0].raw) == (None, ("group",), None)
    result = result_of(SCHEME, sheets, {}, excused=frozenset({"group"}))
    assert (result.raw, result.adjusted, result.missing) == (9000, 9000, ())


# -- grades ----------------------------------------------------------------------------------------------

RULES = SCHEME.grades


def test_a_cap_is_the_whole_part_of_the_share_and_never_parts_equals() -> None:
    people = {1: 9500, 2: 9000, 3: 9000, 4: 8600, 5: 8000, 6: 7000, 7: 6999, 8: 5000, 9: 8000, 10: 7500}
    found = grades.propose(people, RULES, 10)
    # 20 % of ten are two; 2 and 3 are equal, so both are held back
    assert {pk for pk, one in found.items() if one.grade == "a"} == {1}
    assert (found[2], found[3], found[4]) == (Proposed("b", True), Proposed("b", True), Proposed("b", True))
    assert (found[6], found[7]) == (Proposed("b"), Proposed("c"))


@tried
@given(st.dictionaries(st.integers(1, 200), st.integers(0, 10_000), min_size=1))
def test_everybody_gets_one_grade_within_caps_and_nobody_passes_a_better_one(people: dict[int, int]) -> None:
    found = grades.propose(people, RULES, len(people))
    assert set(found) == set(people)
    counts = {g.key: sum(one.grade == g.key for one in found.values()) for g in RULES}
    assert grades.past_caps(RULES, counts, len(people)) == []
    order = [g.key for g in RULES]
    ranks = [(mark, order.index(found[pk].grade)) for pk, mark in people.items()]
    assert all(b <= a for m, a in ranks for n, b in ranks if n >= m)
