"""The forecast by hand, quotas that add up, and the norms of training hours."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.outcomes.reckoning import coverage, hours
from seedbed.outcomes.reckoning.coverage import Area, Assumptions, Year
from seedbed.outcomes.reckoning.hours import Entry
from seedbed.outcomes.reckoning.standards import FIRST

tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NORM = FIRST["hours"].content


def test_two_years_by_hand() -> None:
    # 200 left; 2 % leave: 4; 10 come; 100 seats, 90 % of them reach: 90. 200 - 4 + 10 - 90 = 116.
    # 116; 2 % are 2.32, rounded 2; 116 - 2 + 10 - 90 = 34. Then 34 - 1 + 10 - 43 = 0.
    found = coverage.forecast(200, 2027, Assumptions(seats=100, reach=9000, leavers=200, newcomers=10))
    assert found.years == (Year(2027, 200, 4, 10, 90, 116), Year(2028, 116, 2, 10, 90, 34), Year(2029, 34, 1, 10, 43, 0))
    assert found.full == 2029


def test_the_milestones_of_a_hundred_a_year_from_146() -> None:
    assert [coverage.year_reaching(146, 2023, 100, goal) for goal in (146, 300, 500)] == [2023, 2025, 2027]


def test_a_group_that_grows_faster_than_the_seats_is_never_covered() -> None:
    found = coverage.forecast(100, 2027, Assumptions(10, 10_000, 0, 20))
    assert (found.full, len(found.years), found.years[-1].after) == (None, 30, 400)
    assert coverage.forecast(0, 2027, Assumptions(10, 10_000, 0, 20)).full == 2026


@tried
@given(st.integers(0, 5000), st.integers(0, 500), st.integers(0, 10_000), st.integers(0, 3000), st.integers(0, 100))
def test_every_year_adds_up_and_nobody_is_covered_twice(left: int, seats: int, reach: int, leavers: int, newcomers: int) -> None:
    found = coverage.forecast(left, 2027, Assumptions(seats, reach, leavers, newcomers))
    assert all(y.before - y.left + y.joined - y.reached == y.after >= 0 for y in found.years)
    assert all(a.after == b.before for a, b in zip(found.years, found.years[1:], strict=False))


def test_low_is_never_earlier_than_likely_and_likely_never_than_high() -> None:
    given_ = coverage.scenarios(FIRST["coverage"].content)
    years = [coverage.forecast(354, 2027, given_[name]).full for name in ("low", "likely", "high")]
    assert years == [2033, 2031, 2030]


AREAS = st.lists(st.integers(0, 400), min_size=1, max_size=12).map(lambda ns: [Area(str(i), n, n // 3) for i, n in enumerate(ns)])


@tried
@given(AREAS, st.integers(0, 600), st.integers(1, 5))
def test_quotas_add_up_exactly_and_nobody_gets_more_than_can_be_used(areas: list[Area], seats: int, weight: int) -> None:
    found = coverage.quotas(areas, seats, one_sided_counts=weight)
    assert sum(found.values()) == min(seats, sum(a.not_covered for a in areas))
    assert all(0 <= found[a.key] <= a.not_covered for a in areas)


def test_one_sided_careers_come_first_by_hand() -> None:
    # Weights 30 + 30 and 30 + 0: two thirds and one third of nine seats.
    assert coverage.quotas([Area("a", 30, 30), Area("b", 30, 0)], 9) == {"a": 6, "b": 3}
    # The second has one person only; its further seats go to the first.
    assert coverage.quotas([Area("a", 30, 0), Area("b", 1, 0)], 20) == {"a": 19, "b": 1}


def test_the_first_norm_is_that_of_the_regulation() -> None:
    assert (NORM, FIRST["hours"].article) == (
        {"division_years": 5, "division_months": 3, "division_hours": 550, "section_days": 12, "section_hours": 90, "distance_hours": 50}, "第十四条")


@pytest.mark.parametrize(("entries", "met"), [
    ([Entry(2023, months=3)], True), ([Entry(2022, months=3)], False), ([Entry(2023, months=2), Entry(2027, months=1)], True),
    ([Entry(2025, tenths=5500)], True), ([Entry(2025, tenths=5499)], False), ([Entry(2025, tenths=9000, online=True)], False),
])
def test_county_division_level_within_five_years(entries: list[Entry], met: bool) -> None:
    norm = hours.norms("division", entries, 2027, NORM)[0]
    assert (norm.first_year, norm.last_year, norm.met) == (2023, 2027, met)


@pytest.mark.parametrize(("entries", "met"), [
    ([Entry(2027, days=12)], True), ([Entry(2027, days=11)], False), ([Entry(2026, days=12)], False), ([Entry(2027, tenths=900)], True),
    ([Entry(2027, tenths=899)], False), ([Entry(2027, days=6, tenths=450)], True), ([Entry(2027, days=6, tenths=449)], False),
])
def test_township_section_level_each_year(entries: list[Entry], met: bool) -> None:
    assert hours.norms("section", entries, 2027, NORM)[0].met is met


def test_hours_online_are_counted_apart() -> None:
    found = hours.norms("section", [Entry(2027, tenths=500, online=True)], 2027, NORM)
    assert [(n.name, n.met) for n in found] == [("section", False), ("online", True)]


@pytest.mark.parametrize(("first", "end", "months"), [
    (date(2023, 10, 9), date(2024, 1, 9), 3), (date(2023, 10, 9), date(2024, 1, 8), 2), (date(2023, 10, 9), date(2023, 10, 9), 0), (date(2024, 1, 31), date(2024, 2, 29), 0),
])
def test_whole_months(first: date, end: date, months: int) -> None:
    assert hours.whole_months(first, end) == months


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2024, 1, 8), 3, date(2024, 4, 8)), (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2027, 8, 31), 6, date(2028, 2, 29)), (date(2024, 1, 8), 12, date(2025, 1, 8)),
])
def test_some_months_later(day: date, months: int, later: date) -> None:
    assert hours.months_later(day, months) == later
