"""Rounds of assessment: conflicts, marks with evidence, moderation, caps, the second person, appeals, the link of a company."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seedbed.assessment import actions, queries
from seedbed.assessment.actions import GivenMark
from seedbed.assessment.models import Appeal, Assessment, Mark, MarkSheet, Round
from seedbed.directory.actions import declare_tie
from seedbed.kernel.actor import of_link
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import OutboxMessage
from tests.cast import SETUP, Cast, log_in
from tests.integration.assessment.scene import (
    ALONE,
    CONTENT,
    ask,
    give,
    give_all,
    make_people,
    make_round,
    make_scheme,
)

pytestmark = pytest.mark.django_db


def proposed(cast: Cast, marks: list[int] | None = None) -> Round:
    """A round marked by one assessor, with proposed grades."""
    values = marks or [90, 80, 70, 60]
    row = make_round(cast, make_people(cast, len(values)), ALONE)
    ask(cast, row, "officer")
    give_all(cast, row, {"officer": values})
    actions.close_round(row, by=cast.actor("officer"))
    return actions.propose_grades(row, by=cast.actor("officer"))


def released(cast: Cast) -> Round:
    """The same, released by the leader."""
    return actions.release_round(proposed(cast), by=cast.actor("leader"))


def test_a_scheme_is_a_version_and_needs_its_paper(cast: Cast) -> None:
    first, second = make_scheme(cast), make_scheme(cast, ALONE)
    assert (first.number, second.number, first.content, second.content) == (1, 2, CONTENT, ALONE)
    with pytest.raises(RuleBroken):
        make_scheme(cast, CONTENT | {"criteria": CONTENT["criteria"][:1]})
    with pytest.raises(Refused):
        make_scheme(cast, by=cast.actor("clerk_a"))


def test_nobody_marks_the_own_unit_relatives_or_oneself(cast: Cast) -> None:
    people = [*make_people(cast, 3), cast.people["leader"]]
    declare_tie(cast.people["officer"], by=SETUP, kind="relative", other=cast.people["applicant"])
    row = make_round(cast, people)
    officer, leader = ask(cast, row, "officer", "leader")
    marked = {a.label: set(a.sheets.values_list("assessment__person__name", flat=True)) for a in (officer, leader)}
    # officer and leader are of one unit; the leader is not marked by either
    assert marked == {"何干事": {"单志强", "学员0"}, "欧阳部长": {"曾玉兰", "单志强", "学员0"}}


def test_a_conflict_that_comes_to_light_later_stops_the_sheet(cast: Cast) -> None:
    row = make_round(cast, make_people(cast), ALONE)
    ask(cast, row, "officer")
    sheet = MarkSheet.objects.get(assessment__person=cast.people["applicant"])
    declare_tie(cast.people["applicant"], by=SETUP, kind="relative", other=cast.people["officer"])
    with pytest.raises(RuleBroken):
        give(sheet, 80, by=cast.actor("officer"))
    actions.drop_sheet(sheet, by=cast.actor("leader"), reason="亲属回避")
    assert (sheet.state, Mark.objects.count()) == ("dropped", 0)


def test_a_mark_needs_evidence_and_its_criterion(cast: Cast) -> None:
    row = make_round(cast, make_people(cast), ALONE)
    ask(cast, row, "officer")
    sheet, officer = MarkSheet.objects.order_by("pk").first(), cast.actor("officer")
    for given in ({}, {"essay": GivenMark(8000, " ")}, {"essay": GivenMark(10_001, "x")}, {"clicks": GivenMark(8000, "x")}):
        with pytest.raises(RuleBroken):
            actions.mark(sheet, by=officer, given=given)
    with pytest.raises(Refused):
        give(sheet, 80, by=cast.actor("leader"))
    give(sheet, 80, by=officer)
    assert [(m.criterion, m.points, m.evidence.get().basis) for m in sheet.marks.all()] == [("essay", 8000, "product")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.update(points=10_001)


def test_a_mark_is_changed_by_its_assessor_with_a_reason(cast: Cast) -> None:
    row = make_round(cast, make_people(cast), ALONE)
    ask(cast, row, "officer")
    give_all(cast, row, {"officer": [80, 70]})
    mark, officer = Mark.objects.order_by("pk").first(), cast.actor("officer")
    with pytest.raises(RuleBroken):
        actions.change_mark(mark, by=officer, points=8500, reason=" ")
    with pytest.raises(Refused):
        actions.change_mark(mark, by=cast.actor("leader"), points=8500, reason="补交材料")
    actions.close_round(row, by=officer)
    actions.change_mark(mark, by=officer, points=8500, reason="补交材料")
    assert [(c.before, c.after, c.reason) for c in mark.changes.all()] == [(8000, 8500, "补交材料")]
    assert Assessment.objects.get(pk=mark.sheet.assessment_id).adjusted == 8500


def test_severity_is_taken_away_and_the_raw_mark_stays(cast: Cast) -> None:
    row = make_round(cast, make_people(cast, 4), ALONE)
    strict, mild = ask(cast, row, "officer", "mild")
    give_all(cast, row, {"officer": [80, 70, 60, 50], "mild": [90, 80, 70, 60]})
    first = MarkSheet.objects.filter(assessor=mild).order_by("assessment_id").first()
    actions.drop_sheet(first, by=cast.actor("leader"), reason="改由他人评分")
    actions.close_round(row, by=cast.actor("officer"))
    # 1 has only the strict mark: 80 raw. The strict one gives 10 less; over 4 and 3 marks severities are -30/7 and +40/7.
    assert row.moderation["group"]["severity"] == {str(strict.pk): -429, str(mild.pk): 571}
    assert list(Assessment.objects.order_by("pk").values_list("raw", "adjusted")) == [(8000, 8429), (7500, 7429), (6500, 6429), (5500, 5429)]


def test_a_missing_part_is_waited_for_or_excused_with_a_reason(cast: Cast) -> None:
    row = make_round(cast, make_people(cast))
    ask(cast, row, "officer", "leader")
    give_all(cast, row, {"officer": [80, 70], "leader": [80, 70]})
    officer = cast.actor("officer")
    actions.close_round(row, by=officer)
    with pytest.raises(RuleBroken) as refusal:
        actions.propose_grades(row, by=officer)
    assert "曾玉兰" in str(refusal.value)
    for assessment in Assessment.objects.order_by("pk"):
        with pytest.raises(RuleBroken):
            actions.excuse(assessment, by=officer, who="group", reason="不缺")
        actions.excuse(assessment, by=officer, who="host", reason="企业未回复")
    actions.propose_grades(row, by=officer)
    assert list(Assessment.objects.order_by("pk").values_list("adjusted", "grade", "excused")) == [
        (8000, "b", {"host": "企业未回复"}), (7000, "b", {"host": "企业未回复"})]


def test_caps_hold_when_grades_are_proposed_and_when_one_is_changed(cast: Cast) -> None:
    row = proposed(cast, [95, 90, 88, 60])
    # 25 % of four is one
    assert [(a.grade, a.held_back) for a in Assessment.objects.order_by("pk")] == [("a", False), ("b", True), ("b", True), ("b", False)]
    second, leader = Assessment.objects.order_by("pk")[1], cast.actor("leader")
    with pytest.raises(RuleBroken):
        actions.change_grade(second, by=leader, grade="a", reason="成绩突出")
    first = Assessment.objects.order_by("pk")[0]
    actions.change_grade(first, by=leader, grade="b", reason="受处分影响期内")
    actions.change_grade(second, by=leader, grade="a", reason="成绩突出")
    row.refresh_from_db()
    assert (queries.grade_counts(row), row.proposed_by) == ({"a": 1, "b": 3}, cast.leader)


def test_the_one_who_proposed_does_not_release(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(SecondPersonNeeded):
        actions.release_round(row, by=cast.actor("officer"))
    actions.release_round(row, by=cast.actor("leader"))
    assert (row.state, OutboxMessage.objects.filter(recipient=str(cast.applicant.pk), key__startswith="assessment:released").count()) == ("released", 1)


def test_nobody_sees_a_result_before_the_release_and_then_only_the_own(cast: Cast) -> None:
    row = proposed(cast)
    mine = Assessment.objects.get(person=cast.people["applicant"])

    def seen(name: str) -> set[int]:
        return set(queries.assessments_visible_to(cast.actor(name)).values_list("pk", flat=True))

    assert (seen("applicant"), len(seen("officer"))) == (set(), 4)
    actions.release_round(row, by=cast.actor("leader"))
    assert [seen(name) for name in ("applicant", "clerk_a", "service_team", "audit_admin")] == [{mine.pk}, set(), set(), set()]


def test_an_appeal_is_answered_by_somebody_who_gave_no_mark(cast: Cast) -> None:
    released(cast)
    mine = Assessment.objects.get(person=cast.people["other_applicant"])
    with pytest.raises(Refused):
        actions.appeal(mine, by=cast.actor("applicant"), text="请复核")
    row = actions.appeal(mine, by=cast.actor("other_applicant"), text="走访企业未计入")
    with pytest.raises(Refused):
        actions.answer_appeal(row, by=cast.actor("officer"), answer="维持")
    with pytest.raises(RuleBroken):
        actions.answer_appeal(row, by=cast.actor("leader"), answer="改为优秀", grade="a")
    actions.answer_appeal(row, by=cast.actor("leader"), answer="材料属实，等次调整", grade="c")
    mine.refresh_from_db()
    assert (row.state, mine.grade, mine.grade_reason) == ("changed", "c", "材料属实，等次调整")


def test_appeals_end_with_their_last_working_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = proposed(cast)
    monkeypatch.setattr(timezone, "localdate", lambda *_a: date(2026, 9, 23))
    actions.release_round(row, by=cast.actor("leader"))
    assert row.appeal_until == date(2026, 10, 8)  # five working days around the Mid-Autumn and National days
    monkeypatch.setattr(timezone, "localdate", lambda *_a: date(2026, 10, 9))
    with pytest.raises(RuleBroken):
        actions.appeal(Assessment.objects.get(person=cast.people["applicant"]), by=cast.actor("applicant"), text="请复核")
    assert Appeal.objects.count() == 0


# -- pages -----------------------------------------------------------------------------------------------


def test_a_person_unfolds_every_mark_but_not_who_gave_it(cast: Cast, client: Client) -> None:
    released(cast)
    mine = Assessment.objects.get(person=cast.people["applicant"])
    page = log_in(client, cast.applicant).get(reverse("assessment:result", args=[mine.pk])).content.decode()
    assert ("心得文章一篇" in page, "90" in page, "何干事" in page, "考核组 1" in page) == (True, True, False, True)
    page = log_in(client, cast.officer).get(reverse("assessment:result", args=[mine.pk])).content.decode()
    assert "何干事" in page


def test_an_assessor_marks_on_the_page_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    row = make_round(cast, make_people(cast), ALONE)
    ask(cast, row, "officer")
    sheet = MarkSheet.objects.order_by("pk").first()
    url = reverse("assessment:sheet", args=[sheet.pk])
    answer = log_in(client, cast.officer).post(url, {"essay_points": "101", "essay_evidence": "心得一篇"})
    assert (answer.status_code, "心得一篇" in answer.content.decode()) == (200, True)
    assert client.post(url, {"essay_points": "88.5", "essay_evidence": "心得一篇"}).status_code == 302
    mark = sheet.marks.get()
    assert mark.points == 8850
    assert client.post(reverse("assessment:mark_change", args=[mark.pk]), {"points": "90", "reason": "复核"}).status_code == 302
    assert log_in(client, cast.leader).get(url).status_code == 404


def test_the_office_carries_a_round_through_the_screens(cast: Cast, client: Client) -> None:
    row = make_round(cast, make_people(cast, 4), ALONE)
    log_in(client, cast.officer)
    assert client.post(reverse("assessment:assessor_add", args=[row.pk]), {"who": "group", "username": "nobody"}).status_code == 200
    assert client.post(reverse("assessment:assessor_add", args=[row.pk]), {"who": "group", "username": "officer"}).status_code == 302
    give_all(cast, row, {"officer": [90, 80, 70, 60]})
    for move in ("close", "propose"):
        assert client.post(reverse("assessment:round_step", args=[row.pk, move])).status_code == 302
    assert "需要第二人" in client.get(reverse("assessment:round_release", args=[row.pk])).content.decode()
    page = client.get(reverse("assessment:round", args=[row.pk]), {"order": "adjusted"}).content.decode()
    assert page.index("曾玉兰") < page.index("单志强")
    assert log_in(client, cast.leader).post(reverse("assessment:round_release", args=[row.pk])).status_code == 302
    assert client.get(reverse("assessment:round_file", args=[row.pk])).content[:2] == b"PK"
    row.refresh_from_db()
    assert row.state == "released"


def test_the_next_version_of_a_scheme_is_written_on_the_page(cast: Cast, client: Client) -> None:
    row = make_scheme(cast)
    url = reverse("assessment:scheme_next", args=[row.pk])
    form = log_in(client, cast.officer).get(url).context["form"]
    data = {n: v for n in form.fields if (v := form[n].value()) is not None} | {"decided_by": "郴组发〔2027〕1号", "effective_from": "2027-01-01"}
    answer = client.post(url, data | {"c0_weight": "59"})
    assert (answer.status_code, "99" in answer.content.decode()) == (200, True)
    assert client.post(url, data | {"c0_weight": "55", "c1_weight": "45"}).status_code == 302
    newest = queries.schemes_visible_to(cast.actor("officer")).get(number=2)
    assert [(c["key"], c["weight"]) for c in newest.content["criteria"]] == [("essay", 5500), ("word", 4500)]


def test_a_company_gives_its_word_by_link_and_code(cast: Cast, client: Client) -> None:
    row = make_round(cast, make_people(cast))
    company = actions.add_company(row, by=cast.actor("officer"), unit=cast.company, people=[cast.people["applicant"]])
    company, token, code = actions.make_link(company, by=cast.actor("officer"), given_to="王经理")
    sheet = company.sheets.get()
    page, form = reverse("assessment:word", args=[token]), reverse("assessment:word_sheet", args=[token, sheet.pk])
    assert "曾玉兰" not in client.get(page).content.decode()
    assert client.post(form, {"word_points": "90", "word_evidence": "表现好"}).status_code == 302
    assert client.post(reverse("assessment:word_code", args=[token]), {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    assert client.post(reverse("assessment:word_code", args=[token]), {"code": code}).status_code == 302
    assert ("曾玉兰" in client.get(page).content.decode(), "单志强" in client.get(page).content.decode()) == (True, False)
    assert client.post(form, {"word_points": "90", "word_evidence": "参与两个项目，主动担当"}).status_code == 302
    assert [(m.points, m.evidence.get().text) for m in sheet.marks.all()] == [(9000, "参与两个项目，主动担当")]
    other = ask(cast, row, "leader")[0].sheets.first()
    with pytest.raises(Refused):
        give(other, 90, by=of_link(company.link))


@pytest.mark.parametrize("name", ["rounds", "round", "mine"])
def test_lists_ask_as_often_for_many_rows_as_for_one(cast: Cast, client: Client, name: str) -> None:
    def asked(people: int, title: str) -> int:
        row = make_round(cast, make_people(cast, people), ALONE, title=title)
        ask(cast, row, "officer")
        with CaptureQueriesContext(connection) as found:
            log_in(client, cast.officer).get(reverse(f"assessment:{name}", args=[row.pk] if name == "round" else []))
        return len(found)

    asked(2, "一")
    assert asked(2, "二") == asked(20, "三")
