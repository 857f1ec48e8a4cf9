"""Complaints and suggestions: from every page, without an account, sealed, answered."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from seedbed.kernel.models import AuditEvent, OnceKey, OutboxMessage
from seedbed.portal.models import Complaint
from tests.cast import Cast, log_in

FORM = {"kind": "suggestion", "content": "希望增加周末咨询", "contact": "王某 13907359999"}


def send(client: Client, **more: str) -> str:
    """Send the form and return the page after it."""
    return client.post(reverse("portal:complaint"), FORM | more, follow=True).content.decode()


def test_it_is_sealed_and_the_officer_is_told(cast: Cast, client: Client) -> None:
    send(client)
    stored = str(Complaint.objects.values().get())
    message = OutboxMessage.objects.get()
    assert ("周末" in stored, "王某" in stored, message.recipient, "周末" in message.body) == (False, False, str(cast.officer.pk), False)


def test_the_page_it_came_from_is_kept(cast: Cast, client: Client) -> None:
    form = client.get(reverse("portal:complaint"), headers={"referer": "https://testserver/placement/3/?q=x"}).content.decode()
    assert 'value="/placement/3/"' in form


def test_a_signed_in_sender_stays_unnamed(cast: Cast) -> None:
    send(log_in(Client(), cast.applicant), contact="")
    line = AuditEvent.objects.get(action="portal.complain")
    assert (line.actor_kind, line.actor_id, Complaint.objects.get().is_anonymous) == ("job", "public", True)


def test_number_and_secret_open_the_answer(cast: Cast, client: Client) -> None:
    page = send(client)
    number, secret = re.search(r"T\d{4}-[A-Z2-9]{6}", page), re.search(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", page)
    officer = log_in(Client(), cast.officer)
    found = Complaint.objects.get()
    assert officer.post(reverse("portal:answer_complaint", args=[found.pk]), {"text": "已安排周六上午"}).status_code == 302
    receipt = {"number": number[0], "secret": secret[0]}
    seen = Client().post(reverse("portal:complaint_reply"), receipt, follow=True).content.decode()
    wrong = Client().post(reverse("portal:complaint_reply"), receipt | {"secret": "AAAA-AAAA-AAAA-AAAA"}, follow=True).content.decode()
    assert ("已安排周六上午" in seen, "已安排" in wrong) == (True, False)


def test_reading_it_needs_a_reason_and_is_shown_once(cast: Cast, client: Client) -> None:
    send(client)
    found = Complaint.objects.get()
    officer = log_in(Client(), cast.officer)
    shown = officer.post(reverse("portal:open_complaint", args=[found.pk]), {"part": "content", "reason": "办理", "_once": "k"}, follow=True)
    later = officer.get(reverse("portal:complaint_file", args=[found.pk]))
    assert ("周末咨询" in shown.content.decode(), "周末咨询" in later.content.decode()) == (True, False)
    assert "周末咨询" not in str(list(OnceKey.objects.values()))
    assert AuditEvent.objects.get(action="portal.open_complaint").note == "办理"


def test_one_address_cannot_flood_the_office(cast: Cast, client: Client) -> None:
    cache.clear()
    codes = [client.post(reverse("portal:complaint"), FORM | {"content": f"第{n}条"}).status_code for n in range(12)]
    assert (codes, Complaint.objects.count()) == ([302] * 10 + [200] * 2, 10)


def test_the_same_form_counts_once(cast: Cast, client: Client) -> None:
    cache.clear()
    answers = [client.post(reverse("portal:complaint"), FORM | {"_once": "same"}) for _n in range(5)]
    assert ({(a.status_code, a["Location"]) for a in answers}, Complaint.objects.count()) == ({(302, reverse("portal:complaint_receipt"))}, 1)


@pytest.mark.parametrize("who", ["applicant", "clerk_a", "service_team", "system_admin", "audit_admin"])
def test_others_read_no_complaint(cast: Cast, client: Client, who: str) -> None:
    send(client)
    answer = log_in(Client(), cast.accounts[who]).get(reverse("portal:complaint_file", args=[Complaint.objects.get().pk]))
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("page", ["portal:home", "portal:inbox", "directory:people", "casework:notices", "portal:office"])
def test_every_page_leads_to_the_form(cast: Cast, page: str) -> None:
    seen = log_in(Client(), cast.officer).get(reverse(page)).content.decode()
    assert f'href="{reverse("portal:complaint")}"' in seen
