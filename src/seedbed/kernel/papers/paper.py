"""The content of a paper, which Word and PDF set alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """A heading between paragraphs: level 1 is 一、, level 2 is （一）; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Table:
    """A table; its heading row is repeated on every page. `widths` are shares of the text width."""

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    widths: Sequence[float] = ()
    title: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Paper:
    """One official paper in the look of GB/T 9704-2012. Empty parts are left out.

    `paragraphs` holds texts, headings and tables in their order; `tables` follow below the signature,
    as annexes do. `date` is a text or a date. `language` is "zh" or "en" and sets the few fixed words.
    """

    title: str
    number: str = ""
    red_head: str = ""
    recipients: str = ""
    paragraphs: Sequence[str | Heading | Table] = ()
    tables: Sequence[Table] = ()
    attachments: Sequence[str] = ()
    signature: str = ""
    date: str | dt.date = ""
    copy_to: str = ""
    landscape: bool = False
    language: str = "zh"


def printable(value: object) -> str:
    """Any cell or text as it is printed: None is empty, characters that no page can show are taken out."""
    return "" if value is None else _UNPRINTABLE.sub("", str(value))


def written_date(date: str | dt.date, language: str) -> str:
    """A date as papers write it: 2026年11月23日, or 23 November 2026; texts stay."""
    if not isinstance(date, dt.date):
        return printable(date)
    if language == "en":
        months = "January February March April May June July August September October November December".split()
        return f"{date.day} {months[date.month - 1]} {date.year}"
    return f"{date.year}年{date.month}月{date.day}日"


WORDS = {"zh": {"attachments": "附件：", "copy": "抄送："}, "en": {"attachments": "Attachments: ", "copy": "Copy to: "}}


def attachment_lines(paper: Paper) -> list[str]:
    """The list of attachments: 附件：1. … with the further ones below each other."""
    word = WORDS[paper.language]["attachments"]
    if len(paper.attachments) == 1:
        return [word + printable(paper.attachments[0])]
    return [(word if place == 1 else "\u3000" * 3) + f"{place}. {printable(text)}" for place, text in enumerate(paper.attachments, 1)]


def copy_line(paper: Paper) -> str:
    """The line of those who get a copy: 抄送：…"""
    return WORDS[paper.language]["copy"] + printable(paper.copy_to) if paper.copy_to else ""


def as_data(paper: Paper) -> dict[str, Any]:
    """The paper as plain data for the PDF template."""
    return {
        "title": printable(paper.title), "number": printable(paper.number), "red_head": printable(paper.red_head),
        "recipients": printable(paper.recipients), "body": [_block(part) for part in paper.paragraphs],
        "tables": [_block(table) for table in paper.tables], "attachments": attachment_lines(paper),
        "signature": printable(paper.signature), "date": written_date(paper.date, paper.language),
        "copy_to": copy_line(paper), "landscape": paper.landscape, "language": paper.language,
    }


def _block(part: str | Heading | Table) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "text": printable(part.text), "level": part.level}
    if isinstance(part, Table):
        return {"kind": "table", "columns": [printable(c) for c in part.columns], "title": printable(part.title),
                "rows": [[printable(cell) for cell in row] for row in part.rows], "widths": shares(part), "new_page": part.new_page}
    return {"kind": "text", "text": printable(part)}


def shares(table: Table) -> list[float]:
    """The share of each column; without given widths, by the longest text of the column within bounds."""
    count = len(table.columns) or max((len(row) for row in table.rows), default=1)
    if table.widths:
        return [float(width) for width in table.widths]
    lengths = [[len(printable(line[place])) for line in (table.columns, *table.rows) if place < len(line)] for place in range(count)]
    return [float(min(max(max(found, default=1), 2), 14)) for found in lengths]
