"""The applicants' workbook: every planted fault, mending, taking, and the list that comes back corrected."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from seedbed.directory.models import Person, Unit
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.sealed import unseal
from seedbed.kernel.workbooks import staging
from seedbed.selection import actions, workbooks
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.queries.comparison import differences
from tests.cast import SETUP, Cast, id_number
from tests.integration.selection import scene, workbook

FIRST = 4  # line of the first row in the file


def staged(cast: Cast, batch: Batch, data: bytes | None = None) -> ImportJob:
    """The test's workbook, read and staged."""
    sheet = workbooks.applicants_sheet(batch)
    parcel = staging.read_upload(workbook.upload(data or workbook.office_file()), sheet)
    return actions.stage_import(batch, by=cast.actor("officer"), parcel=parcel, declaration=sheet)


def found(job: ImportJob, batch: Batch, *severities: str) -> dict[int, set[tuple[str, str]]]:
    """The faults by number of the row in the table: (code, column)."""
    lines = staging.preview(job, workbooks.applicants_sheet(batch))
    rows = {line.row.number - FIRST + 1: {(f.code, f.key) for f in line.faults if f.severity in severities} for line in lines}
    return {number: codes for number, codes in rows.items() if codes}


def take(cast: Cast, batch: Batch, job: ImportJob, **more: Any) -> Any:
    """Take an import as the officer."""
    return actions.take_import(batch, by=cast.actor("officer"), job=job, declaration=workbooks.sheet_of(job, batch), **more)


def rows_of(job: ImportJob) -> dict[int, StagedRow]:
    """The staged rows by number in the table."""
    return {row.number - FIRST + 1: row for row in job.rows.all()}


def test_every_planted_fault_is_shown_at_its_cell(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    job = staged(cast, batch)
    assert (job.counts["rows"], job.questions) == (20, [])
    assert found(job, batch, "error") == {
        1: {("same_person", "name")}, 5: {("birth_differs", "birth_month")}, 6: {("id_check_digit", "id_number")}, 7: {("missing", "name")},
        8: {("mobile_length", "mobile")}, 10: {("sex_differs", "sex")}, 14: {("same_person", "name")}, 15: {("employer_form", "employer")},
        18: {("missing", "id_number")}, 19: {("yes_no_form", "in_park")}}
    assert found(job, batch, "warning") == {
        11: {("no_opinion", "opinion")}, 12: {("conflict", "remark")}, 13: {("health_data", "remark")},
        20: {("unit_near", "employer")}}
    notes = found(job, batch, "note")
    assert (("padding", "name") in notes[3], ("read_as", "birth_month") in notes[4], ("rewritten", "mobile") in notes[9]) == (True, True, True)


def test_faults_and_mends_stand_in_cells_and_hide_what_is_sensitive(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    lines = {line.row.number: line for line in staging.preview(staged(cast, batch), workbooks.applicants_sheet(batch))}
    birth = next(f for f in lines[FIRST + 4].faults if f.code == "birth_differs")
    assert (birth.cell, birth.mend, "1975-04" in birth.text) == (f"E{FIRST + 4}", "1990-01", True)
    digit = next(f for f in lines[FIRST + 5].faults if f.code == "id_check_digit")
    number = id_number(206)
    assert (digit.cell, digit.mend, number in digit.value, digit.value[:6]) == (f"G{FIRST + 5}", None, False, number[:6])
    health = next(f for f in lines[FIRST + 12].faults if f.code == "health_data")
    assert health.mend == "无"
    cut = next(f for f in lines[FIRST].faults if f.code == "employer_cut")
    assert cut.mend == "郴州市商务局 科员"


def test_what_is_staged_holds_no_number_in_clear(cast: Cast) -> None:
    job = staged(cast, scene.make_batch(cast))
    stored = "".join(f"{row.values}{row.faults}" for row in job.rows.all())
    assert [n for n in (id_number(201), "13907350001") if n in stored] == []


def mend_all(cast: Cast, batch: Batch, job: ImportJob) -> None:
    """Mend or leave out every row with an error, as an officer would."""
    by, sheet, rows = cast.actor("officer"), workbooks.applicants_sheet(batch), rows_of(job)
    actions.accept_mends(batch, by=by, job=job, declaration=sheet, codes=["birth_differs", "id_check_digit", "sex_differs", "health_data", "unit_near"])
    for number, key, text in ((7, "name", "钱七"), (8, "mobile", "13907359908"), (15, "employer", "郴州市商务局 专干"), (18, "id_number", id_number(218)),
                              (19, "in_park", "否")):
        actions.mend_cell(batch, by=by, row=rows[number], key=key, text=text, declaration=sheet)
    actions.leave_row(batch, by=by, row=rows[14], leave=True, declaration=sheet)
    job.refresh_from_db()


def test_all_or_none_by_default(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    job, people = staged(cast, batch), Person.objects.count()
    with pytest.raises(RuleBroken, match="10 行"):
        take(cast, batch, job)
    assert (Application.objects.count(), Person.objects.count(), job.rows.count()) == (0, people, 20)


def test_good_rows_only_leaves_the_rest_open(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    job = staged(cast, batch)
    done = take(cast, batch, job, good_only=True)
    assert (done.added, done.still_open, Application.objects.count()) == (10, 10, 10)
    job.refresh_from_db()
    assert (job.status, job.rows.count()) == ("staged", 10)


def test_mended_rows_become_units_people_and_applications(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    job = staged(cast, batch)
    mend_all(cast, batch, job)
    assert (job.counts["with_errors"], job.counts["left"]) == (0, 1)
    done = take(cast, batch, job)
    assert (done.added, done.changed, done.units_added, done.still_open) == (19, 0, 1, 0)
    assert sorted(Application.objects.values_list("number", flat=True)) == list(range(1, 20))
    unit = Unit.objects.get(name="郴州市商务局")
    assert (unit.kind, unit.is_economic, unit.parent_id, unit.region_id) == ("government", True, cast.root.pk, "4310")
    assert Application.objects.filter(unit=cast.unit_a).count() == 2  # 家居产业股股长 and the mended 住房与城乡建设局
    first = Application.objects.select_related("person").get(number=1)
    assert (first.person.name, first.post, first.person.sex, first.person.birth_month.isoformat()) == ("王大", "科员", "male", "1990-01-01")
    assert (unseal(first.person.id_sealed), unseal(first.person.mobile_sealed)) == (id_number(201), "13907350001")
    assert (first.source, first.state, first.opinion, first.wished_codes) == ("import", "recommended", "同意推荐", ["C30", "C26", "C29", "C32"])
    names = {a.person.name: a for a in Application.objects.select_related("person")}
    assert (names["冯一一"].state, names["冯一一"].recommended_at) == ("submitted", None)
    assert (names["陈一二"].declared_conflict, names["陈一二"].remark) == ("配偶在佛山某企业任职", "希望安排制造业企业")
    assert (names["褚一三"].remark, names["沈一七"].bay_kind, names["张三"].bay_kind) == ("", "work", "none")
    assert (names["蒋一六"].post, names["朱二十"].unit_id) == ("家居产业股股长", cast.unit_a.pk)
    job.refresh_from_db()
    assert (job.status, StagedRow.objects.count()) == ("taken", 0)


def test_the_same_workbook_again_changes_nothing(cast: Cast) -> None:
    batch, rows = scene.make_batch(cast), [workbook.line(1, "王大"), workbook.line(2, "李二")]
    take(cast, batch, staged(cast, batch, workbook.office_file(rows)))
    people = list(Person.objects.values_list("pk", "version"))
    done = take(cast, batch, staged(cast, batch, workbook.office_file(rows)))
    assert (done.added, done.changed, done.same) == (0, 0, 2)
    assert [pk for pk, _v in people] == list(Person.objects.values_list("pk", flat=True))


def test_a_late_opinion_makes_it_recommended(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    take(cast, batch, staged(cast, batch, workbook.office_file([workbook.line(1, "王大", 单位推荐意见=None)])))
    assert Application.objects.get().state == "submitted"
    done = take(cast, batch, staged(cast, batch, workbook.office_file([workbook.line(1, "王大")])))
    assert (done.changed, Application.objects.get().state) == (1, "recommended")


def test_another_order_and_other_words_are_understood_or_asked_once(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    turned = tuple(reversed(workbook.HEADINGS))
    data = workbook.office_file([workbook.line(1, "王大")], headings=turned, renamed={"姓名": "名字", "职级": "职级等级", "意向行业": "想去什么行业", "联系电话": "手机"})
    assert scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(data)).status_code == 302
    job = ImportJob.objects.get()
    assert [q["heading"] for q in job.questions] == ["想去什么行业"]
    page = scene.get(client, cast.officer, "import", job.pk).content.decode()
    assert ("请确认表头" in page, "想去什么行业" in page) == (True, True)
    assert scene.post(client, cast.officer, "answer", job.pk, h0="wished_industries").status_code == 302
    assert scene.post(client, cast.officer, "take_import", job.pk).status_code == 302
    assert Application.objects.get().wished_industries == "陶瓷、新材料"
    again = workbook.office_file([workbook.line(2, "李二")], headings=turned, renamed={"意向行业": "想去什么行业"})
    scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(again))
    assert ImportJob.objects.order_by("-pk").first().questions == []


def test_a_row_beyond_the_units_quota_is_a_fault(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=1, may_be_chosen=None)
    cell = "资兴市住房和城乡建设局科员"
    job = staged(cast, batch, workbook.office_file([workbook.line(1, "王大", 工作单位及职务=cell), workbook.line(2, "李二", 工作单位及职务=cell)]))
    assert found(job, batch, "error") == {2: {("quota_used", "employer")}}
    take(cast, batch, job, good_only=True)
    assert UnitQuota.objects.get().recommended == 1


def test_who_is_registered_elsewhere_is_told_and_moved(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    person = scene.add_person(cast.unit_b, 7)
    job = staged(cast, batch, workbook.office_file([workbook.line(1, person.name, id_=id_number(107))]))
    assert found(job, batch, "warning") == {1: {("other_unit", "employer")}}
    take(cast, batch, job)
    person.refresh_from_db()
    assert (person.unit.name, Application.objects.get().person_id) == ("郴州市商务局", person.pk)


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("空.xlsx", b"", "空"), ("坏.xlsx", b"PK\x03\x04 damaged", ""), ("照片.xlsx", b"\x89PNG\r\n", ""), ("别的表.xlsx", "other", "表头"),
])
def test_broken_files_are_answered_with_a_sentence(cast: Cast, client: Client, name: str, data: Any, sentence: str) -> None:
    batch = scene.make_batch(cast)
    if data == "other":
        book = openpyxl.Workbook()
        book.active.append(["品名", "数量"])
        book.active.append(["纸", 3])
        data = workbook.saved(book)
    answer = scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(data, name))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "field wrong" in page or "class=\"error" in page or "wrong" in page) == (200, True, True)
    assert ImportJob.objects.count() == 0


def test_nobody_new_comes_in_after_the_ranking_began(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 1)
    job = staged(cast, batch, workbook.office_file([workbook.line(1, "王大")]))
    with pytest.raises(RuleBroken, match="新人员"):
        take(cast, batch, job)
    assert Application.objects.filter(batch=batch).count() == 1


# -- the pages -----------------------------------------------------------------------------------------------


def test_the_officer_mends_in_the_browser_and_takes(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(workbook.office_file()))
    job = ImportJob.objects.get()
    page = scene.get(client, cast.officer, "import", job.pk, show="errors").content.decode()
    assert (f"E{FIRST + 4}" in page, id_number(201) in page, "13907350001" in page) == (True, False, False)
    scene.post(client, cast.officer, "accept_mends", job.pk, code="birth_differs", row=str(FIRST + 4))
    for code in ("id_check_digit", "sex_differs", "health_data", "unit_near"):
        scene.post(client, cast.officer, "accept_mends", job.pk, code=code)
    rows = rows_of(job)
    editor = scene.get(client, cast.officer, "edit_row", job.pk, rows[8].pk).content.decode()
    assert (editor.count('name="mobile"'), "1387351" in editor) == (1, False)
    fields = staging.preview(job, workbooks.applicants_sheet(batch), rows=[rows[8]])[0].cells
    untouched = {c.key: "" if c.key in {"id_number", "mobile"} else c.text for c in fields}
    scene.post(client, cast.officer, "edit_row", job.pk, rows[8].pk, **(untouched | {"mobile": "13907359908"}))
    for number in (7, 14, 15, 18, 19):
        scene.post(client, cast.officer, "leave_row", job.pk, rows[number].pk, leave="yes")
    job.refresh_from_db()
    assert (job.counts["with_errors"], job.counts["left"]) == (0, 5)
    assert scene.post(client, cast.officer, "take_import", job.pk).status_code == 302
    assert (Application.objects.count(), unseal(Person.objects.get(name="周八").mobile_sealed)) == (15, "13907359908")


def test_the_marked_workbook_and_the_template_can_be_downloaded(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    job = staged(cast, batch)
    for name, pk in (("import_errors", job.pk), ("template", batch.pk)):
        answer = scene.get(client, cast.officer, name, pk)
        assert openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].max_column >= 19


def test_a_discarded_import_is_erased(cast: Cast, client: Client) -> None:
    job = staged(cast, scene.make_batch(cast))
    assert scene.post(client, cast.officer, "discard_import", job.pk).status_code == 302
    assert (ImportJob.objects.get().status, StagedRow.objects.count()) == ("discarded", 0)


# -- there and back ------------------------------------------------------------------------------------------


def exported(cast: Cast, client: Client, batch: Batch) -> bytes:
    """The list to correct, as downloaded."""
    return scene.get(client, cast.officer, "corrections_file", batch.pk).content


def test_an_exported_list_comes_back_with_its_changes_cell_by_cell(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    take(cast, batch, staged(cast, batch, workbook.office_file([workbook.line(1, "王大"), workbook.line(2, "李二", 备注="配偶在佛山某企业任职")])))
    data = workbook.changed(exported(cast, client, batch), ("王大", "职级", "副科级"), ("王大", "是否园区工作", "是"))
    scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(data, "改好.xlsx"))
    job = ImportJob.objects.order_by("-pk").first()
    assert job.kind == "selection.corrections"
    changes = differences(job, batch, workbooks.sheet_of(job, batch), job.rows.all())
    assert [[(c.key, c.old, c.new) for c in changes[row.pk].changes] for row in job.rows.all()] == [
        [("rank", "四级主任科员", "副科级"), ("in_park", "否", "是")], []]
    page = scene.get(client, cast.officer, "import", job.pk).content.decode()
    assert ("<del>四级主任科员</del> → <ins>副科级</ins>" in page, "与现有信息一致" in page) == (True, True)
    done = take(cast, batch, job)
    assert (done.changed, done.same) == (1, 1)
    row = Application.objects.get(person__name="王大")
    assert (row.rank, row.in_park, row.number, Application.objects.get(person__name="李二").declared_conflict) == ("副科级", True, 1, "配偶在佛山某企业任职")


def test_a_list_that_comes_back_untouched_changes_nothing(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    job = staged(cast, batch)
    mend_all(cast, batch, job)
    take(cast, batch, job)
    before = list(Application.objects.values_list("pk", "version"))
    scene.post(client, cast.officer, "intake", batch.pk, file=workbook.upload(exported(cast, client, batch)))
    done = take(cast, batch, ImportJob.objects.order_by("-pk").first())
    assert (done.changed, done.same, list(Application.objects.values_list("pk", "version"))) == (0, 19, before)


def test_a_list_of_another_batch_is_refused(cast: Cast, client: Client) -> None:
    batch = scene.make_batch(cast)
    take(cast, batch, staged(cast, batch, workbook.office_file([workbook.line(1, "王大")])))
    other = scene.make_batch(cast, plan=batch.plan)
    scene.post(client, cast.officer, "intake", other.pk, file=workbook.upload(exported(cast, client, batch)))
    with pytest.raises(RuleBroken):
        take(cast, other, ImportJob.objects.order_by("-pk").first())


def test_an_import_is_acted_on_through_its_own_batch_only(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    job, other = staged(cast, batch), scene.make_batch(cast, plan=batch.plan)
    with pytest.raises(RuleBroken):
        take(cast, other, job)
