"""Leave: asked for, granted up to the share, taken back, cut short; who is told and who may."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.queries import site
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import OutboxMessage
from seedbed.residency.actions import leave as actions
from seedbed.residency.models import Leave, LeaveRule
from seedbed.residency.queries.leave import is_provisional, meter_of
from seedbed.residency.reckoning.leave import in_days
from seedbed.selection.models import Batch
from tests.cast import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def autumn(ground):
    """The batch of 9 October 2023 to 8 January 2024: 65 working days, 9.3 of leave."""
    Batch.objects.filter(pk=ground.row.batch_id).update(starts_on=date(2023, 10, 9), ends_on=date(2024, 1, 9))
    ground.row.batch.refresh_from_db()
    ground.mine.training_class.batch.refresh_from_db()
    return ground


def ask(ground, first, last=None, **more):
    return actions.ask_leave(ground.mine, by=ground.cast.actor("applicant"), first_on=first, last_on=last or first, reason="办理家事", **more)


def test_the_meter_of_the_batch_of_october_2023(autumn):
    meter = meter_of(autumn.mine)
    assert (meter.course, in_days(meter.allowed)) == (130, "9.3")


def test_leave_is_granted_up_to_the_share_and_no_further(autumn):
    officer = autumn.cast.actor("officer")
    actions.grant_leave(ask(autumn, date(2023, 11, 6), date(2023, 11, 14)), by=officer)  # 7 days
    assert (meter_of(autumn.mine).used, meter_of(autumn.mine).state) == (14, "warn")
    actions.grant_leave(ask(autumn, date(2023, 12, 4), date(2023, 12, 5)), by=officer)  # 9 days
    over = ask(autumn, date(2023, 12, 11), from_noon=True)  # 9.5 days
    with pytest.raises(RuleBroken, match=r"9\.5个工作日，超过上限9\.3个工作日.*第十五条"):
        actions.grant_leave(over, by=officer)
    with pytest.raises(RuleBroken):
        actions.grant_leave(over, by=officer, despite=True)
    over.refresh_from_db()
    assert (over.state, meter_of(autumn.mine).used) == ("asked", 18)
    actions.grant_leave(over, by=officer, despite=True, word="直系亲属病危，另行研究是否退学")
    assert (over.despite, meter_of(autumn.mine).state) == (True, "bad")


def test_days_outside_the_course_twice_or_without_work_are_refused(autumn):
    ask(autumn, date(2023, 11, 6), date(2023, 11, 8))
    for first, last in ((date(2023, 10, 8), date(2023, 10, 9)), (date(2024, 1, 8), date(2024, 1, 9)), (date(2023, 11, 11), date(2023, 11, 12)),
                        (date(2023, 11, 8), date(2023, 11, 9)), (date(2023, 11, 21), date(2023, 11, 20))):
        with pytest.raises(RuleBroken):
            ask(autumn, first, last)
    assert Leave.objects.count() == 1


def test_an_earlier_return_gives_the_days_back(autumn):
    granted = actions.grant_leave(ask(autumn, date(2023, 11, 6), date(2023, 11, 10), to_noon=True), by=autumn.cast.actor("officer"))
    assert granted.halves == 9
    back = actions.note_return(granted, by=autumn.cast.actor("applicant"), last_on=date(2023, 11, 7))
    assert (back.halves, back.to_noon, meter_of(autumn.mine).used) == (4, False, 4)
    with pytest.raises(RuleBroken):
        actions.note_return(back, by=autumn.cast.actor("applicant"), last_on=date(2023, 11, 9))


def test_what_was_refused_or_taken_back_costs_nothing(ground):
    tomorrow = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    first = ask(ground, tomorrow)
    actions.take_leave_back(first, by=ground.cast.actor("applicant"))
    second = ask(ground, tomorrow)
    with pytest.raises(RuleBroken):
        actions.refuse_leave(second, by=ground.cast.actor("officer"), reason=" ")
    actions.refuse_leave(second, by=ground.cast.actor("officer"), reason="当天有专题研讨")
    meter = meter_of(ground.mine)
    assert (meter.used, meter.asked) == (0, 0)


def test_only_the_person_asks_and_only_the_office_decides(ground):
    day = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    for name in ("other_applicant", "clerk_a", "service_team", "system_admin"):
        with pytest.raises(Refused):
            actions.ask_leave(ground.mine, by=ground.cast.actor(name), first_on=day, last_on=day, reason="代请")
    asked = ask(ground, day)
    for name in ("applicant", "clerk_a", "service_team"):
        with pytest.raises(Refused):
            actions.grant_leave(asked, by=ground.cast.actor(name))
    actions.grant_leave(asked, by=ground.cast.actor("leader"))
    told = {m.recipient: m.subject for m in OutboxMessage.objects.filter(key__startswith="leave:")}
    assert told == {str(ground.cast.officer.pk): "有请假待审批", str(ground.cast.applicant.pk): "您的请假：已批准"}


def test_a_trainee_asks_on_the_own_page_and_typing_is_kept(ground, client):
    log_in(client, ground.cast.applicant)
    day = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    refused = client.post(reverse("residency:my_leave"), {"first_on": "2020-01-01", "last_on": "2020-01-02", "reason": "看病就医"})
    assert (refused.status_code, "看病就医" in refused.content.decode(), Leave.objects.count()) == (200, True, 0)
    done = client.post(reverse("residency:my_leave"), {"first_on": day, "last_on": day, "from_noon": "on", "reason": "看病就医"})
    assert (done.status_code, Leave.objects.get().halves) == (302, 1)
    assert "0.5" in client.get(reverse("residency:my_leave")).content.decode()


def test_a_class_keeps_the_rule_it_was_opened_with(ground):
    leader = ground.cast.actor("leader")
    assert LeaveRule.objects.get().version == 1
    newer = actions.set_leave_rule(site(), by=leader, numerator=1, denominator=10, warn_percent=60, article="第九条", source="示例规定")
    ground.row.refresh_from_db()
    assert (newer.version, ground.row.leave_rule.version) == (2, 1)
    with pytest.raises(RuleBroken):
        actions.set_leave_rule(site(), by=leader, numerator=1, denominator=7, warn_percent=70, article="", source="")


def test_a_course_into_a_year_without_notice_is_provisional(ground):
    ground.row.batch.starts_on, ground.row.batch.ends_on = date(2026, 12, 1), date(2027, 3, 1)
    assert is_provisional(ground.row.batch) is True
    ground.row.batch.starts_on, ground.row.batch.ends_on = date(2023, 10, 9), date(2024, 1, 9)
    assert is_provisional(ground.row.batch) is False
