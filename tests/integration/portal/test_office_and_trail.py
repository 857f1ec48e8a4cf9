"""Home, messages, the office's pages and the trail of the audit administrator."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from seedbed.casework.models import NoticeRule
from seedbed.directory.queries import site
from seedbed.kernel import triggers
from seedbed.kernel.models import AuditEvent, OutboxMessage, TrailCheckpoint
from seedbed.portal import actions as portal
from seedbed.portal.queries.permissions import permissions
from tests.cast import Cast, log_in
from tests.world import PUBLIC, World


def test_home_tells_what_waits_and_until_when(world: World) -> None:
    officer = world.client("officer").get(reverse("portal:home")).content.decode()
    security = world.client("security_admin").get(reverse("portal:home")).content.decode()
    audit = world.client("audit_admin").get(reverse("portal:home")).content.decode()
    assert world["objection"].number in officer and world["objection"].due_on.isoformat() in officer
    assert (world["draft"].title in officer, "新同志" in security, reverse("portal:trail") in audit) == (True, True, True)
    assert world["draft"].title not in security


def test_of_the_plans_of_a_batch_only_the_newest_waits_and_none_once_one_is_published(world: World) -> None:
    newest, older = world["published"], world["older"]

    def waiting() -> list[str]:
        page = world.client("officer").get(reverse("portal:home")).content.decode()
        return [state for state in ("校核", "审定", "发布") for draft in (newest, older)
                if f"{state}{draft.batch.name}第 {draft.number} 号匹配方案" in page]

    seen = [waiting()]
    for state in ("draft", "checked"):
        type(newest).objects.filter(pk=newest.pk).update(state=state, published_at=None)
        seen.append(waiting())
    assert (older.state, seen) == ("draft", [[], ["校核"], ["审定"]])


def test_wishes_wait_until_the_plan_is_published(world: World) -> None:
    def asks() -> bool:
        return reverse("placement:wishes", args=[world["mine"].pk]) in world.client("trainee").get(reverse("portal:home")).content.decode()

    published = asks()
    type(world["published"]).objects.filter(pk=world["published"].pk).update(state="confirmed", published_at=None)
    assert (published, asks()) == (False, True)


def test_a_message_is_read_once_and_leads_to_its_page(world: World) -> None:
    client = world.client("trainee")
    assert "您有一条消息" in client.get(reverse("portal:inbox")).content.decode()
    client.post(reverse("portal:read_message", args=[world["message"].pk]))
    first = OutboxMessage.objects.get(key="world").read_at
    client.post(reverse("portal:read_message", args=[world["message"].pk]))
    assert (first is not None, OutboxMessage.objects.get(key="world").read_at) == (True, first)


def test_a_message_is_read_in_the_reader_s_language_whoever_caused_it(cast: Cast) -> None:
    with translation.override("en"):
        portal.complain(site(), by=PUBLIC, kind="suggestion", content="字太小")
    client = log_in(Client(), cast.officer)
    assert "建议T" in client.get(reverse("portal:inbox")).content.decode().replace(" ", "")
    client.cookies["django_language"] = "en"
    assert re.search(r"suggestion T\S+ has arrived", client.get(reverse("portal:inbox")).content.decode())


def test_a_message_leads_nowhere_else(world: World) -> None:
    OutboxMessage.objects.filter(key="world").update(url="https://evil.example/")
    answer = world.client("trainee").post(reverse("portal:read_message", args=[world["message"].pk]))
    assert answer["Location"] == reverse("portal:inbox")


def test_search_finds_only_what_the_person_may_see(cast: Cast) -> None:
    found = {who: "曾玉兰</a>" in log_in(Client(), cast.accounts[who]).get(reverse("portal:search"), {"q": "曾"}).content.decode()
             for who in ("officer", "clerk_a", "clerk_b", "service_team", "audit_admin")}
    assert found == {"officer": True, "clerk_a": True, "clerk_b": False, "service_team": False, "audit_admin": False}


@pytest.mark.parametrize("profile", ["small", "full"])
def test_the_profile_is_chosen_by_the_office(cast: Cast, profile: str) -> None:
    log_in(Client(), cast.officer).post(reverse("portal:set_profile"), {"profile": profile})
    assert site().profile == profile


def test_the_days_of_notices_get_a_new_version(cast: Cast) -> None:
    form = {"workdays": 7, "reply_workdays": 10, "source": "郴组发〔2026〕3号"}
    assert log_in(Client(), cast.officer).post(reverse("portal:set_days"), form).status_code == 302
    rule = NoticeRule.objects.get()
    assert (rule.version, rule.workdays, rule.source) == (1, 7, "郴组发〔2026〕3号")


def test_the_trail_is_filtered_and_paged(cast: Cast) -> None:
    client = log_in(Client(), cast.audit_admin)
    page = client.get(reverse("portal:trail"), {"q": "directory.open_account"}).content.decode()
    assert page.count("directory.open_account · added") == len(cast.accounts)
    person = cast.people["applicant"]
    page = client.get(reverse("portal:trail"), {"kind": "directory.Person", "object": str(person.pk)}).content.decode()
    assert page.count(f"directory.Person {person.pk}") == 1


def test_checking_the_trail_leaves_a_checkpoint(cast: Cast) -> None:
    client = log_in(Client(), cast.audit_admin)
    last = AuditEvent.objects.latest("seq").seq
    client.post(reverse("portal:verify_trail"))
    client.post(reverse("portal:verify_trail"))
    assert next(iter(TrailCheckpoint.objects.order_by("seq").values_list("seq", flat=True))) == last
    assert AuditEvent.objects.filter(action="portal.note_check", what="trail checked").count() == 2


def test_a_damaged_trail_is_told_and_gets_no_checkpoint(cast: Cast) -> None:
    with connection.cursor() as cursor:
        for name in triggers.present():
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON kernel_auditevent"))
    AuditEvent.objects.filter(seq=5).update(note="改过")
    page = log_in(Client(), cast.audit_admin).post(reverse("portal:verify_trail"), follow=True).content.decode()
    assert ("#5 被改动" in page, TrailCheckpoint.objects.count()) == (True, 0)


def test_who_may_what_lists_every_action(cast: Cast) -> None:
    page = log_in(Client(), cast.applicant).get(reverse("portal:who_may_what")).content.decode()
    assert [line.name for line in permissions() if f"<small>{line.name}</small>" not in page] == []


def test_the_list_for_filing_has_every_room(cast: Cast) -> None:
    page = log_in(Client(), cast.officer).get(reverse("portal:feature_list")).content.decode()
    assert [str(line.label) for line in permissions() if str(escape(line.label)) not in page] == []
