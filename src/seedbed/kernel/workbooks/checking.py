"""Applies a declaration to rows: parse each cell, then the checks of rows, then those of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.identity import clean_text, number_text
from seedbed.kernel.workbooks.declaration import NOTE, Column, Fault, Flaw, Row, Sheet, mask

LONGEST = 10_000
_ERROR_CELLS = frozenset("#REF! #N/A #VALUE! #NAME? #DIV/0! #NUM! #NULL!".split())


def check(declaration: Sheet, rows: Sequence[Row]) -> None:
    """Fill `values` and `flaws` of every row. A cell that its parser refuses has the value None."""
    for row in rows:
        row.values, row.flaws = {}, []
        for column in declaration.columns:
            _check_cell(row, column)
        for row_check in declaration.row_checks:
            row.flaws.extend(row_check(row))
    for sheet_check in declaration.sheet_checks:
        for row, flaw in list(sheet_check(rows)):
            row.flaws.append(flaw)


def _check_cell(row: Row, column: Column) -> None:
    raw = row.raw.get(column.key)
    text = clean_text(number_text(raw))
    row.values[column.key] = None
    if not text:
        if column.required:
            row.flaws.append(Flaw("missing", _("“%(title)s” is missing."), {"title": column.title}, key=column.key))
        return
    if text in _ERROR_CELLS:
        row.flaws.append(Flaw("error_cell", _("The cell shows an error of Excel (%(text)s) instead of a value."), {"text": text}, key=column.key))
        return
    if len(text) > LONGEST:
        sentence = _("The cell holds %(length)d characters; at most %(limit)d are taken.")
        row.flaws.append(Flaw("too_long", sentence, {"length": len(text), "limit": LONGEST}, key=column.key))
        return
    reading = column.parse(raw)
    row.values[column.key] = reading.value
    told_above = column.key in row.origins  # a merged cell is told about once
    row.flaws.extend(replace(flaw, key=flaw.key or column.key) for flaw in reading.flaws
                     if not (told_above and flaw.severity == NOTE))


def faults_of(row: Row, declaration: Sheet, columns: Mapping[str, str]) -> list[Fault]:
    """The flaws of a row at their places; what stands in sensitive cells is masked."""
    order = {column.key: index for index, column in enumerate(declaration.columns)}
    flaws = sorted(row.flaws, key=lambda flaw: order.get(flaw.key, len(order)))
    return [_fault(row, declaration, columns, flaw) for flaw in flaws]


def _fault(row: Row, declaration: Sheet, columns: Mapping[str, str], flaw: Flaw) -> Fault:
    text = shown(declaration, flaw.key, row.raw.get(flaw.key))
    number = row.origins.get(flaw.key, row.number)
    cell = f"{columns[flaw.key]}{number}" if flaw.key in columns else str(number)
    return Fault(row.number, flaw.key, cell, text, flaw)


def shown(declaration: Sheet, key: str, raw: object, *, reveal: bool = False) -> str:
    """What stands in a cell, for a screen: sensitive text is masked unless revealed."""
    text = number_text(raw)
    return mask(text) if key in declaration.sensitive_keys and not reveal else text
