"""Consent by the person, and the own data in the own hands."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory.actions import publish_notice
from seedbed.directory.queries import has_consented, site
from seedbed.kernel.models import AuditEvent, OnceKey
from tests.cast import ID_OF_APPLICANT, Cast, log_in


def publish(cast: Cast) -> None:
    """Publish the next version of the notice about hosts."""
    publish_notice(site(), by=cast.actor("officer"), purpose="host", text_zh="提供给企业", text_en="Given to the host")


def test_a_person_consents_and_withdraws_on_screen(cast: Cast) -> None:
    publish(cast)
    person, client = cast.people["applicant"], log_in(Client(), cast.applicant)
    states = []
    for page in ("portal:give_consent", "portal:withdraw_consent"):
        client.post(reverse(page), {"purpose": "host"})
        states.append(has_consented(person.pk, "host"))
    assert states == [True, False]


def test_a_new_version_asks_again(cast: Cast) -> None:
    publish(cast)
    client = log_in(Client(), cast.applicant)
    client.post(reverse("portal:give_consent"), {"purpose": "host"})
    publish(cast)
    assert has_consented(cast.people["applicant"].pk, "host") is False
    assert client.post(reverse("portal:give_consent"), {"purpose": "host"}).status_code == 302
    assert has_consented(cast.people["applicant"].pk, "host") is True


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "提供给企业"), ("en", "Given to the host")])
def test_the_notice_is_open_to_all_in_both_languages(cast: Cast, client: Client, language: str, text: str) -> None:
    publish(cast)
    client.cookies["django_language"] = language
    assert text in client.get(reverse("portal:privacy")).content.decode()


def test_the_own_data_come_once_in_clear_and_stay_nowhere(cast: Cast) -> None:
    log_in(Client(), cast.officer).get(reverse("directory:person", args=[cast.people["applicant"].pk]))
    client = log_in(Client(), cast.applicant)
    answer = client.post(reverse("portal:export_own"), {"_once": "k"}, follow=True)
    data = json.loads(answer.content)
    assert (data["person"]["name"], data["person"]["id_number"], data["account"]["username"]) == ("曾玉兰", ID_OF_APPLICANT, "applicant")
    assert [line["who"] for line in data["trail"] if line["what"] == "opened"] == ["何干事"]
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("portal:own_data")).status_code == 302
    assert ID_OF_APPLICANT not in str(list(OnceKey.objects.values()))
    assert AuditEvent.objects.filter(action="portal.export_own").count() == 1


def test_nobody_gets_another_persons_data(cast: Cast) -> None:
    data = json.loads(log_in(Client(), cast.other_applicant).post(reverse("portal:export_own"), follow=True).content)
    assert (data["person"]["name"], "曾玉兰" in json.dumps(data, ensure_ascii=False)) == ("单志强", False)
