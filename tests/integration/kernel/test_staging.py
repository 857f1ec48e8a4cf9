"""Rows wait under seal, are mended cell by cell, and are taken all or none or the good ones only."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, ImportJob, StagedRow
from seedbed.kernel.workbooks import WorkbookRefused, read, staging
from seedbed.kernel.workbooks.writing import error_workbook, write_sheet
from tests.cast import id_number
from tests.integration.kernel.acting import acted
from tests.unit.kernel import offices
from tests.unit.kernel.sheets import APPLICANTS, POSTS

pytestmark = pytest.mark.django_db


def staged(data: bytes | None = None, declaration=APPLICANTS, name: str = "汇总表.xlsx") -> ImportJob:
    parcel = staging.read_upload(SimpleUploadedFile(name, data or offices.applicants_xlsx()), declaration)
    return acted(lambda by: staging.stage(declaration.name, parcel, declaration, by=by, subject="batch:1"))


def row(job: ImportJob, number: int) -> StagedRow:
    return job.rows.get(number=number)


def errors(job: ImportJob) -> dict[int, list[str]]:
    return {kept.number: [fault["code"] for fault in kept.faults if fault["severity"] == "error"] for kept in job.rows.filter(errors__gt=0)}


def test_rows_and_faults_are_staged_and_counted() -> None:
    job = staged()
    assert job.counts == {"rows": 21, "left": 0, "with_errors": 7, "with_warnings": 3, "good": 14}
    assert errors(job) == {6: ["id_check_digit"], 7: ["birth_differs"], 8: ["missing"], 11: ["mobile_length"], 23: ["same_person"], 24: ["same_person"],
                           25: ["sex_differs"]}
    assert (job.owner, job.subject, job.file_name, job.sheet_title) == ("job:tester", "batch:1", "汇总表.xlsx", "汇总表")


def test_no_sensitive_text_lies_in_the_clear_in_any_table() -> None:
    job = staged()
    secrets = {str(r["身份证号码"]).strip() for r in offices.FAULTY} | {"13800000001", "13800001234", "1387351"}
    kept = repr(list(StagedRow.objects.values())) + repr(list(ImportJob.objects.values())) + repr(list(AuditEvent.objects.values()))
    assert [secret for secret in secrets if secret in kept] == []
    assert staging.preview(job, APPLICANTS, reveal=True)[0].cells[5].text == id_number(1, birth="19930213", female=True)


def test_a_preview_masks_what_is_sensitive_and_tells_each_fault_in_the_reader_s_language() -> None:
    job = staged()
    line = staging.preview(job, APPLICANTS)[1]
    cell = next(cell for cell in line.cells if cell.key == "id_number")
    number = str(offices.FAULTY[1]["身份证号码"])
    assert cell.text == f"{number[:6]}**********{number[-2:]}"
    with translation.override("en"):
        fault = staging.preview(job, APPLICANTS)[1].faults[0]
    assert fault.text.startswith("The ID number does not add up: by the other 17 digits the last one would be ")
    assert (fault.cell, fault.mend) == ("G6", None)
    assert staging.preview(job, APPLICANTS, reveal=True)[1].faults[0].mend == id_number(2, birth="19930213", female=True)


def test_mending_a_cell_checks_the_whole_import_again() -> None:
    job = staged()
    job = acted(lambda by: staging.mend(row(job, 8), "name", " 何 七", APPLICANTS))
    assert row(job, 8).values["name"] == "何七"
    assert 8 not in errors(job)
    job = acted(lambda by: staging.mend(row(job, 24), "id_number", id_number(77, birth="19930213", female=True), APPLICANTS))
    assert {23, 24} & errors(job).keys() == set()
    assert AuditEvent.objects.filter(object_id=str(job.pk), what="mended").values_list("note", flat=True).first() == "8 name"


def test_proposed_mends_are_taken_together_even_where_they_are_not_shown() -> None:
    job = staged()
    count = acted(lambda by: staging.accept_mends(job, APPLICANTS, codes=("id_check_digit", "birth_differs", "sex_differs")))
    job.refresh_from_db()
    assert count == 3
    assert errors(job) == {8: ["missing"], 11: ["mobile_length"], 23: ["same_person"], 24: ["same_person"]}


def test_a_row_left_out_no_longer_troubles_the_others() -> None:
    job = staged()
    job = acted(lambda by: staging.decide(row(job, 24), "leave", APPLICANTS))
    assert 23 not in errors(job)
    assert job.counts["left"] == 1
    job = acted(lambda by: staging.decide(row(job, 24), "", APPLICANTS))
    assert errors(job)[23] == ["same_person"]


def test_all_or_none_is_the_rule_and_good_rows_only_a_choice_that_leaves_the_rest_open() -> None:
    job = staged()
    with pytest.raises(staging.NotReady) as refusal:
        staging.rows_to_take(job)
    assert "6、7、8、11、23、24、25" in str(refusal.value)
    good = staging.rows_to_take(job, good_only=True)
    assert [taken.number for taken in good] == [5, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]
    assert good[0].values["id_number"] == id_number(1, birth="19930213", female=True)
    job = acted(lambda by: staging.close(job, good))
    assert (job.status, [kept.number for kept in job.rows.all()], job.counts["taken"]) == ("staged", [6, 7, 8, 11, 23, 24, 25], 14)


def test_when_all_is_taken_the_rows_are_erased_and_the_import_is_closed() -> None:
    job = staged(offices.applicants_xlsx(offices.FAULTY[:1]))
    taken = staging.rows_to_take(job)
    job = acted(lambda by: staging.close(job, taken))
    assert (job.status, job.rows.count(), job.counts["taken"]) == ("taken", 0, 1)
    with pytest.raises(RuleBroken):
        staging.rows_to_take(job)


def test_discarding_erases() -> None:
    job = staged()
    job = acted(lambda by: staging.discard(job))
    assert (job.status, StagedRow.objects.count()) == ("discarded", 0)


def test_what_nobody_takes_is_erased_after_seven_days() -> None:
    job = staged()
    now = timezone.now()
    assert staging.overdue(now + dt.timedelta(days=6)) == []
    assert staging.overdue(now + dt.timedelta(days=8)) == [job]
    with pytest.raises(Refused):
        staging.expire(job, by=Actor("account", "1", "a person"))
    assert staging.erase_overdue(now + dt.timedelta(days=8)) == 1
    assert (StagedRow.objects.count(), staging.overdue(now + dt.timedelta(days=8))) == (0, [])


def test_questions_are_answered_from_the_sealed_cells_and_remembered() -> None:
    number = id_number(1, birth="19930213", female=True)
    job = staged(offices.table_xlsx(["姓名", "证件", "工作单位及职务", "特长"], ["王旭", number, "某局科员", "书法"]))
    assert [(q["heading"], q["kind"]) for q in job.questions] == [("证件", "unknown"), ("特长", "unknown"), ("", "missing")]
    with pytest.raises(staging.NotReady):
        staging.rows_to_take(job, good_only=True)
    job = acted(lambda by: staging.answer(job, APPLICANTS, {"证件": "id_number", "特长": ""}))
    assert (job.questions, job.mapping) == ([], {"证件": "id_number", "特长": ""})
    assert staging.rows_to_take(job)[0].values == {"name": "王旭", "id_number": number, "post": "某局科员"}


def test_what_was_noticed_is_told_in_the_reader_s_language() -> None:
    job = staged(offices.table_xlsx(["姓名", "身份证号", "单位及职务", "政审情况"], ["王旭", id_number(1, female=True), "某局", "x"], ["合计"]))
    with translation.override("en"):
        told = staging.remarks(job)
    assert told[0].startswith("Column D “政审情况” holds information that must not enter this system")
    assert told[1].startswith("These columns do not stand in the file: Sex、Ethnic group、Month of birth、")
    assert told[2:] == ["Row 3 is a sum (“合计”) and is not taken as data."]


def test_mending_a_merged_cell_mends_every_row_it_covers() -> None:
    job = staged(offices.posts_xlsx(), POSTS)
    job = acted(lambda by: staging.mend(row(job, 4), "host", "甲纺织集团有限公司", POSTS))
    assert [kept.values["host"] for kept in job.rows.all()][:4] == ["甲纺织集团有限公司"] * 3 + ["乙铜业有限公司"]


def test_an_exported_file_that_was_edited_shows_its_changes_cell_by_cell() -> None:
    before = {"p1": {"name": "王旭", "post": "某局科员", "id_number": id_number(1, female=True), "wishes": ["新材料"], "mobile": "13800000001"}}
    data = write_sheet(APPLICANTS, [before["p1"] | {"_key": "p1"}], keys=list(before["p1"]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["B3"], book.active["E3"] = "某局股长", "13900000001"
    out = io.BytesIO()
    book.save(out)
    taken = staging.rows_to_take(staged(out.getvalue()))[0]
    changes = staging.compare(taken.values, before[taken.key], APPLICANTS)
    assert [(change.key, change.old, change.new) for change in changes] == [
        ("post", "某局科员", "某局股长"), ("mobile", "138****0001", "139****0001")]


def test_the_file_sent_back_shows_every_error_where_it_stands() -> None:
    job = staged()
    data = error_workbook(APPLICANTS, staging.preview(job, APPLICANTS))
    book = openpyxl.load_workbook(io.BytesIO(data))
    page, listed = book.worksheets
    assert [page.cell(4 + offset, 1).value for offset in (0, 1, 20)] == [5, 6, 25]
    assert page["G5"].comment is not None
    assert page["G5"].fill.start_color.rgb == "FFF8C9C9"
    assert [listed.cell(2, place).value for place in (1, 2)] == ["G5", "6"]
    assert listed.max_row - 1 == sum(kept.errors + kept.warnings for kept in job.rows.all())


def test_the_file_sent_back_unmasked_can_be_mended_and_read_again() -> None:
    job = staged()
    data = error_workbook(APPLICANTS, staging.preview(job, APPLICANTS, reveal=True))
    again = read(APPLICANTS, data, "退回.xlsx")
    assert ([found.values["id_number"] for found in again.rows][:1], again.questions) == ([id_number(1, birth="19930213", female=True)], [])


def test_a_file_that_is_refused_leaves_nothing_behind() -> None:
    with pytest.raises(WorkbookRefused):
        staged(b"MZ" + b"\0" * 99)
    big = SimpleUploadedFile("x.xlsx", b"PK")
    big.size = 200 << 20
    with pytest.raises(WorkbookRefused) as refusal:
        staging.read_upload(big, APPLICANTS)
    assert (refusal.value.code, ImportJob.objects.count()) == ("too_big", 0)


def test_a_preview_costs_the_same_number_of_statements_for_any_number_of_rows(django_assert_num_queries) -> None:
    jobs = [staged(offices.applicants_xlsx([offices.applicant(n, "王旭") for n in range(1, count + 1)])) for count in (1, 3, 100)]
    for job in jobs:
        with django_assert_num_queries(1):
            assert len(staging.preview(job, APPLICANTS)) == job.counts["rows"]
