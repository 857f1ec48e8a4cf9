"""Sharing sessions at home with what was taken over; what companies need, answered or made a lead or a ticket."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.casework.queries import ticket_rules
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.outcomes.actions import needs, practices, sharing
from seedbed.outcomes.models import CompanyNeed, Lead, PracticeTaken
from seedbed.outcomes.queries import needs as need_reads
from seedbed.outcomes.queries import sharing as reads
from seedbed.residency.actions import classes
from tests.cast import Cast, log_in
from tests.integration.outcomes.scene import batch_at_work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def batch(cast: Cast):
    return batch_at_work(cast)


def adopted(cast: Cast, batch, title="看板管理"):
    officer = cast.actor("officer")
    row = practices.add_practice(batch, by=officer, person=cast.people["applicant"], title=title, seen_at="佛山某企业", what="进度上墙")
    return practices.adopt_practice(practices.propose_practice(row, by=officer), by=officer, on=TODAY(), basis="局务会纪要3号")


def test_a_session_tells_own_practices_and_other_units_take_them_over_from_there(cast: Cast, batch) -> None:
    trainee, me = cast.actor("applicant"), cast.people["applicant"]
    row, unheard = adopted(cast, batch), adopted(cast, batch, "晨会制度")
    session = sharing.add_sharing(batch, by=trainee, person=me, on=TODAY(), title="驻企体会", practices=[row])
    taken = practices.take_practice(row, by=cast.actor("officer"), unit=cast.unit_b, on=TODAY(), how="分享会", session=session)
    assert (session.home, list(session.practices.all()), list(session.taken.all())) == (cast.unit_a, [row], [taken])
    with pytest.raises(RuleBroken):
        practices.take_practice(unheard, by=cast.actor("officer"), unit=cast.unit_b, on=TODAY(), how="分享会", session=session)
    for wrong in (
        lambda: sharing.add_sharing(batch, by=trainee, person=me, on=TODAY(), title="同一天再登一次"),
        lambda: sharing.add_sharing(batch, by=trainee, person=me, on=TODAY() + timedelta(days=1), title="明天"),
        lambda: sharing.add_sharing(batch, by=cast.actor("other_applicant"), person=me, on=TODAY(), title="代登"),
        lambda: sharing.add_sharing(batch, by=cast.actor("other_applicant"), person=cast.people["other_applicant"], on=TODAY(), title="他人做法", practices=[row]),
    ):
        with pytest.raises(RuleBroken):
            wrong()
    seen = {name: reads.sharings_visible_to(cast.actor(name)).count() for name in ("applicant", "other_applicant", "clerk_a", "clerk_b", "officer", "service_team")}
    assert seen == {"applicant": 1, "other_applicant": 0, "clerk_a": 1, "clerk_b": 0, "officer": 1, "service_team": 0}


def test_a_session_is_entered_and_followed_up_on_its_pages(cast: Cast, batch, client: Client) -> None:
    row = adopted(cast, batch)
    log_in(client, cast.applicant)
    filled = {"on": TODAY(), "title": "驻企体会", "home": "没有这个单位", "practices": [row.pk]}
    assert client.post(reverse("outcomes:sharing_add", args=[batch.pk]), filled).status_code == 200
    assert client.post(reverse("outcomes:sharing_add", args=[batch.pk]), filled | {"home": cast.unit_b.name}).status_code == 302
    session = reads.sharings_visible_to(cast.actor("officer")).get()
    assert session.home == cast.unit_b
    assert client.post(reverse("outcomes:sharing_echo", args=[session.pk]), {"echo": "两个股室愿意试行"}).status_code == 302
    log_in(client, cast.officer)
    done = client.post(reverse("outcomes:sharing_taken", args=[session.pk]), {"practice": row.pk, "owner": cast.unit_b.name, "on": TODAY()})
    assert (done.status_code, PracticeTaken.objects.get().session) == (302, session)
    assert "两个股室愿意试行" in client.get(reverse("outcomes:sharing", args=[session.pk])).content.decode()


def noted(cast: Cast, batch):
    return needs.note_need(batch, by=cast.actor("applicant"), person=cast.people["applicant"], company="佛山市宏图机械有限公司", kind="land", text="需要两万平方米厂房")


def test_a_need_is_handed_over_and_answered_in_time(cast: Cast, batch) -> None:
    row, clerk = noted(cast, batch), cast.actor("clerk_b")
    with pytest.raises(Refused):
        needs.hand_over_need(row, by=cast.actor("applicant"), owner=cast.unit_b)
    needs.hand_over_need(row, by=cast.actor("officer"), owner=cast.unit_b)
    assert (list(need_reads.needs_to_answer(clerk)), row.answer_by > TODAY()) == ([row], True)
    with pytest.raises(RuleBroken):
        needs.answer_need(row, by=clerk, answer=" ")
    with pytest.raises(Refused):
        needs.answer_need(row, by=cast.actor("clerk_a"), answer="不归我管")
    needs.answer_need(row, by=clerk, answer="城西园区有现成厂房")
    assert (row.state, row.answered_on, list(need_reads.needs_to_answer(clerk))) == ("answered", TODAY(), [])


def test_a_need_becomes_a_lead_or_a_ticket_without_being_typed_again(cast: Cast, batch, client: Client) -> None:
    row, other = noted(cast, batch), noted(cast, batch)
    log_in(client, cast.officer)
    assert client.post(reverse("outcomes:need_lead", args=[row.pk]), {"did": "牵线对接"}).status_code == 302
    row.refresh_from_db()
    lead = Lead.objects.get()
    assert (row.lead, lead.company, lead.wishes, lead.shares.get().person_id) == (lead, row.company, row.text, row.person_id)
    with pytest.raises(RuleBroken):
        needs.make_lead(other, by=cast.actor("officer"), did="重复")
    assert CompanyNeed.objects.get(pk=other.pk).state == "noted"
    with pytest.raises(RuleBroken):
        needs.make_ticket(other, by=cast.actor("officer"), rule=None)
    classes.open_class(batch, by=cast.actor("officer"))
    rule = next(rule for rule in ticket_rules() if rule.kind == "residency.research")
    assert client.post(reverse("outcomes:need_ticket", args=[other.pk]), {"rule": rule.pk}).status_code == 302
    other.refresh_from_db()
    assert (other.state, other.ticket.text, other.ticket.reporter) == ("ticket", "佛山市宏图机械有限公司：需要两万平方米厂房", cast.people["applicant"])
