"""Bytes of a file to a grid of raw cells, whatever program wrote it."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workbooks.bounds import (
    BROKEN,
    LOCKED,
    TOO_LONG,
    TOO_WIDE,
    USUAL,
    Bounds,
    Findings,
    inspect,
)
from seedbed.kernel.workbooks.declaration import WorkbookRefused, letter

HEAVY = _("The file takes too much time or memory to open. Copy the table alone into a new workbook and send that.")
OPENER = Path(__file__).with_name("opener.py")
NEUTRAL = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


@dataclass
class Grid:
    """One sheet: rows of raw cells (str, int, float, bool, date, datetime, None), merged ranges (from 0, inclusive)."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden: bool = False
    formulas: frozenset[str] = frozenset()
    epoch1904: bool = False

    def cell(self, row: int, column: int) -> Any:
        """The raw cell at a place counted from 0; None outside of the sheet."""
        line = self.rows[row] if 0 <= row < len(self.rows) else []
        return line[column] if column < len(line) else None


@dataclass
class Book:
    """All sheets of a file and what its bytes said."""

    grids: list[Grid]
    findings: Findings


def open_book(data: bytes, name: str, bounds: Bounds = USUAL) -> Book:
    """Read every sheet of a workbook or csv. Raises `WorkbookRefused` with a sentence for anything that is not one.

    Formula cells give their stored result; nothing is calculated, no macro runs.
    """
    findings = inspect(data, name, bounds)
    if findings.kind == "csv":
        return Book([_read_csv(data, name, bounds)], findings)
    sheets = _open_apart(data, findings.kind, bounds)
    parts = _parts_by_sheet(data) if findings.kind == "xlsx" else {}
    return Book([_grid(sheet, findings, parts.get(sheet["name"], ""), bounds) for sheet in sheets], findings)


def _grid(sheet: dict[str, Any], findings: Findings, part: str, bounds: Bounds) -> Grid:
    if sheet["width"] > bounds.columns:
        raise WorkbookRefused("too_many_columns", TOO_WIDE, column=letter(sheet["width"] - 1), limit=bounds.columns)
    if sheet["height"] > bounds.rows + 50:
        raise WorkbookRefused("too_many_rows", TOO_LONG, row=sheet["height"], limit=bounds.rows)
    rows = sheet["rows"]
    for place, shown in findings.errors.get(part, {}).items():
        _put(rows, place, shown)
    merged = [(tuple(start), tuple(end)) for start, end in sheet["merged"]]
    return Grid(sheet["name"], rows, merged, sheet["hidden"], frozenset(findings.formulas.get(part, ())), findings.epoch1904)


def _put(rows: list[list[Any]], place: str, text: str) -> None:
    """Show an error cell as what Excel shows; the reader gives it as empty."""
    letters, line = re.sub(r"\d", "", place), int(re.sub(r"\D", "", place)) - 1
    column = sum((ord(char) - 64) * 26**power for power, char in enumerate(reversed(letters))) - 1
    if line < len(rows) and column < len(rows[line]):
        rows[line][column] = text


def _cell(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return int(plain) if isinstance(plain, float) and plain.is_integer() and abs(plain) < 1e15 else plain
    (kind, text), = plain.items()
    if kind == "time":
        return dt.time.fromisoformat(text)
    return dt.datetime.fromisoformat(text) if kind == "datetime" else dt.date.fromisoformat(text)


def _open_apart(data: bytes, kind: str, bounds: Bounds) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book.{kind}"
        path.write_bytes(data)
        limits = [str(n) for n in (bounds.rows, bounds.columns, bounds.memory, bounds.seconds)]
        command = [sys.executable, "-I", str(OPENER), str(path), *limits]
        try:
            done = subprocess.run(command, capture_output=True, timeout=bounds.seconds * 2, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise WorkbookRefused("too_heavy", HEAVY)
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise WorkbookRefused("too_heavy", HEAVY)
    if done.returncode:
        raise WorkbookRefused("damaged", BROKEN)
    return _sheets_of(done.stdout)


def _sheets_of(printed: bytes) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = []
    for line in map(json.loads, printed.splitlines()):
        if isinstance(line, list):
            sheets[-1]["rows"].append([_cell(cell) for cell in line])
        elif "fault" in line:
            raise WorkbookRefused(line["fault"], LOCKED if line["fault"] == "encrypted" else BROKEN)
        else:
            sheets.append(line | {"rows": []})
    return sheets


def _parts_by_sheet(data: bytes) -> dict[str, str]:
    """The part of the package that holds each sheet, by the name of the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship [^>]*>", links):
        ident, target = re.search(r'Id="([^"]+)"', tag), re.search(r'Target="([^"]+)"', tag)
        if ident and target:
            targets[ident[1]] = "xl/" + target[1].removeprefix("/xl/")
    found = {}
    for tag in re.findall(r"<sheet [^>]*>", book):
        name, ident = re.search(r'name="([^"]*)"', tag), re.search(r'r:id="([^"]+)"', tag)
        if name and ident:
            found[html.unescape(name[1])] = targets.get(ident[1], "")
    return found


# --- csv ------------------------------------------------------------------------------------------------


def decode(data: bytes) -> str:
    """Text of a csv in UTF-8 (with or without mark), UTF-16 or GB18030/GBK. Raises `WorkbookRefused` otherwise."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookRefused("encoding", _("The characters of this text file cannot be read. Save it as “CSV UTF-8” or as xlsx."))


def _read_csv(data: bytes, name: str, bounds: Bounds) -> Grid:
    text = decode(data)
    head = text[:20_000]
    delimiter = max((",", "\t", ";"), key=head.count)
    rows: list[list[Any]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            if len(line) > bounds.columns and any(line[bounds.columns:]):
                raise WorkbookRefused("too_many_columns", TOO_WIDE, column=letter(len(line) - 1), limit=bounds.columns)
            if any(line) and len(rows) >= bounds.rows + 50:
                raise WorkbookRefused("too_many_rows", TOO_LONG, row=len(rows) + 1, limit=bounds.rows)
            rows.append([without_guard(cell) or None for cell in line])
    except csv.Error:
        raise WorkbookRefused("damaged", BROKEN)
    return Grid(Path(name).stem, rows)


def with_guard(text: str) -> str:
    """A csv cell that no office program takes for a formula; `without_guard` gives the same text back."""
    return "'" + text if text.startswith(NEUTRAL) else text


def without_guard(text: str) -> str:
    """Take away the guard that `with_guard` set; other texts stay."""
    return text[1:] if text.startswith("'") and text[1:].startswith(NEUTRAL) else text
