"""Reads a file with a declaration: rows with values and flaws, and an account of everything left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seedbed.kernel.identity import clean_text, number_text
from seedbed.kernel.workbooks import checking
from seedbed.kernel.workbooks.bounds import USUAL, Bounds
from seedbed.kernel.workbooks.declaration import (
    NOTE,
    WARNING,
    Fault,
    Flaw,
    Row,
    Sheet,
    WorkbookRefused,
    letter,
    plain_text,
)
from seedbed.kernel.workbooks.grid import Book, Grid, open_book
from seedbed.kernel.workbooks.headings import Layout, Question, find_layout, normal

_FOOT = re.compile(r"^(备\s*注|注|说\s*明|填\s*表\s*(人|说明|单位)|制\s*表|审\s*核|填\s*报|联系人[:：]|单位负责人|note|remark)s?\s*\d*[:：、.．]?", re.I)
_SUM = re.compile(r"^(合计|总计|小计|共计|总数|总人数|total|sum)([(（:：].*|\d.*)?$", re.I)


@dataclass(frozen=True)
class Remark:
    """Something about the whole file that a person should know: a line skipped, a column refused."""

    code: str
    sentence: str | Promise
    params: Mapping[str, Any] = field(default_factory=dict)
    row: int = 0

    @property
    def text(self) -> str:
        """The sentence in the reader's language; a list among the params is joined by 、."""
        return str(self.sentence) % {name: plain_text(value) if isinstance(value, list) else value for name, value in self.params.items()}


@dataclass
class Intake:
    """What came out of a file."""

    sheet: str
    headings: dict[str, str]
    columns: dict[str, str]
    rows: list[Row]
    questions: list[Question]
    skipped: list[Remark]
    notices: list[Remark]
    mapping: dict[str, str]
    cells: dict[int, dict[str, Any]]
    declaration: Sheet

    @property
    def faults(self) -> list[Fault]:
        """Every flaw at its place, row by row, in the order of the columns."""
        return [fault for row in self.rows for fault in checking.faults_of(row, self.declaration, self.columns)]


def read(declaration: Sheet, data: bytes, name: str, *, mapping: Mapping[str, str] | None = None,
         sheet: str = "", bounds: Bounds = USUAL) -> Intake:
    """Read a file with a declaration. Raises `WorkbookRefused` where the file as a whole cannot be taken.

    `mapping` holds answers given before (heading → key, "" to leave out); `sheet` names one sheet where the
    file has several. The row is the atom: each comes with its values and its flaws.
    """
    answers = {normal(heading): key for heading, key in (mapping or {}).items()}
    book = open_book(data, name, bounds)
    grid, layout = _choose(declaration, book, answers, sheet)
    rows, skipped = _rows(declaration, grid, layout)
    if not rows:
        if grid.formulas:
            raise WorkbookRefused("formulas_only", _("Below the headings there are only formulas without stored results. Open the file in an office "
                                                     "program, let it calculate, save it, or replace the formulas by their values."))
        raise WorkbookRefused("no_rows", _("The table has headings but no row below them."))
    columns = {key: letter(place) for place, key in layout.keys.items()}
    cells = {row.number: _cells_to_keep(grid, layout, row.number - 1, row.raw) for row in rows}
    checking.check(declaration, rows)
    intake = Intake(grid.name, {letter(place): text for place, text in layout.headings.items()}, columns, rows,
                    layout.questions, skipped, _notices(declaration, book, grid, layout), answers, cells, declaration)
    _note_formulas(intake, grid)
    return intake


def _choose(declaration: Sheet, book: Book, answers: Mapping[str, str], sheet: str) -> tuple[Grid, Layout]:
    """The sheet whose headings fit best; hidden sheets are never read."""
    found: list[tuple[Grid, Layout]] = []
    refusal: WorkbookRefused | None = None
    for grid in book.grids:
        if grid.hidden or not grid.rows or (sheet and grid.name != sheet):
            continue
        try:
            found.append((grid, find_layout(declaration, grid, answers)))
        except WorkbookRefused as fault:
            refusal = refusal or fault
    if found:
        return max(found, key=lambda pair: len(pair[1].keys))
    raise refusal or WorkbookRefused("empty_sheet", _("The file holds no table: every sheet is empty or hidden."))


# --- rows -----------------------------------------------------------------------------------------------


def _rows(declaration: Sheet, grid: Grid, layout: Layout) -> tuple[list[Row], list[Remark]]:
    rows: list[Row] = []
    skipped = [_skipped(grid, index, "title") for index in range(layout.first) if _is_title(grid, layout, index)]
    empty = 0
    tops = _merged_tops(declaration, grid, layout)
    for index in range(layout.first, len(grid.rows)):
        reason = _reason_to_skip(grid, layout, index)
        if reason == "empty":
            empty += 1
        elif reason:
            skipped.append(_skipped(grid, index, reason))
        else:
            rows.append(_row(declaration, grid, layout, tops, index, rows[-1] if rows else None))
    last = rows[-1].number if rows else 0
    inner = empty - sum(1 for index in range(last, len(grid.rows)) if _reason_to_skip(grid, layout, index) == "empty")
    if inner > 0:
        skipped.append(Remark("empty_rows", _("%(count)d empty rows inside the table were passed over."), {"count": inner}))
    return rows, skipped


def _row(declaration: Sheet, grid: Grid, layout: Layout, tops: Mapping[tuple[str, int], int], index: int, upper: Row | None) -> Row:
    """One row of data; cells of `carry_down` that are merged or blank repeat what stands above."""
    raw = {key: _dated(declaration, grid, key, grid.cell(index, place)) for place, key in layout.keys.items()}
    key = clean_text(number_text(grid.cell(index, layout.key_column))) if layout.key_column is not None else ""
    row = Row(index + 1, raw, key=key)
    carried = [key for key in declaration.carry_down if key in raw]
    blank = {key for key in carried if _blank(raw[key])}
    for key in carried:
        top = tops.get((key, index)) if key in blank else None
        if top is not None:
            raw[key], row.origins[key] = grid.cell(top, _place_of(layout, key)), top + 1
        elif upper and blank == set(carried) and not _blank(upper.raw.get(key)):
            raw[key], row.origins[key] = upper.raw[key], upper.origins.get(key, upper.number)
    return row


def _place_of(layout: Layout, key: str) -> int:
    return next(place for place, other in layout.keys.items() if other == key)


def _merged_tops(declaration: Sheet, grid: Grid, layout: Layout) -> dict[tuple[str, int], int]:
    """First line of the merged range that covers a cell, by key and line, for the columns that are carried down."""
    tops = {}
    places = {place: key for place, key in layout.keys.items() if key in declaration.carry_down}
    for (top, left), (bottom, right) in grid.merged:
        for place in places.keys() & set(range(left, right + 1)) if top >= layout.first else ():
            tops.update({(places[place], line): top for line in range(top + 1, bottom + 1)})
    return tops


def _dated(declaration: Sheet, grid: Grid, key: str, cell: Any) -> Any:
    """Serial dates of 1904 workbooks are moved to the usual count, so that parsers know one only."""
    if grid.epoch1904 and isinstance(cell, int) and 1_000 < cell < 80_000 and getattr(declaration.column(key).parse, "dates", False):
        return cell + 1462
    return cell


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and clean_text(cell) == "")


def _texts(grid: Grid, index: int) -> list[str]:
    return [text for cell in grid.rows[index] if (text := clean_text(number_text(cell)))]


def _reason_to_skip(grid: Grid, layout: Layout, index: int) -> str:
    """Why a line is no row of data: `empty`, `sum`, `foot`, `heading`, `number`; "" for a row."""
    texts = _texts(grid, index)
    if not texts:
        return "empty"
    if any(_SUM.match(text.replace(" ", "")) for text in texts[:2]):
        return "sum"
    if len(texts) <= 3 and _FOOT.match(texts[0]):
        return "foot"
    named = {clean_text(text).rsplit("/", 1)[-1] for text in layout.headings.values()}
    if len(texts) >= 3 and set(texts) <= named:
        return "heading"
    places = {place for place, cell in enumerate(grid.rows[index]) if not _blank(cell)}
    if places <= set(layout.left_out) | set(layout.refused):
        return "number"
    return ""


_REASONS = {
    "sum": _("Row %(row)d is a sum (“%(text)s”) and is not taken as data."),
    "foot": _("Row %(row)d is a note below the table (“%(text)s”) and is not taken as data."),
    "heading": _("Row %(row)d repeats the headings and is passed over."),
    "number": _("Row %(row)d holds nothing but a running number and is passed over."),
    "title": _("Row %(row)d stands above the headings (“%(text)s”) and is not taken as data."),
}


def _skipped(grid: Grid, index: int, reason: str) -> Remark:
    return Remark(f"{reason}_row", _REASONS[reason], {"row": index + 1, "text": _texts(grid, index)[0][:30]}, index + 1)


def _is_title(grid: Grid, layout: Layout, index: int) -> bool:
    texts = set(_texts(grid, index))
    return bool(texts) and not any(texts & set(heading.split("/")) for heading in layout.headings.values())


def _cells_to_keep(grid: Grid, layout: Layout, index: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Cells by letter as they will be staged: carried values filled in, refused columns never."""
    kept = {letter(place): grid.cell(index, place) for place in layout.headings
            if place not in layout.refused and place != layout.key_column and not _blank(grid.cell(index, place))}
    kept |= {letter(place): raw[key] for place, key in layout.keys.items() if not _blank(raw[key])}
    return kept


# --- what to tell ---------------------------------------------------------------------------------------


def _notices(declaration: Sheet, book: Book, grid: Grid, layout: Layout) -> list[Remark]:
    notices = [Remark("forbidden_column", _FORBIDDEN, {"letter": letter(place), "heading": layout.headings[place]})
               for place in layout.refused]
    for other in book.grids:
        if other is not grid and (other.rows or other.hidden):
            sentence = _("The hidden sheet “%(name)s” was not read.") if other.hidden else _("The sheet “%(name)s” was not read.")
            notices.append(Remark("other_sheet", sentence, {"name": other.name}))
    if book.findings.macros:
        notices.append(Remark("macros", _("The file holds macros. They were not run; only the cells were read.")))
    absent = [column for column in declaration.columns if column.key not in layout.keys.values() and not column.required]
    if absent:
        titles = [column.title for column in absent]
        notices.append(Remark("absent_columns", _("These columns do not stand in the file: %(titles)s."), {"titles": titles}))
    return notices


_FORBIDDEN = _("Column %(letter)s “%(heading)s” holds information that must not enter this system (family members, political vetting, "
               "personnel files, religion, health, secrets). It was not read; nothing of it is kept.")


def _note_formulas(intake: Intake, grid: Grid) -> None:
    if not grid.formulas:
        return
    rows = {row.number: row for row in intake.rows}
    for key, place in intake.columns.items():
        for number, row in rows.items():
            if f"{place}{number}" in grid.formulas:
                row.flaws.append(_formula_flaw(key, row.raw.get(key)))


def _formula_flaw(key: str, raw: Any) -> Flaw:
    if _blank(raw):
        sentence = _("This cell holds a formula without a stored result; nothing was read. Replace it by its value.")
        return Flaw("formula_empty", sentence, severity=WARNING, key=key)
    return Flaw("formula", _("This cell holds a formula; its last result was taken."), severity=NOTE, key=key)


def encode(raw: Any) -> Any:
    """A raw cell as JSON: dates become `{"date": …}`."""
    if isinstance(raw, dt.datetime):
        return {"datetime": raw.isoformat()}
    if isinstance(raw, dt.date):
        return {"date": raw.isoformat()}
    return raw.isoformat() if isinstance(raw, dt.time) else raw


def decode_cell(plain: Any) -> Any:
    """The raw cell that `encode` wrote."""
    if isinstance(plain, dict):
        (kind, text), = plain.items()
        return {"date": dt.date, "datetime": dt.datetime}[kind].fromisoformat(text)
    return plain
