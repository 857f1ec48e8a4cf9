"""For which periods a journal is asked."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.kernel.workdays import works
from seedbed.residency.reckoning.branch import digest_of
from seedbed.residency.reckoning.weeks import Period, begun, periods


def real(day: date) -> bool:
    return works(day, {})


tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRST, LAST = date(2023, 10, 9), date(2024, 1, 8)


def test_the_batch_of_october_2023_writes_fourteen_weekly_journals() -> None:
    found = periods(FIRST, LAST, "week", real)
    assert (len(found), found[0], found[-1]) == (
        14, Period(FIRST, date(2023, 10, 15), date(2023, 10, 18)), Period(date(2024, 1, 8), date(2024, 1, 8), date(2024, 1, 11)))
    assert len(periods(FIRST, LAST, "fortnight", real)) == 7
    assert len(periods(FIRST, LAST, "day", real)) == 65


def test_what_has_begun_is_newest_first() -> None:
    found = begun(periods(FIRST, LAST, "week", real), date(2023, 10, 17))
    assert [period.first for period in found] == [date(2023, 10, 16), date(2023, 10, 9)]


@tried
@given(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.integers(0, 120), st.sampled_from(["week", "fortnight"]))
def test_periods_cover_every_day_once(start: date, length: int, rhythm: str) -> None:
    last = start + timedelta(days=length)
    days = [period.first + timedelta(days=i) for period in periods(start, last, rhythm, real) for i in range((period.last - period.first).days + 1)]
    assert days == [start + timedelta(days=i) for i in range(length + 1)]


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": ["甲"]}) == digest_of({"b": ["甲"], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
