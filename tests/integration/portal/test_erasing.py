"""One person is erased at a lawful request: by two people, with a copy first, and nothing of the name is left in any table."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from seedbed.directory.models import Account, Person
from seedbed.kernel import trail
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent
from seedbed.outcomes.actions import coverage
from seedbed.placement.models import Placement
from seedbed.portal import tasks
from seedbed.portal.actions import erasing as actions
from seedbed.portal.models import Erasure
from seedbed.portal.queries import erasing
from seedbed.residency.actions import registers, works
from seedbed.residency.models import EmergencyContact, Work
from tests.cast import Cast, log_in
from tests.integration.residency.ground import open_ground

pytestmark = pytest.mark.django_db
WORDS = "曾玉兰", "zengyulan", "13973512345", "李家属", "我写的话", "13807350000"


def asked(cast: Cast) -> Erasure:
    """A trainee with a journal, a contact and hours, whose course is over, asks for erasure."""
    ground = open_ground(cast, people=3, hosts=1)
    mine, me = cast.actor("applicant"), cast.people["applicant"]
    registers.set_contact(ground.mine, by=mine, name="李家属", phone="13973512345")
    works.begin_work(ground.mine, by=mine, kind="essay", title="我的心得", body="我写的话")
    coverage.add_hours(cast.department, by=cast.actor("officer"), person=me, year=2025, what="党校培训", basis="结业证书", days=5)
    return actions.ask_erasure(me, by=cast.actor("officer"), ground="withdrawn", paper="2026年11月20日本人书面申请")


def end_course(cast: Cast) -> None:
    """The person's placement is over."""
    Placement.objects.filter(person=cast.people["applicant"]).update(state="completed", ended_at=timezone.now())


def found_in_tables(word: str) -> set[str]:
    """Every column in which a word stands, in any table of ours."""
    ours = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("seedbed.")]
    texts = [(m, f) for m in ours for f in m._meta.concrete_fields if isinstance(f, CharField | TextField | JSONField)]
    return {f"{m._meta.label}.{f.name}" for m, f in texts for value in m._default_manager.values_list(f.name, flat=True) if word in str(value)}


def test_two_people_erase_one_and_nothing_of_the_name_is_left(cast: Cast) -> None:
    request, person = asked(cast), cast.people["applicant"]
    assert found_in_tables(person.name) != set()
    with pytest.raises(RuleBroken):
        actions.erase_one(request, by=cast.actor("leader"))  # nobody has examined it and taken the copy
    actions.examine_erasure(request, by=cast.actor("officer"))
    request.refresh_from_db()
    with pytest.raises(RuleBroken):
        actions.erase_one(request, by=cast.actor("leader"))  # the course is under way
    end_course(cast)
    with pytest.raises(SecondPersonNeeded):
        actions.erase_one(request, by=cast.actor("officer"))
    with pytest.raises(Refused):
        actions.erase_one(request, by=cast.actor("clerk_a"))
    assert Work.objects.filter(body="我写的话").count() == 1
    actions.erase_one(request, by=cast.actor("leader"))
    assert {word: found_in_tables(word) for word in WORDS} == {word: set() for word in WORDS}
    assert AuditEvent.objects.filter(object_label=cast.accounts["applicant"].username).count() == 0
    assert (EmergencyContact.objects.count(), Account.objects.get(person=person).is_active, Person.objects.get(pk=person.pk).id_lookup) == (0, False, None)
    assert list(trail.verify()) == []
    fates = {one["key"]: one["fate"] for one in Erasure.objects.get().outcome}
    assert (fates["residency.emergencycontact"], fates["residency.work"], fates["outcomes.hoursentry"]) == ("deleted", "erased", "blocked")


def test_what_a_law_still_wants_is_blocked_and_forgotten_in_time(cast: Cast) -> None:
    request, person = asked(cast), cast.people["applicant"]
    end_course(cast)
    until = {fate.key: fate.until for fate in erasing.fates_of(person) if fate.fate == "blocked"}
    actions.examine_erasure(request, by=cast.actor("officer"))
    actions.erase_one(Erasure.objects.get(), by=cast.actor("leader"))
    row = Erasure.objects.get()
    assert row.kept_until == max(day for day in until.values() if day is not None)
    with pytest.raises(Refused):
        actions.open_blocked(row, by=cast.actor("officer"), reason="审计核查")
    assert actions.open_blocked(row, by=cast.actor("leader"), reason="审计核查")["name"] == "曾玉兰"
    assert AuditEvent.objects.filter(what="revealed", note="审计核查").count() == 1
    with pytest.raises(RuleBroken):
        actions.end_blocking(row, by=of_job("portal.end_blocking"))
    Erasure.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    tasks.forget(row.pk)
    assert (Erasure.objects.get().kept_sealed, erasing.to_unblock()) == ("", [])


def send(client: Client, page: str, *args: object, **data: object):
    """Send a form of a page of erasures."""
    return client.post(reverse(f"portal:{page}", args=args), {"_once": get_random_string(9), **data})


def test_the_pages_lead_from_the_request_to_its_end(cast: Cast) -> None:
    open_ground(cast, people=3, hosts=1)
    end_course(cast)
    person = cast.people["applicant"]
    officer, leader = log_in(Client(), cast.officer), log_in(Client(), cast.accounts["leader"])
    given = {"person": person.pk, "ground": "achieved", "paper": "本人来信"}
    assert send(officer, "erasure_ask", name="不是此人", **given).status_code == 200
    assert send(officer, "erasure_ask", name=person.name, **given).status_code == 302
    row = Erasure.objects.get()
    assert [officer.get(reverse(f"portal:{name}", args=args)).status_code for name, args in (("erasures", []), ("erasure", [row.pk]), ("erasure_copy", [row.pk]))] == [200, 200, 302]
    copy = officer.get(send(officer, "erasure_copy", row.pk).url)
    assert json.loads(copy.content)["person"]["name"] == person.name
    assert officer.get(reverse("portal:erasure_copy", args=[row.pk])).status_code == 302  # once
    assert send(leader, "erasure", row.pk).status_code == 302
    assert person.name not in leader.get(reverse("portal:erasure", args=[row.pk])).content.decode()
    assert send(leader, "erasure_open", row.pk, reason="审计核查").status_code == 302
    assert [person.name in leader.get(reverse("portal:erasure", args=[row.pk])).content.decode() for _look in range(2)] == [True, False]


def test_a_refusal_names_its_reason_and_ends_the_request(cast: Cast) -> None:
    request = actions.ask_erasure(cast.people["applicant"], by=cast.actor("officer"), ground="other", paper="本人来信")
    with pytest.raises(RuleBroken):
        actions.ask_erasure(cast.people["applicant"], by=cast.actor("officer"), ground="other", paper="再次来信")
    with pytest.raises(RuleBroken):
        actions.refuse_erasure(request, by=cast.actor("leader"), reason=" ")
    actions.refuse_erasure(request, by=cast.actor("leader"), reason="培训登记期限未满")
    assert (Erasure.objects.get().state, Erasure.objects.get().word, erasing.erasures_to_decide(cast.actor("officer")).count()) == ("refused", "培训登记期限未满", 0)
