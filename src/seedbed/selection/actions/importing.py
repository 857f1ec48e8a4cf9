"""The applicants' workbook: staged, mended, taken; and lists that were corrected and brought back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import add_person, add_unit, change_person
from seedbed.directory.models import Person, Region, Unit
from seedbed.directory.queries import site, whole
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Identity, check_resident_id
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.sealed import unseal
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.staging import Parcel, Taken
from seedbed.kernel.workflow import perform
from seedbed.selection import notifications, rules
from seedbed.selection.actions.applying import UNFROZEN, correct
from seedbed.selection.actions.counting import count, lock, next_number
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import CORRECTIONS, subject_of
from seedbed.selection.queries.comparison import said, senders_own
from seedbed.selection.queries.effects import outlook
from seedbed.selection.queries.facts import application_columns, differing, read_bay
from seedbed.selection.queries.intake import applications_by_key, home_counties
from seedbed.selection.queries.whole import application_of_person
from seedbed.selection.reckoning import employers
from seedbed.selection.states import APPLICATION_MOVES, ApplicationState, BatchState, Source


@dataclass(frozen=True)
class Brought:
    """What taking an import did."""

    added: int
    changed: int
    same: int
    units_added: int
    still_open: int


def _check_stage(batch: Batch) -> None:
    require(batch.state not in (BatchState.CLOSED, BatchState.CALLED_OFF), _("This batch is closed; nothing can be brought in any more."))


def _check_new(batch: Batch, row: Taken) -> None:
    require(batch.state in (BatchState.PLANNING, BatchState.OPEN, BatchState.SCREENING),
            _("Row %(row)d is about a new person, and those can be brought in until the ranking begins.") % {"row": row.number})


def _check_turn(application: Application, columns: Mapping[str, Any], row: Taken) -> None:
    """While people are ranked nobody becomes eligible or ceases to be: that is for the screening to say."""
    if application.batch.state != BatchState.RANKING or not columns:
        return
    effect = outlook(application.batch, {application.pk: (application, columns)}).effects[application.pk]
    require(not effect.turns, _("Row %(row)d changes whether the person is eligible; go back to screening first.") % {"row": row.number})


@action("selection.stage_import", allow=rules.runs_batch, label=gettext_lazy("Bring in a workbook"))
def stage_import(batch: Batch, *, by: Actor, parcel: Parcel, declaration: Sheet) -> ImportJob:
    """Keep the rows of a workbook that was read, so that faults can be mended before anything is taken."""
    _check_stage(batch)
    return staging.stage(declaration.name, parcel, declaration, by=by, subject=subject_of(batch.pk))


@action("selection.send_corrections", allow=rules.sends_corrections, label=gettext_lazy("Send the own list corrected"))
def send_corrections(batch: Batch, *, by: Actor, parcel: Parcel, declaration: Sheet, own: Iterable[str]) -> ImportJob:
    """Keep a list that a unit's clerk has corrected; the office looks at it cell by cell and takes it row by row.

    `own` are the hidden keys' applications for which the clerk speaks. Refused where a row is about somebody else
    or was not in the list that was handed out, and once decisions are proposed.
    """
    require(batch.state in UNFROZEN, _("Decisions are proposed or released; take the proposal back first."))
    known = set(own)
    strange = [row.number for row in parcel.intake.rows if row.key.partition(".")[0] not in known]
    require(parcel.intake.rows and not strange, _("Rows %(rows)s are not people of your units, or were not in the list you took out.")
            % {"rows": "、".join(map(str, strange[:10])) or "—"})
    job = staging.stage(declaration.name, parcel, declaration, by=by, subject=subject_of(batch.pk))
    notifications.corrections_sent(batch, job)
    return job


@action("selection.answer_questions", allow=rules.runs_batch, label=gettext_lazy("Say what a heading means"))
def answer_questions(batch: Batch, *, by: Actor, job: ImportJob, declaration: Sheet, answers: Mapping[str, str]) -> ImportJob:
    """Answer which column a heading is; the answer is remembered for the next file of this kind."""
    _check_own(batch, job)
    return staging.answer(job, declaration, answers)


@action("selection.mend_cell", allow=rules.runs_batch, label=gettext_lazy("Mend a cell"))
def mend_cell(batch: Batch, *, by: Actor, row: StagedRow, key: str, text: str, declaration: Sheet) -> ImportJob:
    """Type one cell of a staged row anew; all rows are checked again."""
    _check_own(batch, row.job)
    return staging.mend(row, key, text, declaration)


@action("selection.accept_mends", allow=rules.runs_batch, label=gettext_lazy("Take proposed mends"))
def accept_mends(batch: Batch, *, by: Actor, job: ImportJob, declaration: Sheet, codes: Iterable[str],
                 numbers: Iterable[int] | None = None) -> int:
    """Take the mends that are proposed for these kinds of fault, in all rows or the given ones; returns how many cells."""
    _check_own(batch, job)
    return staging.accept_mends(job, declaration, codes=codes, numbers=numbers)


@action("selection.leave_row", allow=rules.runs_batch, label=gettext_lazy("Leave a row out"))
def leave_row(batch: Batch, *, by: Actor, row: StagedRow, leave: bool, declaration: Sheet) -> ImportJob:
    """Leave a row out of the import, or take it in after all."""
    _check_own(batch, row.job)
    return staging.decide(row, "leave" if leave else "", declaration)


@action("selection.discard_import", allow=rules.runs_batch, label=gettext_lazy("Discard an import"))
def discard_import(batch: Batch, *, by: Actor, job: ImportJob) -> ImportJob:
    """Erase every row of an import that is not wanted."""
    _check_own(batch, job)
    return staging.discard(job)


@action("selection.take_import", allow=rules.runs_batch, label=gettext_lazy("Take an import"))
def take_import(batch: Batch, *, by: Actor, job: ImportJob, declaration: Sheet, good_only: bool = False,
                numbers: Iterable[int] | None = None) -> Brought:
    """Write the staged rows: all or none, with `good_only` those without errors, with `numbers` these rows; the rest stay open.

    Units are found by name or added, people found by ID number or added. Who is in the batch already is
    changed where the sender changed the row: a cell that repeats what the office has corrected since changes
    nothing. Rows without the unit's opinion arrive as not yet recommended. New people come in until the ranking
    begins, facts are changed until decisions are proposed.
    """
    _check_own(batch, job)
    _check_stage(batch)
    batch = lock(batch)
    staging.recheck(job, declaration)
    taken = staging.rows_to_take(job, good_only=good_only, numbers=numbers)
    require(taken, _("There is no row to take."))
    desk = _Desk(batch, by, declaration)
    done = _take_corrections(desk, taken, job) if job.kind == CORRECTIONS else _take_applicants(desk, taken)
    closed = staging.close(job, taken, records=desk.written, row_by_row=numbers is not None)
    return Brought(done.count("added"), done.count("changed"), done.count("same"), desk.units_added, closed.counts.get("open", 0))


@dataclass
class _Desk:
    """What taking an import has in its hands: the batch, who acts, the declaration, units found so far, records written."""

    batch: Batch
    by: Actor
    declaration: Sheet
    units: dict[str, Unit] = field(default_factory=dict)
    units_added: int = 0
    written: list[int] = field(default_factory=list)


def _check_own(batch: Batch, job: ImportJob) -> None:
    require(job.subject == subject_of(batch.pk), _("This import belongs to another batch."))


# -- applicants --------------------------------------------------------------------------------------------


def _take_applicants(desk: _Desk, taken: list[Taken]) -> list[str]:
    counties = home_counties()
    return [_take_applicant(desk, row, _unit(row.values["employer"]["unit"], desk, counties)) for row in taken]


def _take_applicant(desk: _Desk, row: Taken, unit: Unit) -> str:
    """Write one row; who is there already is changed only where the sender changed the row."""
    values, by = row.values, desk.by
    person = whole.person_by_id_number(values["id_number"])
    existing = application_of_person(desk.batch, person.pk) if person is not None else None
    if person is None or existing is None or existing.state == ApplicationState.DRAFT:
        _check_new(desk.batch, row)
        return _bring_in(desk, existing, unit, _person(person, unit, values, values, by), values)
    own = senders_own(desk.declaration, values, existing)
    before = person.version
    person = _person(person, unit, values, own, by)
    moved = "employer" in own and _move(existing, unit, by)
    columns = differing(existing, application_columns(own))
    _check_turn(existing, columns, row)
    done = _change_existing(existing, columns, by, _("The applicants' workbook was brought in again."))
    _remember(desk, existing, values)
    return "changed" if moved or person.version != before else done


def _remember(desk: _Desk, application: Application, values: Mapping[str, Any]) -> None:
    """Keep what the sheet said, as digests, for the comparison with its next version."""
    desk.written.append(application.pk)
    digests = application.sheet_said | said(desk.declaration, values)
    if digests != application.sheet_said:
        change(application, sheet_said=digests)


def _move(application: Application, unit: Unit, by: Actor) -> bool:
    """Put an application under another unit; the quotas of both are counted."""
    if application.unit_id == unit.pk:
        return False
    require(application.batch.state in UNFROZEN, _("Decisions are proposed or released; take the proposal back first."))
    if application.recommended_at:
        count(application, "recommended", -1)
    change(application, unit=unit)
    if application.recommended_at:
        count(application, "recommended", 1)
    return True


def _unit(name: str, desk: _Desk, counties: list[Region]) -> Unit:
    if name in desk.units:
        return desk.units[name]
    desk.units[name] = whole.unit_named(name) or _new_unit(name, desk, counties)
    return desk.units[name]


def _new_unit(name: str, desk: _Desk, counties: list[Region]) -> Unit:
    home = site()
    if home is None:
        raise RuntimeError("the site is not set up")
    region = next((r for r in counties if name.startswith(r.name)), None) or next(
        (r for r in counties if employers.region_stem(r.name) in name), None)
    area = Unit.objects.filter(kind="area", region=region).first() if region is not None else None
    kind = employers.kind_of(name)
    desk.units_added += 1
    return add_unit(area or home.root, by=desk.by, name=name, kind=kind, region_id=region.code if region else home.home_region_id,
                    is_economic=kind == "park" or employers.looks_economic(name))


def person_columns(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a person's file from a row's values; sex and month of birth come from the ID number where they lack."""
    identity = check_resident_id(values["id_number"])
    born, sex = values.get("birth_month"), values.get("sex")
    if isinstance(identity, Identity):
        born, sex = born or f"{identity.birth:%Y-%m}", sex or identity.sex
    school = values.get("school") or {}
    return {
        "unit": unit, "post": values["employer"]["post"], "sex": sex or "", "birth_month": date(int(born[:4]), int(born[5:7]), 1) if born else None,
        "ethnicity": values.get("ethnicity") or "", "political_status": values.get("political_status") or "", "rank": values.get("rank") or "",
        "education": values.get("education") or "", "school": school.get("school", ""), "major": school.get("major", ""),
    }


FROM_CELL = {"unit": "employer", "post": "employer", "school": "school", "major": "school"}  # other columns bear their cell's name


def _person(person: Person | None, unit: Unit, values: Mapping[str, Any], own: Mapping[str, Any], by: Actor) -> Person:
    """The person of a row; who is registered already gets what the sender changed, an empty cell erases nothing."""
    columns = person_columns(unit, values)
    if person is None:
        fields = {k: v for k, v in columns.items() if k != "unit"}
        return add_person(unit, by=by, name=values["name"], id_number=values["id_number"], mobile=values.get("mobile") or "", **fields)
    newer = {k: v for k, v in (columns | {"name": values["name"]}).items()
             if FROM_CELL.get(k, k) in own and v not in ("", None) and getattr(person, k) != v}
    mobile = own.get("mobile") or ""
    if mobile == unseal(person.mobile_sealed):
        mobile = ""
    return change_person(person, by=by, mobile=mobile, **newer) if newer or mobile else person


def _bring_in(desk: _Desk, draft: Application | None, unit: Unit, person: Person, values: Mapping[str, Any]) -> str:
    """Enter a new application, or hand in the draft that the person never handed in: it gives way to what the unit reports."""
    batch, now = desk.batch, timezone.now()
    columns = application_columns(values)
    columns |= read_bay(columns.get("bay_experience", "")) | {"sheet_said": said(desk.declaration, values)}
    if draft is not None:
        perform(draft, APPLICATION_MOVES, "submit", by=desk.by, number=next_number(batch), submitted_at=now, source=Source.IMPORT,
                unit_id=unit.pk, typed_sealed="", **columns)
        _recommend_if_said(draft, desk.by)
        desk.written.append(draft.pk)
        return "added"
    recommended = bool(columns.get("opinion"))
    application = add(Application(
        batch=batch, person=person, unit=unit, source=Source.IMPORT, number=next_number(batch), submitted_at=now,
        state=ApplicationState.RECOMMENDED if recommended else ApplicationState.SUBMITTED, recommended_at=now if recommended else None, **columns))
    if recommended:
        count(application, "recommended", 1)
    desk.written.append(application.pk)
    return "added"


def _change_existing(application: Application, columns: Mapping[str, Any], by: Actor, reason: str) -> str:
    if not columns:
        return "same"
    correct(application, by=by, reason=reason, **columns)
    _recommend_if_said(application, by)
    return "changed"


def _recommend_if_said(application: Application, by: Actor) -> None:
    if application.state == ApplicationState.SUBMITTED and application.opinion:
        perform(application, APPLICATION_MOVES, "recommend", by=by, recommended_at=timezone.now())
        count(application, "recommended", 1)


# -- corrections -------------------------------------------------------------------------------------------


def _take_corrections(desk: _Desk, taken: list[Taken], job: ImportJob) -> list[str]:
    rows = applications_by_key(desk.batch, [row.key for row in taken])
    unknown = [str(row.number) for row in taken if row.key not in rows]
    require(not unknown, _("Rows %(rows)s belong to no application of this batch; leave them out.") % {"rows": "、".join(unknown)})
    reason = _("Corrected in the workbook %(name)s.") % {"name": job.file_name}
    done = []
    for row in taken:
        application = rows[row.key]
        columns = differing(application, application_columns(row.values))
        _check_turn(application, columns, row)
        done.append(_change_existing(application, columns, desk.by, reason))
        desk.written.append(application.pk)
    return done
