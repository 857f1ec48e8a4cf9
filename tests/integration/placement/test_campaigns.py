"""From the request to the host: deadlines, relays, answers by link and by telephone, targets, reminders, taking up."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.kernel import jobs
from seedbed.kernel.actor import of_link
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import OutboxMessage, Workday
from seedbed.placement import tasks
from seedbed.placement.actions import campaigns as actions
from seedbed.placement.actions import canvass, hosts
from seedbed.placement.models import AskedCompany, Campaign, Host, Post, Relay
from seedbed.placement.queries import campaigns as queries
from tests.cast import SETUP, Cast
from tests.integration.placement.hosts_ground import (
    get,
    make_batch,
    make_host,
    make_offer,
    post,
)

pytestmark = pytest.mark.django_db
ANOTHER = "91440605MA4UX12Q1N"
WILLING = {"answer": "yes", "seats": 3, "beds_women": 2, "beds_men": 0, "posts": [("生产管理助理", 2, ""), ("市场助理", 1, "")]}


def planned(cast: Cast, **fields: Any) -> Campaign:
    """Plan a campaign for a batch of the department."""
    batch = fields.pop("batch", None) or make_batch(cast)
    days = {"pass_on_by": dt.date(2026, 12, 4), "reach_by": dt.date(2026, 12, 11), "answer_by": dt.date(2026, 12, 25)}
    return actions.plan_campaign(batch, by=cast.actor("officer"), **(days | fields))


def opened(cast: Cast, *names: str, **fields: Any) -> tuple[Campaign, list[AskedCompany]]:
    """Open a campaign with a target and companies asked directly."""
    campaign, by = planned(cast, **fields), cast.actor("officer")
    actions.set_target(campaign, by=by, seats=10, posts=4)
    rows = [canvass.list_company(campaign, by=by, name=name) for name in names]
    actions.add_relay(campaign, by=by, unit=directory.add_unit(None, by=SETUP, name="佛山郴州商会", kind="chamber"))
    return actions.move_campaign(campaign, by=by, move="open"), rows


def at_work(monkeypatch: pytest.MonkeyPatch, hour: int = 10) -> None:
    """Let it be a working day at this hour."""
    now = timezone.make_aware(dt.datetime(2026, 12, 9, hour))
    Workday.objects.update_or_create(date=now.date(), defaults={"works": True, "source": "通知", "version": 1})
    monkeypatch.setattr(timezone, "now", lambda: now)


# -- planning ------------------------------------------------------------------------------------------------


def test_deadlines_follow_each_other_and_end_before_the_batch(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="先后"):
        planned(cast, reach_by=dt.date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="开班"):
        planned(cast, batch=make_batch(cast, ordinal=2), answer_by=dt.date(2027, 3, 1))
    assert Campaign.objects.count() == 0


def test_a_batch_has_one_campaign_at_a_time(cast: Cast) -> None:
    campaign, _rows = opened(cast, "甲公司")
    with pytest.raises(RuleBroken, match="尚未"):
        planned(cast, batch=campaign.batch)
    actions.move_campaign(campaign, by=cast.actor("officer"), move="close")
    assert planned(cast, batch=campaign.batch).ordinal == 2


def test_interest_of_last_time_is_listed_without_typing(cast: Cast) -> None:
    first = make_batch(cast)
    offer = make_offer(make_host(cast), first)
    hosts.state_next_year(offer, by=SETUP, next_year="maybe")
    _campaign, (late, never) = opened(cast, "乙公司", "丙公司", batch=first)
    canvass.answer_request(late, by=cast.actor("officer"), answer="next_year", reason="busy")
    canvass.answer_request(never, by=cast.actor("officer"), answer="no", reason="no_post")
    second = planned(cast, batch=make_batch(cast, ordinal=2))
    found = second.companies.order_by("pk").values_list("name", "host", "earlier_batch", "answer")
    assert list(found) == [(cast.company.name, offer.host_id, first.pk, ""), ("乙公司", None, first.pk, "")]


def test_targets_are_set_anew_and_taken_out(cast: Cast) -> None:
    campaign, by = planned(cast), cast.actor("officer")
    for seats in (5, 8):
        actions.set_target(campaign, by=by, industry_code="C39", host_kind="new", seats=seats)
    assert list(campaign.targets.values_list("industry_id", "host_kind", "seats")) == [("C39", "new", 8)]
    actions.set_target(campaign, by=by, industry_code="C39", host_kind="new", seats=0)
    with pytest.raises(RuleBroken, match="没有代码"):
        actions.set_target(campaign, by=by, industry_code="Z99", seats=1)
    assert campaign.targets.count() == 0


def test_nothing_to_ask_and_nobody_to_ask_open_no_campaign(cast: Cast) -> None:
    campaign, by = planned(cast), cast.actor("officer")
    with pytest.raises(RuleBroken):
        actions.move_campaign(campaign, by=by, move="open")
    actions.set_target(campaign, by=by, seats=3)
    with pytest.raises(RuleBroken):
        actions.move_campaign(campaign, by=by, move="open")


# -- relays --------------------------------------------------------------------------------------------------


def test_stages_stand_side_by_side_with_their_days(cast: Cast) -> None:
    campaign, by = opened(cast, "甲公司")[0], cast.actor("service_team")
    group = actions.add_relay(campaign, by=by, unit=directory.add_unit(None, by=SETUP, name="郴州人才集团", kind="talent_group"))
    under = actions.add_relay(campaign, by=by, unit=directory.add_unit(None, by=SETUP, name="南海商会", kind="chamber"), above=group)
    asked = canvass.list_company(campaign, by=by, name="丁公司", relay=under)
    assert (group.due_on, under.due_on, asked.is_silent) == (campaign.pass_on_by, campaign.reach_by, False)
    actions.note_passed_on(under, by=by)
    asked.refresh_from_db()
    assert asked.is_silent is True
    rows = {str(stage.relay): (stage.listed, stage.asked, stage.silent) for stage in queries.stages_of(campaign)}
    assert rows == {"郴州人才集团": (0, 0, 0), "南海商会": (1, 1, 1), "佛山郴州商会": (0, 0, 0), "None": (1, 0, 0)}
    with pytest.raises(RuleBroken):
        actions.drop_relay(group, by=by)
    assert Relay.objects.filter(pk=group.pk).exists()


# -- answers -------------------------------------------------------------------------------------------------


def test_a_company_answers_by_link_and_code_and_nobody_else(cast: Cast, client: Client) -> None:
    _campaign, (company, other) = opened(cast, "甲公司", "乙公司")
    answer = post(client, cast.service_team, "company_link", company.pk)
    page = client.get(answer["Location"]).content.decode()
    token, code = re.search(r"/placement/r/([\w-]+)/", page)[1], re.search(r'<p class="secret">(\d{6})</p>', page)[1]
    door, form = reverse("placement:request_page", args=[token]), {"answer": "yes", "seats": "2", "title0": "工艺助理", "count0": "2", "uscc": ANOTHER}
    host = Client()
    assert host.post(reverse("placement:request_answer", args=[token]), form).status_code == 302  # led to the code
    assert (AskedCompany.objects.filter(answer="yes").count(), host.post(reverse("placement:request_code", args=[token]), {"code": "000"}).status_code) == (0, 422)
    assert host.post(reverse("placement:request_code", args=[token]), {"code": code}).status_code == 302
    assert "您的答复" in host.get(door).content.decode()
    refused = host.post(reverse("placement:request_answer", args=[token]), form | {"seats": ""})
    assert (refused.status_code, "工艺助理" in refused.content.decode()) == (422, True)
    assert host.post(reverse("placement:request_answer", args=[token]), form).status_code == 302
    company.refresh_from_db()
    assert (company.answer, company.seats, company.answered_by, company.uscc, list(company.posts.values_list("title", "seats"))) == (
        "yes", 2, "link", ANOTHER, [("工艺助理", 2)])
    link = of_link(company.links.get().link)
    with pytest.raises(Refused):
        canvass.answer_request(other, by=link, answer="no", reason="busy")


def test_a_new_link_ends_the_old_and_a_closed_campaign_all(cast: Cast) -> None:
    campaign, (company,) = opened(cast, "甲公司")
    by = cast.actor("officer")
    _row, first, _code = canvass.make_company_link(company, by=by)
    _row, second, _code = canvass.make_company_link(company, by=by)
    assert (queries.company_of_token(first), queries.company_of_token(second).company) == (None, company)
    actions.move_campaign(campaign, by=by, move="close")
    assert queries.company_of_token(second) is None


def test_links_for_all_silent_companies_are_shown_once_and_carry_no_code(cast: Cast, client: Client) -> None:
    campaign, (first, _second, answered) = opened(cast, "甲公司", "乙公司", "丙公司")
    canvass.answer_request(answered, by=cast.actor("officer"), answer="no", reason="busy")
    led = post(client, cast.service_team, "campaign_links", campaign.pk)
    page, again = (client.get(led["Location"]).content.decode() for _n in range(2))
    tokens = re.findall(r"/placement/r/([\w-]+)/", page)
    assert ([queries.company_of_token(token).company.name for token in tokens], tokens[0] in again, re.search(r">\d{6}<", page)) == (["甲公司", "乙公司"], False, None)
    first.refresh_from_db()
    assert first.is_silent is True


@pytest.mark.parametrize(("answer", "sentence"), [
    ({"answer": "maybe"}, "请选择一种答复"), ({"answer": "not_now"}, "原因"), ({"answer": "no", "reason": "other"}, "其他原因"), ({"answer": "yes"}, "人数"),
    ({"answer": "yes", "seats": 3, "posts": [("助理", 1, "")]}, "席位"), ({"answer": "yes", "seats": 2, "posts": [("助理", 1, ""), ("助理", 1, "")]}, "岗位"),
])
def test_half_an_answer_is_refused_and_changes_nothing(cast: Cast, answer: dict[str, Any], sentence: str) -> None:
    _campaign, (company,) = opened(cast, "甲公司")
    canvass.answer_request(company, by=cast.actor("officer"), **WILLING)
    with pytest.raises(RuleBroken, match=sentence):
        canvass.answer_request(company, by=cast.actor("officer"), **answer)
    company.refresh_from_db()
    assert (company.answer, company.posts.count()) == ("yes", 2)


def test_answers_are_counted_against_the_targets(cast: Cast, client: Client) -> None:
    campaign, (first, second, third) = opened(cast, "甲公司", "乙公司", "丙公司")
    by = cast.actor("officer")
    actions.set_target(campaign, by=by, industry_code="C39", seats=6, posts=2)
    canvass.change_company(first, by=by, industry_code="C391")
    canvass.answer_request(first, by=by, **WILLING)
    canvass.answer_request(second, by=by, **(WILLING | {"seats": 1}))
    canvass.answer_request(third, by=by, answer="not_now", reason="no_lodging")
    assert [(r.target.industry_id, r.seats, r.posts) for r in queries.targets_reached(campaign)] == [(None, 4, 4), ("C39", 3, 2)]
    page = get(client, cast.service_team, "campaign", campaign.pk).content.decode()
    assert ("<b>10 : 4</b>" in page, "<b>6 : 3</b>" in page) == (True, True)


# -- taking up -----------------------------------------------------------------------------------------------


def test_a_willing_company_becomes_a_host_with_posts_for_vetting(cast: Cast) -> None:
    campaign, _rows = opened(cast, "甲公司")
    by, chamber = cast.actor("officer"), campaign.relays.get()
    company = canvass.list_company(campaign, by=by, name="佛山市新材料有限公司", relay=chamber, address="佛山市南海区", industry_code="C26", phone="13927712345", contact_name="徐先生")
    canvass.answer_request(company, by=by, **WILLING)
    with pytest.raises(RuleBroken, match="信用代码"):
        canvass.take_up_company(company, by=by)
    canvass.change_company(company, by=by, uscc=ANOTHER)
    with pytest.raises(Refused):
        canvass.take_up_company(company, by=cast.actor("service_team"))
    offer = canvass.take_up_company(company, by=by)
    host = offer.host
    assert (host.state, host.source, host.address, host.lodging, offer.willingness) == ("candidate", "chamber", "佛山市南海区", "women", "willing")
    assert list(Post.objects.filter(offer=offer).values_list("title", "seats_min", "seats_max", "lodging", "contact_phone_masked")) == [
        ("生产管理助理", 2, 2, "women", "139****2345"), ("市场助理", 1, 1, "women", "139****2345")]
    assert list(host.unit.industry_links.values_list("industry_id", flat=True)) == ["C26"]
    with pytest.raises(RuleBroken):
        canvass.take_up_company(company, by=by)


def test_a_known_host_is_taken_up_once(cast: Cast) -> None:
    make_host(cast)
    campaign, _rows = opened(cast, "甲公司")
    company = canvass.list_company(campaign, by=cast.actor("officer"), name=cast.company.name)
    canvass.answer_request(company, by=cast.actor("officer"), **WILLING)
    offer = canvass.take_up_company(company, by=cast.actor("officer"))
    assert (Host.objects.count(), offer.host.state, offer.posts.count()) == (1, "vetted", 2)


# -- reminders -----------------------------------------------------------------------------------------------


def test_only_who_is_silent_is_reminded_only_at_work_and_not_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, (silent, answered, unasked) = opened(cast, "甲公司", "乙公司", "丙公司")
    by = cast.actor("officer")
    canvass.answer_request(answered, by=by, answer="no", reason="busy")
    AskedCompany.objects.exclude(pk=unasked.pk).update(asked_at=timezone.make_aware(dt.datetime(2026, 12, 1)))
    at_work(monkeypatch, 18)
    with pytest.raises(RuleBroken, match="工作日"):
        actions.remind_companies(campaign, by=by)
    assert list(jobs.REGISTER["placement.remind"].waiting()) == []
    at_work(monkeypatch)
    assert list(jobs.REGISTER["placement.remind"].waiting()) == [campaign.pk]
    tasks.remind(campaign.pk)
    told = OutboxMessage.objects.filter(key__startswith="placement:silent")
    assert ({message.recipient for message in told}, [r.pk for r in AskedCompany.objects.filter(reminded_at__isnull=False)]) == (
        {str(cast.officer.pk), str(cast.service_team.pk)}, [silent.pk])
    assert list(jobs.REGISTER["placement.remind"].waiting()) == []
    with pytest.raises(RuleBroken, match="无需"):
        actions.remind_companies(campaign, by=by)


# -- pages ---------------------------------------------------------------------------------------------------


def test_the_office_plans_asks_and_writes_down_on_its_pages(cast: Cast, client: Client) -> None:
    batch = make_batch(cast)
    days = {"pass_on_by": "2026-12-04", "reach_by": "2026-12-11", "answer_by": "2026-12-25", "letter": "请予支持"}
    assert post(client, cast.officer, "campaign_add", batch.pk, data=days | {"reach_by": "2026-12-01"}).status_code == 200
    assert post(client, cast.officer, "campaign_add", batch.pk, data=days).status_code == 302
    campaign = Campaign.objects.get()
    assert post(client, cast.officer, "campaign_target", campaign.pk, data={"seats": "5", "posts": "2", "industry_code": "C"}).status_code == 302
    assert post(client, cast.officer, "company_add", campaign.pk, data={"name": "甲公司", "phone": "0757-86681234"}).status_code == 302
    assert post(client, cast.officer, "campaign_move", campaign.pk, data={"move": "open"}).status_code == 302
    company = AskedCompany.objects.get()
    refused = post(client, cast.officer, "company_answer", company.pk, data={"answer": "not_now", "words": "旺季"})
    assert (refused.status_code, "旺季" in refused.content.decode()) == (422, True)
    assert post(client, cast.officer, "company_answer", company.pk, data={"answer": "not_now", "reason": "busy", "words": "旺季"}).status_code == 302
    listed = get(client, cast.leader, "companies", campaign.pk, answer="not_now").content.decode()
    assert ("甲公司" in listed, "0757" in listed) == (True, False)
