"""A write that gave way to others is answered 503 with a sentence and a time to come again, wherever it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from seedbed.kernel.faults import is_contention
from seedbed.portal.models import Complaint
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
SENT = {"kind": "suggestion", "content": "希望增加窗口座位", "_once": "one-form"}


class _Deadlock(Exception):
    sqlstate = "40P01"


@contextmanager
def giving_way(wanted: str) -> Iterator[None]:
    """Let the database give way, as PostgreSQL does in a deadlock, at every statement that begins so."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(wanted):
            raise OperationalError("deadlock detected") from _Deadlock()
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def test_a_deadlock_in_an_act_is_told_with_what_was_typed():
    make_cast()
    with giving_way('INSERT INTO "portal_complaint"'):
        answer = Client(raise_request_exception=False).post(reverse("portal:complaint"), SENT)
    assert (answer.status_code, answer.headers["Retry-After"], Complaint.objects.count()) == (503, "2", 0)
    assert SENT["content"] in answer.content.decode()


def test_a_deadlock_before_the_page_is_told_too():
    with giving_way('SELECT "django_session"'):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "a" * 32
        answer = client.get(reverse("portal:complaint"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_answer_that_cannot_be_kept_is_given_all_the_same():
    make_cast()
    with giving_way('UPDATE "kernel_oncekey"'):
        answer = Client(raise_request_exception=False).post(reverse("portal:complaint"), SENT)
    assert (answer.status_code, Complaint.objects.count()) == (302, 1)


def test_another_fault_stays_a_fault():
    assert [is_contention(fault) for fault in (OperationalError("database is locked"), OperationalError("no such table: x"), ValueError("locked"))] == [
        True, False, False]
