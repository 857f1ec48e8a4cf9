"""What offices send is read whole: every row arrives, every fault is shown at its cell."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from seedbed.kernel.workbooks import Column, Intake, Sheet, WorkbookRefused, parsers, read
from tests.cast import id_number
from tests.unit.kernel import offices
from tests.unit.kernel.sheets import APPLICANTS, POSTS

DATA = Path(__file__).with_name("data")


def told(intake: Intake) -> list[tuple[str, str, str | None]]:
    """Cell, code, mend of every fault that is more than a note."""
    return [(fault.cell, fault.code, fault.mend) for fault in intake.faults if fault.severity != "note"]


def notes(intake: Intake) -> list[tuple[str, str, str | None]]:
    """Cell, code, mend of every note."""
    return [(fault.cell, fault.code, fault.mend) for fault in intake.faults if fault.severity == "note"]


def test_every_applicant_arrives_and_every_planted_fault_is_shown_at_its_cell() -> None:
    intake = read(APPLICANTS, offices.applicants_xlsx(), "汇总表.xlsx")
    assert [row.number for row in intake.rows] == list(range(5, 26))
    assert intake.questions == []
    assert told(intake) == [
        ("G6", "id_check_digit", id_number(2, birth="19930213", female=True)),
        ("E7", "birth_differs", "1984-04"),
        ("B8", "missing", None),
        ("R11", "mobile_length", None),
        ("T14", "conflict_relative", None),
        ("T15", "conflict_duty", None),
        ("T16", "health_data", None),
        ("G23", "same_person", None),
        ("G24", "same_person", None),
        ("C25", "sex_differs", "女"),
    ]
    assert notes(intake) == [
        ("E7", "read_as", "1975-04"), ("B9", "padding", "孙三"), ("D10", "read_as", "汉族"), ("R12", "rewritten", "13800001234"),
        ("R13", "rewritten", "13800001234"), ("E18", "read_as", "1993-02"), ("E19", "read_as", "1993-02"), ("E20", "read_as", "1993-02"),
        ("E21", "read_as", "1993-02"), ("G22", "outer_spaces", id_number(18, birth="19930213", female=True)),
    ]


def test_titles_groups_and_foot_notes_are_left_out_and_named() -> None:
    intake = read(APPLICANTS, offices.applicants_xlsx(), "汇总表.xlsx")
    assert [(remark.code, remark.row) for remark in intake.skipped] == [("title_row", 1), ("title_row", 2), ("foot_row", 27), ("foot_row", 28)]
    assert intake.headings["B"] == "基本情况/姓名"
    assert intake.columns["remark"] == "T"


def test_sensitive_cells_are_masked_in_faults_and_their_sentences() -> None:
    intake = read(APPLICANTS, offices.applicants_xlsx(), "汇总表.xlsx")
    number = str(offices.FAULTY[1]["身份证号码"])
    fault = next(fault for fault in intake.faults if fault.cell == "G6")
    assert fault.value == number[:6] + "**********" + number[-2:]
    assert [f.cell for f in intake.faults if number in f.value + f.text] == []


def test_merged_cells_are_carried_down_and_a_sum_row_is_none() -> None:
    intake = read(POSTS, offices.posts_xlsx(), "岗位.xlsx")
    assert [(row.number, row.values["host"], row.values["seats"]) for row in intake.rows] == [
        (3, "甲纺织有限公司", {"min": 1, "max": 2}), (4, "甲纺织有限公司", None), (5, "甲纺织有限公司", {"min": 2, "max": 2}),
        (6, "乙铜业有限公司", {"min": 2, "max": 2}), (7, "丙陶瓷有限公司", {"min": 1, "max": 1})]
    assert [remark.code for remark in intake.skipped] == ["title_row", "sum_row", "foot_row"]
    assert told(intake) == [("I4", "seats_open", None), ("E6", "city_lacking", "佛山市顺德区容桂街道2号"), ("C7", "uscc_check_digit", None),
                            ("M7", "contact_phone", None)]
    assert [f.cell for f in intake.faults if f.code == "geta"] == ["D3"]
    assert intake.rows[1].values["contact"] == {"name": "陈女士", "phone": "13941979754"}


def test_blank_cells_without_merging_are_carried_down_too() -> None:
    data = offices.table_xlsx(POST := list(offices.POST_HEADINGS), [1, "甲", "91440606735002285T", "纺织", "佛山市1号", "助理", *[""] * 8],
                              ["", "", "", "", "", "专员", *[""] * 8])
    assert POST[1] == "企业名称"
    assert [row.values["host"] for row in read(POSTS, data, "x.xlsx").rows] == ["甲", "甲"]


def test_other_order_and_wording_is_mapped_and_the_rest_is_asked_once() -> None:
    number = id_number(1, birth="19930213", female=True)
    data = offices.table_xlsx(["手机号码", "公民身份号码", "姓 名*", "工作单位及职务（全称）", "是否在园区上班", "特长"],
                              ["13800001234", number, "王旭", "某局科员", "是", "书法"])
    intake = read(APPLICANTS, data, "x.xlsx")
    assert intake.columns == {"mobile": "A", "id_number": "B", "name": "C", "post": "D"}
    assert [(q.letter, q.heading, q.kind, q.samples) for q in intake.questions] == [
        ("E", "是否在园区上班", "unsure", ("是",)), ("F", "特长", "unknown", ("书法",))]
    assert intake.questions[0].candidates[0] == "in_park"
    again = read(APPLICANTS, data, "x.xlsx", mapping={"是否在园区上班": "in_park", "特长": ""})
    assert (again.questions, again.rows[0].values["in_park"]) == ([], "yes")
    next_file = read(APPLICANTS, offices.table_xlsx(["姓名", "身份证号", "单位及职务", "是否在园区上班 "], ["李雪", number, "某局", "否"]), "y.xlsx", mapping=again.mapping)
    assert (next_file.questions, next_file.rows[0].values["in_park"]) == ([], "no")


def test_a_required_column_that_is_nowhere_is_asked_for() -> None:
    intake = read(APPLICANTS, offices.table_xlsx(["姓名", "工作单位及职务", "证件"], ["王旭", "某局", "431003199302133046"]), "x.xlsx")
    assert [(q.kind, q.candidates) for q in intake.questions if q.kind == "missing"] == [("missing", ("id_number",))]
    assert [q.samples for q in intake.questions if q.heading == "证件"] == [("…",)]
    answered = read(APPLICANTS, offices.table_xlsx(["姓名", "工作单位及职务", "证件"], ["王旭", "某局", "431003199302133046"]), "x.xlsx", mapping={"证件": "id_number"})
    assert (answered.questions, answered.rows[0].values["id_number"]) == ([], "431003199302133046")


def test_two_columns_of_one_name_are_asked_about_unless_alike() -> None:
    head = ["姓名", "身份证号", "单位及职务", "姓名"]
    number = id_number(1, female=True)
    alike = read(APPLICANTS, offices.table_xlsx(head, ["王旭", number, "某局", "王旭"]), "x.xlsx")
    other = read(APPLICANTS, offices.table_xlsx(head, ["王旭", number, "某局", "李雪"]), "x.xlsx")
    assert (alike.questions, [(q.letter, q.kind) for q in other.questions]) == ([], [("D", "twice")])


@pytest.mark.parametrize("heading", ["家庭成员", "家庭主要成员及社会关系", "政审情况", "人事档案编号", "宗教信仰", "健康状况", "配偶姓名", "是否涉密"])
def test_forbidden_columns_are_refused_and_nothing_of_them_is_kept(heading: str) -> None:
    data = offices.table_xlsx(["姓名", "身份证号", "单位及职务", heading], ["王旭", id_number(1, female=True), "某局", "不应保存的内容"])
    intake = read(APPLICANTS, data, "x.xlsx")
    assert [(notice.code, notice.params["letter"]) for notice in intake.notices if notice.code == "forbidden_column"] == [("forbidden_column", "D")]
    assert "不应保存的内容" not in repr((intake.rows, intake.cells, intake.questions))


def test_a_declared_conflict_of_interest_is_no_forbidden_column() -> None:
    data = offices.table_xlsx(["姓名", "身份证号", "单位及职务", "亲属回避情况（家庭成员任职）"], ["王旭", id_number(1, female=True), "某局", "无"])
    assert [n for n in read(APPLICANTS, data, "x.xlsx").notices if n.code == "forbidden_column"] == []


def test_two_levels_of_headings() -> None:
    sheet = Sheet("t", "T", (Column("name", "Name", ("姓名",), parsers.person_name, required=True),
                             Column("contact", "Contact", ("联系人姓名",)), Column("phone", "Phone", ("联系人电话",), parsers.mobile)))
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "联系人", ""])
    page.append(["", "姓名", "电话"])
    page.append(["王旭", "张三", "13800001234"])
    page.merge_cells("A1:A2")
    page.merge_cells("B1:C1")
    intake = read(sheet, offices.saved(book), "x.xlsx")
    assert [row.values for row in intake.rows] == [{"name": "王旭", "contact": "张三", "phone": "13800001234"}]


def test_repeated_headings_empty_rows_and_bare_numbers_are_passed_over() -> None:
    head = ["序号", "姓名", "身份证号", "单位及职务"]
    first, second = ([n, "王旭", id_number(n, female=True), "某局"] for n in (1, 2))
    intake = read(APPLICANTS, offices.table_xlsx(head, first, [None], [None], head, [3], second), "x.xlsx")
    assert [row.number for row in intake.rows] == [2, 7]
    assert [(r.code, r.row) for r in intake.skipped] == [("heading_row", 5), ("number_row", 6), ("empty_rows", 0)]


TABLE = "姓名,身份证号码,工作单位及职务,备注\r\n李𬱖,431003199302133046,某局科员,\"一,二\r\n三\"\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_offices_use(encoding: str) -> None:
    intake = read(APPLICANTS, TABLE.encode(encoding), "汇总.csv")
    assert [(row.values["name"], row.values["id_number"], row.values["remark"]) for row in intake.rows] == [("李𬱖", "431003199302133046", "一,二\n三")]


def test_gbk_and_tabs() -> None:
    text = "姓名\t身份证号码\t工作单位及职务\r\n王旭\t431003199302133046\t某局科员\r\n"
    assert [row.values["name"] for row in read(APPLICANTS, text.encode("gbk"), "汇总.xls").rows] == ["王旭"]


def test_an_old_xls_and_an_ods_are_read() -> None:
    old = read(APPLICANTS, (DATA / "applicants.xls").read_bytes(), "a.xls")
    assert [(row.values["name"], row.values["birth_month"], row.values["id_number"]) for row in old.rows] == [
        (name, "1993-02", id_number(n, birth="19930213", female=True)) for n, name in ((2, "王旭"), (3, "李雪"))]
    new = read(APPLICANTS, ods([["姓名", "身份证号", "单位及职务"], ["王旭", "431003199302133046", "某局"]]), "a.ods")
    assert [row.values["name"] for row in new.rows] == ["王旭"]


def ods(rows: list[list[str]], repeat: str = "") -> bytes:
    """A small OpenDocument table."""
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"{repeat}><text:p>{t}</text:p></table:table-cell>' for t in row)
                    + "</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))
    content = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    manifest = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return offices.package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def test_formulas_give_their_stored_result_with_a_note() -> None:
    data = offices.table_xlsx(["姓名", "身份证号", "单位及职务", "学历"], ["王旭", id_number(1, female=True), "某局", "x"])
    sheet = offices.part_of(data, "xl/worksheets/sheet1.xml")
    cell = b'<c r="D2" t="str"><f>HYPERLINK("http://x","y")</f><v>\xe7\xa1\x95\xe5\xa3\xab</v></c>'
    start = sheet.index(b'<c r="D2"')
    with_result = sheet[:start] + cell + sheet[sheet.index(b"</c>", start) + 4:]
    without = with_result.replace(b"<v>\xe7\xa1\x95\xe5\xa3\xab</v>", b"<v></v>")
    first = read(APPLICANTS, offices.with_part(data, "xl/worksheets/sheet1.xml", with_result), "x.xlsx")
    second = read(APPLICANTS, offices.with_part(data, "xl/worksheets/sheet1.xml", without), "x.xlsx")
    assert (first.rows[0].values["degree"], [(f.cell, f.code) for f in first.faults if "formula" in f.code]) == ("硕士", [("D2", "formula")])
    assert (second.rows[0].values["degree"], told(second)) == (None, [("D2", "formula_empty", None)])
    bare = offices.table_xlsx(["姓名", "身份证号", "单位及职务", "学历"], ["王旭", id_number(1, female=True), "某局", "=A1"])  # a cell with nothing but its address
    assert told(read(APPLICANTS, bare, "x.xlsx")) == [("D2", "formula_empty", None)]


def test_error_cells_and_rounded_id_numbers_are_named() -> None:
    data = offices.table_xlsx(["姓名", "身份证号", "单位及职务", "学历"], ["王旭", 431003199302133046, "#REF!", "#N/A"])
    assert told(read(APPLICANTS, data, "x.xlsx")) == [("B2", "id_rounded", None), ("D2", "error_cell", None), ("C2", "error_cell", None)]


def test_hidden_sheets_are_not_read_and_the_best_of_several_is() -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表填写说明"])
    page = book.create_sheet("名单")
    page.append(["姓名", "身份证号", "单位及职务"])
    page.append(["王旭", id_number(1, female=True), "某局"])
    secret = book.create_sheet("旧表")
    secret.append(["姓名", "身份证号", "单位及职务", "联系电话"])
    secret.append(["李雪", id_number(2, female=True), "某局", "13800001234"])
    secret.sheet_state = "hidden"
    intake = read(APPLICANTS, offices.saved(book), "x.xlsx")
    assert (intake.sheet, [row.values["name"] for row in intake.rows]) == ("名单", ["王旭"])
    assert [n.params["name"] for n in intake.notices if n.code == "other_sheet"] == ["说明", "旧表"]


def test_dates_of_1904_workbooks() -> None:
    sheet = Sheet("t", "T", (Column("name", "Name", ("姓名",)), Column("birth", "Birth", ("出生年月",), parsers.year_month)))
    book = openpyxl.Workbook()
    book.epoch = MAC_EPOCH
    book.active.append(["姓名", "出生年月"])
    book.active.append(["王旭", dt.date(1993, 2, 13)])
    book.active.append(["李雪", 32551])
    assert [row.values["birth"] for row in read(sheet, offices.saved(book), "x.xlsx").rows] == ["1993-02", "1993-02"]


def test_another_table_is_refused_with_the_headings_that_are_expected() -> None:
    with pytest.raises(WorkbookRefused) as refusal:
        read(APPLICANTS, offices.posts_xlsx(), "岗位.xlsx")
    assert refusal.value.code == "no_headings"
    assert "Name、Sex" in refusal.value.text


def test_a_long_cell_is_an_error_of_that_cell_only() -> None:
    data = offices.table_xlsx(["姓名", "身份证号", "单位及职务", "备注"], ["王旭", id_number(1, female=True), "某局", "长" * 20_000])
    assert told(read(APPLICANTS, data, "x.xlsx")) == [("D2", "too_long", None)]
