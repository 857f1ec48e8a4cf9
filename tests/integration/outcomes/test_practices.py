"""Practices from what was seen to its result, who took them over, and the follow-up led by the office."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.outcomes.actions import practices as actions
from seedbed.outcomes.models import FollowUp, Practice
from seedbed.outcomes.queries import practices as reads
from seedbed.selection.models import Batch
from tests.cast import Cast
from tests.integration.outcomes.scene import batch_at_work, get, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    return batch_at_work(cast)


def written(cast: Cast, batch: Batch) -> Practice:
    """A practice of the applicant."""
    return actions.add_practice(batch, by=cast.actor("applicant"), person=cast.people["applicant"], title="看板管理", seen_at="佛山市宏图机械有限公司", what="进度上墙，责任到人")


def test_a_practice_goes_from_seen_to_its_result(cast: Cast, batch: Batch) -> None:
    row, clerk = written(cast, batch), cast.actor("clerk_a")
    with pytest.raises(RuleBroken):
        actions.adopt_practice(row, by=clerk, on=timezone.localdate(), basis="会议纪要")
    actions.propose_practice(row, by=cast.actor("applicant"))
    with pytest.raises(Refused):
        actions.adopt_practice(row, by=cast.actor("applicant"), on=timezone.localdate(), basis="会议纪要")
    with pytest.raises(RuleBroken):
        actions.adopt_practice(row, by=clerk, on=timezone.localdate(), basis=" ")
    actions.adopt_practice(row, by=clerk, on=date(2026, 11, 20), basis="局务会纪要3号")
    actions.prove_practice(row, by=clerk, result="用时缩短五天")
    assert (row.state, row.home, row.adopted_on, row.result) == ("proven", cast.unit_a, date(2026, 11, 20), "用时缩短五天")
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=row.pk).update(result="")


def test_a_declined_practice_may_be_proposed_again(cast: Cast, batch: Batch) -> None:
    row = actions.propose_practice(written(cast, batch), by=cast.actor("applicant"))
    with pytest.raises(RuleBroken):
        actions.decline_practice(row, by=cast.actor("clerk_a"), reason=" ")
    actions.decline_practice(row, by=cast.actor("clerk_a"), reason="条件不成熟")
    assert (row.state, row.proposed_on) == ("seen", None)
    assert actions.propose_practice(row, by=cast.actor("applicant")).state == "proposed"


def test_who_sees_a_practice_at_each_station(cast: Cast, batch: Batch) -> None:
    row = written(cast, batch)

    def seen() -> list[bool]:
        return [reads.practices_visible_to(cast.actor(name)).filter(pk=row.pk).exists() for name in ("applicant", "other_applicant", "clerk_a", "clerk_b", "officer", "service_team")]

    assert seen() == [True, False, False, False, True, False]
    actions.propose_practice(row, by=cast.actor("applicant"))
    assert seen() == [True, False, True, False, True, False]
    actions.adopt_practice(row, by=cast.actor("officer"), on=timezone.localdate(), basis="会议纪要")
    assert seen() == [True, True, True, False, True, False]


def test_another_unit_takes_a_practice_over_once(cast: Cast, batch: Batch) -> None:
    row, officer, today = written(cast, batch), cast.actor("officer"), timezone.localdate()
    with pytest.raises(RuleBroken):
        actions.take_practice(row, by=officer, unit=cast.unit_b, on=today, how="分享会")
    actions.propose_practice(row, by=officer)
    actions.adopt_practice(row, by=officer, on=today, basis="会议纪要")
    actions.take_practice(row, by=officer, unit=cast.unit_b, on=today, how="分享会")
    for unit in (cast.unit_a, cast.unit_b):
        with pytest.raises(RuleBroken):
            actions.take_practice(row, by=officer, unit=unit, on=today, how="分享会")
    assert row.taken.count() == 1


def test_the_follow_up_is_planned_once_and_noted_when_it_is_due(cast: Cast, batch: Batch) -> None:
    officer = cast.actor("officer")
    Batch.objects.filter(pk=batch.pk).update(starts_on=date(2026, 5, 1), ends_on=date(2026, 9, 1))
    batch.refresh_from_db()
    assert [actions.plan_follow_up(batch, by=officer) for _again in range(2)] == [6, 0]
    first = FollowUp.objects.filter(person=cast.people["applicant"]).order_by("months").first()
    assert list(FollowUp.objects.filter(person=first.person).values_list("due_on", flat=True)) == [date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)]
    with pytest.raises(RuleBroken):
        actions.do_follow_up(first, by=officer, text="已在科室推广", on=date(2026, 11, 20))
    FollowUp.objects.filter(pk=first.pk).update(due_on=date(2026, 11, 1))
    first.refresh_from_db()
    assert reads.follow_ups_due(officer).count() == 1
    actions.do_follow_up(first, by=officer, text="已在科室推广", on=date(2026, 11, 20))
    assert (reads.follow_ups_due(officer).count(), first.done_by) == (0, cast.officer)
    with pytest.raises(Refused):
        actions.do_follow_up(first, by=cast.actor("applicant"), text="很好", on=date(2026, 11, 20))


def test_a_practice_is_carried_through_the_screens(cast: Cast, batch: Batch, client: Client) -> None:
    assert post(client, cast.applicant, "practice_add", batch.pk, data={"title": "看板", "seen_at": "某公司", "what": "上墙"}).status_code == 302
    row = Practice.objects.get()
    assert post(client, cast.applicant, "practice_propose", row.pk).status_code == 302
    assert post(client, cast.clerk_a, "practice_adopt", row.pk, data={"on": "2026-11-20", "basis": ""}).status_code == 200
    assert post(client, cast.clerk_a, "practice_adopt", row.pk, data={"on": "2026-11-20", "basis": "纪要"}).status_code == 302
    assert post(client, cast.clerk_a, "practice_prove", row.pk, data={"result": "缩短五天"}).status_code == 302
    assert post(client, cast.officer, "practice_take", row.pk, data={"owner": cast.unit_b.name, "on": "2026-11-21", "how": "分享会"}).status_code == 302
    page = get(client, cast.other_applicant, "practice", row.pk).content.decode()
    assert [word in page for word in ("缩短五天", "分享会")] == [True, True]
    assert post(client, cast.officer, "follow_up_plan", batch.pk).status_code == 302
    assert "曾玉兰" in get(client, cast.officer, "follow_ups", batch.pk).content.decode()
