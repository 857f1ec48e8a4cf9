"""Leads: found once, handed over, followed up, shared out to exactly the whole."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import OutboxMessage
from seedbed.outcomes.actions import leads as actions
from seedbed.outcomes.actions import standards, visits
from seedbed.outcomes.models import Lead, LeadAmount, LeadShare
from seedbed.outcomes.queries import leads as reads
from seedbed.outcomes.queries import whole
from seedbed.selection.models import Batch
from tests.cast import SETUP, Cast
from tests.integration.outcomes.scene import (
    CODE,
    OTHER_CODE,
    batch_at_work,
    command_office,
    document,
    followed_lead,
    get,
    make_lead,
    post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    return batch_at_work(cast)


def test_a_lead_begins_with_its_finder_and_no_credit_given(cast: Cast, batch: Batch) -> None:
    lead = make_lead(cast, batch)
    assert (lead.state, lead.desk, lead.shared, [s.person for s in lead.shares.all()]) == ("found", cast.department, 0, [cast.people["applicant"]])


def test_a_credit_code_is_claimed_once_whoever_comes_second(cast: Cast, batch: Batch) -> None:
    lead = make_lead(cast, batch)
    with pytest.raises(RuleBroken) as refusal:
        make_lead(cast, batch, company="完全不同的名字", name="other_applicant", not_same="不同")
    assert lead.shown_number in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.create(desk=cast.root, batch=batch, company="别处", company_key="别处", uscc=OTHER_CODE, found_on=date(2026, 11, 1))


def test_a_similar_name_needs_a_reason(cast: Cast, batch: Batch) -> None:
    make_lead(cast, batch, uscc="")
    with pytest.raises(RuleBroken):
        make_lead(cast, batch, company="宏图机械", uscc="", name="other_applicant")
    lead = make_lead(cast, batch, company="宏图机械", uscc="", name="other_applicant", not_same="同名，注册地在东莞")
    assert lead.not_same == "同名，注册地在东莞"


def test_the_second_finder_joins_and_takes_nothing_away(cast: Cast, batch: Batch) -> None:
    lead, officer = make_lead(cast, batch), cast.actor("officer")
    mine = lead.shares.get()
    actions.share_lead(lead, by=officer, points={mine.pk: 10_000})
    actions.join_lead(lead, by=cast.actor("other_applicant"), person=cast.people["other_applicant"], did="带队回访")
    assert sorted(lead.shares.values_list("points", flat=True)) == [0, 10_000]
    with pytest.raises(RuleBroken):
        actions.join_lead(lead, by=cast.actor("other_applicant"), person=cast.people["other_applicant"], did="再次")


def test_nobody_is_entered_by_somebody_else_but_the_office(cast: Cast, batch: Batch) -> None:
    with pytest.raises(RuleBroken):
        actions.add_lead(batch, by=cast.actor("applicant"), person=cast.people["other_applicant"], did="介绍", company="某公司")
    lead = actions.add_lead(batch, by=cast.actor("officer"), person=cast.people["other_applicant"], did="介绍", company="某公司")
    with pytest.raises(RuleBroken):
        actions.join_lead(lead, by=cast.actor("other_applicant"), person=cast.people["applicant"], did="介绍")
    with pytest.raises(RuleBroken):
        actions.add_lead(batch, by=cast.actor("officer"), person=cast.people["clerk_a"], did="介绍", company="另外一家")


@pytest.mark.parametrize("points", [(5000, 5001), (5000, 4999), (10_000, 1), (0, 0)])
def test_credit_that_is_not_the_whole_is_refused(cast: Cast, batch: Batch, points: tuple[int, int]) -> None:
    lead = make_lead(cast, batch)
    actions.join_lead(lead, by=SETUP, person=cast.people["other_applicant"], did="带队回访")
    keys = list(lead.shares.order_by("pk").values_list("pk", flat=True))
    with pytest.raises(RuleBroken):
        actions.share_lead(lead, by=cast.actor("officer"), points=dict(zip(keys, points, strict=True)))
    with pytest.raises(RuleBroken):
        actions.share_lead(lead, by=cast.actor("officer"), points={keys[0]: 10_000})
    assert whole.sum_of_shares(lead) == 0


def test_credit_is_shared_out_and_changed_only_with_a_reason(cast: Cast, batch: Batch) -> None:
    lead, officer = make_lead(cast, batch), cast.actor("officer")
    other = actions.join_lead(lead, by=SETUP, person=cast.people["other_applicant"], did="带队回访")
    mine = LeadShare.objects.get(lead=lead, person=cast.people["applicant"])
    actions.share_lead(lead, by=officer, points={mine.pk: 6667, other.pk: 3333})
    assert (whole.sum_of_shares(lead), lead.shared) == (10_000, 0)  # the caller's copy is old, the row is not
    lead.refresh_from_db()
    with pytest.raises(RuleBroken):
        actions.share_lead(lead, by=officer, points={mine.pk: 5000, other.pk: 5000})
    actions.share_lead(lead, by=officer, points={mine.pk: 5000, other.pk: 5000}, reason="经双方确认")
    assert whole.sum_of_shares(lead) == 10_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(shared=9_999)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadShare.objects.filter(pk=mine.pk).update(points=10_001)


def test_hand_over_and_signature_count_working_days(cast: Cast, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = command_office(cast)
    lead = make_lead(cast, batch, found_on=date(2026, 9, 1))
    monkeypatch.setattr(timezone, "localdate", lambda *_a: date(2026, 9, 23))
    actions.hand_over(lead, by=cast.actor("officer"), owner=owner)
    # Thursday and the first working day after the Mid-Autumn days of 25 to 27 September
    assert (lead.state, lead.sign_by, lead.provisional) == ("handed", date(2026, 9, 28), False)
    actions.sign_for(lead, by=cast.actor("investor"))
    assert (lead.state, lead.signed_for_by, lead.reply_by) == ("taken", cast.accounts["investor"], date(2026, 10, 14))


def test_only_the_unit_that_follows_up_signs(cast: Cast, batch: Batch) -> None:
    lead = actions.hand_over(make_lead(cast, batch), by=cast.actor("officer"), owner=command_office(cast))
    for name in ("officer", "clerk_a", "applicant", "service_team"):
        with pytest.raises(Refused):
            actions.sign_for(lead, by=cast.actor(name))
    actions.send_back(lead, by=cast.actor("investor"), reason="企业电话有误")
    assert (lead.state, OutboxMessage.objects.filter(subject="一条线索被退回").count()) == ("found", 1)


def test_each_report_reaches_the_finders_and_the_first_is_the_reply(cast: Cast, batch: Batch) -> None:
    lead = followed_lead(cast, batch)
    investor = cast.actor("investor")
    actions.report(lead, by=investor, text="已与企业联系，约定下周洽谈")
    first = lead.replied_at
    for move in ("talk", "visit", "sign", "start", "produce"):
        actions.report(lead, by=investor, text=f"进展：{move}", move=move)
    lead.refresh_from_db()
    assert (lead.state, lead.replied_at, lead.reports.count()) == ("producing", first, 6)
    told = OutboxMessage.objects.filter(recipient=str(cast.applicant.pk), subject="您的线索有新进展")
    assert told.count() == 6
    with pytest.raises(RuleBroken):
        actions.report(lead, by=investor, text="又一次", move="talk")


def test_money_comes_with_a_document_and_after_the_contract(cast: Cast, batch: Batch) -> None:
    lead, investor = followed_lead(cast, batch), cast.actor("investor")
    given = {"kind": "contract", "fen": 1_200_000_000, "on": date(2026, 11, 20), "upload": document()}
    with pytest.raises(RuleBroken):
        actions.add_amount(lead, by=investor, **given)
    actions.report(lead, by=investor, text="洽谈", move="talk")
    actions.report(lead, by=investor, text="签约", move="sign")
    amount = actions.add_amount(lead, by=investor, **given)
    assert (amount.fen, reads.fen_by_kind(Lead.objects.all())) == (1_200_000_000, {"contract": 1_200_000_000})
    with pytest.raises(RuleBroken):
        actions.add_amount(lead, by=investor, **(given | {"on": timezone.localdate() + timedelta(days=1)}))
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadAmount.objects.filter(pk=amount.pk).update(fen=0)


def test_a_company_that_was_given_up_may_come_again(cast: Cast, batch: Batch) -> None:
    lead = make_lead(cast, batch)
    actions.give_up(lead, by=cast.actor("officer"), reason="企业暂无投资意向")
    again = make_lead(cast, batch, name="other_applicant")
    with pytest.raises(RuleBroken) as refusal:
        actions.take_up_again(lead, by=cast.actor("officer"), reason="重新接触")
    assert again.shown_number in str(refusal.value)


def test_who_sees_a_lead(cast: Cast, batch: Batch) -> None:
    lead = followed_lead(cast, batch)
    found = make_lead(cast, batch, company="佛山市得心斋食品有限公司", uscc=CODE)
    seen = {name: set(reads.leads_visible_to(cast.actor(name)).values_list("pk", flat=True)) for name in (
        "officer", "leader", "applicant", "investor", "other_applicant", "clerk_a", "service_team", "audit_admin")}
    both = {lead.pk, found.pk}
    assert seen == {"officer": both, "leader": both, "applicant": both, "investor": {lead.pk}, "other_applicant": set(), "clerk_a": set(),
                    "service_team": set(), "audit_admin": set()}


def test_a_new_version_of_the_deadlines_leaves_old_leads_alone(cast: Cast, batch: Batch) -> None:
    lead = followed_lead(cast, batch)
    standards.set_standard(cast.department, by=cast.actor("officer"), kind="lead", content={"sign_workdays": 1, "reply_workdays": 3}, source="郴招指〔2026〕3号")
    lead.refresh_from_db()
    assert (lead.standard.number, whole.newest_standard(cast.department.pk, "lead").content["reply_workdays"]) == (1, 3)
    with pytest.raises(RuleBroken):
        standards.set_standard(cast.department, by=cast.actor("officer"), kind="lead", content={"sign_workdays": 0, "reply_workdays": 3}, source="x")


def test_a_visit_names_people_of_the_batch_and_nobody_else(cast: Cast, batch: Batch) -> None:
    given = {"company": "佛山市宏图机械有限公司", "visited_on": date(2026, 11, 2), "learnt": "精益生产"}
    visit = visits.add_visit(batch, by=cast.actor("applicant"), people=[cast.people["applicant"]], **given)
    visits.join_visit(visit, by=cast.actor("other_applicant"), person=cast.people["other_applicant"])
    assert visit.people.count() == 2
    with pytest.raises(RuleBroken):
        visits.add_visit(batch, by=cast.actor("officer"), people=[cast.people["clerk_a"]], **(given | {"visited_on": date(2026, 11, 3)}))


# -- pages -----------------------------------------------------------------------------------------------


def test_registering_shows_what_is_alike_before_anything_is_stored(cast: Cast, batch: Batch, client: Client) -> None:
    lead = make_lead(cast, batch, uscc="")
    given = {"company": "宏图机械厂", "found_on": "2026-11-20", "did": "走访得知", "wishes": "找厂房"}
    page = post(client, cast.other_applicant, "lead_add", batch.pk, data=given).content.decode()
    assert (lead.shown_number in page, "找厂房" in page, Lead.objects.count()) == (True, True, 1)
    answer = post(client, cast.other_applicant, "lead_add", batch.pk, data=given | {"not_same": "不同企业"})
    assert (answer.status_code, Lead.objects.count()) == (302, 2)


def test_a_person_sees_the_own_share_only(cast: Cast, batch: Batch, client: Client) -> None:
    lead = make_lead(cast, batch)
    other = actions.join_lead(lead, by=SETUP, person=cast.people["other_applicant"], did="带队回访")
    actions.share_lead(lead, by=cast.actor("officer"), points={lead.shares.exclude(pk=other.pk).get().pk: 6667, other.pk: 3333})
    page = get(client, cast.applicant, "lead", lead.pk).content.decode()
    assert ("66.67 %" in page, "33.33 %" in page) == (True, False)
    page = get(client, cast.officer, "lead", lead.pk).content.decode()
    assert ("66.67 %" in page, "33.33 %" in page) == (True, True)


def test_the_officer_carries_a_lead_through_the_screens(cast: Cast, batch: Batch, client: Client) -> None:
    lead, owner = make_lead(cast, batch), command_office(cast)
    assert post(client, cast.officer, "lead_hand_over", lead.pk, data={"owner": "没有这个单位"}).status_code == 200
    assert post(client, cast.officer, "lead_hand_over", lead.pk, data={"owner": owner.name}).status_code == 302
    assert post(client, cast.accounts["investor"], "lead_sign_for", lead.pk).status_code == 302
    assert post(client, cast.accounts["investor"], "lead_report", lead.pk, data={"move": "talk", "on": "2026-11-20", "text": "首次洽谈"}).status_code == 302
    assert post(client, cast.accounts["investor"], "lead_report", lead.pk, data={"move": "sign", "on": "2026-11-25", "text": "签约"}).status_code == 302
    money = {"kind": "contract", "amount": "3.5亿元", "on": "2026-11-25", "upload": document()}
    assert post(client, cast.accounts["investor"], "lead_amount", lead.pk, data=money).status_code == 302
    amount = LeadAmount.objects.get()
    assert (amount.fen, b"".join(get(client, cast.applicant, "lead_document", amount.pk).streaming_content)[:5]) == (35_000_000_000, b"%PDF-")
    assert get(client, cast.other_applicant, "lead_document", amount.pk).status_code == 404
    assert get(client, cast.officer, "leads_file").content[:2] == b"PK"
    assert "首次洽谈" in get(client, cast.applicant, "lead", lead.pk).content.decode()


@pytest.mark.parametrize("name", ["leads", "visits"])
def test_lists_ask_as_often_for_many_rows_as_for_one(cast: Cast, batch: Batch, client: Client, name: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection, ) as found:
            assert get(client, cast.officer, name).status_code == 200
        return len(found)

    def fill(first: int, last: int) -> None:
        for i in range(first, last):
            lead = Lead.objects.create(desk=cast.department, batch=batch, company=f"公司{i}", company_key=f"公司{i}", found_on=date(2026, 11, 1))
            LeadShare.objects.create(lead=lead, person=cast.people["applicant"], did="x")
            visits.add_visit(batch, by=SETUP, company=f"公司{i}", visited_on=date(2026, 11, 2), learnt="x", people=[cast.people["applicant"]])

    fill(0, 1)
    asked()
    one = asked()
    fill(1, 30)
    assert asked() == one
