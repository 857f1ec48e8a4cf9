"""The workbook of posts: read as offices send it, mended by cell, taken all or none, written out and brought back."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from seedbed.directory.models import Unit
from seedbed.kernel.models import AuditEvent, ImportJob, StagedRow
from seedbed.kernel.sealed import unseal
from seedbed.kernel.workbooks.staging import rows_to_take
from seedbed.placement.models import Host, HostOffer, Post
from seedbed.placement.queries import intake
from seedbed.placement.reckoning.lodging import cells_of, lodging_of
from seedbed.selection.models import Batch
from tests.cast import Cast
from tests.integration.placement.hosts_ground import get, make_batch, post

pytestmark = pytest.mark.django_db
HEADINGS = ["序号", "企业名称", "统一社会信用代码", "主营业务（经营范围）", "企业地址", "实训岗位", "岗位职责", "专业要求", "接收人数", "是否提供住宿",
            "住宿条件", "企业导师", "联系人及电话", "备注"]
FIRST, SECOND, THIRD = "91440606735002285T", "91440605736185562E", "914406047350162223"
ROWS: list[list[Any]] = [
    [1, "佛山市青禾建材有限公司", FIRST, "生产：卫生陶瓷〓五金配件", "佛山市顺德区杏坛镇1号", "研发中心项目助理", "参与立项", "材料、化工类", 1, "是", "单人公寓", "曹总监", "徐先生 13868528521", None],
    [None, None, None, None, None, "总经理助理", "协助经营分析", "经济类", "1-2人", "否", None, "朱总监", "林先生 158 0084 9248", None],
    [2, "广东蓝谷科技有限公司", SECOND, "软件开发", "佛山市南海区桂城2号", "数字化部专员", "实施MES", "计算机类", "２人", "可协调", "仅限男生宿舍", "雷主任", "罗先生13810624397", None],
    [3, "佛山市得味食品有限公司", THIRD, "食品生产", "顺德区大良3号", "财务部助理", "预算管理", "会计类", "若干", "可协调", "宿舍男女不限", "黄主任", "王女士 18735141888", None],
    ["合计", *[None] * 13],
    ["注：接收人数为“若干”的，由服务小组与企业进一步对接确认。", *[None] * 13],
]


def workbook(rows: list[list[Any]] | None = None, headings: list[str] | None = None) -> SimpleUploadedFile:
    """Write the sheet as an office would: a title over all columns, merged cells of one company, a sum, a note."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2027年第一期驻点企业岗位需求表"])
    sheet.merge_cells("A1:N1")
    sheet.append(headings or HEADINGS)
    for row in ROWS if rows is None else rows:
        sheet.append(row)
    if rows is None:
        for letter in "ABCDE":
            sheet.merge_cells(f"{letter}3:{letter}4")
    return upload(book)


def upload(book: Workbook) -> SimpleUploadedFile:
    """Return a workbook as a file that a form sends."""
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile("岗位需求表.xlsx", data.getvalue())


def stage(client: Any, cast: Cast, batch: Batch, file: SimpleUploadedFile | None = None) -> ImportJob:
    """Bring a file in as the officer."""
    answer = post(client, cast.officer, "posts_import", batch.pk, data={"file": file or workbook()})
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return ImportJob.objects.latest("pk")


def test_three_hosts_and_four_posts_arrive_with_every_wording_read(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch)
    assert (job.counts["rows"], job.counts["with_errors"]) == (4, 0)
    assert post(client, cast.officer, "posts_take", batch.pk, job.pk).status_code == 302
    rows = Post.objects.order_by("pk").values_list("offer__host__unit__uscc", "title", "seats_min", "seats_max", "lodging", "lodging_note", "contact_name")
    assert list(rows) == [
        (FIRST, "研发中心项目助理", 1, 1, "any", "单人公寓", "徐先生"),
        (FIRST, "总经理助理", 1, 2, "none", "", "林先生"),
        (SECOND, "数字化部专员", 2, 2, "men", "仅限男生宿舍", "罗先生"),
        (THIRD, "财务部助理", None, None, "arranged", "宿舍男女不限", "王女士"),
    ]
    assert [unseal(p.contact_phone_sealed) for p in Post.objects.order_by("pk")] == ["13868528521", "15800849248", "13810624397", "18735141888"]
    host = Host.objects.get(unit__uscc=FIRST)
    assert (host.state, host.business, host.address, host.keeper) == ("candidate", "生产：卫生陶瓷\n五金配件", "佛山市顺德区杏坛镇1号", cast.department)
    assert Host.objects.get(unit__uscc=SECOND).unit.region.name == "南海区"
    assert set(HostOffer.objects.values_list("willingness", flat=True)) == {"willing"}


def test_nothing_is_taken_before_it_is_asked_for_and_staged_telephones_are_sealed(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch)
    assert (Host.objects.count(), Post.objects.count()) == (0, 0)
    stored = "".join(f"{r.values}{r.faults}{r.sealed}" for r in StagedRow.objects.all())
    assert "13868528521" not in stored
    page = get(client, cast.officer, "posts_job", batch.pk, job.pk).content.decode()
    assert ("13868528521" in page, "待定" in page, "佛山市顺德区大良3号" in page) == (False, True, True)


def test_mends_are_proposed_by_cell_and_taken_by_kind(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch)
    post(client, cast.officer, "posts_accept", batch.pk, job.pk, data={"code": "city_lacking"})
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert Host.objects.get(unit__uscc=THIRD).address == "佛山市顺德区大良3号"


def faulty_rows() -> list[list[Any]]:
    """A wrong check digit, a date in place of seats, a missing title."""
    wrong = [list(row) for row in ROWS[:4]]
    wrong[1][1:5] = wrong[0][1:5]
    wrong[2][2] = SECOND[:-1] + "A"
    wrong[3][8] = "两三个吧"
    return wrong


def test_faults_stand_at_their_cells_and_hold_the_file_back(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch, workbook(faulty_rows()))
    found = {(f["cell"], f["code"]) for row in job.rows.all() for f in row.faults if f["severity"] == "error"}
    assert found == {("C5", "uscc_check_digit"), ("I6", "seats_form")}
    answer = post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert (answer.status_code, Post.objects.count()) == (409, 0)


def test_a_cell_is_typed_anew_and_a_row_left_out(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch, workbook(faulty_rows()))
    code, seats = job.rows.get(number=5), job.rows.get(number=6)
    assert post(client, cast.officer, "posts_mend", batch.pk, job.pk, code.pk, data={"key": "uscc", "text": SECOND}).status_code == 302
    post(client, cast.officer, "posts_decide", batch.pk, job.pk, seats.pk, data={"decision": "leave"})
    job.refresh_from_db()
    assert (job.counts["with_errors"], job.counts["left"]) == (0, 1)
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert sorted(Host.objects.values_list("unit__uscc", flat=True)) == [SECOND, FIRST]


def test_good_rows_only_leaves_the_others_waiting(cast: Cast, client) -> None:
    batch = make_batch(cast)
    job = stage(client, cast, batch, workbook(faulty_rows()))
    post(client, cast.officer, "posts_take", batch.pk, job.pk, data={"good_only": "1"})
    job.refresh_from_db()
    assert (Post.objects.count(), job.status, job.rows.count()) == (2, "staged", 2)


def test_one_code_with_two_names_is_an_error(cast: Cast, client) -> None:
    rows = [list(ROWS[0]), list(ROWS[2])]
    rows[1][2] = FIRST
    job = stage(client, cast, make_batch(cast), workbook(rows))
    assert [f["code"] for row in job.rows.all() for f in row.faults if f["severity"] == "error"] == ["code_of_another"]


def test_a_known_company_under_another_code_is_a_fault_with_the_code_that_is_known(cast: Cast, client) -> None:
    rows = [list(ROWS[0])]
    rows[0][2] = SECOND  # 青禾建材 is in the directory under FIRST
    batch = make_batch(cast)
    job = stage(client, cast, batch, workbook(rows))
    fault = next(f for f in job.rows.get().faults if f["severity"] == "error")
    assert (fault["code"], fault["cell"], fault["mend"], fault["params"]) == ("known_otherwise", "C3", FIRST, {"code": FIRST})
    post(client, cast.officer, "posts_accept", batch.pk, job.pk, data={"code": "known_otherwise"})
    assert post(client, cast.officer, "posts_take", batch.pk, job.pk).status_code == 302
    assert (Host.objects.get().unit, Post.objects.count()) == (cast.company, 1)


def test_a_known_company_without_a_code_and_the_code_of_an_organ_are_faults(cast: Cast, client) -> None:
    Unit.objects.filter(pk=cast.company.pk).update(uscc=None)
    Unit.objects.filter(pk=cast.department.pk).update(uscc=SECOND)
    job = stage(client, cast, make_batch(cast), workbook([list(ROWS[0]), list(ROWS[2])]))
    assert [(f["code"], f["cell"]) for row in job.rows.order_by("number") for f in row.faults if f["severity"] == "error"] == [
        ("name_without_code", "B3"), ("code_of_organ", "C4")]


def test_the_same_post_twice_is_an_error_that_names_the_other_row(cast: Cast, client) -> None:
    job = stage(client, cast, make_batch(cast), workbook([list(ROWS[0]), list(ROWS[0])]))
    assert [(f["code"], f["params"]["row"]) for row in job.rows.all() for f in row.faults if f["severity"] == "error"] == [("same_post", "4"), ("same_post", "3")]


def test_other_order_and_wording_of_columns_is_mapped_and_unknown_asked_once(cast: Cast, client) -> None:
    batch = make_batch(cast)
    headings = ["公司名称", "信用代码", "岗位名称", "接收名额", "带徒师傅"]
    rows = [["佛山市青禾建材有限公司", FIRST, "研发助理", 2, "曹总监"]]
    job = stage(client, cast, batch, workbook(rows, headings))
    assert [q["heading"] for q in job.questions if q["heading"]] == ["带徒师傅"]
    post(client, cast.officer, "posts_answer", batch.pk, job.pk, data={"q0": "mentor"})
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert Post.objects.get().mentor == "曹总监"
    again = stage(client, cast, batch, workbook(rows, headings))
    assert [q for q in again.questions if q["heading"]] == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "不是表格".encode()])
def test_what_is_no_workbook_is_answered_with_a_sentence(cast: Cast, client, data: bytes) -> None:
    batch = make_batch(cast)
    answer = post(client, cast.officer, "posts_import", batch.pk, data={"file": SimpleUploadedFile("x.xlsx", data)})
    assert (answer.status_code, ImportJob.objects.count()) == (200, 0)
    assert len(answer.context["form"].errors["file"]) == 1


def taken(client: Any, cast: Cast) -> Batch:
    """Return a batch that has the posts of the usual workbook."""
    batch = make_batch(cast)
    post(client, cast.officer, "posts_take", batch.pk, stage(client, cast, batch).pk)
    return batch


def exported(client: Any, cast: Cast, batch: Batch) -> Workbook:
    """Return the exported workbook."""
    answer = post(client, cast.officer, "posts_export", batch.pk)
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_an_exported_file_brought_back_unchanged_changes_nothing(cast: Cast, client) -> None:
    batch = taken(client, cast)
    before = list(Post.objects.order_by("pk").values())
    job = stage(client, cast, batch, upload(exported(client, cast, batch)))
    page = get(client, cast.officer, "posts_job", batch.pk, job.pk)
    assert (page.context["new_hosts"], page.context["new_posts"], page.context["same"], page.context["changes"]) == (0, 0, 4, [])
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert list(Post.objects.order_by("pk").values()) == before


def test_an_edited_file_shows_its_changes_cell_by_cell_and_takes_just_these(cast: Cast, client) -> None:
    batch = taken(client, cast)
    book = exported(client, cast, batch)
    sheet = book.worksheets[0]
    columns = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
    line = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "财务部助理" for cell in row))
    sheet.cell(line, columns["名额"] if "名额" in columns else next(v for k, v in columns.items() if k in {"Seats", "接收人数"})).value = "2-3"
    sheet.cell(line, next(v for k, v in columns.items() if k in {"Post", "实训岗位"})).value = "财务部经理助理"
    job = stage(client, cast, batch, upload(book))
    plans = intake.plan_rows(batch, rows_to_take(job))
    assert [(c.name, c.old, c.new) for p in plans for c in p.changes] == [
        ("title", "财务部助理", "财务部经理助理"), ("seats_min", None, 2), ("seats_max", None, 3)]
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert list(Post.objects.filter(title="财务部经理助理").values_list("seats_min", "seats_max")) == [(2, 3)]
    assert Post.objects.count() == 4


def test_taking_a_file_out_is_noted_and_formula_text_stays_text(cast: Cast, client) -> None:
    batch = taken(client, cast)
    Post.objects.filter(title="总经理助理").update(duties="=1+1")
    book = exported(client, cast, batch)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert AuditEvent.objects.filter(action="placement.export_posts", object_id=str(batch.pk)).count() == 1


def test_an_import_of_another_batch_is_not_found_here(cast: Cast, client) -> None:
    batch, later = make_batch(cast), make_batch(cast, ordinal=2)
    job = stage(client, cast, batch)
    assert get(client, cast.officer, "posts_job", later.pk, job.pk).status_code == 404
    assert post(client, cast.officer, "posts_discard", later.pk, job.pk).status_code == 404
    assert post(client, cast.officer, "posts_discard", batch.pk, job.pk).status_code == 302
    job.refresh_from_db()
    assert (job.status, job.rows.count()) == ("discarded", 0)


def test_the_empty_workbook_holds_headings_and_is_read_by_itself(cast: Cast, client) -> None:
    batch = make_batch(cast)
    answer = get(client, cast.service_team, "posts_template", batch.pk)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.worksheets) == 2


@pytest.mark.parametrize(("offered", "note", "bound", "code"), [
    ("yes", "", None, "any"), ("no", "单人公寓", None, "none"), ("negotiable", "", None, "arranged"),
    ("negotiable", "仅限男生宿舍", None, "men"), ("yes", "仅限女生宿舍", None, "women"), ("yes", "宿舍男女不限", None, "any"),
    ("yes", "仅限男生宿舍", "any", "any"), ("yes", "", "women", "women"), (None, "员工宿舍双人间", None, "any"), (None, "", None, "none"),
])
def test_words_about_beds_are_read(offered: str | None, note: str, bound: str | None, code: str) -> None:
    assert lodging_of(offered, note, bound) == code


@pytest.mark.parametrize("code", ["none", "any", "men", "women", "arranged"])
def test_beds_written_out_are_read_the_same(code: str) -> None:
    offered, bound = cells_of(code)
    assert lodging_of(offered, "", bound) == code
