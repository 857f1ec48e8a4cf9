"""What is written can be read back word for word, and nothing in it is a formula."""

import csv
import io
import random
import zipfile

import openpyxl
import pytest

from seedbed.kernel.workbooks import Column, Sheet, parsers, read
from seedbed.kernel.workbooks.grid import open_book, with_guard, without_guard
from seedbed.kernel.workbooks.writing import KEY, template, write_csv, write_sheet
from tests.cast import id_number
from tests.unit.kernel.sheets import APPLICANTS

TEXTS = Sheet("test.texts", "Texts", (Column("first", "First", ("第一列",)), Column("second", "Second", ("第二列",))))
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "''", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "@SUM(1)", "")
SOUP = "=+-@'\",;\t\n\r 0123１２３abcΩ汉𬱖㛃·“”（）_x0041_<>&\u200b\u202e\x01\x1f\x7f"


def thousand(random_: random.Random) -> list[str]:
    """A thousand texts that look like formulas or hold odd characters; none is empty."""
    return [random_.choice(STARTS) + "".join(random_.choices(SOUP, k=random_.randrange(1, 12))) + "." for _turn in range(1_000)]


def formulas_in(data: bytes) -> int:
    """How many formula cells a workbook has."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sum(package.read(name).count(b"<f>") + package.read(name).count(b"<f ") for name in package.namelist() if name.startswith("xl/worksheets"))


def test_a_thousand_texts_come_back_from_xlsx_and_csv_and_none_is_a_formula() -> None:
    texts = thousand(random.Random(3))
    rows = [{"first": text, "second": "x"} for text in texts]
    book, plain = write_sheet(TEXTS, rows), write_csv(TEXTS, rows)
    assert formulas_in(book) == 0
    assert [line[0] for line in open_book(book, "x.xlsx").grids[0].rows[2:]] == texts
    assert [line[0] for line in open_book(plain, "x.csv").grids[0].rows[1:]] == texts


def test_no_cell_of_a_csv_begins_as_a_formula_does() -> None:
    rows = [{"first": text, "second": text} for text in thousand(random.Random(4))]
    lines = list(csv.reader(io.StringIO(write_csv(TEXTS, rows).decode("utf-8-sig"), newline="")))
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))] == []


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'", "a", "", "'a", "-", "＝"])
def test_the_guard_is_reversible(text: str) -> None:
    assert without_guard(with_guard(text)) == text


def test_formula_texts_keep_their_look_when_a_cell_is_edited() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(TEXTS, [{"first": "=1+1", "second": "1"}])))
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in book["Texts"][3][:2]] == [("=1+1", "s", True), ("1", "s", False)]


def values(serial: int) -> dict[str, object]:
    """Values of one applicant as the parsers give them."""
    return {"name": "王旭", "sex": "female", "ethnicity": "瑶族", "birth_month": "1993-02", "party": "群众",
            "id_number": id_number(serial, birth="19930213", female=True), "degree": None, "school": None, "post": "某局科员", "rank": None,
            "duties": None, "in_park": "no", "in_economy": "yes", "bay_area": "广州实习半年", "recruited": None, "wishes": ["新材料", "家居建材"],
            "mobile": f"1380000{serial:04d}", "opinion": None, "remark": None}


def test_an_exported_sheet_comes_back_with_the_same_values_and_its_keys() -> None:
    people = [values(serial) | {KEY: f"p{serial}"} for serial in range(40)]
    for data, name in ((write_sheet(APPLICANTS, people, title="名单"), "名单.xlsx"), (write_csv(APPLICANTS, people), "名单.csv")):
        intake = read(APPLICANTS, data, name)
        assert [row.values | {KEY: row.key} for row in intake.rows] == people
        assert (intake.questions, intake.faults) == ([], [])


def test_the_key_column_is_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(TEXTS, [{"first": "a", "second": "b", KEY: "7"}])))
    assert (book["Texts"].column_dimensions["C"].hidden, book["Texts"]["C3"].value) == (True, "7")


def test_drop_downs_lie_on_a_hidden_sheet_and_hold_long_lists() -> None:
    units = [f"某县第{n}个参加选派的单位" for n in range(200)]
    book = openpyxl.load_workbook(io.BytesIO(template(APPLICANTS, lists={"party": units})))
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["Applicants"].data_validations.dataValidation}
    assert book["_lists"].sheet_state == "hidden"
    assert rules["E4"] == "_lists!$B$1:$B$200"
    assert [book["_lists"].cell(n, 2).value for n in (1, 200)] == [units[0], units[-1]]


def test_a_template_that_is_filled_in_is_read_without_a_question() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(APPLICANTS)))
    page = book["Applicants"]
    row = values(1)
    for place, column in enumerate(APPLICANTS.columns, 1):
        page.cell(4, place, column.text(row[column.key]))
    out = io.BytesIO()
    book.save(out)
    intake = read(APPLICANTS, out.getvalue(), "模板.xlsx")
    assert ([found.values for found in intake.rows], intake.questions) == ([row], [])


def test_numbers_are_numbers_and_same_rows_give_the_same_bytes() -> None:
    sheet = Sheet("t", "T", (Column("n", "N", parse=parsers.whole_number), Column("s", "S", parse=parsers.seats)))
    rows = [{"n": 3, "s": {"min": 1, "max": 2}}]
    assert write_sheet(sheet, rows) == write_sheet(sheet, rows)
    assert open_book(write_sheet(sheet, rows), "x.xlsx").grids[0].rows[2][:2] == [3, "1-2"]
