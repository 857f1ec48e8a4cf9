"""Rows of a workbook on their way in: staged, mended cell by cell, compared, taken all or none or the good ones.

The writing functions are called inside a room's `@action`; each leaves its line for the import in the trail.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, add, change, note
from seedbed.kernel.actor import Actor, of_job
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.identity import clean_text
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import staged
from seedbed.kernel.workbooks.bounds import MEGABYTE, USUAL, Bounds
from seedbed.kernel.workbooks.checking import check, shown
from seedbed.kernel.workbooks.declaration import Fault, Row, Sheet, WorkbookRefused
from seedbed.kernel.workbooks.headings import Question, normal
from seedbed.kernel.workbooks.reading import Intake, read

KEPT = dt.timedelta(days=7)


class NotReady(RuleBroken):
    """Rows cannot be taken yet: errors or questions are open. The sentence counts them."""


class Upload(Protocol):
    """What a form gives for an uploaded file."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Parcel:
    """A file that was read: before the transaction, so that no reading happens inside of it."""

    name: str
    sha256: str
    intake: Intake


@dataclass(frozen=True)
class CellView:
    """One cell of a preview: what stands there (masked if sensitive), whether it was typed anew, its faults."""

    key: str
    title: str
    text: str
    edited: bool
    carried: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Line:
    """One row of a preview."""

    row: StagedRow
    cells: tuple[CellView, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Change:
    """One cell in which a corrected file differs from what is there."""

    key: str
    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Taken:
    """A row given to the room: number in the file, hidden key of a round trip, values."""

    number: int
    key: str
    values: dict[str, Any]


# --- in -------------------------------------------------------------------------------------------------


def read_upload(upload: Upload, declaration: Sheet, mapping: Mapping[str, str] | None = None, *,
                sheet: str = "", bounds: Bounds = USUAL) -> Parcel:
    """Read an uploaded file. Raises `WorkbookRefused`; a file over the bound is refused before it is read."""
    if (upload.size or 0) > bounds.size:
        raise WorkbookRefused("too_big", gettext_lazy("The file has %(size)d MB; at most %(limit)d MB are taken."),
                              size=-(-(upload.size or 0) // MEGABYTE), limit=bounds.size // MEGABYTE)
    data = b"".join(upload.chunks())
    name = clean_text(PurePath(upload.name or "").name)[-200:]
    return Parcel(name, hashlib.sha256(data).hexdigest(), read(declaration, data, name, mapping=mapping, sheet=sheet, bounds=bounds))


def stage(kind: str, upload: Upload | Parcel, declaration: Sheet, mapping: Mapping[str, str] | None = None, *,
          by: Actor, subject: str = "") -> ImportJob:
    """Keep the rows of a file for mending. Give a `Parcel` (`read_upload` before the act) rather than the file itself.

    `subject` names what the import belongs to, such as `batch:7`. Raises `WorkbookRefused`.
    """
    parcel = upload if isinstance(upload, Parcel) else read_upload(upload, declaration, mapping)
    intake = parcel.intake
    headings = {place: [heading, ""] for place, heading in intake.headings.items()}
    for key, place in intake.columns.items():
        headings[place][1] = key
    job = add(ImportJob(
        kind=kind, subject=subject, file_name=parcel.name, sha256=parcel.sha256, sheet_title=intake.sheet[:100],
        owner=f"{by.kind}:{by.id}", headings=headings, mapping=intake.mapping,
        questions=staged.questions_as_json(intake.questions),
        remarks=staged.remarks_as_json([*intake.notices, *intake.skipped]),
    ))
    rows = [_staged(job, row, intake) for row in intake.rows]
    StagedRow.objects.bulk_create(rows, batch_size=500)
    ImportJob.objects.filter(pk=job.pk).update(counts=_counts(rows))
    job.refresh_from_db()
    return job


def _staged(job: ImportJob, row: Row, intake: Intake) -> StagedRow:
    kept = StagedRow(job=job, number=row.number, key=row.key[:80])
    staged.store(kept, staged.secret_of(row, intake.cells[row.number]), row, intake.declaration, intake.columns)
    return kept


def _counts(rows: Iterable[StagedRow]) -> dict[str, int]:
    rows = list(rows)
    kept = [row for row in rows if not row.decision]
    return {"rows": len(rows), "left": len(rows) - len(kept), "with_errors": sum(row.errors > 0 for row in kept),
            "with_warnings": sum(row.warnings > 0 for row in kept), "good": sum(row.errors == 0 for row in kept)}


def _columns(job: ImportJob) -> dict[str, str]:
    return {key: place for place, (_heading, key) in job.headings.items() if key}


# --- mending --------------------------------------------------------------------------------------------


def answer(job: ImportJob, declaration: Sheet, answers: Mapping[str, str]) -> ImportJob:
    """Answer questions about headings (heading → key, "" to leave out) and check all rows again.

    The answers join `job.mapping`, which the room keeps for the next file of this kind.
    """
    given = {normal(heading): key for heading, key in answers.items()}
    headings = {place: [heading, given.get(normal(heading), key)] for place, (heading, key) in job.headings.items()}
    taken = {key for form, key in given.items() if key}
    for place, (heading, key) in job.headings.items():
        if key in taken and normal(heading) not in given:
            headings[place] = [heading, ""]
    questions = [q for q in job.questions if q["heading"] and normal(q["heading"]) not in given]
    mapped = {key for _heading, key in headings.values()}
    questions += staged.questions_as_json(Question("", "", "missing", (column.key,)) for column in declaration.columns
                                          if column.required and column.key not in mapped)
    change(job, headings=headings, questions=questions, mapping=job.mapping | given)
    return recheck(job, declaration)


def recheck(job: ImportJob, declaration: Sheet) -> ImportJob:
    """Check every row again, rows left out excepted from the checks of the sheet."""
    _open(job)
    rows = list(job.rows.all())
    return _check_again(job, declaration, [(row, staged.opened(row)) for row in rows])


def _check_again(job: ImportJob, declaration: Sheet, pairs: Sequence[tuple[StagedRow, staged.Secret]]) -> ImportJob:
    columns = _columns(job)
    lines = {kept.pk: staged.row_of(kept, secret, columns) for kept, secret in pairs}
    check(declaration, [lines[kept.pk] for kept, _secret in pairs if not kept.decision])
    for kept, secret in pairs:
        staged.store(kept, secret, lines[kept.pk], declaration, columns)
    fields = ["sealed", "values", "faults", "errors", "warnings", "decision"]
    StagedRow.objects.bulk_update([kept for kept, _secret in pairs], fields, batch_size=200)
    ImportJob.objects.filter(pk=job.pk).update(counts=_counts(kept for kept, _secret in pairs))
    job.refresh_from_db()
    return job


def _open(job: ImportJob) -> None:
    if job.status != ImportJob.Status.STAGED:
        raise RuleBroken(_("This import is closed; nothing in it can be changed."))


def mend(row: StagedRow, key: str, text: str, declaration: Sheet) -> ImportJob:
    """Type a cell anew and check the whole import again. A merged cell is mended for every row it covers."""
    job = row.job
    _open(job)
    column = declaration.column(key)
    pairs = [(kept, staged.opened(kept)) for kept in job.rows.all()]
    origin = next(secret.origins.get(key, kept.number) for kept, secret in pairs if kept.pk == row.pk)
    for kept, secret in pairs:
        if kept.pk == row.pk or secret.origins.get(key, kept.number) == origin:
            secret.edits[key] = clean_text(text)
    note(job, "mended", text=f"{row.number} {column.key}")
    return _check_again(job, declaration, pairs)


def accept_mends(job: ImportJob, declaration: Sheet, *, codes: Iterable[str], numbers: Iterable[int] | None = None) -> int:
    """Take the proposed mends of these kinds of fault (in these rows only, if given); returns how many cells changed."""
    _open(job)
    wanted, lines = set(codes), None if numbers is None else set(numbers)
    pairs = [(kept, staged.opened(kept)) for kept in job.rows.all()]
    count = 0
    for kept, secret in pairs:
        if kept.decision or (lines is not None and kept.number not in lines):
            continue
        for place, fault in enumerate(kept.faults):
            proposed = fault["mend"] or secret.mends.get(str(place))
            if fault["code"] in wanted and proposed:
                secret.edits[fault["key"]] = proposed
                count += 1
    note(job, "mends accepted", text=", ".join(sorted(wanted)))
    _check_again(job, declaration, pairs)
    return count


def decide(row: StagedRow, decision: str, declaration: Sheet) -> ImportJob:
    """Leave a row out (`"leave"`) or take it after all (`""`), and check the import again."""
    job = row.job
    _open(job)
    pairs = [(kept, staged.opened(kept)) for kept in job.rows.all()]
    for kept, _secret in pairs:
        if kept.pk == row.pk:
            kept.decision = StagedRow.Decision(decision)
    note(job, "row left out" if decision else "row taken back", text=str(row.number))
    return _check_again(job, declaration, pairs)


# --- looking --------------------------------------------------------------------------------------------


def preview(job: ImportJob, declaration: Sheet, *, reveal: bool = False, rows: Iterable[StagedRow] | None = None) -> list[Line]:
    """The staged rows as a screen shows them. `reveal` shows sensitive cells: an action of the room with a reason."""
    columns = _columns(job)
    return [_line(kept, declaration, columns, reveal) for kept in (job.rows.all() if rows is None else rows)]


def _line(kept: StagedRow, declaration: Sheet, columns: Mapping[str, str], reveal: bool) -> Line:
    secret = staged.opened(kept)
    row = staged.row_of(kept, secret, columns)
    texts = {key: shown(declaration, key, raw, reveal=reveal) for key, raw in row.raw.items()}
    hidden = declaration.sensitive_keys
    faults = tuple(
        staged.fault_from_json(stored, kept.number, texts.get(stored["key"], ""),
                               secret.mends.get(str(place)) if reveal or stored["key"] not in hidden else None)
        for place, stored in enumerate(kept.faults))
    cells = tuple(
        CellView(column.key, str(column.title), texts.get(column.key, ""), column.key in secret.edits, column.key in secret.origins,
                 tuple(fault for fault in faults if fault.key == column.key))
        for column in declaration.columns if column.key in columns or column.key in secret.edits or column.required)
    return Line(kept, cells, faults)


def remarks(job: ImportJob) -> list[str]:
    """What was left out or noticed about the file, as sentences."""
    return [staged.sentence_of(remark["msgid"], remark["params"]) for remark in job.remarks]


def compare(values: Mapping[str, Any], existing: Mapping[str, Any], declaration: Sheet, *, reveal: bool = False) -> list[Change]:
    """Cell by cell, what a row would change in the record there is; columns that the file lacks change nothing."""
    hidden = frozenset() if reveal else declaration.sensitive_keys
    changes = []
    for column in declaration.columns:
        if column.key not in values or column.key not in existing:
            continue
        old, new = column.text(existing[column.key]), column.text(values[column.key])
        if old != new:
            show = (lambda text: shown(declaration, column.key, text)) if column.key in hidden else str  # noqa: B023
            changes.append(Change(column.key, str(column.title), show(old), show(new)))
    return changes


# --- out of the waiting room ----------------------------------------------------------------------------


def rows_to_take(job: ImportJob, *, good_only: bool = False, numbers: Iterable[int] | None = None) -> list[Taken]:
    """The rows to be written by the room: all that are not left out, or with `good_only` those without errors.

    `numbers` names single rows; errors of other rows are then no hindrance. Raises `NotReady` while a required
    column is missing, and, unless `good_only`, while any row has an error. Values of columns that the file does
    not have are absent.
    """
    _open(job)
    if any(question["kind"] == "missing" for question in job.questions):
        raise NotReady(_("A required column was not found in the file. Say first which heading it has."))
    rows = list(job.rows.filter(decision=""))
    if numbers is not None:
        wanted = set(numbers)
        rows = [row for row in rows if row.number in wanted]
    bad = [row for row in rows if row.errors]
    if bad and not good_only:
        told = "、".join(str(row.number) for row in bad[:10])
        raise NotReady(_("%(count)d rows still have errors (rows %(numbers)s). Mend them, leave them out, or take the good rows only.")
                       % {"count": len(bad), "numbers": told})
    columns = _columns(job)
    return [_taken(row, columns) for row in rows if not row.errors]


def _taken(row: StagedRow, columns: Mapping[str, str]) -> Taken:
    secret = staged.opened(row)
    values = row.values | secret.values
    return Taken(row.number, row.key, {key: value for key, value in values.items() if key in columns or key in secret.edits})


def close(job: ImportJob, taken: Sequence[Taken], *, records: Iterable[int] = (), row_by_row: bool = False) -> ImportJob:
    """Erase the rows that were taken and those left out; rows that still have errors stay open with the import.

    `records` are the keys of what was written; the import remembers them, so that a file taken row by row still
    knows whom it named. `row_by_row` keeps what was left out until nothing else waits.
    """
    _open(job)
    job.rows.filter(number__in=[row.number for row in taken]).delete()
    waiting = job.rows.filter(decision="").count()
    if not (row_by_row and waiting):
        job.rows.exclude(decision="").delete()
    counts = job.counts | {"taken": job.counts.get("taken", 0) + len(taken), "open": waiting}
    written = sorted({*job.records, *records})
    if waiting:
        return change(job, counts=counts, records=written)
    return change(job, counts=counts, records=written, status=ImportJob.Status.TAKEN, closed_at=timezone.now())


def discard(job: ImportJob) -> ImportJob:
    """Erase every staged row of an import that is not wanted."""
    _open(job)
    job.rows.all().delete()
    return change(job, status=ImportJob.Status.DISCARDED, closed_at=timezone.now())


def overdue(now: dt.datetime | None = None) -> list[ImportJob]:
    """Imports that have waited for more than seven days."""
    return list(ImportJob.objects.filter(status=ImportJob.Status.STAGED, created_at__lt=(now or timezone.now()) - KEPT))


@action("kernel.expire_import", allow=lambda by, job: by.kind == "job", label=gettext_lazy("Erase an import that waited too long"))
def expire(job: ImportJob, *, by: Actor) -> ImportJob:
    """Erase the staged rows of an import that nobody took within seven days."""
    _open(job)
    job.rows.all().delete()
    return change(job, status=ImportJob.Status.EXPIRED, closed_at=timezone.now())


def erase_overdue(now: dt.datetime | None = None) -> int:
    """Erase every import that waited for more than seven days; returns how many. Runs each day."""
    waiting = overdue(now)
    for job in waiting:
        expire(job, by=of_job("kernel.erase_overdue"))
    return len(waiting)
