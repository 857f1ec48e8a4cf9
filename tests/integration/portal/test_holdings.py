"""Every table about people is in their copy or left out with a reason, and is erased when its time is over."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.casework.models import Case, Ticket
from seedbed.directory.models import ConsentRecord, Person, Tie
from seedbed.directory.queries import site
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent
from seedbed.portal import actions, tasks
from seedbed.portal.queries.holdings import ERASED, HOLDINGS, LEFT_OUT
from seedbed.portal.queries.retention import months_by_table, retention_in_force, waits_for_erasing
from seedbed.residency.actions import leave, registers, works
from seedbed.residency.models import EmergencyContact, Leave, Work
from seedbed.selection.models import Batch
from tests.cast import Cast, log_in
from tests.integration.residency.ground import open_ground

# The rooms of the training line and those it shares; every other line lists its tables with its own work.
ROOMS = {"kernel", "directory", "casework", "gatherings", "assessment", "selection", "placement", "residency", "outcomes", "portal"}
WITHOUT_ROWS = {"casework.ticketstep", "gatherings.absence", "residency.workcomment"}  # tables of which the world has no row
TOLD_ELSEWHERE = {Person, Tie, ConsentRecord}  # with the file itself


def about_people() -> set[type]:
    """Every table from which links lead to a person; who typed a line (an account) is not whom it is about."""
    ours = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("seedbed.")]
    found = {Person}
    while True:
        more = {m for m in ours if m not in found for f in m._meta.concrete_fields if f.related_model in found and f.related_model is not get_user_model()}
        if not more:
            return found - {get_user_model()}
        found |= more


def test_every_table_about_people_is_in_the_copy_or_left_out_with_a_reason() -> None:
    listed = {h.model for h in HOLDINGS} | set(LEFT_OUT) | TOLD_ELSEWHERE
    assert sorted(m._meta.label for m in about_people() - listed if m._meta.app_label in ROOMS) == []
    assert [h.key for h in HOLDINGS if not h.purpose or h.months < 1] == []
    assert len({h.key for h in HOLDINGS}) == len(HOLDINGS)


@pytest.mark.django_db
def test_the_copy_holds_what_is_kept_about_the_person_and_nobody_else(cast: Cast) -> None:
    ground = open_ground(cast, people=3, hosts=1)
    registers.set_contact(ground.mine, by=cast.actor("applicant"), name="李家属", phone="13973512345")
    works.begin_work(ground.mine, by=cast.actor("applicant"), kind="essay", title="我的心得", body="我写的话")
    works.begin_work(ground.other, by=cast.actor("other_applicant"), kind="essay", title="别人的心得", body="别人写的话")
    answer = log_in(Client(), cast.applicant).post(reverse("portal:export_own"), {"_once": "k"}, follow=True)
    text = answer.content.decode()
    assert [word in text for word in ("我写的话", "13973512345", "李家属", "别人写的话", cast.people["other_applicant"].name)] == [True, True, True, False, False]
    assert len(json.loads(text)["tables"]) == len(HOLDINGS) - len({h.model for h in HOLDINGS} & set(LEFT_OUT))


@pytest.mark.django_db
def test_what_is_over_is_erased_by_the_rule_and_the_rest_stays(cast: Cast) -> None:
    ground = open_ground(cast, people=3, hosts=1)
    registers.set_contact(ground.mine, by=cast.actor("applicant"), name="李家属", phone="13973512345")
    asked = leave.ask_leave(ground.mine, by=cast.actor("officer"), first_on=ground.row.batch.starts_on, last_on=ground.row.batch.starts_on + timedelta(days=3), reason="家里有事")
    essay = works.begin_work(ground.mine, by=cast.actor("applicant"), kind="essay", title="我的心得", body="我写的话")
    assert (retention_in_force(), waits_for_erasing()) == (None, [])
    with pytest.raises(Refused):
        actions.set_retention(site(), by=cast.actor("clerk_a"), months=months_by_table(), article="第十九条", source="个人信息保护法")
    with pytest.raises(RuleBroken):
        actions.set_retention(site(), by=cast.actor("officer"), months={"residency.leave": 1}, article="第十九条", source="个人信息保护法")
    rule = actions.set_retention(site(), by=cast.actor("officer"), months=months_by_table(), article="第十九条", source="个人信息保护法")
    tasks.erase(rule.pk)
    assert (EmergencyContact.objects.count(), Leave.objects.get().reason, waits_for_erasing()) == (1, "家里有事", [])
    today = timezone.localdate()
    Batch.objects.filter(pk=ground.row.batch_id).update(starts_on=today - timedelta(days=500), ends_on=today - timedelta(days=400))
    rule.refresh_from_db()
    assert actions.erase_overdue(rule, by=of_job("portal.erase")) == 2
    asked.refresh_from_db()
    assert (EmergencyContact.objects.count(), asked.reason, Work.objects.get(pk=essay.pk).body) == (0, ERASED, "我写的话")
    assert actions.erase_overdue(rule, by=of_job("portal.erase")) == 0
    assert set(AuditEvent.objects.filter(action="portal.erase_overdue").values_list("object_type", flat=True)) == {
        "residency.EmergencyContact", "residency.Leave", "portal.RetentionRule"}


@pytest.mark.django_db
def test_everything_that_may_be_erased_can_be(world) -> None:
    actions.set_retention(site(), by=world.cast.actor("officer"), months=dict.fromkeys(months_by_table(), 1), article="第十九条", source="个人信息保护法")
    Batch.objects.update(starts_on="2020-01-01", ends_on="2020-04-01", opens_on=None, closes_on=None)
    done = actions.erase_overdue(retention_in_force(), by=of_job("portal.erase"))
    assert done > 10
    assert actions.erase_overdue(retention_in_force(), by=of_job("portal.erase")) == 0


@pytest.mark.django_db
def test_no_table_resists_the_erasing_of_its_texts(world) -> None:
    touched = {holding.key: holding.model._default_manager.update(**holding.texts) for holding in HOLDINGS if holding.texts}
    assert {key for key, rows in touched.items() if not rows} == WITHOUT_ROWS


@pytest.mark.django_db
@pytest.mark.parametrize("words", [{"text": "早餐太早"}, {"text": "", "text_sealed": "x", "confidential": True}])
def test_a_ticket_solved_long_ago_loses_its_words_confidential_or_not(world, words: dict[str, object]) -> None:
    rows = Ticket.objects.filter(pk=world["ticket"].pk)
    rows.update(state="solved", holder=world.cast.officer, solved_at=datetime(2020, 1, 1, tzinfo=UTC), solution="已改时间", word="好", **words)
    actions.set_retention(site(), by=world.cast.actor("officer"), months=dict.fromkeys(months_by_table(), 1), article="第十九条", source="个人信息保护法")
    actions.erase_overdue(retention_in_force(), by=of_job("portal.erase"))
    assert rows.values_list("text", "text_sealed", "solution", "word").get() == ("", "", "—", "")


@pytest.mark.django_db
def test_who_told_something_is_forgotten_when_the_matter_is_long_closed(world) -> None:
    rows = Case.objects.filter(pk__in=[world["case"].pk, world["case_closed"].pk])
    rows.filter(closed_at__isnull=False).update(closed_at=datetime(2020, 1, 1, tzinfo=UTC))
    actions.set_retention(site(), by=world.cast.actor("officer"), months=months_by_table(), article="第十九条", source="个人信息保护法")
    actions.erase_overdue(retention_in_force(), by=of_job("portal.erase"))
    assert [(bool(row.caller_sealed), row.wants_reply, row.words == "") for row in rows.order_by("pk")] == [(True, True, False), (False, False, False)]


@pytest.mark.django_db
def test_the_list_for_filing_shows_purpose_and_months_and_the_office_sets_them(cast: Cast) -> None:
    client = log_in(Client(), cast.applicant)
    page = client.get(reverse("portal:data_list")).content.decode()
    assert [h.name for h in HOLDINGS if h.name not in page] == []
    officer = log_in(Client(), cast.officer)
    months = {key: str(value) for key, value in months_by_table().items()}
    assert officer.post(reverse("portal:retention"), months | {"article": "第十九条", "source": "个人信息保护法", "residency.leave": "0"}).status_code == 200
    assert officer.post(reverse("portal:retention"), months | {"article": "第十九条", "source": "个人信息保护法", "residency.leave": "6"}).status_code == 302
    assert months_by_table()["residency.leave"] == 6
