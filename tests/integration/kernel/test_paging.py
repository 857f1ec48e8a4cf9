"""Long lists: every row once, in order, at the same cost at any depth."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from seedbed.kernel.models import Workday
from seedbed.kernel.paging import by_key, by_number, sorted_by
from seedbed.kernel.screen import Column

pytestmark = pytest.mark.django_db
SOURCES = ["b", "a", "b", "c", "a", "a", "b"]


@pytest.fixture
def days():
    Workday.objects.bulk_create(
        Workday(date=date(1990, 1, 1) + timedelta(days=n), works=True, source=s) for n, s in enumerate(SOURCES)
    )
    return Workday.objects.filter(date__year=1990)


def walk(rows, order, way="older", start=None, size=2):
    """Follow the links of a list to its end and return the slices met."""
    found = [by_key(rows, QueryDict((start or "?")[1:]), order=order, size=size)]
    while getattr(found[-1], way):
        found.append(by_key(rows, QueryDict(getattr(found[-1], way)[1:]), order=order, size=size))
    return found


@pytest.mark.parametrize("order", [("source",), ("-source",), ("date",), ("-date",), ("source", "-date")])
def test_each_row_is_met_once_in_order(days, order):
    expected = list(days.order_by(*order, "-pk" if order[-1].startswith("-") else "pk"))
    slices = walk(days, order)
    assert [row for s in slices for row in s] == expected
    assert [len(s) for s in slices] == [2, 2, 2, 1]
    assert slices[0].newer == ""


@pytest.mark.parametrize("order", [("source",), ("-source",), ("source", "-date")])
def test_the_way_back_meets_the_same_rows(days, order):
    forth = walk(days, order)
    back = walk(days, order, way="newer", start=forth[-1].newer)
    assert [list(s) for s in reversed(back)] == [list(s) for s in forth[:-1]]
    assert all(s.older for s in back)


def test_the_last_key_may_be_gone(days):
    first = by_key(days, QueryDict(""), order=("source",), size=2)
    days.filter(pk=first.rows[-1].pk).delete()
    rest = by_key(days, QueryDict(first.older[1:]), order=("source",), size=9)
    assert [d.source for d in rest] == ["a", "b", "b", "b", "c"]


@pytest.mark.parametrize("cursor", ["x", "W10", "////", "WyJhIl0", "eyJhIjoxfQ", "WyJhIiwibm8gZGF0ZSJd"])
def test_a_spoilt_cursor_gives_the_first_rows(days, cursor):
    params = QueryDict(mutable=True)
    params["after"] = cursor
    assert list(by_key(days, params, order=("source",), size=3)) == list(days.order_by("source", "pk")[:3])


def test_filters_stay_in_the_links(days):
    found = by_key(days, QueryDict("q=li&state=a&state=b&sort=source"), order=("source",), size=2)
    assert found.older.startswith("?q=li&state=a&state=b&sort=source&after=")


@pytest.mark.parametrize(("count_to", "total", "capped"), [(0, None, False), (3, 3, True), (7, 7, False), (50, 7, False)])
def test_the_total_is_counted_up_to_a_limit(days, count_to, total, capped):
    found = by_key(days, QueryDict(""), order=("date",), size=2, count_to=count_to)
    assert (found.total, found.capped) == (total, capped)


def test_the_cost_does_not_grow(days, django_assert_num_queries):
    last = walk(days, ("source",))[-1]
    with django_assert_num_queries(1):
        by_key(days, QueryDict(last.newer[1:]), order=("source",), size=2)
    with django_assert_num_queries(1):
        by_key(days.filter(source="z"), QueryDict(""), order=("source",), size=2)


@pytest.mark.parametrize(
    ("page", "shown", "newer", "older"),
    [
        ("", "1–3", "", "?q=x&page=2"),
        ("2", "4–6", "?q=x&page=1", "?q=x&page=3"),
        ("3", "7–7", "?q=x&page=2", ""),
        ("99", "7–7", "?q=x&page=2", ""),
        ("-1", "1–3", "", "?q=x&page=2"),
        ("９", "1–3", "", "?q=x&page=2"),
    ],
)
def test_numbered_pages(days, page, shown, newer, older):
    params = QueryDict(mutable=True)
    params.update({"q": "x", "page": page})
    found = by_number(days.order_by("date"), params, size=3)
    assert (found.shown, found.newer, found.older, found.total) == (shown, newer, older, 7)


def test_only_columns_can_be_sorted_by():
    columns = [Column("Name", sort="name_key"), Column("Unit")]
    assert sorted_by({"sort": "-name_key"}, columns, "rank") == ("-name_key",)
    assert sorted_by({"sort": "password"}, columns, "rank") == ("rank",)
    assert sorted_by({}, columns, "rank") == ("rank",)
