"""Dates of series: every week one, on working days, within the series."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.gatherings.reckoning import Slot, first_weekday, slots
from seedbed.kernel.workdays import works

DAYS = st.dates(date(2023, 1, 1), date(2026, 9, 30))
tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def real(day: date) -> bool:
    return works(day, {})


def test_the_thirteen_weeks_of_the_batch_of_october_2023() -> None:
    found = slots(date(2023, 10, 10), date(2024, 1, 8), 1, real)
    assert len(found) == 13
    assert [slot.on.weekday() for slot in found] == [1] * 13
    assert not any(slot.is_moved for slot in found)


def test_a_holiday_moves_the_date_within_its_week() -> None:
    # National Day 2025 is off from 1 to 8 October (Wednesday to Wednesday).
    found = slots(date(2025, 9, 24), date(2025, 10, 15), 1, real)
    assert found == [Slot(date(2025, 9, 24), date(2025, 9, 24)), Slot(date(2025, 9, 30), date(2025, 10, 1)),
                     Slot(date(2025, 10, 9), date(2025, 10, 8)), Slot(date(2025, 10, 15), date(2025, 10, 15))]


def test_a_make_up_day_takes_what_the_holiday_pushed_out() -> None:
    # 28 September 2025 is a Sunday on which people work.
    assert slots(date(2025, 9, 28), date(2025, 9, 28), 1, real) == [Slot(date(2025, 9, 28), date(2025, 9, 28))]


def test_a_week_without_working_days_has_none() -> None:
    assert slots(date(2025, 10, 1), date(2025, 10, 3), 1, real) == []


@tried
@given(DAYS, st.integers(0, 120), st.integers(1, 4))
def test_every_slot_is_a_working_day_of_its_own_week(first: date, length: int, every: int) -> None:
    last = first + timedelta(days=length)
    found = slots(first, last, every, real)
    monday = [slot.on - timedelta(days=slot.on.weekday()) for slot in found]
    assert monday == [slot.meant_for - timedelta(days=slot.meant_for.weekday()) for slot in found]
    assert monday == sorted(set(monday))
    assert all(first <= slot.on <= last and (real(slot.on) or slot.on.weekday() >= 5) for slot in found)


@tried
@given(DAYS, st.integers(0, 6))
def test_the_first_weekday_is_within_seven_days(start: date, weekday: int) -> None:
    day = first_weekday(start, weekday)
    assert day.weekday() == weekday
    assert 0 <= (day - start).days < 7
