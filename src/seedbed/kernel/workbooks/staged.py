"""Turns rows and flaws into what the database keeps of them and back. Pure but for the sealing of texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override

from seedbed.kernel.models import StagedRow
from seedbed.kernel.sealed import seal, unseal
from seedbed.kernel.workbooks.checking import faults_of
from seedbed.kernel.workbooks.declaration import Fault, Flaw, Row, Sheet
from seedbed.kernel.workbooks.headings import Question
from seedbed.kernel.workbooks.reading import Remark, decode_cell, encode


@dataclass
class Secret:
    """What is sealed of a row: cells by letter, typed mends by key, sensitive values, proposed mends, carried cells."""

    cells: dict[str, Any] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    mends: dict[str, str] = field(default_factory=dict)
    origins: dict[str, int] = field(default_factory=dict)

    def sealed(self) -> str:
        """One sealed text of all of it."""
        return seal(json.dumps(self.__dict__, ensure_ascii=False))


def opened(staged: StagedRow) -> Secret:
    """What was sealed of a staged row."""
    return Secret(**json.loads(unseal(staged.sealed)))


def secret_of(row: Row, cells: Mapping[str, Any]) -> Secret:
    """The secret of a row just read."""
    return Secret(cells={place: encode(cell) for place, cell in cells.items()}, origins=dict(row.origins))


def row_of(staged: StagedRow, secret: Secret, columns: Mapping[str, str]) -> Row:
    """The row as the checks see it: mended cells in the place of what the file held."""
    raw = {key: decode_cell(secret.cells.get(place)) for key, place in columns.items()}
    return Row(staged.number, raw | secret.edits, key=staged.key, origins=dict(secret.origins))


def store(staged: StagedRow, secret: Secret, row: Row, declaration: Sheet, columns: Mapping[str, str]) -> None:
    """Put values and faults of a checked row into its staged row; sensitive ones only under seal."""
    hidden = declaration.sensitive_keys
    faults = faults_of(row, declaration, columns)
    secret.values = {key: value for key, value in row.values.items() if key in hidden}
    secret.mends = {str(place): fault.mend for place, fault in enumerate(faults) if fault.mend and fault.key in hidden}
    staged.values = {key: value for key, value in row.values.items() if key not in hidden}
    staged.faults = [fault_as_json(fault, fault.key in hidden) for fault in faults]
    staged.errors = sum(fault.severity == "error" for fault in faults)
    staged.warnings = sum(fault.severity == "warning" for fault in faults)
    staged.sealed = secret.sealed()


# --- sentences as data ----------------------------------------------------------------------------------


def source(sentence: object) -> str:
    """The untranslated text of a sentence, which is what is stored."""
    with override(None):
        return str(sentence)


def _params(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _param(value) for name, value in params.items()}


def _param(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_param(part) for part in value]
    return {"msgid": source(value)} if isinstance(value, Promise) else value


def sentence_of(msgid: str, params: Mapping[str, Any]) -> str:
    """A stored sentence in the reader's language."""
    return gettext(msgid) % {name: _told(value) for name, value in params.items()}


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return "、".join(str(_told(part)) for part in value)
    return gettext(value["msgid"]) if isinstance(value, dict) else value


def fault_as_json(fault: Fault, hidden: bool) -> dict[str, Any]:
    """A fault as it is stored; the mend of a sensitive cell is left to the sealed part."""
    return {"key": fault.key, "cell": fault.cell, "code": fault.code, "severity": fault.severity,
            "msgid": source(fault.flaw.sentence), "params": _params(fault.flaw.params),
            "mend": None if hidden else fault.mend}


def fault_from_json(stored: Mapping[str, Any], row: int, value: str, mend: str | None) -> Fault:
    """The fault that `fault_as_json` stored, its sentence in the reader's language."""
    sentence = sentence_of(stored["msgid"], stored["params"]).replace("%", "%%")
    flaw = Flaw(stored["code"], sentence, mend=stored["mend"] or mend, severity=stored["severity"], key=stored["key"])
    return Fault(row, stored["key"], stored["cell"], value, flaw)


def remarks_as_json(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    """Remarks about a file as they are stored."""
    return [{"code": r.code, "msgid": source(r.sentence), "params": _params(r.params), "row": r.row} for r in remarks]


def questions_as_json(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Questions about headings as they are stored; samples of cells are not kept in the clear."""
    return [{"letter": q.letter, "heading": q.heading, "kind": q.kind, "candidates": list(q.candidates)} for q in questions]
