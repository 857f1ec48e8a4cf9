"""The public notice of a batch: drafted after the release, and the plan waits for its end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from seedbed.casework import actions as casework
from seedbed.casework.models import PublicNotice
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import RuleBroken
from seedbed.placement.actions import matching, notices
from seedbed.placement.models import BatchNotice
from seedbed.placement.queries.batches import figures_of
from seedbed.placement.views.batch import steps_of
from seedbed.selection.models import Application
from seedbed.selection.queries.whole import chosen_applications
from tests.cast import log_in, open_account
from tests.integration.placement.town import make_batch

pytestmark = pytest.mark.django_db
PUBLIC = of_job("public")


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def confirmed(cast, batch, match):
    """A plan that only waits for its publication."""
    draft = matching.check_draft(match(batch), by=cast.actor("officer"))
    return matching.confirm_draft(draft, by=cast.actor("leader"))


def announced(cast, batch):
    """Draft the batch's notice and let the leader publish it."""
    notice = notices.announce(batch, by=cast.actor("officer")).notice
    return casework.publish(notice, by=cast.actor("leader"))


def let_it_end(notice):
    """Let the period lie in the past, as if the days had gone by."""
    today = timezone.localdate()
    PublicNotice.objects.filter(pk=notice.pk).update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    return PublicNotice.objects.get(pk=notice.pk)


def refusal(act, *args, **named):
    """Return the sentence with which an act is refused."""
    with pytest.raises(RuleBroken) as fault:
        act(*args, **named)
    return str(fault.value)


def station(batch):
    """Return the step of the notice as the batch's home shows it."""
    return next(step for step in steps_of(batch, figures_of(batch)) if step.label == "Public notice")


def test_the_notice_names_everybody_chosen_and_nobody_else(cast, batch):
    link = notices.announce(batch, by=cast.actor("officer"))
    expected = [{"name": row.person.name, "unit": row.unit.name} for row in chosen_applications(batch)]
    assert (link.batch, link.notice.desk, link.notice.state, link.notice.kind) == (batch, batch.unit, "draft", "selection")
    assert (link.notice.rows, link.notice.row_count) == (expected, 12)
    with translation.override("zh-hans"):
        assert link.notice.title == "2026年第二期拟选派人员公示"


def test_nobody_is_announced_before_the_release(cast):
    waiting = make_batch(cast, people=3, hosts=2)
    assert refusal(notices.announce, waiting, by=cast.actor("officer")) == "Release the decisions first: before that nobody is announced."
    assert BatchNotice.objects.count() == PublicNotice.objects.count() == 0


def test_a_batch_has_one_notice_at_a_time(cast, batch):
    officer = cast.actor("officer")
    first = notices.announce(batch, by=officer).notice
    sentence = "This batch has a public notice already. Take it down before you draft another one."
    assert refusal(notices.announce, batch, by=officer) == sentence
    casework.publish(first, by=cast.actor("leader"))
    assert refusal(notices.announce, batch, by=officer) == sentence
    casework.take_down(first, by=officer, reason="名单有误")
    second = notices.announce(batch, by=officer).notice
    assert list(BatchNotice.objects.values_list("notice", flat=True)) == [second.pk, first.pk]


def test_the_plan_waits_for_the_end_of_the_notice(cast, batch, confirmed):
    officer = cast.actor("officer")
    notice = notices.announce(batch, by=officer).notice
    assert refusal(matching.publish_draft, confirmed, by=officer) == (
        f"The public notice {notice.number} is only drafted. Publish it and wait for its last day, or take it down.")
    notice = casework.publish(notice, by=cast.actor("leader"))
    assert refusal(matching.publish_draft, confirmed, by=officer) == (
        f"The public notice runs until the end of {notice.ends_on:%Y-%m-%d}. The plan can be published after that day.")
    PublicNotice.objects.filter(pk=notice.pk).update(starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate())
    assert "runs until" in refusal(matching.publish_draft, confirmed, by=officer)
    let_it_end(notice)
    assert matching.publish_draft(confirmed, by=officer).state == "published"


def test_the_plan_waits_for_the_answers(cast, batch, confirmed):
    officer, notice = cast.actor("officer"), announced(cast, batch)
    objections = [casework.object_to(notice, by=PUBLIC, content=text)[0] for text in ("情况不符", "单位有误")]
    casework.close(let_it_end(notice), by=of_job("casework.close"))
    assert refusal(matching.publish_draft, confirmed, by=officer) == (
        "2 objections to the public notice are not answered yet. Answer them first.")
    casework.answer(objections[0], by=officer, text="经核实，情况相符。")
    assert refusal(matching.publish_draft, confirmed, by=officer) == (
        "1 objection to the public notice is not answered yet. Answer it first.")
    casework.answer(objections[1], by=officer, text="单位名称无误。")
    assert matching.publish_draft(confirmed, by=officer).state == "published"


def test_an_objection_to_an_earlier_notice_counts_too(cast, batch, confirmed):
    officer, first = cast.actor("officer"), announced(cast, batch)
    casework.object_to(first, by=PUBLIC, content="情况不符")
    casework.take_down(first, by=officer, reason="名单有误")
    let_it_end(announced(cast, batch))
    assert refusal(matching.publish_draft, confirmed, by=officer) == (
        "1 objection to the public notice is not answered yet. Answer it first.")


def test_the_step_follows_the_notice_and_never_holds_up_an_office_with_paper(cast, batch, confirmed, client):
    officer = log_in(client, cast.officer)
    home = reverse("placement:batch", args=[batch.pk])
    batch.refresh_from_db()
    now = [step.label for step in steps_of(batch, figures_of(batch)) if step.state == "now"]
    assert (station(batch).state, station(batch).url, now) == ("todo", f"{home}#notice", ["Publish"])
    assert "采用纸质张贴" in officer.get(home, headers={"accept-language": "zh-hans"}).content.decode()
    notice = announced(cast, batch)
    file = reverse("casework:notice_file", args=[notice.pk])
    assert (station(batch).state, station(batch).url, station(batch).note) == ("now", file, "published")
    body = officer.get(home, headers={"accept-language": "zh-hans"}).content.decode()
    assert [text for text in (file, reverse("casework:notice", args=[notice.number]), f"{notice.ends_on:%Y-%m-%d}", "公示期至") if text not in body] == []
    assert "起草公示" not in body
    assert officer.get(reverse("placement:draft", args=[confirmed.pk])).content.decode().count("公示期至") == 1
    let_it_end(notice)
    assert (station(batch).state, figures_of(batch).notice.has_run) == ("done", True)


def test_the_officer_drafts_it_with_a_button(cast, batch, client):
    officer, address = log_in(client, cast.officer), reverse("placement:announce", args=[batch.pk])
    home = reverse("placement:batch", args=[batch.pk])
    assert f'action="{address}"' in officer.get(home).content.decode()
    answer = officer.post(address)
    assert (answer.status_code, answer.url) == (302, reverse("casework:notice_file", args=[BatchNotice.objects.get().notice_id]))
    assert officer.get(answer.url).status_code == 200
    assert f'action="{address}"' not in officer.get(home).content.decode()
    assert officer.post(address).status_code == 409


@pytest.mark.parametrize(("name", "posting", "looking"), [
    ("leader", 403, 200), ("clerk_a", 403, 403), ("service_team", 403, 403), ("stranger", 404, 404), ("system_admin", 404, 404)])
def test_nobody_else_drafts_it(cast, batch, name, posting, looking):
    cast.accounts["stranger"] = open_account("stranger", "officer", cast.unit_b)
    other = log_in(Client(), cast.accounts[name])
    assert other.post(reverse("placement:announce", args=[batch.pk])).status_code == posting
    assert other.get(reverse("placement:batch", args=[batch.pk])).status_code == looking
    assert BatchNotice.objects.count() == 0


def test_who_left_is_not_announced(cast, batch):
    gone = Application.objects.filter(batch=batch, state="chosen").order_by("number").first()
    Application.objects.filter(pk=gone.pk).update(state="given_up")
    rows = notices.announce(batch, by=cast.actor("officer")).notice.rows
    assert [gone.person.name in {row["name"] for row in rows}, len(rows)] == [False, 11]
