"""Ranking, drafted decisions, release by a second person, giving up and moving up, trying other rules."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.queries import site
from seedbed.kernel.faults import RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.selection import actions, queries, reasons
from seedbed.selection.actions.standards import PRIORITY
from seedbed.selection.models import Application, Batch, Ranking, UnitQuota
from seedbed.selection.queries import whole
from seedbed.selection.queries.ranking import ranked, try_rules
from tests.cast import SETUP, Cast
from tests.integration.selection import scene


def states(batch: Batch) -> list[str]:
    """The states in the order of places."""
    return list(Application.objects.filter(batch=batch).order_by("position", "number").values_list("state", flat=True))


def proposed(cast: Cast, count: int = 5, **more: object) -> Batch:
    """A batch with drafted decisions."""
    batch = scene.ready_to_rank(cast, count, **more)
    actions.propose(batch, by=cast.actor("officer"))
    return Batch.objects.get(pk=batch.pk)


def test_proposing_fills_seats_and_reserve_by_the_order(cast: Cast) -> None:
    batch = proposed(cast)
    assert states(batch) == ["proposed", "proposed", "reserve", "not_chosen", "not_chosen"]
    numbers = list(Application.objects.order_by("position").values_list("number", flat=True))
    assert numbers == [5, 4, 3, 2, 1]  # all meet the same rules: the younger first
    assert (batch.state, batch.proposed_by_id, batch.taken) == ("proposed", cast.officer.pk, 0)


def test_the_stored_ranking_keeps_version_and_reasons(cast: Cast) -> None:
    batch = proposed(cast)
    ranking = Ranking.objects.get()
    assert (ranking.rule_set_id, ranking.seats, ranking.people) == (batch.priority_id, 2, 5)
    first = ranking.rows[0]
    assert (first["position"], first["meets"], first["outcome"], first["before"]["by"]) == (1, ["economic"], "proposed", "younger")
    rows = list(whole.applications_of(batch))
    assert [p.as_row() | {"meets": list(p.meets), "quota_used_by": list(p.quota_used_by)} for p in ranked(batch, rows, batch.priority)] == ranking.rows


def test_the_page_reads_what_was_stored_and_names_the_neighbours(cast: Cast, client: Client) -> None:
    batch = proposed(cast)
    page = scene.get(client, cast.officer, "ranking", batch.pk).content.decode()
    second = Application.objects.get(position=2).person.name
    assert f"排在{second}之前：各条相同，按出生年月，年轻者在前（1989-01 对 1988-01）" in page
    assert ("符合第2条" in page, "第 1 名，在 2 个名额之内。" in page, "列递补名单第 1 位。" in page) == (True, True, True)
    Application.objects.update(in_economic=False)
    assert "符合第2条" in scene.get(client, cast.officer, "ranking", batch.pk).content.decode()


def test_another_person_releases_and_everything_happens_at_once(cast: Cast) -> None:
    batch = proposed(cast)
    with pytest.raises(SecondPersonNeeded):
        actions.release(batch, by=cast.actor("officer"))
    assert states(batch)[:2] == ["proposed", "proposed"]
    done = actions.release(batch, by=cast.actor("leader"))
    assert states(done) == ["chosen", "chosen", "reserve", "not_chosen", "not_chosen"]
    assert (done.state, done.taken, done.released_by_id) == ("released", 2, cast.leader.pk)
    assert [a.position for a in whole.chosen_applications(done)] == [2, 1]
    with pytest.raises(RuleBroken):
        actions.release(done, by=cast.actor("leader"))


def test_in_a_small_office_the_paper_stands_for_the_second_person(small_cast: Cast) -> None:
    batch, officer = proposed(small_cast), small_cast.actor("officer")
    with pytest.raises(SecondPersonNeeded):
        actions.release(batch, by=officer)
    paper = directory.file_approval(site(), by=officer, number="郴组批〔2026〕9号", issuer="欧阳部长", issued_on=timezone.localdate(), purpose="发布")
    assert actions.release(batch, by=officer, approval=paper).taken == 2
    assert AuditEvent.objects.filter(what="release", object_type="selection.Batch", note__contains="郴组批〔2026〕9号").count() == 1


def test_after_the_release_decisions_are_frozen(cast: Cast) -> None:
    batch = scene.released(cast)
    row = Application.objects.filter(state="reserve").get()
    for attempt in (lambda: actions.decide(row, by=cast.actor("officer"), outcome="proposed", reason="x"), lambda: actions.propose(batch, by=cast.actor("officer")),
                    lambda: actions.screen(row, by=cast.actor("officer")), lambda: scene.move(batch, cast, "take_back"),
                    lambda: actions.correct(row, by=cast.actor("officer"), reason="x", rank="x")):
        with pytest.raises(RuleBroken):
            attempt()
    assert states(batch) == ["chosen", "chosen", "reserve", "not_chosen", "not_chosen"]


def test_everybody_decided_on_is_told_once(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 2)
    scene.add_application(batch, cast.people["applicant"], state="eligible", in_economic=True)
    actions.propose(batch, by=cast.actor("officer"))
    assert OutboxMessage.objects.count() == 0
    actions.release(Batch.objects.get(), by=cast.actor("leader"))
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [str(cast.applicant.pk)]


def test_a_decision_changed_by_hand_keeps_its_place_and_reason(cast: Cast) -> None:
    batch = proposed(cast)
    second, fourth = Application.objects.get(position=2), Application.objects.get(position=4)
    actions.decide(second, by=cast.actor("officer"), outcome="not_chosen", reason="本人工作走不开")
    actions.decide(fourth, by=cast.actor("officer"), outcome="proposed", reason="岗位急需")
    done = actions.release(batch, by=cast.actor("leader"))
    assert states(done) == ["chosen", "not_chosen", "reserve", "chosen", "not_chosen"]
    assert Application.objects.get(position=4).decision_note == "岗位急需"


def test_more_people_than_seats_are_not_released(cast: Cast) -> None:
    batch = proposed(cast)
    actions.decide(Application.objects.get(position=4), by=cast.actor("officer"), outcome="proposed", reason="岗位急需")
    with pytest.raises(RuleBroken, match="拟选 3 人，超过 2 个名额"):
        actions.release(batch, by=cast.actor("leader"))
    assert Batch.objects.get().state == "proposed"


def test_quotas_are_kept_in_the_order_and_at_the_release(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 4)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=None, may_be_chosen=1)
    outsider = scene.add_application(batch, scene.add_person(cast.unit_b, 30), state="eligible")
    actions.propose(batch, by=cast.actor("officer"))
    ranking, quota = Ranking.objects.get(), UnitQuota.objects.select_related("unit").get()
    assert [r["why"] for r in ranking.rows] == ["seat", "quota", "quota", "quota", "seat"]
    assert reasons.outcome(ranking.rows[1], seats=2, quota=quota) == f"{cast.unit_a.name}的名额（1 人）已由名次在前的人用完。 列递补名单第 1 位。"
    outsider.refresh_from_db()
    assert outsider.state == "proposed"
    second = Application.objects.get(position=2)
    actions.decide(outsider, by=cast.actor("officer"), outcome="not_chosen", reason="x")
    actions.decide(second, by=cast.actor("officer"), outcome="proposed", reason="x")
    with pytest.raises(RuleBroken, match="选派名额（1 人）已用完"):
        actions.release(Batch.objects.get(), by=cast.actor("leader"))
    assert (Batch.objects.get().state, UnitQuota.objects.get().chosen) == ("proposed", 0)


def test_giving_up_frees_the_seat_and_the_first_of_the_reserve_moves_up(cast: Cast) -> None:
    batch = scene.released(cast)
    with pytest.raises(RuleBroken):
        actions.move_up(batch, by=cast.actor("leader"))
    gone = Application.objects.get(position=1)
    actions.give_up(gone, by=cast.actor("leader"), reason="工作调整")
    assert Batch.objects.get().taken == 1
    moved = actions.move_up(Batch.objects.get(), by=cast.actor("leader"))
    assert (moved.position, moved.state, Batch.objects.get().taken) == (3, "chosen", 2)
    actions.give_up(Application.objects.get(position=2), by=cast.actor("leader"), reason="工作调整")
    assert actions.move_up(Batch.objects.get(), by=cast.actor("leader")) is None
    assert states(batch) == ["given_up", "given_up", "chosen", "not_chosen", "not_chosen"]


def test_a_colleague_moves_up_when_the_quota_is_free_again(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 3)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=None, may_be_chosen=1)
    scene.add_application(batch, scene.add_person(cast.unit_b, 30), state="eligible")
    actions.propose(batch, by=cast.actor("officer"))
    actions.release(Batch.objects.get(), by=cast.actor("leader"))
    stranger = Application.objects.get(unit=cast.unit_b)
    actions.give_up(stranger, by=cast.actor("leader"), reason="x")
    assert actions.move_up(Batch.objects.get(), by=cast.actor("leader")) is None
    actions.give_up(Application.objects.get(position=1), by=cast.actor("leader"), reason="x")
    assert actions.move_up(Batch.objects.get(), by=cast.actor("leader")).position == 2


def test_taking_back_makes_everybody_eligible_again(cast: Cast) -> None:
    batch = scene.move(proposed(cast), cast, "take_back")
    assert (batch.state, batch.proposed_by_id, set(states(batch))) == ("ranking", None, {"eligible"})
    assert set(Application.objects.values_list("position", flat=True)) == {None}


def test_who_has_a_conflict_with_anybody_neither_proposes_nor_releases(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast)
    row = Application.objects.first()
    tie = directory.declare_tie(row.person, by=SETUP, kind="relative", other=cast.people["officer"])
    with pytest.raises(RuleBroken, match="回避"):
        actions.propose(batch, by=cast.actor("officer"))
    directory.end_tie(tie, by=cast.actor("officer"), reason="x")
    actions.propose(batch, by=cast.actor("officer"))
    directory.declare_tie(row.person, by=SETUP, kind="relative", other=cast.people["leader"])
    with pytest.raises(RuleBroken, match="回避"):
        actions.release(Batch.objects.get(), by=cast.actor("leader"))
    assert Batch.objects.get().state == "proposed"


def other_rules(cast: Cast, **more: object) -> object:
    """The next version of the priority rules."""
    return actions.publish_rules(cast.department, by=cast.actor("officer"), kind="priority", name="优先原则", content=PRIORITY | more,
                                 effective_from=date(2026, 11, 1), decided_by="部务会")


def test_another_version_is_tried_without_storing_anything(cast: Cast, client: Client) -> None:
    batch = proposed(cast)
    other = other_rules(cast, ties=["older"])
    before = list(Application.objects.values_list("pk", "state", "position", "version"))
    trial = try_rules(batch, batch.priority, other)
    by_pk = Application.objects.in_bulk()
    assert [by_pk[d.id].number for d in trial.differences if d.comes_in] == [1, 2]
    assert {by_pk[d.id].number for d in trial.differences if d.goes_out} == {4, 5}
    page = scene.get(client, cast.officer, "compare", batch.pk, rules=str(other.pk)).content.decode()
    names = {a.number: a.person.name for a in Application.objects.select_related("person")}
    assert [names[n] in page.split("将会入选")[1].split("将会落选")[0] for n in (1, 2, 4, 5)] == [True, True, False, False]
    assert (list(Application.objects.values_list("pk", "state", "position", "version")), Ranking.objects.count()) == (before, 1)


def test_whether_internship_counts_is_a_setting_of_the_version(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 2)
    row = Application.objects.get(number=1)
    actions.correct(row, by=cast.actor("officer"), reason="补充", bay_experience="广州实习半年")
    found = {rules.pk: [p.meets for p in ranked(batch, [Application.objects.select_related("person").get(pk=row.pk)], rules)]
             for rules in (batch.priority, other_rules(cast, internship_counts=True))}
    assert list(found.values()) == [[("economic",)], [("economic", "bay_work")]]


def test_the_meeting_paper_and_the_order_hold_names_and_no_numbers(cast: Cast, client: Client) -> None:
    batch = proposed(cast)
    for kind, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = scene.get(client, cast.leader, "paper", batch.pk, kind)
        assert (answer.status_code, answer.content[: len(head)]) == (200, head)
    book = openpyxl.load_workbook(BytesIO(scene.get(client, cast.officer, "ranking_file", batch.pk).content))
    cells = [[c.value for c in line] for line in book.worksheets[0].iter_rows()]
    first = Application.objects.get(position=1)
    assert [line[:5] for line in cells if line[0] == 1] == [[1, first.shown_number, first.person.name, cast.unit_a.name, "符合第2条"]]
    assert scene.get(client, cast.officer, "paper", batch.pk, "exe").status_code == 404


def test_late_comers_are_named_on_the_ranking(cast: Cast, client: Client) -> None:
    batch = proposed(cast)
    scene.add_application(batch, cast.people["applicant"], state="eligible")
    assert "有 1 名资格通过人员不在本次排序中" in scene.get(client, cast.officer, "ranking", batch.pk).content.decode()
    actions.propose(Batch.objects.get(), by=cast.actor("officer"))
    assert queries.latest_ranking(batch).people == 6
