"""The applicants' workbook: staged, mended, taken; and lists that were corrected and brought back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import add_person, add_unit, change_person
from seedbed.directory.models import Person, Region, Unit
from seedbed.directory.queries import site, whole
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Identity, check_resident_id
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.staging import Parcel, Taken
from seedbed.kernel.workflow import perform
from seedbed.selection import rules
from seedbed.selection.actions.applying import correct, read_bay
from seedbed.selection.actions.counting import count, lock, next_number
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import CORRECTIONS, subject_of
from seedbed.selection.queries.intake import applications_by_key, home_counties
from seedbed.selection.queries.whole import application_of_person
from seedbed.selection.reckoning import employers
from seedbed.selection.reckoning.conflicts import split_remark
from seedbed.selection.reckoning.industries import codes_of
from seedbed.selection.states import APPLICATION_MOVES, ApplicationState, BatchState, Source

TEXTS = ("rank", "political_status", "education", "duties")
FLAGS = ("in_park", "in_economic", "is_recruited_talent")


@dataclass(frozen=True)
class Brought:
    """What taking an import did."""

    added: int
    changed: int
    same: int
    units_added: int
    still_open: int


def _check_stage(batch: Batch) -> None:
    require(batch.state in (BatchState.PLANNING, BatchState.OPEN, BatchState.SCREENING),
            _("Applicants can be brought in until the ranking begins."))


@action("selection.stage_import", allow=rules.runs_batch, label=gettext_lazy("Bring in a workbook"))
def stage_import(batch: Batch, *, by: Actor, parcel: Parcel, declaration: Sheet) -> ImportJob:
    """Keep the rows of a workbook that was read, so that faults can be mended before anything is taken."""
    _check_stage(batch)
    return staging.stage(declaration.name, parcel, declaration, by=by, subject=subject_of(batch.pk))


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
def take_import(batch: Batch, *, by: Actor, job: ImportJob, declaration: Sheet, good_only: bool = False) -> Brought:
    """Write the staged rows: all or none, or with `good_only` those without errors while the rest stay open.

    Units are found by name or added, people found by ID number or added. Who is in the batch already is
    changed where the row differs. Rows without the unit's opinion arrive as not yet recommended.
    """
    _check_own(batch, job)
    _check_stage(batch)
    lock(batch)
    staging.recheck(job, declaration)
    taken = staging.rows_to_take(job, good_only=good_only)
    require(taken, _("There is no row to take."))
    done = _take_corrections(batch, taken, by, job) if job.kind == CORRECTIONS else _take_applicants(batch, taken, by)
    closed = staging.close(job, taken)
    return Brought(done.count("added"), done.count("changed"), done.count("same"), done.count("unit"), closed.counts.get("open", 0))


def _check_own(batch: Batch, job: ImportJob) -> None:
    require(job.subject == subject_of(batch.pk), _("This import belongs to another batch."))


# -- applicants --------------------------------------------------------------------------------------------


def _take_applicants(batch: Batch, taken: list[Taken], by: Actor) -> list[str]:
    counties = home_counties()
    units: dict[str, Unit] = {}
    done: list[str] = []
    for row in taken:
        unit, is_new = _unit(row.values["employer"]["unit"], units, counties, by)
        done += ["unit"] if is_new else []
        person = _person(unit, row.values, by)
        done.append(_application(batch, unit, person, row.values, by))
    return done


def _unit(name: str, seen: dict[str, Unit], counties: list[Region], by: Actor) -> tuple[Unit, bool]:
    if name in seen:
        return seen[name], False
    found = whole.unit_named(name)
    if found is not None:
        seen[name] = found
        return found, False
    home = site()
    if home is None:
        raise RuntimeError("the site is not set up")
    region = next((r for r in counties if name.startswith(r.name)), None) or next(
        (r for r in counties if employers.region_stem(r.name) in name), None)
    area = Unit.objects.filter(kind="area", region=region).first() if region is not None else None
    kind = employers.kind_of(name)
    seen[name] = add_unit(area or home.root, by=by, name=name, kind=kind, region_id=region.code if region else home.home_region_id,
                          is_economic=kind == "park" or employers.looks_economic(name))
    return seen[name], True


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


def _person(unit: Unit, values: Mapping[str, Any], by: Actor) -> Person:
    """The person of a row; who is registered already gets the newer facts, an empty cell erases nothing."""
    columns, mobile = person_columns(unit, values), values.get("mobile") or ""
    person = whole.person_by_id_number(values["id_number"])
    if person is None:
        fields = {k: v for k, v in columns.items() if k != "unit"}
        return add_person(unit, by=by, name=values["name"], id_number=values["id_number"], mobile=mobile, **fields)
    newer = {k: v for k, v in (columns | {"name": values["name"]}).items() if v not in ("", None) and getattr(person, k) != v}
    if not newer and not mobile:
        return person
    return change_person(person, by=by, mobile=mobile, **newer)


def application_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an application from a row's values; only columns that the file has are in it."""
    columns: dict[str, Any] = {name: values[name] or "" for name in TEXTS if name in values}
    columns |= {name: bool(values[name]) for name in FLAGS if name in values}
    if "post" in values:
        columns["post"] = values["post"] or ""
    if values.get("employer"):
        columns["post"] = values["employer"]["post"]
    if "school" in values:
        school = values["school"] or {}
        columns |= {"school": school.get("school", ""), "major": school.get("major", "")}
    if "bay_experience" in values:
        columns["bay_experience"] = values["bay_experience"] or ""
    if "wished_industries" in values:
        wishes = values["wished_industries"] or []
        columns |= {"wished_industries": "、".join(wishes), "wished_codes": codes_of(wishes)}
    if "remark" in values:
        columns["declared_conflict"], columns["remark"] = split_remark(values["remark"] or "")
    if "opinion" in values:
        columns["opinion"] = values["opinion"] or ""
    return columns


def _application(batch: Batch, unit: Unit, person: Person, values: Mapping[str, Any], by: Actor) -> str:
    columns, now = application_columns(values), timezone.now()
    existing = application_of_person(batch, person.pk)
    if existing is not None and existing.state != ApplicationState.DRAFT:
        return _change_existing(existing, columns, by, _("The applicants' workbook was brought in again."))
    if existing is not None:
        return _hand_in_draft(existing, unit, columns, by)
    columns |= read_bay(columns.get("bay_experience", ""))
    recommended = bool(columns.get("opinion"))
    application = add(Application(
        batch=batch, person=person, unit=unit, source=Source.IMPORT, number=next_number(batch), submitted_at=now,
        state=ApplicationState.RECOMMENDED if recommended else ApplicationState.SUBMITTED, recommended_at=now if recommended else None, **columns))
    if recommended:
        count(application, "recommended", 1)
    return "added"


def _hand_in_draft(draft: Application, unit: Unit, columns: dict[str, Any], by: Actor) -> str:
    """A draft that the person never handed in gives way to what the unit reports."""
    now = timezone.now()
    columns |= read_bay(columns.get("bay_experience", ""))
    perform(draft, APPLICATION_MOVES, "submit", by=by, number=next_number(draft.batch), submitted_at=now, source=Source.IMPORT, unit_id=unit.pk,
            typed_sealed="", **columns)
    _recommend_if_said(draft, by)
    return "added"


def _change_existing(application: Application, columns: dict[str, Any], by: Actor, reason: str) -> str:
    differing = {name: value for name, value in columns.items() if getattr(application, name) != value}
    if not differing:
        return "same"
    correct(application, by=by, reason=reason, **differing)
    _recommend_if_said(application, by)
    return "changed"


def _recommend_if_said(application: Application, by: Actor) -> None:
    if application.state == ApplicationState.SUBMITTED and application.opinion:
        perform(application, APPLICATION_MOVES, "recommend", by=by, recommended_at=timezone.now())
        count(application, "recommended", 1)


# -- corrections -------------------------------------------------------------------------------------------


def _take_corrections(batch: Batch, taken: list[Taken], by: Actor, job: ImportJob) -> list[str]:
    rows = applications_by_key(batch, [row.key for row in taken])
    unknown = [str(row.number) for row in taken if row.key not in rows]
    require(not unknown, _("Rows %(rows)s belong to no application of this batch; leave them out.") % {"rows": "、".join(unknown)})
    reason = _("Corrected in the workbook %(name)s.") % {"name": job.file_name}
    return [_change_existing(rows[row.key], application_columns(row.values), by, reason) for row in taken]
