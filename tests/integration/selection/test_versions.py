"""A unit sends its sheet again: who is new, changed or missing, which decisions that touches, taken row by row."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ImportJob
from seedbed.kernel.sealed import unseal
from seedbed.kernel.workbooks import staging
from seedbed.placement.actions.placements import take_over
from seedbed.selection import actions, workbooks
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.queries.versions import Version, version_of
from tests.cast import SETUP, Cast, log_in
from tests.integration.selection import scene, workbook

CELL = "资兴市住房和城乡建设局 科员"


def line(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A row of unit A."""
    return workbook.line(number, name, **({"工作单位及职务": CELL} | more))


FIRST = [line(1, "王大"), line(2, "李二"), line(3, "张三")]


def stage(cast: Cast, batch: Batch, rows: list[dict[str, Any]]) -> ImportJob:
    """A sheet, read and staged."""
    sheet = workbooks.applicants_sheet(batch)
    parcel = staging.read_upload(workbook.upload(workbook.office_file(rows)), sheet)
    return actions.stage_import(batch, by=cast.actor("officer"), parcel=parcel, declaration=sheet)


def take(cast: Cast, batch: Batch, job: ImportJob, **more: Any) -> Any:
    """Take what waits."""
    return actions.take_import(batch, by=cast.actor("officer"), job=job, declaration=workbooks.sheet_of(job, batch), **more)


def taken(cast: Cast, rows: list[dict[str, Any]] | None = None, **more: Any) -> Batch:
    """A batch that took the first version of the unit's sheet."""
    batch = scene.make_batch(cast, **more)
    take(cast, batch, stage(cast, batch, rows or FIRST))
    return batch


def version(cast: Cast, job: ImportJob, batch: Batch) -> Version:
    """The waiting import against what is there."""
    return version_of(cast.actor("officer"), job, Batch.objects.get(pk=batch.pk), workbooks.sheet_of(job, batch))


def told(found: Version) -> dict[str, str]:
    """The group of each row by name."""
    return {row.values["name"]: found.group(pk) for pk, row in found.rows.items()}


def person(name: str) -> Application:
    """The application of a named person."""
    return Application.objects.select_related("person", "batch").get(person__name=name)


def test_who_is_new_changed_the_same_and_missing_is_told_cell_by_cell(cast: Cast) -> None:
    batch = taken(cast)
    job = stage(cast, batch, [line(1, "王大", 职级="副科级", 联系电话="13907359901"), line(2, "李二"), line(4, "赵四")])
    found = version(cast, job, batch)
    assert told(found) == {"王大": "changed", "李二": "same", "赵四": "new"}
    changed = next(d for d in found.found.values() if d.changes)
    assert [(c.key, c.old, c.new) for c in changed.changes] == [("rank", "四级主任科员", "副科级"), ("mobile", "139****0001", "139****9901")]
    assert [a.person.name for a in found.left_out] == ["张三"]
    assert Application.objects.count() == 3


def test_units_that_the_file_does_not_name_are_not_missed(cast: Cast) -> None:
    batch = taken(cast, [*FIRST, workbook.line(5, "陈五", 工作单位及职务="桂阳县教育局 科员")])
    found = version(cast, stage(cast, batch, FIRST[:2]), batch)
    assert [a.person.name for a in found.left_out] == ["张三"]


def test_a_single_row_is_taken_and_the_others_wait(cast: Cast, client: Client) -> None:
    batch = taken(cast)
    job = stage(cast, batch, [line(1, "王大", 职级="副科级"), line(2, "李二", 职级="正科级"), line(4, "赵四", 联系电话="12")])
    row = job.rows.get(number=4)
    answer = scene.post(client, cast.officer, "take_row", job.pk, row.pk)
    assert answer["Location"] == reverse("selection:import", args=[job.pk])
    job.refresh_from_db()
    assert (person("王大").rank, person("李二").rank, job.status, job.rows.count()) == ("副科级", "四级主任科员", "staged", 2)
    found = version(cast, job, batch)
    assert (told(found), [a.person.name for a in found.left_out]) == ({"李二": "changed", "赵四": "new"}, ["张三"])
    bad = scene.post(client, cast.officer, "take_row", job.pk, job.rows.get(number=6).pk)
    assert (bad.status_code, Application.objects.count()) == (409, 3)


def test_rows_left_out_stay_until_nothing_else_waits(cast: Cast) -> None:
    batch = taken(cast)
    job = stage(cast, batch, [line(1, "王大", 职级="副科级"), line(2, "李二", 职级="正科级"), line(3, "张三", 职级="副科级")])
    sheet, rows = workbooks.sheet_of(job, batch), {row.number: row for row in job.rows.all()}
    actions.leave_row(batch, by=cast.actor("officer"), row=rows[4], leave=True, declaration=sheet)
    take(cast, batch, job, numbers=[5])
    assert [row.number for row in job.rows.all()] == [4, 6]
    take(cast, batch, job, numbers=[6])
    job.refresh_from_db()
    assert (job.status, job.rows.count(), person("王大").rank) == ("taken", 0, "四级主任科员")


def test_what_the_office_corrected_is_not_undone_by_a_sheet_that_repeats_itself(cast: Cast) -> None:
    batch = taken(cast)
    actions.correct(person("王大"), by=cast.actor("officer"), reason="电话核实", rank="一级主任科员")
    job = stage(cast, batch, [line(1, "王大", 现从事主要工作="项目建设"), *FIRST[1:]])
    difference = next(d for d in version(cast, job, batch).found.values() if d.application.person.name == "王大")
    assert ([c.key for c in difference.changes], [(c.key, c.old, c.new) for c in difference.stands]) == (
        ["duties"], [("rank", "一级主任科员", "四级主任科员")])
    assert take(cast, batch, job).changed == 1
    assert (person("王大").rank, person("王大").duties) == ("一级主任科员", "项目建设")
    again = stage(cast, batch, [line(1, "王大", 职级="副科级", 现从事主要工作="项目建设"), *FIRST[1:]])
    take(cast, batch, again)
    assert person("王大").rank == "副科级"  # the sender changed the cell: that is news


def test_a_person_moves_to_another_unit_with_the_quota(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    for unit in (cast.unit_a, cast.unit_b):
        actions.set_quota(batch, by=SETUP, unit=unit, may_recommend=3, may_be_chosen=None)
    take(cast, batch, stage(cast, batch, FIRST))
    done = take(cast, batch, stage(cast, batch, [line(1, "王大", 工作单位及职务="桂阳县教育局 科员"), *FIRST[1:]]))
    assert (done.changed, person("王大").unit_id, person("王大").person.unit_id) == (1, cast.unit_b.pk, cast.unit_b.pk)
    assert dict(UnitQuota.objects.values_list("unit", "recommended")) == {cast.unit_a.pk: 2, cast.unit_b.pk: 1}


def test_the_same_file_again_is_known(cast: Cast, client: Client) -> None:
    batch, data = scene.make_batch(cast), workbook.office_file(FIRST)
    for _time in range(2):
        scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(data))
        job = ImportJob.objects.latest("pk")
        page = scene.get(client, cast.officer, "import", job.pk).content.decode()
        if _time == 0:
            assert "同一份文件已于" not in page
            take(cast, batch, job)
    assert "同一份文件已于" in page


# -- which decisions are touched -----------------------------------------------------------------------------


def ranked(cast: Cast) -> Batch:
    """Three eligible people in ranking, one seat and one reserve place."""
    batch = taken(cast, [line(1, "王大", 是否园区工作="是"), line(2, "李二"), line(3, "张三", 是否经济部门="否", 是否园区工作="是")], seats=1, reserve_size=1)
    scene.move(batch, cast, "close_applications")
    actions.screen_batch(Batch.objects.get(pk=batch.pk), by=cast.actor("officer"))
    return scene.move(batch, cast, "rank")


def test_a_change_tells_the_place_it_costs_and_who_comes_in_instead(cast: Cast, client: Client) -> None:
    batch = ranked(cast)
    job = stage(cast, batch, [line(1, "王大", 是否园区工作="否")])
    found = version(cast, job, batch)
    effect = found.effect(next(iter(found.rows)))
    assert (effect.flips, effect.turns, effect.place.position_before, effect.place.outcome_before) == ([], False, 1, "proposed")
    assert (effect.place.position_after, effect.place.outcome_after) != (1, "proposed")
    assert [(a.person.name, d.outcome_before, d.outcome_after) for a, d in found.outlook.others if d.comes_in] == [("张三", "reserve", "proposed")]
    page = scene.get(client, cast.officer, "import", job.pk, show="changed").content.decode()
    assert ("名次 1 →" in page, "张三" in page) == (True, True)
    assert person("王大").in_park is True  # on paper only


def test_rows_that_touch_no_decision_are_taken_at_once(cast: Cast, client: Client) -> None:
    batch = ranked(cast)
    job = stage(cast, batch, [line(1, "王大", 是否园区工作="否"), line(2, "李二", 联系电话="13907359902"), line(3, "张三", 是否经济部门="否", 是否园区工作="是")])
    scene.post(client, cast.officer, "take_import", job.pk, only="quiet")
    assert (unseal(person("李二").person.mobile_sealed), person("王大").in_park, job.rows.count()) == ("13907359902", True, 1)


def test_who_would_cease_to_be_eligible_is_for_the_screening_to_say(cast: Cast, client: Client) -> None:
    batch = ranked(cast)
    job = stage(cast, batch, [line(1, "王大", 是否园区工作="是", 单位推荐意见=None)])
    found = version(cast, job, batch)
    assert [found.hindrance(pk) for pk in found.rows] == ["turns"]
    with pytest.raises(RuleBroken, match="符合条件"):
        take(cast, batch, job)
    page = scene.get(client, cast.officer, "import", job.pk).content.decode()
    assert ("将不再符合条件" in page, person("王大").opinion) == (True, "同意推荐")


def test_after_the_proposal_only_the_persons_file_changes(cast: Cast) -> None:
    batch = ranked(cast)
    actions.propose(batch, by=cast.actor("officer"))
    batch = Batch.objects.get(pk=batch.pk)
    job = stage(cast, batch, [line(1, "王大", 是否园区工作="是", 职级="副科级"), line(2, "李二", 联系电话="13907359902")])
    found = version(cast, job, batch)
    assert [found.hindrance(pk) for pk in found.rows] == ["frozen", ""]
    with pytest.raises(RuleBroken):
        take(cast, batch, job, numbers=[4])
    take(cast, batch, job, numbers=[5])
    assert (person("王大").rank, unseal(person("李二").person.mobile_sealed)) == ("四级主任科员", "13907359902")


# -- who is missing ------------------------------------------------------------------------------------------


def test_who_is_missing_is_taken_out_with_a_reason_only(cast: Cast, client: Client) -> None:
    batch = taken(cast)
    job = stage(cast, batch, FIRST[:2])
    page = scene.get(client, cast.officer, "import", job.pk).content.decode()
    assert ("本次未列出的人员" in page, "张三" in page) == (True, True)
    url, missing = "give_up_missing", person("张三")
    assert scene.post(client, cast.officer, url, job.pk, missing.pk, note="").status_code == 409
    assert scene.post(client, cast.officer, url, job.pk, person("王大").pk, note="单位来函").status_code == 404
    assert scene.post(client, cast.officer, url, job.pk, missing.pk, note="单位来函撤回推荐").status_code == 302
    assert (person("张三").state, person("张三").decision_note, version(cast, job, batch).left_out) == ("given_up", "单位来函撤回推荐", [])


def test_the_chosen_and_placed_lead_to_the_page_of_their_placement(cast: Cast, client: Client) -> None:
    batch = ranked(cast)
    actions.propose(batch, by=cast.actor("officer"))
    take_over(Batch.objects.get(pk=batch.pk), by=cast.actor("leader"))
    chosen = Application.objects.get(batch=batch, state="chosen")
    job = stage(cast, Batch.objects.get(pk=batch.pk), [line(2, "李二")])
    found = version(cast, job, batch)
    assert chosen.pk in {a.pk for a in found.left_out}
    touch = found.touches[chosen.pk][0]
    assert ("待安排" in touch.text, log_in(client, cast.officer).get(touch.url).status_code) == (True, 200)
    assert scene.post(client, cast.officer, "give_up_missing", job.pk, chosen.pk, note="撤回").status_code == 404


# -- exported lists ------------------------------------------------------------------------------------------


def test_a_list_that_was_exported_before_a_correction_says_so(cast: Cast, client: Client) -> None:
    batch = taken(cast)
    data = scene.get(client, cast.officer, "corrections_file", batch.pk).content
    actions.correct(person("王大"), by=cast.actor("officer"), reason="核实", rank="一级主任科员")
    scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(workbook.changed(data, ("李二", "职级", "副科级"))))
    job = ImportJob.objects.latest("pk")
    found = version(cast, job, batch)
    assert {d.application.person.name: (d.outdated, [c.key for c in d.changes]) for d in found.found.values()} == {
        "王大": (True, ["rank"]), "李二": (False, ["rank"]), "张三": (False, [])}
    assert "导出之后" in scene.get(client, cast.officer, "import", job.pk).content.decode()
