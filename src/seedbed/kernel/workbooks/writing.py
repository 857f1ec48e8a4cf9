"""Writes sheets by the same declaration that reads them: lists, templates, files sent back with their errors, csv.

Whatever people typed is written as text: no cell of a written file is a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from seedbed.kernel.workbooks.declaration import ERROR, NOTE, Column, Sheet, WorkbookRefused, letter
from seedbed.kernel.workbooks.grid import NEUTRAL, with_guard
from seedbed.kernel.workbooks.headings import KEY_HEADING
from seedbed.kernel.workbooks.staging import Line

KEY = "_key"
LONGEST = 32_767
DROPPED_ROWS = 5_000
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
    "note": {"font_name": "楷体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "font_color": "#555555"},
    "head": _FONT | {"bold": True, "align": "center", "bg_color": "#E8EEF4"},
    "must": _FONT | {"bold": True, "align": "center", "bg_color": "#E8EEF4", "font_color": "#B00020"},
    "cell": _FONT | {"num_format": "@"},
    "guarded": _FONT | {"num_format": "@", "quote_prefix": True},
    "number": _FONT,
    "error": _FONT | {"num_format": "@", "bg_color": "#F8C9C9"},
    "warning": _FONT | {"num_format": "@", "bg_color": "#FCE8B2"},
}


@dataclass
class _Desk:
    """A workbook being written, its looks and its bytes."""

    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book: Workbook = xlsxwriter.Workbook(self.buffer, options)
        self.book.set_properties({"created": dt.datetime(2000, 1, 1)})
        self.looks: dict[str, Format] = {name: self.book.add_format(look) for name, look in _LOOKS.items()}

    def done(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()


def write_sheet(declaration: Sheet, rows: Iterable[Mapping[str, Any]], *, lists: Mapping[str, Sequence[str]] | None = None,
                title: str = "", notes: Sequence[str] = (), keys: Sequence[str] | None = None) -> bytes:
    """An xlsx of `rows` (dicts of values; `_key` goes into a hidden column, by which the file is known when it returns).

    `lists` gives drop-downs by key besides the declared choices; `keys` writes these columns only.
    """
    desk = _Desk()
    columns = [declaration.column(key) for key in keys] if keys else list(declaration.columns)
    sheet = desk.book.add_worksheet(str(declaration.title)[:31])
    first = _begin(desk, sheet, columns, title or str(declaration.title), notes, key_column=len(columns))
    row = first
    for values in rows:
        for place, column in enumerate(columns):
            _write(sheet, row, place, column, values.get(column.key), desk.looks)
        if values.get(KEY) not in (None, ""):
            sheet.write_string(row, len(columns), str(values[KEY]))
        row += 1
    _drop_downs(desk, sheet, columns, _choices(columns, lists), first, max(row + 200, first + 500))
    return desk.done()


def template(declaration: Sheet, *, lists: Mapping[str, Sequence[str]] | None = None, notes: Sequence[str] = ()) -> bytes:
    """An empty sheet to download: headings (red: must be filled), drop-downs, and how each column is to be filled."""
    hints = [f"{column.title}：{column.hint}" for column in declaration.columns if column.hint]
    told = [_("Headings in red must be filled. Do not change the headings."), *notes, *hints]
    return write_sheet(declaration, (), lists=lists, notes=told)


def _begin(desk: _Desk, sheet: Worksheet, columns: Sequence[Column], title: str, notes: Sequence[str], *, key_column: int) -> int:
    """Set up the page, write title, notes and headings; gives the first line for data."""
    last = max(len(columns) - 1, 1)
    head = 1 + bool(notes)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or min(40, max(10, 2 * len(str(column.title)) + 2)))
    sheet.set_column(key_column, key_column, 12, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, "", desk.looks["title"])
    sheet.write_string(0, 0, title, desk.looks["title"])
    if notes:
        sheet.set_row(1, 15 * min(len(notes), 20) + 6)
        sheet.merge_range(1, 0, 1, last, "", desk.looks["note"])
        sheet.write_string(1, 0, "\n".join(notes), desk.looks["note"])
    for place, column in enumerate(columns):
        sheet.write_string(head, place, str(column.title), desk.looks["must" if column.required else "head"])
    sheet.write_string(head, key_column, KEY_HEADING)
    return head + 1


def _write(sheet: Worksheet, row: int, place: int, column: Column, value: Any, looks: Mapping[str, Format]) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool) and not column.is_worded:
        sheet.write_number(row, place, value, looks["number"])
        return
    text = column.text(value)
    if len(text) > LONGEST:
        raise WorkbookRefused("cell_too_long", _("A cell of Excel holds at most %(limit)d characters."), limit=LONGEST)
    if text:
        sheet.write_string(row, place, text, looks["guarded" if text.startswith(NEUTRAL) else "cell"])
    else:
        sheet.write_blank(row, place, None, looks["cell"])


def _choices(columns: Sequence[Column], lists: Mapping[str, Sequence[str]] | None) -> dict[str, Sequence[str]]:
    return {c.key: list((lists or {}).get(c.key) or c.choices) for c in columns if (lists or {}).get(c.key) or c.choices}


def _drop_downs(desk: _Desk, sheet: Worksheet, columns: Sequence[Column], choices: Mapping[str, Sequence[str]], first: int, last: int) -> None:
    """Drop-downs from a range on a hidden sheet: a list inside the rule is cut at 255 characters, and WPS reads both."""
    if not choices:
        return
    hidden = desk.book.add_worksheet("_lists")
    hidden.hide()
    for row in range(max(map(len, choices.values()))):
        for place, words in enumerate(choices.values()):
            if row < len(words):
                hidden.write_string(row, place, str(words[row]))
    for place, (key, words) in enumerate(choices.items()):
        target = next(index for index, column in enumerate(columns) if column.key == key)
        source = f"=_lists!${letter(place)}$1:${letter(place)}${len(words)}"
        rule = {"validate": "list", "source": source, "error_type": "warning", "error_title": _("Not in the list"),
                "error_message": _("Choose one of the list if you can.")}
        sheet.data_validation(first, target, min(last, first + DROPPED_ROWS), target, rule)


# --- sent back with its errors --------------------------------------------------------------------------


def error_workbook(declaration: Sheet, lines: Sequence[Line], *, title: str = "") -> bytes:
    """The rows as they came, faulty cells coloured with the sentence as comment, and a second sheet that lists the errors.

    `lines` come from `staging.preview`; masked cells stay masked unless the room revealed them.
    """
    desk = _Desk()
    columns = [cell_column for cell_column in declaration.columns if any(c.key == cell_column.key for line in lines for c in line.cells)]
    number = Column("_number", _("Row in your file"))
    sheet = desk.book.add_worksheet(str(declaration.title)[:31])
    told = [_("Red cells must be mended, yellow ones looked at. The sentence stands in the comment of the cell and on the next sheet.")]
    first = _begin(desk, sheet, [number, *columns], title or str(declaration.title), told, key_column=len(columns) + 1)
    listed: list[tuple[str, ...]] = []
    for offset, line in enumerate(lines):
        row = first + offset
        sheet.write_number(row, 0, line.row.number, desk.looks["number"])
        if line.row.key:
            sheet.write_string(row, len(columns) + 1, line.row.key)
        listed += _write_line(desk, sheet, row, columns, line)
    _list_errors(desk, listed)
    return desk.done()


def _write_line(desk: _Desk, sheet: Worksheet, row: int, columns: Sequence[Column], line: Line) -> list[tuple[str, ...]]:
    cells = {cell.key: cell for cell in line.cells}
    listed: list[tuple[str, ...]] = []
    for place, column in enumerate(columns, 1):
        cell = cells.get(column.key)
        text = cell.text[:LONGEST] if cell else ""
        faults = [fault for fault in cell.faults if fault.severity != NOTE] if cell else []
        worst = "error" if any(fault.severity == ERROR for fault in faults) else "warning" if faults else ""
        look = desk.looks[worst or ("guarded" if text.startswith(NEUTRAL) else "cell")]
        sheet.write_string(row, place, text, look) if text else sheet.write_blank(row, place, None, look)
        if faults:
            sheet.write_comment(row, place, "\n".join(fault.text for fault in faults), {"x_scale": 2})
        listed += [(xl_rowcol_to_cell(row, place), str(line.row.number), str(column.title), fault.value, fault.text, fault.mend or "")
                   for fault in faults]
    return listed


def _list_errors(desk: _Desk, listed: Iterable[tuple[str, ...]]) -> None:
    sheet = desk.book.add_worksheet(_("Errors"))
    headings = (_("Cell"), _("Row in your file"), _("Column"), _("What stands there"), _("What is wrong"), _("Proposed mend"))
    for place, width in enumerate((8, 10, 16, 24, 60, 24)):
        sheet.set_column(place, place, width)
    for row, texts in enumerate((headings, *listed)):
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text[:LONGEST], desk.looks["cell" if row else "head"])
    sheet.freeze_panes(1, 0)


# --- csv ------------------------------------------------------------------------------------------------


def write_csv(declaration: Sheet, rows: Iterable[Mapping[str, Any]], *, keys: Sequence[str] | None = None) -> bytes:
    """A csv in UTF-8 with mark, every cell quoted; text that looks like a formula is guarded by ' and read back whole."""
    columns = [declaration.column(key) for key in keys] if keys else list(declaration.columns)
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*(str(column.title) for column in columns), KEY_HEADING])
    for values in rows:
        cells = [column.text(values.get(column.key)) for column in columns]
        writer.writerow([with_guard(cell) for cell in (*cells, str(values.get(KEY) or ""))])
    return ("\ufeff" + text.getvalue()).encode("utf-8")
