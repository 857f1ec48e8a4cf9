"""Working days of China: make-up days, long holidays, years that are not announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.kernel.workdays import Counted, add_workdays, count_workdays, seeded, works

DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2026, 11, 30))


@pytest.mark.parametrize(("day", "expected"), [
    (date(2026, 10, 1), False),  # National Day
    (date(2026, 10, 10), True),  # Saturday worked for it
    (date(2026, 9, 20), True),  # Sunday worked for it
    (date(2026, 2, 17), False),  # Spring Festival
    (date(2023, 10, 9), True), (date(2023, 10, 6), False), (date(2023, 10, 7), True),
    (date(2026, 11, 21), False), (date(2026, 11, 23), True),
])
def test_the_notices_of_the_state_council(day: date, expected: bool) -> None:
    assert works(day, {}) is expected


def test_the_own_table_overrules_the_library() -> None:
    assert works(date(2026, 10, 1), {date(2026, 10, 1): True}) is True
    assert works(date(2026, 11, 23), {date(2026, 11, 23): False}) is False


def test_five_working_days_over_the_national_day() -> None:
    assert add_workdays(date(2026, 9, 28), 5, {}) == Counted(date(2026, 10, 10), False)


def test_no_days_is_the_day_itself() -> None:
    assert add_workdays(date(2026, 11, 23), 0, {}) == Counted(date(2026, 11, 23), False)


def test_a_negative_period_is_a_fault() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 11, 23), -1, {})


def test_a_year_that_is_not_announced_is_provisional_until_the_table_holds_it() -> None:
    start = date(2026, 12, 30)
    imported = {date(2027, 1, 1): False}
    assert (add_workdays(start, 3, {}).provisional, add_workdays(start, 3, imported).provisional) == (True, False)


def test_the_training_of_the_page_had_65_days() -> None:
    # 9 October 2023 to 8 January 2024: 66 weekdays, one of them New Year's Day
    first, last = date(2023, 10, 9), date(2024, 1, 8)
    weekdays = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))
    assert (weekdays, count_workdays(first, last, {})) == (66, 65)


@settings(max_examples=200)
@given(DAYS, st.integers(min_value=1, max_value=60))
def test_the_end_of_a_period_works_and_counts_right(start: date, count: int) -> None:
    end = add_workdays(start, count, {})
    assert works(end.date, {})
    assert count_workdays(start + timedelta(days=1), end.date, {}) == count


@pytest.mark.parametrize("year", range(2017, 2027))
def test_a_year_has_make_up_days_only_on_weekends(year: int) -> None:
    made_up = [day for day, on in seeded(year).items() if on]
    assert [day for day in made_up if day.weekday() < 5] == []
