"""Objections: filed by anybody, sealed, answered by the desk."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from seedbed.casework import actions
from seedbed.casework.models import Objection
from seedbed.casework.queries import objection_by_receipt, open_objections
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, OutboxMessage
from tests.cast import Cast, log_in
from tests.integration.casework.test_notices import move_back, running

PUBLIC = of_job("public")
TEXT = "该同志工作年限与公示不符"


def filed(cast: Cast, identity: str = "") -> tuple[Objection, str]:
    """An objection to a running notice."""
    return actions.object_to(running(cast), by=PUBLIC, content=TEXT, identity=identity)


def send(client: Client, cast: Cast, **more: str) -> str:
    """File an objection through the public page and return the page of the receipt."""
    notice = running(cast)
    return client.post(reverse("casework:object", args=[notice.number]), {"content": TEXT} | more, follow=True).content.decode()


def test_content_and_sender_are_sealed(cast: Cast) -> None:
    objection, _secret = filed(cast, identity="李某 13907351234")
    stored = str(Objection.objects.filter(pk=objection.pk).values().get())
    assert (TEXT in stored, "李某" in stored, objection.is_anonymous) == (False, False, False)


def test_the_officers_of_the_desk_are_told_that_and_not_what(cast: Cast) -> None:
    objection, _secret = filed(cast)
    message = OutboxMessage.objects.get()
    assert (message.recipient, objection.number in message.subject, TEXT in message.body) == (str(cast.officer.pk), True, False)


def test_the_receipt_is_shown_once_and_opens_the_answer(cast: Cast, client: Client) -> None:
    page = send(client, cast)
    number = re.search(r"\d{4}-[A-Z2-9]{6}", page)
    secret = re.search(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", page)
    assert (number is not None, secret is not None) == (True, True)
    assert client.get(reverse("casework:receipt")).status_code == 302  # gone
    objection = Objection.objects.get()
    actions.answer(objection, by=cast.actor("officer"), text="经核查，属实，已更正。")
    receipt = {"number": number[0], "secret": secret[0]}
    seen = Client().post(reverse("casework:reply"), receipt, follow=True).content.decode()
    wrong = Client().post(reverse("casework:reply"), receipt | {"secret": "AAAA-BBBB-CCCC-DDDD"}, follow=True).content.decode()
    assert ("经核查，属实" in seen, "经核查" in wrong) == (True, False)


def test_a_signed_in_sender_stays_unnamed(cast: Cast) -> None:
    send(log_in(Client(), cast.applicant), cast)
    line = AuditEvent.objects.get(action="casework.object")
    assert (line.actor_kind, line.actor_id) == ("job", "public")


def test_only_the_form_without_account_may_object(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.object_to(running(cast), by=cast.actor("officer"), content=TEXT)
    assert Objection.objects.count() == 0


def test_after_the_period_nothing_is_taken(cast: Cast, client: Client) -> None:
    notice = running(cast)
    move_back(notice, 40)
    with pytest.raises(RuleBroken):
        actions.object_to(notice, by=PUBLIC, content=TEXT)
    answer = client.post(reverse("casework:object", args=[notice.number]), {"content": TEXT})
    assert (answer.status_code, Objection.objects.count()) == (410, 0)


def test_an_empty_objection_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        actions.object_to(running(cast), by=PUBLIC, content="  ")


def test_the_way_through_the_desk(cast: Cast) -> None:
    objection, secret = filed(cast)
    by = cast.actor("officer")
    assert open_objections(objection.notice) == 1
    actions.accept(objection, by=by)
    actions.handle(objection, by=by, finding="调取档案核实")
    actions.answer(objection, by=by, text="不属实，维持公示。")
    assert (objection.state, objection.handled_by_id, open_objections(objection.notice)) == ("answered", cast.officer.pk, 0)
    found = objection_by_receipt(objection.number, secret)
    assert (found, objection_by_receipt(objection.number, "WRONG")) == (objection, None)


def test_reading_needs_a_reason_and_leaves_a_line(cast: Cast) -> None:
    objection, _secret = filed(cast)
    with pytest.raises(RuleBroken):
        actions.open_sealed(objection, by=cast.actor("officer"), part="content", reason="")
    assert actions.open_sealed(objection, by=cast.actor("officer"), part="content", reason="办理异议") == TEXT
    line = AuditEvent.objects.get(action="casework.open_sealed")
    assert (line.what, line.note, line.changes) == ("revealed", "办理异议", {"content_sealed": None})


@pytest.mark.parametrize("who", ["leader", "clerk_a", "applicant", "system_admin", "audit_admin"])
def test_only_the_officer_of_the_desk_reads(cast: Cast, who: str) -> None:
    objection, _secret = filed(cast)
    with pytest.raises(Refused):
        actions.open_sealed(objection, by=cast.actor(who), part="content", reason="想看看")
    assert AuditEvent.objects.filter(action="casework.open_sealed").count() == 0


def test_the_page_shows_an_opened_part_once(cast: Cast) -> None:
    objection, _secret = filed(cast)
    client = log_in(Client(), cast.officer)
    page = reverse("casework:objection", args=[objection.pk])
    before = client.get(page).content.decode()
    opened = client.post(reverse("casework:reveal", args=[objection.pk]), {"part": "content", "reason": "办理"}, follow=True).content.decode()
    after = client.get(page).content.decode()
    assert (TEXT in before, TEXT in opened, TEXT in after) == (False, True, False)


def test_one_address_cannot_flood_the_desk(cast: Cast, client: Client) -> None:
    cache.clear()
    page = reverse("casework:object", args=[running(cast).number])
    codes = [client.post(page, {"content": f"{TEXT}{n}"}).status_code for n in range(12)]
    assert (codes, Objection.objects.count()) == ([302] * 10 + [200] * 2, 10)


def test_a_refused_form_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    answer = client.post(reverse("casework:object", args=[running(cast).number]), {"identity": "李某"}).content.decode()
    assert 'value="李某"' in answer
