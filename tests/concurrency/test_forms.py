"""Many browsers at once: a form counts once, what was acknowledged is there, of two who write the same record one is told."""

import os
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory.models import Unit
from seedbed.kernel import trail
from seedbed.kernel.models import AuditEvent
from tests.cast import log_in, make_cast
from tests.concurrency.clients import at_once

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]
CLIENTS = 8
WRITES = int(os.environ.get("FORM_WRITES", "40"))  # 10,000 for the long run


def browser(cast, name="officer"):
    """A browser of its own, signed in; what goes wrong inside is an answer, as on a real site."""
    return log_in(Client(raise_request_exception=False), cast.accounts[name])


def unit_form(cast, name, **more):
    """The form for a new unit as it is filled in."""
    return {"name": name, "kind": "government", "parent": cast.root.name, "region": "4310"} | more


def test_a_form_sent_at_once_from_everywhere_counts_once_and_is_answered_alike():
    cast = make_cast()

    def work(number):
        client, answers = browser(cast), []
        for _copy in range(2):
            answer = client.post(reverse("directory:add_unit"), unit_form(cast, "同一个局", _once="one-and-only"))
            answers.append((answer.status_code, answer.headers.get("Location", "")))
        other = client.post(reverse("directory:add_unit"), unit_form(cast, "另一个局", _once="one-and-only"))
        return [*answers, other.status_code]

    told = Counter(at_once(CLIENTS, work))
    unit = Unit.objects.get(name__in=["同一个局", "另一个局"])
    same = (302, reverse("directory:unit", args=[unit.pk]))
    assert told == {same: 2 * CLIENTS, 422: CLIENTS}
    assert AuditEvent.objects.filter(action="directory.add_unit", object_id=str(unit.pk)).count() == 1


def test_everything_acknowledged_is_there_and_nothing_else():
    cast = make_cast()
    known = set(Unit.objects.values_list("name", flat=True))

    def send(client, key, name):
        answer = client.post(reverse("directory:add_unit"), unit_form(cast, name, _once=key))
        return answer.status_code, "Retry-After" in answer.headers, name

    def work(number):
        client = browser(cast)
        return [send(client, f"{number}-{n}", f"第{number}组第{n}局") for n in range(WRITES // CLIENTS)]

    answers = at_once(CLIENTS, work, seconds=300 + WRITES)
    print(Counter(status for status, _later, _name in answers))  # shown by the long run: how many were asked to come again
    assert {(status, later) for status, later, _name in answers} <= {(302, False), (503, True)}
    there = set(Unit.objects.values_list("name", flat=True)) - known
    assert there == {name for status, _later, name in answers if status == 302}
    assert AuditEvent.objects.filter(action="directory.add_unit", what="added", actor_kind="account").count() == len(there)
    assert list(trail.verify()) == []


def test_of_many_who_change_the_same_record_one_succeeds_and_the_others_see_the_conflict():
    cast = make_cast()
    version = Unit.objects.get(pk=cast.unit_a.pk).version

    def work(number):
        form = unit_form(cast, f"改名{number}", version=version)
        answer = browser(cast).post(reverse("directory:change_unit", args=[cast.unit_a.pk]), form)
        return [(answer.status_code, f"改名{number}" in answer.content.decode())]

    answers = Counter(at_once(CLIENTS, work))
    cast.unit_a.refresh_from_db()
    assert answers == {(302, False): 1, (409, True): CLIENTS - 1}
    assert (cast.unit_a.version, cast.unit_a.name[:2]) == (version + 1, "改名")
