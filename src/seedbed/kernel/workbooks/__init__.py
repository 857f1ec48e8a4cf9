"""Workbooks as offices use them: one declaration reads, checks, stages and writes a kind of sheet. See README.md."""

from seedbed.kernel.workbooks.bounds import Bounds
from seedbed.kernel.workbooks.declaration import (
    ERROR,
    NOTE,
    WARNING,
    Column,
    Fault,
    Flaw,
    Parser,
    Reading,
    Row,
    Sheet,
    WorkbookRefused,
)
from seedbed.kernel.workbooks.headings import Question
from seedbed.kernel.workbooks.reading import Intake, Remark, read

__all__ = [
    "ERROR",
    "NOTE",
    "WARNING",
    "Bounds",
    "Column",
    "Fault",
    "Flaw",
    "Intake",
    "Parser",
    "Question",
    "Reading",
    "Remark",
    "Row",
    "Sheet",
    "WorkbookRefused",
    "read",
]
