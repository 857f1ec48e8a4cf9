"""The meter of leave: golden figures of the batch of October 2023, and what holds for all leave."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.kernel.workdays import works
from seedbed.residency.reckoning.leave import FIRST_RULE, Meter, halves, in_days, workdays

FIRST, LAST = date(2023, 10, 9), date(2024, 1, 8)
SHARE = Fraction(1, 7)
tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def real(day: date) -> bool:
    return works(day, {})


def meter(used: int, course: int = 130) -> Meter:
    return Meter(course, used, 0, SHARE, 70)


def test_the_course_of_october_2023_has_65_working_days_and_allows_9_point_3() -> None:
    course = workdays(FIRST, LAST, real)
    assert course == 65
    assert workdays(FIRST, LAST, lambda day: day.weekday() < 5) == 66  # New Year's Day is off
    assert in_days(meter(0, 2 * course).allowed) == "9.3"
    assert (FIRST_RULE.share, FIRST_RULE.warn_percent) == (SHARE, 70)


@pytest.mark.parametrize(("used", "state"), [(0, "good"), (12, "good"), (13, "warn"), (14, "warn"), (18, "warn"), (19, "bad")])
def test_it_warns_from_70_percent_and_stops_at_the_share(used: int, state: str) -> None:
    assert meter(used).state == state  # 70 % of 130/7 half days are exactly 13


def test_the_line_itself_is_not_passed() -> None:
    assert (meter(16, 112).allowed, meter(16, 112).state, meter(17, 112).state) == (16, "warn", "bad")
    assert (meter(15, 112).would_pass(1), meter(15, 112).would_pass(2)) == (False, True)


def test_a_make_up_day_costs_leave_and_a_holiday_does_not() -> None:
    assert halves(date(2025, 9, 28), date(2025, 9, 28), real) == 2  # a Sunday on which people work
    assert halves(date(2025, 10, 1), date(2025, 10, 8), real) == 0
    assert halves(date(2025, 9, 30), date(2025, 10, 9), real) == 4


def test_half_days() -> None:
    monday, friday = date(2023, 10, 16), date(2023, 10, 20)
    assert halves(monday, friday, real, from_noon=True, to_noon=True) == 8
    assert halves(monday, monday, real, from_noon=True) == 1
    assert halves(monday, date(2023, 10, 21), real, to_noon=True) == 10  # nobody works on that Saturday anyway


def test_days_are_shown_with_one_decimal() -> None:
    assert [in_days(n) for n in (0, 1, 2, 3, Fraction(130, 7))] == ["0", "0.5", "1", "1.5", "9.3"]


DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))


@tried
@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_leave_adds_up_when_it_is_cut_in_two(first: date, a: int, b: int) -> None:
    middle, last = first + timedelta(days=a), first + timedelta(days=a + b + 1)
    whole = halves(first, last, real)
    assert whole == halves(first, middle, real) + halves(middle + timedelta(days=1), last, real)
    assert 0 <= whole <= 2 * ((last - first).days + 1)


@tried
@given(DAYS, st.integers(0, 60), st.booleans(), st.booleans())
def test_noon_takes_at_most_half_a_day_each(first: date, length: int, from_noon: bool, to_noon: bool) -> None:
    last = first + timedelta(days=length)
    whole = halves(first, last, real)
    part = halves(first, last, real, from_noon=from_noon, to_noon=to_noon)
    assert max(whole - from_noon - to_noon, 0) <= part <= whole


@tried
@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_passing_is_told_before_it_happens(course: int, used: int, more: int) -> None:
    now, then = meter(used, course), meter(used + more, course)
    assert now.would_pass(more) == (then.state == "bad")
    assert (then.percent > 100) == (then.state == "bad")
    assert now.left == max(now.allowed - used, 0)
