"""What a campaign counts, in plain numbers."""

from datetime import datetime

import pytest

from seedbed.placement.reckoning.campaigns import (
    Offered,
    Wanted,
    in_work_hours,
    lodging_of_beds,
    reached,
)

OFFERS = [Offered("C391", True, 3, 2), Offered("C39", False, 2, 1), Offered("I65", False, 4, 1), Offered("", False, 1, 0)]


@pytest.mark.parametrize(("industry", "kind", "seats", "posts"), [
    ("", "", 10, 4), ("C", "", 5, 3), ("C391", "", 3, 2), ("", "earlier", 3, 2), ("C39", "new", 2, 1), ("G", "", 0, 0),
])
def test_a_target_counts_its_industry_and_those_below_and_its_kind(industry: str, kind: str, seats: int, posts: int) -> None:
    found = reached(Wanted(industry, kind, 9, 9), OFFERS)
    assert (found.seats, found.posts) == (seats, posts)


@pytest.mark.parametrize(("hour", "minute", "works", "may"), [(8, 29, True, False), (8, 30, True, True), (17, 29, True, True), (17, 30, True, False), (10, 0, False, False)])
def test_reminders_leave_in_work_hours_only(hour: int, minute: int, works: bool, may: bool) -> None:
    assert in_work_hours(datetime(2026, 11, 27, hour, minute), works) is may


@pytest.mark.parametrize(("women", "men", "lodging"), [
    (None, None, "arranged"), (2, 3, "any"), (2, 0, "women"), (None, 3, "men"), (0, 0, "none"), (0, None, "none"),
])
def test_beds_bind_a_sex_where_there_are_none_for_the_other(women: int | None, men: int | None, lodging: str) -> None:
    assert lodging_of_beds(women, men) == lodging
