"""What the management and service teams do: help, visits with the host's word, meetings, changes; and the burden meter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seedbed.casework.models import Ticket
from seedbed.casework.queries import ticket_ages, ticket_rules
from seedbed.directory import actions as directory
from seedbed.directory.queries import site
from seedbed.gatherings.models import Gathering
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.placement.actions.links import make_host_link
from seedbed.placement.models import Host
from seedbed.placement.queries.placements import free_posts
from seedbed.residency.actions import classes, tickets, visits
from seedbed.residency.actions.classes import Plan, Seat
from seedbed.residency.actions.visits import Found
from seedbed.residency.burden import asked_of
from seedbed.residency.models import ChangeWish, HostWord, Visit
from seedbed.residency.queries import visits as queries
from seedbed.residency.reckoning.burden import FIRST_RULE, burden
from tests.cast import log_in
from tests.integration.residency.ground import publish

pytestmark = pytest.mark.django_db


def visit(ground, on=None, **more):
    offer = ground.mine.placement.post.offer
    return visits.record_visit(ground.row, by=ground.cast.actor("officer"), offer=offer, kind=more.pop("kind", "visit"), on=on or timezone.localdate(),
                               visitors="专班两人", met="企业人力资源部王部长", summary="住宿整洁，跟班安排合理", words=more.pop("words", {ground.mine.pk: "肯学肯问"}), **more)


def test_a_visit_keeps_the_hosts_word_on_each_trainee_who_may_read_it(ground, client):
    visit(ground, findings=[Found("宿舍热水不足", "企业行政部", timezone.localdate() + timedelta(days=7))])
    assert (HostWord.objects.get().member, queries.own_words(ground.mine).count(), queries.own_words(ground.other).count()) == (ground.mine, 1, 0)
    assert OutboxMessage.objects.filter(key__startswith="word:", recipient=str(ground.cast.applicant.pk)).count() == 1
    log_in(client, ground.cast.applicant)
    assert "肯学肯问" in client.get(reverse("residency:my_words")).content.decode()
    assert client.get(reverse("residency:visit", args=[Visit.objects.get().pk])).status_code == 403
    log_in(client, ground.cast.service_team)
    assert client.get(reverse("residency:visits", args=[ground.row.pk])).status_code == 403
    finding = queries.open_findings(ground.row).get()
    visits.mend_finding(finding, by=ground.cast.actor("leader"), result="已加装热水器")
    assert queries.open_findings(ground.row).count() == 0


def test_visits_that_cannot_be(ground):
    for more in ({"on": timezone.localdate() + timedelta(days=1)}, {"words": {ground.other.pk: "不在此企业"}} if ground.other.placement.post.offer_id != ground.mine.placement.post.offer_id
                 else {"on": timezone.localdate() + timedelta(days=2)}):
        with pytest.raises(RuleBroken):
            visit(ground, **more)
    with pytest.raises(Refused):
        visits.record_visit(ground.row, by=ground.cast.actor("service_team"), offer=ground.mine.placement.post.offer, kind="visit", on=timezone.localdate(),
                            visitors="服务小组", met="", summary="看望", words={})
    assert Visit.objects.count() == 0


def test_hosts_come_due_by_the_interval_of_the_class(ground):
    late = [stand.is_late for stand in queries.stands(ground.row)]
    assert set(late) == {False}  # began 30 days ago, every 30 days: due today
    visits.set_class(ground.row, by=ground.cast.actor("officer"), journal_every="week", visit_every=14)
    visit(ground)
    ground.row.refresh_from_db()
    found = {stand.offer.pk: stand for stand in queries.stands(ground.row)}
    mine = found.pop(ground.mine.placement.post.offer_id)
    assert (mine.due, mine.is_late) == (timezone.localdate() + timedelta(days=14), False)
    assert {stand.is_late for stand in found.values()} == {True}


def test_a_visit_is_recorded_on_its_page_and_a_half_finding_is_asked_for(ground, client):
    log_in(client, ground.cast.officer)
    address = reverse("residency:visit_add", args=[ground.row.pk, ground.mine.placement.post.offer_id])
    filled = {"kind": "supervision", "on": timezone.localdate(), "visitors": "专班", "summary": "抽查日志", f"word_{ground.mine.pk}": "踏实", "found_0": "午休无处"}
    refused = client.post(address, filled)
    assert (refused.status_code, "午休无处" in refused.content.decode(), "责任人和期限" in refused.content.decode()) == (200, True, True)
    done = client.post(address, filled | {"owner_0": "企业行政部", "due_0": timezone.localdate() + timedelta(days=5)})
    assert (done.status_code, Visit.objects.get().kind, Visit.objects.get().findings.count()) == (302, "supervision", 1)


def test_monthly_meetings_are_planned_for_the_council(ground):
    officer = ground.cast.actor("officer")
    plan = Plan("video", "月度视频调度会", timezone.now().time().replace(microsecond=0), 60, "", "一、上次议定事项")
    with pytest.raises(RuleBroken):
        classes.plan_council(ground.row, by=officer, first_on=timezone.localdate(), plan=plan)
    classes.set_groups(ground.row, by=officer, seats={ground.mine.pk: Seat(1, "monitor"), ground.other.pk: Seat(1, leads=True)})
    classes.plan_council(ground.row, by=officer, first_on=timezone.localdate(), plan=plan)
    rows = Gathering.objects.filter(circle=ground.row.council)
    assert (rows.count(), set(rows.values_list("kind", flat=True))) == (3, {"video"})
    assert set(rows[0].circle.members.filter(until=None).values_list("person", flat=True)) == {ground.mine.person_id, ground.other.person_id}


def test_help_is_asked_in_three_boxes_and_its_cause_becomes_a_condition(ground, client):
    log_in(client, ground.cast.applicant)
    rule = next(rule for rule in ticket_rules() if rule.kind == "residency.lodging")
    assert client.post(reverse("residency:my_help"), {"rule": rule.pk, "text": "热水器坏了"}).status_code == 302
    link = ground.mine.tickets.get()
    log_in(client, ground.cast.service_team)
    assert link.ticket.number in client.get(reverse("residency:tickets", args=[ground.row.pk])).content.decode()
    with pytest.raises(Refused):
        tickets.carry_lesson(link, by=ground.cast.actor("service_team"), lesson="下次先检修")
    tickets.carry_lesson(link, by=ground.cast.actor("officer"), lesson="接收前检修宿舍热水")
    host = Host.objects.get(pk=ground.mine.placement.post.offer.host_id)
    assert (host.state, "接收前检修宿舍热水" in host.conditions, link.ticket.number in host.reason) == ("conditional", True, True)
    tickets.carry_lesson(link, by=ground.cast.actor("officer"), lesson="早餐提前到七点")
    host.refresh_from_db()
    assert (host.conditions.count("\n"), host.state) == (1, "conditional")
    with pytest.raises(Refused):
        tickets.ask_help(ground.mine, by=ground.cast.actor("other_applicant"), rule=rule, text="代报")


def test_a_change_is_asked_by_either_side_and_answered_with_an_order(ground):
    batch, officer = ground.row.batch, ground.cast.actor("officer")
    publish(ground.cast, ground.row.batch)
    wish = visits.ask_change(ground.mine, by=ground.cast.actor("applicant"), side="trainee", wanted="host", reason="岗位与业务关联不大")
    with pytest.raises(RuleBroken):
        visits.ask_change(ground.mine, by=officer, side="host", wanted="post", reason="企业希望调整")
    for name in ("other_applicant", "service_team", "clerk_a"):
        with pytest.raises(Refused):
            visits.ask_change(ground.mine, by=ground.cast.actor(name), side="trainee", wanted="host", reason="代提")
    post = free_posts(batch).exclude(pk=ground.mine.placement.post_id).first()
    visits.order_change(wish, by=officer, post=post)
    assert (wish.state, wish.order.to_post, wish.order.state) == ("ordered", post, "proposed")
    second = visits.ask_change(ground.other, by=officer, side="host", wanted="end", reason="项目停工")
    with pytest.raises(RuleBroken):
        visits.refuse_change(second, by=officer, reason="")
    visits.refuse_change(second, by=officer, reason="改为换企业")
    third = visits.ask_change(ground.other, by=officer, side="host", wanted="host", reason="项目停工")
    assert (second.state, ChangeWish.objects.filter(state="asked").get()) == ("refused", third)


def test_the_burden_is_measured_from_the_forms_and_bounded(ground, client):
    weekly, daily = burden(asked_of("week")), burden(asked_of("day"))
    assert (weekly.fields, weekly.writing, daily.writing) == (1, 25, 125)
    assert weekly.filling < daily.filling < FIRST_RULE.limit_minutes
    officer = ground.cast.actor("officer")
    with pytest.raises(RuleBroken):
        visits.set_burden_rule(site(), by=officer, limit_minutes=1, seconds={"tick": 3}, opening=20, writing=25, article="第九条", source="本市规定")
    strict = visits.set_burden_rule(site(), by=officer, limit_minutes=1, seconds=dict(FIRST_RULE.seconds), opening=20, writing=25, article="第九条", source="本市规定")
    with pytest.raises(RuleBroken, match="2分钟"):
        visits.set_class(ground.row, by=officer, journal_every="day", visit_every=30)
    visits.set_class(ground.row, by=officer, journal_every="day", visit_every=30, reason="试点单位统一要求")
    ground.row.refresh_from_db()
    assert (ground.row.journal_every, ground.row.burden_reason, ground.row.burden_rule, strict.version) == ("day", "试点单位统一要求", strict, 2)
    visits.set_class(ground.row, by=officer, journal_every="week", visit_every=30, reason="留着")
    assert ground.row.burden_reason == ""
    log_in(client, ground.cast.officer)
    assert client.get(reverse("residency:burden", args=[ground.row.pk])).status_code == 200


def test_a_host_asks_by_its_link_about_people_who_agreed_and_reads_the_answer(ground, client):
    officer, offer = ground.cast.actor("officer"), ground.mine.placement.post.offer
    publish(ground.cast, ground.row.batch)
    directory.publish_notice(site(), by=officer, purpose="host_sees_file", text_zh="告知", text_en="Notice")
    _link, token, code = make_host_link(offer, by=officer, given_to="王部长", days=14)
    page, wish = (reverse(name, args=[token]) for name in ("placement:host_page", "residency:host_wish"))
    assert client.get(wish).headers["Location"] == page
    client.post(reverse("placement:host_code", args=[token]), {"code": code})
    assert ground.mine.person.name not in client.get(wish).content.decode()
    directory.give_consent(ground.mine.person, by=ground.cast.actor("applicant"), purpose="host_sees_file")
    assert wish in client.get(page).content.decode()
    refused = client.post(wish, {"member": ground.other.pk, "wanted": "end", "reason": "不合适"})
    assert (refused.status_code, ChangeWish.objects.count()) == (422, 0)
    assert client.post(wish, {"member": ground.mine.pk, "wanted": "post", "reason": "项目提前完工"}).status_code == 302
    asked = ChangeWish.objects.get()
    assert (asked.side, asked.member, AuditEvent.objects.filter(action="residency.ask_change").values_list("actor_kind", flat=True)[0]) == ("host", ground.mine, "link")
    visits.refuse_change(asked, by=officer, reason="下周另有安排")
    assert "下周另有安排" in client.get(wish).content.decode()


def test_open_tickets_are_shown_to_leaders_by_their_age(ground, client):
    rule = ticket_rules()[0]
    for days in (0, 4, 4, 12):
        made = tickets.ask_help(ground.mine, by=ground.cast.actor("applicant"), rule=rule, text="热水器坏了").ticket
        Ticket.objects.filter(pk=made.pk).update(received_at=timezone.now() - timedelta(days=days, hours=1))
    assert ticket_ages(Ticket.objects.all(), timezone.now()) == [1, 2, 0, 1]
    log_in(client, ground.cast.leader)
    assert "未办结服务工单" in client.get(reverse("outcomes:batch", args=[ground.row.batch_id])).content.decode()
