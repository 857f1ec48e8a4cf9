"""What a room says about one kind of sheet, and what the kernel says back about one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.identity import (
    ERROR,
    NOTE,
    WARNING,
    Flaw,
    Reading,
    clean_text,
    mask_mobile,
    mask_resident_id,
    number_text,
)

__all__ = ["ERROR", "NOTE", "WARNING", "Column", "Fault", "Flaw", "Parser", "Reading", "Row", "Sheet", "WorkbookRefused",
           "letter", "mask", "plain_text"]


class WorkbookRefused(RuleBroken):
    """The file as a whole cannot be taken; `text` is the sentence, `code` says which bound it met."""

    def __init__(self, code: str, sentence: str | Promise, **params: Any) -> None:
        self.code, self.sentence, self.params = code, sentence, params
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.sentence) % self.params


@dataclass(frozen=True)
class Parser:
    """Reads a raw cell into a value and shows a value as text. `dates` says that bare numbers may be serial dates,
    `worded` that a number stands for a word, such as the key of a record for its name."""

    read: Callable[[Any], Reading]
    show: Callable[[Any], str] = lambda value: plain_text(value)
    dates: bool = False
    worded: bool = False

    def __call__(self, raw: Any) -> Reading:
        return self.read(raw)


def plain_text(value: object) -> str:
    """Any value as a person would write it: lists joined by 、, None empty."""
    if isinstance(value, list | tuple):
        return "、".join(plain_text(part) for part in value)
    if isinstance(value, dict):
        return " ".join(plain_text(part) for part in value.values() if part is not None)
    return number_text(value)


def _read_plainly(raw: Any) -> Reading:
    return Reading(clean_text(number_text(raw)) or None)


@dataclass(frozen=True)
class Column:
    """One column: its key, its title, the other names offices give it, and how its cells are read and shown."""

    key: str
    title: str | Promise
    synonyms: tuple[str, ...] = ()
    parse: Callable[[Any], Reading] = Parser(_read_plainly)
    required: bool = False
    sensitive: bool = False
    choices: tuple[str, ...] = ()
    show: Callable[[Any], str] | None = None
    width: int = 0
    hint: str | Promise = ""

    @property
    def is_worded(self) -> bool:
        """Whether numbers are written as the words they stand for."""
        return self.show is not None or bool(getattr(self.parse, "worded", False))

    def text(self, value: Any) -> str:
        """`value` as it is written into a cell."""
        shower: Any = self.show or getattr(self.parse, "show", plain_text)
        return "" if value is None else str(shower(value))

    def names(self) -> tuple[str, ...]:
        """Every heading under which this column may stand: both languages' titles, synonyms, the key."""
        titles = []
        for language in ("zh-hans", "en"):
            with override(language):
                titles.append(str(self.title))
        return (*titles, *self.synonyms, self.key)


@dataclass
class Row:
    """One line of a file on its way through the checks; `origins` tells from which line a carried cell comes."""

    number: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    key: str = ""
    origins: dict[str, int] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether something stands in the way of taking this row."""
        return any(flaw.severity == ERROR for flaw in self.flaws)


RowCheck = Callable[[Row], Iterable[Flaw]]
SheetCheck = Callable[[Sequence[Row]], Iterable[tuple[Row, Flaw]]]


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet. Row checks see one row, sheet checks all rows that are to be taken."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    row_checks: tuple[RowCheck, ...] = ()
    sheet_checks: tuple[SheetCheck, ...] = ()
    carry_down: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column of that key; KeyError for a key that is not declared."""
        return {column.key: column for column in self.columns}[key]

    @property
    def sensitive_keys(self) -> frozenset[str]:
        """Keys whose cells are masked on screens and sealed at rest."""
        return frozenset(column.key for column in self.columns if column.sensitive)


@dataclass(frozen=True)
class Fault:
    """A flaw at its place: row, column, cell address, what stands there (masked if sensitive)."""

    row: int
    key: str
    cell: str
    value: str
    flaw: Flaw

    @property
    def code(self) -> str:
        """Stable name of the kind of fault."""
        return self.flaw.code

    @property
    def severity(self) -> str:
        """`error` blocks the row, `warning` wants an eye, `note` tells what was read."""
        return self.flaw.severity

    @property
    def mend(self) -> str | None:
        """The text proposed for the cell, or None."""
        return self.flaw.mend

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return self.flaw.text


@cache
def letter(index: int) -> str:
    """Column letters of a position counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def mask(text: str) -> str:
    """A sensitive text with its middle hidden, in the manner of its kind."""
    text = clean_text(text)
    digits = re.sub(r"\D", "", text)
    if len(digits) == len(text) == 11 or len(text) < 15:
        return mask_mobile(text)
    return mask_resident_id(text)
