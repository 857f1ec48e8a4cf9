"""Files that are no workbooks, or too much of one, are answered with a sentence, quickly and in little memory."""

import functools
import io
import os
import resource
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from seedbed.kernel.workbooks import WorkbookRefused, read
from seedbed.kernel.workbooks.declaration import letter
from tests.unit.kernel import offices
from tests.unit.kernel.sheets import APPLICANTS
from tests.unit.kernel.test_workbook_reading import ods

DATA = Path(__file__).with_name("data")
GOOD = offices.applicants_xlsx()
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
ROW = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % "姓名".encode()


def sheet_of(*inner: bytes) -> bytes:
    return offices.with_part(GOOD, SHEET, HEAD + b"".join(inner) + TAIL)


def cell(place: str) -> bytes:
    number = "".join(c for c in place if c.isdigit()).encode()
    return b'<row r="%s"><c r="%s"><v>1</v></c></row>' % (number, place.encode())


def many_rows(count: int) -> bytes:
    return sheet_of(ROW, *(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, count)))


@functools.cache
def lying_zip() -> bytes:
    """A package whose directory promises 100 bytes for a part that unpacks to 300 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _turn in range(300)) + packer.flush()
    data = bytearray(offices.package({"xl/workbook.xml": b"<workbook/>", SHEET: b"x" * 100}, compression=zipfile.ZIP_STORED))
    old = bytes(data)
    start = old.index(b"x" * 100)
    data[start:start + 100] = packed
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.rindex(mark) if mark == b"PK\x01\x02" else old.rindex(mark)
        shift = 18 if mark == b"PK\x03\x04" else 20
        method = 8 if mark == b"PK\x03\x04" else 10
        data[place + method:place + method + 2] = struct.pack("<H", 8)
        data[place + shift:place + shift + 4] = struct.pack("<I", len(packed))
    end = data.rindex(b"PK\x05\x06")
    old_start = struct.unpack("<I", data[end + 16:end + 20])[0]
    data[end + 16:end + 20] = struct.pack("<I", old_start + len(packed) - 100)
    return bytes(data)


def repeated_rows() -> bytes:
    data = ods([["姓名"], ["王旭"]])
    content = offices.part_of(data, "content.xml").replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="900000000">')
    return offices.with_part(data, "content.xml", content)


def swollen(size: int) -> bytes:
    """A good workbook whose shared strings unpack to `size` MB."""
    out = io.BytesIO(offices.with_part(GOOD, "docProps/x.xml", b"<x/>"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as new, new.open("xl/sharedStrings.xml", "w") as part:
        for _turn in range(size):
            part.write(b" " * (1 << 20))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst>&b;</sst>'
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty_file"),
    "program": (lambda: b"MZ" + os.urandom(5_000), "not_a_workbook"),
    "pdf": (lambda: b"%PDF-1.7 ...", "not_a_workbook"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(99), "not_a_workbook"),
    "noise": (lambda: b"\x00\x01" * 5_000, "not_a_workbook"),
    "rar": (lambda: b"Rar!\x1a\x07\x00", "not_a_workbook"),
    "zip of something": (lambda: offices.package({"a.txt": b"x"}), "not_a_workbook"),
    "web page": (lambda: "<html><table><tr><td>姓名</td></tr></table>".encode(), "web_page"),
    "xml table": (lambda: b'<?xml version="1.0"?><Workbook/>', "web_page"),
    "truncated": (lambda: GOOD[:-300], "damaged"),
    "cut in half": (lambda: GOOD[:len(GOOD) // 2], "damaged"),
    "broken inside": (lambda: offices.with_part(GOOD, SHEET, b"<worksheet><sheetData><row"), "damaged"),
    "no sheet part": (lambda: offices.package({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}), "damaged"),
    "binary workbook": (lambda: offices.package({"xl/workbook.bin": b"x"}), "xlsb"),
    "locked": (lambda: (DATA / "locked.xlsx").read_bytes(), "encrypted"),
    "truncated xls": (lambda: (DATA / "applicants.xls").read_bytes()[:1_500], "not_a_workbook"),
    "over 20 MB": (lambda: b"PK" + b"\0" * (21 << 20), "too_big"),
    "zip bomb": (lambda: swollen(500), "bomb"),
    "small bomb": (lambda: swollen(60), "bomb"),
    "lying directory": (lying_zip, "bomb"),
    "1,000 nested zips": (lambda: offices.package({f"{n}.zip": offices.package({"x": b"x" * 99}) for n in range(1_000)}), "not_a_workbook"),
    "3,000 parts": (lambda: offices.package({f"xl/{n}.xml": b"x" for n in range(3_000)}), "bomb"),
    "billion laughs": (lambda: offices.with_part(GOOD, "xl/sharedStrings.xml", ENTITIES), "entities"),
    "entities in the sheet": (lambda: offices.with_part(GOOD, SHEET, ENTITIES), "entities"),
    "utf-16 part": (lambda: offices.with_part(GOOD, SHEET, (HEAD + TAIL).decode().encode("utf-16")), "entities"),
    "far row": (lambda: sheet_of(ROW, cell("A1048576")), "too_many_rows"),
    "far column": (lambda: sheet_of(ROW, cell("XFD2")), "too_many_columns"),
    "100,000 rows": (lambda: many_rows(100_000), "too_many_rows"),
    "10,000 columns": (lambda: sheet_of(b'<row r="1">' + b"".join(b'<c r="%s1"><v>1</v></c>' % name for name in letters(10_000)) + b"</row>"), "too_many_columns"),
    "100,000 rows of csv": (lambda: ("姓名,身份证号,单位及职务\n" + "王,1,2\n" * 100_000).encode(), "too_many_rows"),
    "10,000 columns of csv": (lambda: ("姓名," * 10_000 + "x\n").encode(), "too_many_columns"),
    "a csv field of 1 MB": (lambda: ('姓名,身份证号,单位及职务\n"' + "x" * 1_000_000 + '",1,2\n').encode(), "damaged"),
    "csv of strange bytes": (lambda: b"\xff\xff\x80,\x81\x20\xff\n" * 20, "encoding"),
    "ods of repeated cells": (lambda: ods([["姓名"]], ' table:number-columns-repeated="999999999"'), "too_many_columns"),
    "ods of repeated rows": (lambda: repeated_rows(), "too_many_rows"),
    "headings only": (lambda: offices.table_xlsx(["姓名", "身份证号", "单位及职务"]), "no_rows"),
    "formulas without results only": (lambda: offices.table_xlsx(["姓名", "身份证号", "单位及职务"], ["=1+1", '=HYPERLINK("http://x","甲")', "=A2"]), "formulas_only"),
    "empty sheet": (lambda: offices.table_xlsx(), "empty_sheet"),
    "text without headings": (lambda: offices.table_xlsx(["会议纪要"], ["今天开会"]), "no_headings"),
}


def worked() -> float:
    """Seconds of work of this process and those it waited for; unlike the clock, not of the neighbours."""
    times = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in times)


def letters(count: int) -> list[bytes]:
    return [letter(n).encode() for n in range(count)]


@pytest.mark.parametrize("name", CASES)
def test_bad_files_are_answered_with_a_sentence_within_two_seconds(name: str) -> None:
    make, code = CASES[name]
    data = make()
    before = worked()
    with pytest.raises(WorkbookRefused) as refusal:
        read(APPLICANTS, data, "文件.xlsx")
    assert refusal.value.code == code
    assert worked() - before < 2.0
    assert refusal.value.text == str(refusal.value)
    assert "%(" not in refusal.value.text


def test_a_bomb_costs_little_memory() -> None:
    data = lying_zip()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(WorkbookRefused):
        read(APPLICANTS, data, "x.xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_a_million_empty_rows_are_no_hindrance() -> None:
    sheet = offices.part_of(GOOD, SHEET)
    empty = b"".join(b'<row r="%d" s="1"/>' % n for n in range(100, 1_048_577))
    data = offices.with_part(GOOD, SHEET, sheet.replace(b"</sheetData>", empty + b"</sheetData>"))
    before = worked()
    assert len(read(APPLICANTS, data, "x.xlsx").rows) == 21
    assert worked() - before < 2.0


def test_macros_are_named_and_never_run() -> None:
    intake = read(APPLICANTS, offices.with_part(GOOD, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "x.xlsm")
    assert [notice.code for notice in intake.notices] == ["macros"]
    assert len(intake.rows) == 21


def test_a_workbook_renamed_is_still_read_by_its_content() -> None:
    assert len(read(APPLICANTS, GOOD, "汇总表.csv").rows) == 21
