"""A public notice from the draft to the erased row."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.casework import actions, tasks
from seedbed.casework.models import NoticeRule, PublicNotice
from seedbed.casework.queries import is_open, public_notice, whole
from seedbed.directory.actions import file_approval
from seedbed.directory.queries import site
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent, Workday
from tests.cast import Cast

ROWS = [{"name": "曾某兰", "unit": "资兴市住房和城乡建设局"}, {"name": "单某强", "unit": "桂阳县教育局"}]


def draft(cast: Cast, **more: object) -> PublicNotice:
    """A drafted notice of the department."""
    given = {"kind": "selection", "title": "拟选派人员公示", "text": "现予公示。", "rows": ROWS} | more
    return actions.open_notice(cast.department, by=cast.actor("officer"), **given)


def running(cast: Cast) -> PublicNotice:
    """A notice that stands."""
    return actions.publish(draft(cast), by=cast.actor("leader"))


def move_back(notice: PublicNotice, days: int) -> None:
    """Let the notice have been published so many days ago."""
    PublicNotice.objects.filter(pk=notice.pk).update(
        starts_on=notice.starts_on - timedelta(days=days), ends_on=notice.ends_on - timedelta(days=days)
    )
    notice.refresh_from_db()


def test_the_first_use_writes_the_rule_with_its_source(cast: Cast) -> None:
    notice = draft(cast)
    rule = NoticeRule.objects.get()
    assert (notice.rule, rule.version, rule.workdays, rule.kind) == (rule, 1, 5, "selection")
    assert "第四十二条" in rule.source


def test_numbers_run_through_the_year(cast: Cast) -> None:
    year = timezone.localdate().year
    assert [draft(cast).number, draft(cast).number] == [f"{year}-001", f"{year}-002"]


def test_the_last_day_is_counted_in_working_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 9, 28))  # Monday before the National Day
    notice = running(cast)
    # 29, 30 September; 1-7 October free; 8, 9, 10 (make-up Saturday) October
    assert (notice.starts_on, notice.ends_on, notice.provisional) == (date(2026, 9, 28), date(2026, 10, 10), False)


def test_the_own_calendar_has_the_last_word(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 23))
    Workday.objects.create(date=date(2026, 11, 25), works=False, source="市政府通知")
    assert running(cast).ends_on == date(2026, 12, 1)


def test_a_year_without_a_table_is_provisional(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 12, 30))
    notice = running(cast)
    assert (notice.provisional, notice.ends_on > date(2027, 1, 1)) == (True, True)


def test_a_shorter_period_than_the_rule_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        draft(cast, workdays=3)
    assert draft(cast, workdays=7).workdays == 7


@pytest.mark.parametrize("given", [{"rows": []}, {"title": " "}, {"rows": [{"name": " ", "unit": "乙局"}]}])
def test_a_notice_without_names_or_title_is_refused(cast: Cast, given: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        draft(cast, **given)


def test_the_drafter_does_not_publish(cast: Cast) -> None:
    notice = draft(cast)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(notice, by=cast.actor("officer"))
    notice.refresh_from_db()
    assert (notice.state, notice.published_at) == ("draft", None)


def test_in_a_small_office_the_paper_stands_for_the_second_person(small_cast: Cast) -> None:
    notice, by = draft(small_cast), small_cast.actor("officer")
    paper = file_approval(site(), by=by, number="郴组〔2026〕11号", issuer="欧阳部长", issued_on=timezone.localdate(), purpose="公示")
    actions.publish(notice, by=by, approval=paper)
    line = AuditEvent.objects.get(action="casework.publish", what="publish")
    assert (notice.state, "郴组〔2026〕11号" in line.note) == ("published", True)


@pytest.mark.parametrize("who", ["applicant", "clerk_a", "service_team", "system_admin", "security_admin", "audit_admin"])
def test_others_draft_and_publish_nothing(cast: Cast, who: str) -> None:
    notice = draft(cast)
    for act in (lambda: draft_by(cast, who), lambda: actions.publish(notice, by=cast.actor(who)),
                lambda: actions.take_down(notice, by=cast.actor(who), reason="不该看见")):
        with pytest.raises(Refused):
            act()
    assert PublicNotice.objects.filter(state="draft").count() == 1


def draft_by(cast: Cast, who: str) -> PublicNotice:
    """Somebody tries to draft a notice."""
    return actions.open_notice(cast.department, by=cast.actor(who), kind="selection", title="公示", rows=ROWS)


def test_a_published_notice_is_frozen(cast: Cast) -> None:
    notice = running(cast)
    with pytest.raises(RuleBroken):
        actions.change_notice(notice, by=cast.actor("officer"), title="另一个", text="", workdays=5)


def test_whoever_changes_the_draft_does_not_publish_it(cast: Cast) -> None:
    notice = draft(cast)
    actions.change_notice(notice, by=cast.actor("officer"), title="改后的公示", text="", workdays=6)
    assert (notice.title, notice.workdays, notice.drafted_by_id) == ("改后的公示", 6, cast.officer.pk)


def test_the_job_closes_and_erases_after_the_last_day(cast: Cast) -> None:
    notice = running(cast)
    digest = notice.digest
    move_back(notice, (notice.ends_on - timezone.localdate()).days)
    assert (is_open(notice), list(whole.notices_over(timezone.localdate()))) == (True, [])  # the last day counts whole
    move_back(notice, 1)
    tasks.close(notice.pk)
    tasks.close(notice.pk)  # a second worker finds nothing to do
    notice.refresh_from_db()
    assert (notice.state, notice.rows, notice.text, notice.row_count, notice.digest) == ("closed", None, "", 2, digest)
    assert AuditEvent.objects.filter(action="casework.close").count() == 1


def test_nobody_closes_before_the_last_day(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        actions.close(running(cast), by=of_job("casework.close"))


def test_taking_down_needs_a_reason_and_erases_at_once(cast: Cast) -> None:
    notice = running(cast)
    with pytest.raises(RuleBroken):
        actions.take_down(notice, by=cast.actor("leader"), reason=" ")
    actions.take_down(notice, by=cast.actor("leader"), reason="名单有误")
    assert (notice.state, notice.rows, notice.text) == ("taken_down", None, "")
    assert AuditEvent.objects.get(action="casework.take_down").note == "名单有误"


def test_names_never_reach_the_trail(cast: Cast) -> None:
    notice = running(cast)
    actions.take_down(notice, by=cast.actor("leader"), reason="结束")
    lines = AuditEvent.objects.filter(object_type="casework.PublicNotice")
    assert [line.pk for line in lines if "曾某兰" in f"{line.changes}{line.note}{line.object_label}"] == []


def test_the_page_is_open_to_all_and_to_no_search_engine(cast: Cast, client: Client) -> None:
    notice = running(cast)
    answer = client.get(reverse("casework:notice", args=[notice.number]))
    body = answer.content.decode()
    assert (answer.status_code, "曾某兰" in body, "单某强" in body) == (200, True, True)
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow, noarchive", "no-store")


def test_a_draft_does_not_exist_for_the_public(cast: Cast, client: Client) -> None:
    notice = draft(cast)
    assert (client.get(reverse("casework:notice", args=[notice.number])).status_code, public_notice(notice.number)) == (404, None)


def test_a_notice_that_is_over_answers_without_names(cast: Cast, client: Client) -> None:
    notice = running(cast)
    move_back(notice, 40)  # over, but the job has not come yet
    answer = client.get(reverse("casework:notice", args=[notice.number]))
    assert (answer.status_code, "曾某兰" in answer.content.decode()) == (410, False)


def test_a_new_rule_counts_for_the_next_notice_only(cast: Cast) -> None:
    old = draft(cast)
    actions.set_rule(site(), by=cast.actor("leader"), kind="selection", workdays=7, reply_workdays=10, source="郴组发〔2026〕3号")
    assert (old.rule.version, draft(cast).rule.version, draft(cast).workdays) == (1, 2, 7)
