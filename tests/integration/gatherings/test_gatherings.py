"""Circles, series, minutes with exceptions, what was agreed, and the calendar address read by two libraries."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import vobject
from django.urls import reverse
from django.utils import timezone

from seedbed.gatherings import actions, queries
from seedbed.gatherings.actions import Plan
from seedbed.gatherings.models import Absence, ActionItem, Gathering
from seedbed.kernel import trail
from seedbed.kernel.faults import Refused, RuleBroken, Stale
from seedbed.kernel.models import OutboxMessage
from tests.cast import Cast, log_in

pytestmark = pytest.mark.django_db
EVENING = Plan("study", "集中学习；条例，第一讲", time(19, 30), 90, "会议室A\\B")


@pytest.fixture
def circle(cast: Cast):
    """A circle of the city with both trainees; the one of unit A writes the records."""
    made = actions.open_circle(cast.root, by=cast.actor("officer"), name="第一期")
    people = {cast.people["applicant"].pk: True, cast.people["other_applicant"].pk: False}
    return actions.set_members(made, by=cast.actor("officer"), people=people, on=date(2023, 1, 1))


def past(cast, circle, days=2):
    return actions.plan_one(circle, by=cast.actor("officer"), on=timezone.localdate() - timedelta(days=days), plan=EVENING)


def future(cast, circle, days=5):
    return actions.plan_one(circle, by=cast.actor("officer"), on=timezone.localdate() + timedelta(days=days), plan=EVENING)


def test_a_series_of_thirteen_weeks_each_led_by_the_next(cast, circle):
    people = list(queries.people_of(circle))
    series = actions.plan_series(circle, by=cast.actor("applicant"), first_on=date(2023, 10, 10), last_on=date(2024, 1, 8), plan=EVENING, leads=people)
    rows = list(series.gatherings.all())
    assert len(rows) == 13
    assert [row.lead_id for row in rows[:3]] == [people[0].pk, people[1].pk, people[0].pk]
    assert rows[0].starts_at == datetime(2023, 10, 10, 11, 30, tzinfo=UTC)
    assert {(row.ends_at - row.starts_at).seconds for row in rows} == {90 * 60}


def test_only_office_and_keeper_plan_and_record(cast, circle):
    for name in ("other_applicant", "clerk_a", "service_team", "system_admin"):
        with pytest.raises(Refused):
            actions.plan_one(circle, by=cast.actor(name), on=timezone.localdate(), plan=EVENING)
    assert Gathering.objects.count() == 0
    assert past(cast, circle).title == EVENING.title


def test_the_record_names_only_who_was_missing(cast, circle):
    row, other = past(cast, circle), cast.people["other_applicant"].pk
    actions.record(row, by=cast.actor("applicant"), minutes="学习了条例", missing={other: "missing"})
    assert (row.state, row.recorded_by, list(Absence.objects.values_list("person", "reason"))) == ("held", cast.applicant, [(other, "missing")])
    actions.record(row, by=cast.actor("officer"), minutes="学习了条例，讨论两点", missing={})
    assert (row.minutes, Absence.objects.count()) == ("学习了条例，讨论两点", 0)
    with pytest.raises(RuleBroken):
        actions.record(row, by=cast.actor("officer"), minutes="x", missing={cast.people["clerk_a"].pk: "missing"})
    with pytest.raises(RuleBroken):
        actions.record(future(cast, circle), by=cast.actor("officer"), minutes="x", missing={})
    assert list(trail.verify()) == []


def test_two_who_record_at_once_do_not_overwrite(cast, circle):
    row = past(cast, circle)
    version = row.version
    actions.record(row, by=cast.actor("officer"), minutes="甲的记录", missing={}, version=version)
    with pytest.raises(Stale):
        actions.record(Gathering.objects.get(), by=cast.actor("applicant"), minutes="乙的记录", missing={}, version=version)
    assert Gathering.objects.get().minutes == "甲的记录"


def test_an_excuse_is_said_before_and_taken_back(cast, circle):
    row, me = future(cast, circle), cast.actor("other_applicant")
    actions.excuse(row, by=me, reason="企业夜班")
    assert Absence.objects.get().remark == "企业夜班"
    actions.come_after_all(row, by=me)
    assert Absence.objects.count() == 0
    with pytest.raises(RuleBroken):
        actions.excuse(past(cast, circle), by=me, reason="晚了")
    with pytest.raises(Refused):
        actions.excuse(row, by=cast.actor("clerk_b"), reason="不在其中")


def test_moving_and_cancelling_tell_everybody_expected(cast, circle):
    row, by = future(cast, circle), cast.actor("officer")
    actions.change_gathering(row, by=by, on=timezone.localdate() + timedelta(days=6), plan=EVENING)
    actions.cancel(row, by=by, reason="场地停电")
    both = {str(cast.applicant.pk), str(cast.other_applicant.pk)}
    for start in ("gathering:moved", "gathering:cancelled"):
        assert set(OutboxMessage.objects.filter(key__startswith=start).values_list("recipient", flat=True)) == both
    with pytest.raises(RuleBroken):
        actions.change_gathering(row, by=by, on=timezone.localdate(), plan=EVENING)
    with pytest.raises(RuleBroken):
        actions.cancel(future(cast, circle), by=by, reason=" ")


def test_what_was_agreed_is_followed_up_at_the_next_meeting(cast, circle):
    first, second, officer = past(cast, circle, 9), past(cast, circle, 2), cast.actor("officer")
    mine = cast.people["applicant"]
    item = actions.agree(first, by=officer, text="收集企业用工需求", owner=mine, due_on=timezone.localdate())
    assert list(queries.open_before(second)) == [item]
    assert list(queries.own_open_items(cast.actor("applicant"))) == [item]
    with pytest.raises(Refused):
        actions.finish_item(item, by=cast.actor("other_applicant"), result="已办")
    actions.finish_item(item, by=cast.actor("applicant"), result="已汇总报专班")
    assert (list(queries.open_before(second)), ActionItem.objects.get().result) == ([], "已汇总报专班")
    actions.reopen_item(item, by=officer, reason="还缺两家")
    actions.drop_item(item, by=officer, reason="并入下月")
    assert ActionItem.objects.get().state == "dropped"
    with pytest.raises(RuleBroken):
        actions.agree(second, by=officer, text="倒填日期", owner=mine, due_on=timezone.localdate() - timedelta(days=30))


def test_ending_a_circle_cancels_what_is_planned_and_keeps_what_was(cast, circle):
    before, after = past(cast, circle), future(cast, circle)
    actions.end_circle(circle, by=cast.actor("officer"), on=timezone.localdate(), reason="培训结束")
    after.refresh_from_db()
    before.refresh_from_db()
    assert (before.state, after.state, after.why_cancelled, queries.people_of(circle).count()) == ("planned", "cancelled", "培训结束", 0)
    assert queries.expected(before).count() == 2
    with pytest.raises(RuleBroken):
        future(cast, circle)


def test_the_calendar_is_read_by_two_libraries(cast, circle, client):
    held, moved, dropped = past(cast, circle), future(cast, circle), future(cast, circle, 8)
    actions.cancel(dropped, by=cast.actor("officer"), reason="场地停电")
    _feed, token = actions.open_feed(cast.applicant, by=cast.actor("applicant"))
    answer = client.get(reverse("gatherings:feed", args=[token]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    first = {str(e["uid"]): e for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    second = {e.uid.value: e for e in vobject.readOne(answer.content.decode()).vevent_list}
    assert set(first) == set(second) == {f"gathering-{row.pk}@seedbed" for row in (held, moved, dropped)}
    for row in (held, moved, dropped):
        uid = f"gathering-{row.pk}@seedbed"
        assert (first[uid]["dtstart"].dt, first[uid]["dtend"].dt) == (row.starts_at, row.ends_at)
        assert (second[uid].dtstart.value, second[uid].dtend.value) == (row.starts_at, row.ends_at)
        assert str(first[uid]["summary"]) == second[uid].summary.value == "集中学习；条例，第一讲"
        assert str(first[uid]["location"]) == second[uid].location.value == "会议室A\\B"
        assert str(first[uid]["status"]) == second[uid].status.value == ("CANCELLED" if row is dropped else "CONFIRMED")
    assert cast.people["other_applicant"].name not in answer.content.decode()


def test_a_calendar_address_ends_when_it_is_made_anew_or_closed(cast, circle, client):
    by = cast.actor("applicant")
    tokens = [actions.open_feed(cast.applicant, by=by)[1] for _ in range(2)]
    assert [client.get(reverse("gatherings:feed", args=[t])).status_code for t in tokens] == [404, 200]
    actions.close_feed(cast.applicant, by=by)
    assert client.get(reverse("gatherings:feed", args=[tokens[1]])).status_code == 404
    with pytest.raises(Refused):
        actions.open_feed(cast.applicant, by=cast.actor("officer"))


def test_the_address_is_shown_once(cast, circle, client):
    log_in(client, cast.applicant)
    client.post(reverse("gatherings:feed_open"))
    pages = [client.get(reverse("gatherings:feed_made")).content.decode() for _ in range(2)]
    assert [".ics" in page for page in pages] == [True, False]


def test_the_record_is_taken_from_the_page(cast, circle, client):
    log_in(client, cast.applicant)
    row, other = past(cast, circle), cast.people["other_applicant"]
    address = reverse("gatherings:record", args=[row.pk])
    assert other.name in client.get(address).content.decode()
    done = client.post(address, {"minutes": "共三点", "missing": [other.pk], "newly": "excused", "version": row.version})
    assert (done.status_code, Absence.objects.get().reason) == (302, "excused")
    page = client.get(reverse("gatherings:gathering", args=[row.pk])).content.decode()
    assert ("共三点" in page, other.name in page) == (True, True)
