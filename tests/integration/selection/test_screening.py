"""Screening with reasons, overruling, conflicts of interest, the confidential sounding."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.models import Tie
from seedbed.directory.queries import conflict_between, conflicts_with_each, site
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import ApprovalPaper, AuditEvent
from seedbed.selection import actions, reasons
from seedbed.selection.models import Application, Batch, Sounding
from seedbed.selection.queries import bars
from seedbed.selection.queries.sounded import sounding_of
from tests.cast import SETUP, Cast, open_account
from tests.integration.selection import scene


def screening_batch(cast: Cast, **more: object) -> Batch:
    """A batch in screening."""
    return scene.move(scene.make_batch(cast, **more), cast, "close_applications")


def test_refusals_come_with_their_sentences_and_the_version_used(cast: Cast) -> None:
    batch = screening_batch(cast, starts_on=date(2026, 10, 9), ends_on=date(2027, 1, 9))
    person = scene.add_person(cast.unit_a, 1, birth="19750401")
    row = scene.add_application(batch, person, state="submitted", rank="")
    done = actions.screen(row, by=cast.actor("officer"))
    assert (done.state, done.screened_with_id) == ("ineligible", batch.eligibility_id)
    assert reasons.refusals(done) == ["缺单位推荐意见：该栏为空。", "缺职级。", "1975-04 出生，开班时 51 岁，超过 45 岁的上限。"]
    assert [a["key"] for a in done.screening if not a["ok"] and a["effect"] == "ask"] == ["in_line"]


def test_who_took_part_before_is_refused_with_the_year(cast: Cast) -> None:
    earlier = scene.released(cast, 1, starts_on=date(2025, 3, 1), ends_on=date(2025, 6, 1))
    person = Application.objects.get(state="chosen").person
    batch = scene.move(scene.make_batch(cast, plan=earlier.plan, starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1)), cast, "close_applications")
    done = actions.screen(scene.add_application(batch, person, in_park=True), by=cast.actor("officer"))
    assert reasons.refusals(done) == ["2025 年已参训，未满 5 年。"]


def test_screening_all_says_how_many_and_keeps_what_was_overruled(cast: Cast) -> None:
    batch = screening_batch(cast)
    good = scene.add_application(batch, scene.add_person(cast.unit_a, 1))
    bad = scene.add_application(batch, scene.add_person(cast.unit_a, 2), state="submitted")
    done = actions.screen_batch(batch, by=cast.actor("officer"))
    assert (done.eligible, done.ineligible, done.barred, done.kept) == (1, 1, 0, 0)
    bad.refresh_from_db()
    actions.overrule(bad, by=cast.actor("officer"), eligible=True, reason="推荐函已收到")
    again = actions.screen_batch(batch, by=cast.actor("officer"))
    assert (again.eligible, again.ineligible, again.kept) == (1, 0, 1)
    good.refresh_from_db()
    assert (Application.objects.get(pk=bad.pk).state, good.state) == ("eligible", "eligible")
    assert AuditEvent.objects.filter(what="overrule", note="推荐函已收到").count() == 1


def test_an_overruling_needs_its_reason(cast: Cast) -> None:
    row = scene.add_application(screening_batch(cast), cast.people["applicant"])
    with pytest.raises(RuleBroken):
        actions.overrule(row, by=cast.actor("officer"), eligible=False, reason="  ")


# -- conflicts -----------------------------------------------------------------------------------------------


def colleague(cast: Cast, batch: Batch) -> Application:
    """An applicant of the officer's own unit."""
    return scene.add_application(batch, scene.add_person(cast.department, 5))


def relative(cast: Cast, batch: Batch) -> Application:
    """An applicant who is a relative of the officer."""
    row = scene.add_application(batch, scene.add_person(cast.unit_b, 6))
    directory.declare_tie(row.person, by=SETUP, kind="relative", other=cast.people["officer"])
    return row


@pytest.mark.parametrize("make", [colleague, relative])
def test_a_colleague_or_relative_is_barred_from_every_act_with_a_sentence(cast: Cast, client: Client, make) -> None:
    batch = screening_batch(cast)
    row = make(cast, batch)
    attempts = (
        lambda: actions.screen(row, by=cast.actor("officer")),
        lambda: actions.overrule(row, by=cast.actor("officer"), eligible=True, reason="x"),
        lambda: actions.sound(row, by=cast.actor("officer"), heard_on=timezone.localdate(), facts="x"),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken, match="您应当回避"):
            attempt()
    assert actions.screen_batch(batch, by=cast.actor("officer")).barred == 1
    row.refresh_from_db()
    assert (row.state, Sounding.objects.count()) == ("recommended", 0)
    for name, arg in (("application", row.pk), ("screening", batch.pk), ("sounding", row.pk)):
        assert "您应当回避" in scene.get(client, cast.officer, name, arg).content.decode()


def test_another_officer_may(cast: Cast) -> None:
    row = relative(cast, screening_batch(cast))
    cast.accounts["second_officer"] = open_account("second_officer", "officer", cast.root, scene.add_person(cast.unit_a, 40))
    assert actions.screen(row, by=cast.actor("second_officer")).state == "eligible"


def test_in_a_small_office_the_superiors_paper_stands_for_another_officer(small_cast: Cast) -> None:
    row = colleague(small_cast, screening_batch(small_cast))
    officer = small_cast.actor("officer")
    paper = directory.file_approval(site(), by=officer, number="郴组批〔2026〕8号", issuer="欧阳部长", issued_on=timezone.localdate(), purpose="回避事项")
    assert actions.screen(row, by=officer, approval=paper).state == "eligible"
    assert AuditEvent.objects.filter(what="barred officer acts on approval", note__contains="郴组批〔2026〕8号").count() == 1


PAPER = {"approval_number": "郴组批〔2026〕9号", "approval_issuer": "欧阳部长", "approval_issued_on": "2026-11-02"}


def test_in_a_small_office_a_barred_officer_overrules_with_the_paper_on_the_page(small_cast: Cast, client: Client) -> None:
    row = colleague(small_cast, screening_batch(small_cast))
    page = scene.get(client, small_cast.officer, "application", row.pk).content.decode()
    assert (page.count('name="approval_number"'), page.count('id="overrule_approval_number"')) == (2, 1)
    typed = {"eligible": "no", "reason": "材料不实"}
    without = scene.post(client, small_cast.officer, "overrule", row.pk, **typed)
    assert (without.status_code, "材料不实" in without.content.decode(), ApprovalPaper.objects.count()) == (200, True, 0)
    assert scene.post(client, small_cast.officer, "overrule", row.pk, **typed, **PAPER).status_code == 302
    row.refresh_from_db()
    assert (row.state, ApprovalPaper.objects.get().purpose) == ("ineligible", "回避人员改变审核结果")
    assert AuditEvent.objects.filter(what="barred officer acts on approval", note__contains="郴组批〔2026〕9号").count() == 1


def test_in_a_small_office_a_barred_officer_changes_a_decision_with_the_paper(small_cast: Cast, client: Client) -> None:
    batch = scene.ready_to_rank(small_cast, 2)
    row = scene.add_application(batch, scene.add_person(small_cast.department, 5), state="proposed", position=3)
    Batch.objects.filter(pk=batch.pk).update(state="proposed")
    typed = {"outcome": "reserve", "reason": "名额有限"}
    assert scene.post(client, small_cast.officer, "decide", row.pk, **typed).status_code == 200
    assert scene.post(client, small_cast.officer, "decide", row.pk, **typed, **PAPER).status_code == 302
    row.refresh_from_db()
    assert row.state == "reserve"


def test_a_paper_is_named_whole(small_cast: Cast, client: Client) -> None:
    row = colleague(small_cast, screening_batch(small_cast))
    half = scene.post(client, small_cast.officer, "screen", row.pk, approval_number=PAPER["approval_number"])
    assert (half.status_code, PAPER["approval_number"] in half.content.decode(), ApprovalPaper.objects.count()) == (200, True, 0)
    assert scene.post(client, small_cast.officer, "screen", row.pk, **PAPER).status_code == 302
    row.refresh_from_db()
    assert row.state == "eligible"


def test_in_a_full_office_no_paper_stands_for_another_officer(cast: Cast, client: Client) -> None:
    row = colleague(cast, screening_batch(cast))
    assert 'name="approval_number"' not in scene.get(client, cast.officer, "application", row.pk).content.decode()
    answer = scene.post(client, cast.officer, "overrule", row.pk, eligible="no", reason="x", **PAPER)
    assert (answer.status_code, "您应当回避" in answer.content.decode(), ApprovalPaper.objects.count()) == (200, True, 0)


def test_an_ended_tie_bars_no_more(cast: Cast) -> None:
    row = relative(cast, screening_batch(cast))
    directory.end_tie(Tie.objects.get(), by=cast.actor("officer"), reason="登记有误")
    assert actions.screen(row, by=cast.actor("officer")).state == "eligible"


def test_conflicts_with_many_are_those_with_each(cast: Cast, django_assert_num_queries) -> None:
    officer = cast.people["officer"]
    people = [scene.add_person(unit, n) for n, unit in enumerate((cast.unit_a, cast.unit_b, cast.department, cast.unit_a))]
    directory.declare_tie(people[0], by=SETUP, kind="relative", other=officer)
    directory.declare_tie(cast.department, by=SETUP, kind="supervises", other=cast.unit_b)
    directory.declare_tie(officer, by=SETUP, kind="home_tie", other=cast.unit_a)
    with django_assert_num_queries(1):
        many = conflicts_with_each(officer, people)
    each = {p.pk: found for p in people if (found := conflict_between(officer, p))}
    assert {pk: {(c.kind, c.tie_id) for c in found} for pk, found in many.items()} == {
        pk: {(c.kind, c.tie_id) for c in found} for pk, found in each.items()}
    assert set(many) == {people[0].pk, people[1].pk, people[2].pk}


def test_nobody_judges_the_own_application(cast: Cast) -> None:
    row = scene.add_application(screening_batch(cast), cast.people["officer"])
    assert [c.kind for c in bars(cast.actor("officer"), [row])[row.pk]] == ["oneself"]


# -- sounding ------------------------------------------------------------------------------------------------


def sounded(cast: Cast) -> Application:
    """An application with a sounding."""
    row = scene.add_application(screening_batch(cast), cast.people["applicant"])
    actions.sound(row, by=cast.actor("officer"), heard_on=timezone.localdate(), willingness="strong", facts="情况属实甲", circumstances="周末需回家乙",
                  unit_need="项目急需丙")
    return row


def test_a_sounding_is_sealed_and_read_by_officer_and_leader_only(cast: Cast, client: Client) -> None:
    row = sounded(cast)
    stored = Sounding.objects.get()
    assert [word for word in ("甲", "乙", "丙", "strong") if word in stored.text_sealed] == []
    seen = {name: "情况属实甲" in scene.get(client, cast.accounts[name], "application", row.pk).content.decode() for name in ("officer", "leader")}
    assert seen == {"officer": True, "leader": True}
    refused = {name: scene.get(client, cast.accounts[name], "sounding", row.pk).status_code
               for name in ("applicant", "clerk_a", "clerk_b", "service_team", "system_admin", "audit_admin")}
    assert refused == {"applicant": 403, "clerk_a": 403, "clerk_b": 403, "service_team": 403, "system_admin": 404, "audit_admin": 404}
    for account, name, arg in ((cast.applicant, "mine", row.batch_id), (cast.clerk_a, "recommendation", row.pk)):
        assert "情况属实甲" not in scene.get(client, account, name, arg).content.decode()


def test_a_sounding_is_in_no_export_and_no_trail(cast: Cast, client: Client) -> None:
    row = sounded(cast)
    for name, args in (("list_file", ("office",)), ("list_file", ("meeting",)), ("corrections_file", ()), ("screening_file", ())):
        book = openpyxl.load_workbook(BytesIO(scene.get(client, cast.officer, name, row.batch_id, *args).content))
        cells = {str(c.value) for sheet in book for line in sheet.iter_rows() for c in line if c.value}
        assert [w for w in ("情况属实甲", "周末需回家乙", "项目急需丙") for c in cells if w in c] == []
    assert AuditEvent.objects.filter(note__contains="属实").count() + AuditEvent.objects.filter(changes__icontains="属实").count() == 0


def test_a_barred_officer_does_not_read_what_another_wrote(cast: Cast) -> None:
    row = sounded(cast)
    directory.declare_tie(row.person, by=SETUP, kind="relative", other=cast.people["officer"])
    assert (sounding_of(cast.actor("officer"), row), sounding_of(cast.actor("leader"), row).facts) == (None, "情况属实甲")


def test_a_sounding_never_changes_state_or_order(cast: Cast) -> None:
    row = sounded(cast)
    row.refresh_from_db()
    assert (row.state, row.screening, row.position) == ("recommended", [], None)


def test_family_is_warned_of_and_kept_only_on_purpose(cast: Cast, client: Client) -> None:
    row = scene.add_application(screening_batch(cast), cast.people["applicant"])
    form = {"heard_on": "2026-01-05", "willingness": "willing", "circumstances": "孩子三岁，妻子怀孕"}
    refused = scene.post(client, cast.officer, "sounding", row.pk, **form)
    assert (refused.status_code, "涉及家庭成员" in refused.content.decode(), "孩子三岁" in refused.content.decode(), Sounding.objects.count()) == (200, True, True, 0)
    assert scene.post(client, cast.officer, "sounding", row.pk, **form, family_seen="on").status_code == 302
    assert Sounding.objects.count() == 1


def test_the_leader_reads_and_does_not_write(cast: Cast, client: Client) -> None:
    row = sounded(cast)
    page = scene.get(client, cast.leader, "sounding", row.pk).content.decode()
    assert ("情况属实甲" in page, 'name="facts"' in page) == (True, False)
    with pytest.raises(Refused):
        actions.sound(row, by=cast.actor("leader"), heard_on=timezone.localdate(), facts="x")


def test_the_future_is_not_heard_yet(cast: Cast) -> None:
    row = scene.add_application(screening_batch(cast), cast.people["applicant"])
    with pytest.raises(RuleBroken):
        actions.sound(row, by=cast.actor("officer"), heard_on=timezone.localdate() + timedelta(days=1))
