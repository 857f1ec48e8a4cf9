"""Nobody takes data of many people out of the house alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.actions import releases as actions
from seedbed.directory.models import ExportRelease
from seedbed.directory.queries import site
from seedbed.directory.queries.releases import BULK, Outgoing, may_leave
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent
from seedbed.portal.actions import archive_batch
from seedbed.selection.queries.outgoing import archive_of
from tests.cast import SETUP, Cast, log_in
from tests.integration.selection import scene

pytestmark = pytest.mark.django_db


def outgoing(cast: Cast, people: int | None = 60, what: str = "people") -> Outgoing:
    """A list of the people of the department."""
    return Outgoing.of(what, "人员", cast.department, cast.department.pk, people)


def asked(cast: Cast, name: str = "officer", **what: Any) -> ExportRelease:
    """What the officer asks to take out."""
    return actions.ask_release(outgoing(cast, **what), by=cast.actor(name), purpose="年度核对")


def test_few_people_need_no_release_many_do(cast: Cast) -> None:
    by = cast.actor("officer")
    assert [may_leave(outgoing(cast, n), by) for n in (0, BULK - 1, BULK, None)] == [True, True, False, False]


@pytest.mark.parametrize("name", ["officer", "leader"])
def test_nobody_releases_what_they_asked_for(cast: Cast, name: str) -> None:
    row = asked(cast, name)
    with pytest.raises(SecondPersonNeeded):
        actions.release_export(row, by=cast.actor(name))
    row.refresh_from_db()
    assert (row.state, may_leave(outgoing(cast), cast.actor(name))) == ("asked", False)


def test_a_clerk_or_a_stranger_releases_nothing(cast: Cast) -> None:
    row = asked(cast)
    for name in ("clerk_a", "service_team", "system_admin"):
        with pytest.raises(Refused):
            actions.release_export(row, by=cast.actor(name))
    assert ExportRelease.objects.get().state == "asked"


def test_a_release_is_for_who_asked_for_this_list_and_seven_days(cast: Cast) -> None:
    by = cast.actor("officer")
    actions.release_export(asked(cast), by=cast.actor("leader"))
    assert [may_leave(thing, who) for thing, who in (
        (outgoing(cast), by), (outgoing(cast, what="wishes"), by), (outgoing(cast), cast.actor("leader")))] == [True, False, False]
    ExportRelease.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert may_leave(outgoing(cast), by) is False


def test_the_superiors_paper_stands_for_the_second_person_and_is_named(cast: Cast) -> None:
    directory.change_profile(site(), by=SETUP, profile="small")
    by = cast.actor("officer")
    row, client = asked(cast), log_in(Client(), cast.officer)
    page = reverse("directory:release", args=[row.pk])
    assert (client.post(page, {"sent": "1"}).status_code, ExportRelease.objects.get().state) == (200, "asked")
    paper = {"approval_number": "郴组批〔2026〕7号", "approval_issuer": "欧阳部长", "approval_issued_on": "2026-11-20"}
    assert (client.post(page, paper).status_code, may_leave(outgoing(cast), by)) == (302, True)
    assert "郴组批〔2026〕7号" in AuditEvent.objects.filter(action="directory.release_export").latest("seq").note


def test_the_archive_always_needs_a_release(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    with pytest.raises(RuleBroken, match="批准"):
        archive_batch(batch, by=cast.actor("officer"))
    row = actions.ask_release(archive_of(batch), by=cast.actor("officer"), purpose="归档")
    actions.release_export(row, by=cast.actor("leader"))
    assert batch.pk in archive_batch(batch, by=cast.actor("officer"))[type(batch)]


def test_the_page_of_a_long_list_leads_to_the_request_and_then_gives_the_file(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    for n in range(BULK):
        scene.add_application(batch, scene.add_person(cast.unit_a, n))
    client, address = log_in(Client(), cast.officer), reverse("selection:corrections_file", args=[batch.pk])
    led = client.get(address)
    assert (led.status_code, led["Location"].startswith(reverse("directory:release_ask"))) == (302, True)
    assert client.post(led["Location"], {"purpose": "请各单位核对"}).status_code == 302
    row = ExportRelease.objects.get()
    assert (client.post(reverse("directory:release", args=[row.pk]), {"sent": "1"}).status_code, client.get(address).status_code) == (403, 302)
    waiting = log_in(Client(), cast.leader).get(reverse("portal:home")).content.decode()
    assert reverse("directory:release", args=[row.pk]) in waiting
    actions.release_export(row, by=cast.actor("leader"))
    assert client.get(address)["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_forged_request_is_not_there(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    assert [client.get(reverse("directory:release_ask"), {"for": token}).status_code for token in ("", "x.y.z")] == [404, 404]
