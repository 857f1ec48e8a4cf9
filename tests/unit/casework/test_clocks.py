"""Deadlines against golden dates: make-up days, rolled ends, years without a calendar, pauses, extensions, alerts."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.casework.reckoning.clocks import (
    CHINA,
    HOURS,
    NATURAL,
    WORKING,
    Break,
    Calendar,
    Period,
    alert_at,
    deadline,
    end_of,
    in_work_hours,
    last_day,
)

KNOWN = Calendar()
OFFICIAL_2027 = Calendar({date(2027, 1, 1): False}, versions={2027: 1})


def at(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=CHINA)


def ends(start: str, measure: str, amount: int, **more) -> tuple[str, str]:
    """Return the last days of the legal and the safe period."""
    end = deadline(at(start), Period(measure, amount), more.pop("calendar", KNOWN), **more)
    return last_day(end.legal).isoformat(), last_day(end.safe).isoformat()


# received, working days, last day
WORKING_DAYS = [
    ("2026-09-16", 5, "2026-09-22"),  # Sunday the 20th is worked
    ("2026-09-23", 5, "2026-10-08"),  # 25–27 September and 1–7 October are off
    ("2026-09-20", 1, "2026-09-21"),  # received on a make-up Sunday
    ("2026-10-10", 1, "2026-10-12"),  # received on a make-up Saturday
    ("2026-09-30", 1, "2026-10-08"), ("2026-09-30", 2, "2026-10-09"), ("2026-09-30", 3, "2026-10-10"), ("2026-09-30", 4, "2026-10-12"),
    ("2026-10-09", 1, "2026-10-10"), ("2026-10-09", 2, "2026-10-12"), ("2026-09-18", 1, "2026-09-20"), ("2026-09-19", 1, "2026-09-20"),
    ("2026-02-13", 1, "2026-02-14"), ("2026-02-13", 2, "2026-02-24"),  # Saturday the 14th is worked, then Spring Festival
    ("2026-02-14", 5, "2026-02-28"), ("2026-02-27", 1, "2026-02-28"), ("2026-11-27", 5, "2026-12-04"), ("2026-11-28", 1, "2026-11-30"),
    ("2025-09-26", 1, "2025-09-28"), ("2025-09-26", 4, "2025-10-09"), ("2025-10-10", 1, "2025-10-11"), ("2024-02-28", 2, "2024-03-01"),  # leap day
    ("2024-02-08", 1, "2024-02-09"), ("2025-12-30", 3, "2026-01-05"), ("2025-12-31", 1, "2026-01-04"),  # Sunday 4 January is worked
]
# received, natural days, legal last day, safe last day
NATURAL_DAYS = [
    ("2026-09-16", 15, "2026-10-08", "2026-09-30"),  # 1 October rolls over the holidays
    ("2026-02-05", 15, "2026-02-24", "2026-02-14"),  # 20 February
    ("2026-09-05", 15, "2026-09-20", "2026-09-20"),  # a worked Sunday does not roll
    ("2026-09-25", 15, "2026-10-10", "2026-10-10"),  # a worked Saturday does not roll
    ("2026-11-12", 15, "2026-11-27", "2026-11-27"), ("2026-11-13", 15, "2026-11-30", "2026-11-27"), ("2026-11-14", 15, "2026-11-30", "2026-11-27"),
    ("2026-07-01", 60, "2026-08-31", "2026-08-28"), ("2026-08-03", 60, "2026-10-08", "2026-09-30"), ("2026-08-02", 60, "2026-10-08", "2026-09-30"),
    ("2024-02-14", 15, "2024-02-29", "2024-02-29"), ("2024-01-30", 30, "2024-02-29", "2024-02-29"), ("2025-12-17", 15, "2026-01-04", "2025-12-31"),
    ("2026-11-20", 7, "2026-11-27", "2026-11-27"), ("2026-11-21", 7, "2026-11-30", "2026-11-27"), ("2026-06-12", 7, "2026-06-22", "2026-06-18"),
    ("2026-04-28", 5, "2026-05-06", "2026-04-30"), ("2026-12-01", 30, "2026-12-31", "2026-12-31"),
]


@pytest.mark.parametrize(("start", "amount", "last"), WORKING_DAYS)
def test_golden_working_days(start: str, amount: int, last: str) -> None:
    assert ends(start, WORKING, amount) == (last, last)


@pytest.mark.parametrize(("start", "amount", "legal", "safe"), NATURAL_DAYS)
def test_golden_natural_days(start: str, amount: int, legal: str, safe: str) -> None:
    assert ends(start, NATURAL, amount) == (legal, safe)


def test_a_year_without_a_calendar_is_provisional_and_never_an_error() -> None:
    for start in ("2026-11-02", "2026-11-03", "2026-12-31", "2027-03-01"):
        assert (start, deadline(at(start), Period(NATURAL, 60), KNOWN).provisional) == (start, True)
    before = deadline(at("2026-12-30"), Period(WORKING, 3), KNOWN)
    after = deadline(at("2026-12-30"), Period(WORKING, 3), Calendar({date(2027, 1, 1): False, date(2027, 1, 4): False}, versions={2027: 1}))
    assert (before.provisional, before.calendar, after.provisional, after.calendar) == (True, "2026:0 2027:?", False, "2026:0 2027:1")
    assert (last_day(before.legal), last_day(after.legal)) == (date(2027, 1, 5), date(2027, 1, 6))


def test_hours_run_through_nights_and_holidays_and_across_the_year() -> None:
    end = deadline(at("2026-12-31", "23:00"), Period(HOURS, 24), KNOWN)
    assert (end.legal, end.safe, end.provisional) == (at("2027-01-01", "23:00"), at("2027-01-01", "23:00"), False)


def test_ends_are_half_open_and_a_period_that_does_not_roll_ends_on_its_day() -> None:
    assert deadline(at("2026-11-12", "23:59"), Period(NATURAL, 15), KNOWN).legal == at("2026-11-28", "00:00") == end_of(date(2026, 11, 27))
    fixed = deadline(at("2026-09-16"), Period(NATURAL, 15, rolls=False), KNOWN)
    assert (last_day(fixed.legal), last_day(fixed.safe)) == (date(2026, 10, 1), date(2026, 9, 30))


def test_an_extension_lengthens_the_same_period() -> None:
    assert ends("2026-07-01", NATURAL, 60, extension=30) == ends("2026-07-01", NATURAL, 90)
    assert ends("2026-09-16", WORKING, 5, extension=5) == ends("2026-09-16", WORKING, 10)


def test_the_days_of_a_pause_do_not_count() -> None:
    still = [Break(at("2026-11-04"), at("2026-11-09"))]  # Wednesday to Sunday; Monday counts again
    assert ends("2026-11-02", WORKING, 3, breaks=still) == ("2026-11-10", "2026-11-10")
    assert ends("2026-11-02", NATURAL, 15, breaks=still) == ("2026-11-23", "2026-11-20")
    hours = deadline(at("2026-11-02"), Period(HOURS, 24), KNOWN, breaks=[Break(at("2026-11-02", "12:00"), at("2026-11-02", "15:30"))])
    assert hours.legal == at("2026-11-03", "13:30")


def test_a_pause_within_one_day_moves_nothing() -> None:
    assert ends("2026-11-02", WORKING, 3, breaks=[Break(at("2026-11-04", "09:00"), at("2026-11-04", "17:00"))]) == ends("2026-11-02", WORKING, 3)


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2017, 1, 1), date(2027, 12, 1)), st.integers(1, 60), st.sampled_from([NATURAL, WORKING]), st.integers(0, 12))
def test_what_holds_for_every_period(start: date, amount: int, measure: str, pause: int) -> None:
    moment = datetime.combine(start, datetime.min.time(), tzinfo=CHINA) + timedelta(hours=9)
    still = [Break(moment + timedelta(days=1), moment + timedelta(days=1 + pause))]
    end, longer = deadline(moment, Period(measure, amount), KNOWN), deadline(moment, Period(measure, amount), KNOWN, breaks=still)
    assert moment < end.safe <= end.legal <= longer.legal
    assert KNOWN.works(last_day(end.legal))
    counted = [start + timedelta(days=n) for n in range(1, (last_day(end.legal) - start).days + 1)]
    assert sum(KNOWN.works(day) for day in counted) == amount if measure == WORKING else len(counted) >= amount


def test_notices_go_out_in_work_hours_only() -> None:
    assert [in_work_hours(at(*moment), KNOWN) for moment in (("2026-11-27", "10:00"), ("2026-11-27", "07:00"), ("2026-11-27", "18:00"), ("2026-09-20", "09:00"), ("2026-10-01", "09:00"))] == [
        at("2026-11-27", "10:00"), at("2026-11-27", "08:30"), at("2026-11-30", "08:30"), at("2026-09-20", "09:00"), at("2026-10-08", "08:30")]


def test_people_are_told_before_at_and_long_after_the_end() -> None:
    start, period = at("2026-11-12"), Period(NATURAL, 15)
    end = deadline(start, period, KNOWN)
    assert [alert_at(start, end, period, level, 3, KNOWN) for level in (1, 2, 3, 4)] == [
        at("2026-11-24", "08:30"), at("2026-11-30", "08:30"), at("2026-12-02", "08:30"), None]
    urgent = Period(HOURS, 2)
    two = deadline(at("2026-11-28", "22:00"), urgent, KNOWN)
    assert [alert_at(at("2026-11-28", "22:00"), two, urgent, level, 1, KNOWN) for level in (1, 2, 3)] == [
        at("2026-11-28", "23:00"), at("2026-11-29", "00:00"), at("2026-11-29", "02:00")]


def test_nobody_is_warned_before_the_beginning() -> None:
    start, period = at("2026-11-26"), Period(WORKING, 1)
    assert alert_at(start, deadline(start, period, KNOWN), period, 1, 1, KNOWN) == start


@pytest.mark.parametrize(("measure", "amount"), [("weeks", 1), (NATURAL, -1)])
def test_what_is_no_period_is_a_fault(measure: str, amount: int) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period(measure, amount)
