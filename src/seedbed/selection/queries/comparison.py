"""A new version of a sheet against what is there: who is new, changed or left out, cell by cell.

Of each cell of a unit's own sheet is kept, as a keyed digest, what it said when it was last taken. A cell that
says the same again although the office has corrected it since is not the sender's change: the correction stands.
A list that was exported here knows by its hidden key the version of the record it was written from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.sealed import lookup, unseal
from seedbed.kernel.workbooks import Sheet, staged
from seedbed.kernel.workbooks.staging import Change, compare
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import CORRECTIONS
from seedbed.selection.queries.intake import applications_by_id, applications_by_key, key_version
from seedbed.selection.queries.whole import applications_of
from seedbed.selection.reckoning.industries import split_wishes
from seedbed.selection.states import ApplicationState

OF_THE_PERSON = ("name", "sex", "ethnicity", "birth_month", "mobile")  # an empty cell erases none of these


@dataclass(frozen=True)
class RowDifference:
    """What one row says about an application that is there: the sender's changes, and what the office corrected since.

    `outdated` says that the record was changed here after the list was exported.
    """

    application: Application
    changes: list[Change]
    stands: list[Change]
    outdated: bool = False


def values_of(application: Application) -> dict[str, Any]:
    """Return an application as the values of a sheet's cells; ID number and mobile are not among them."""
    remark = "；".join(filter(None, (application.declared_conflict, application.remark)))
    return {
        "number": application.shown_number, "name": application.person.name, "unit": application.unit.name, "post": application.post or None,
        "employer": {"unit": application.unit.name, "post": application.post},
        "political_status": application.political_status or None, "education": application.education or None,
        "school": {"school": application.school, "major": application.major} if application.school else None,
        "rank": application.rank or None, "duties": application.duties or None, "in_park": application.in_park,
        "in_economic": application.in_economic, "bay_experience": application.bay_experience or None,
        "is_recruited_talent": application.is_recruited_talent,
        "wished_industries": split_wishes(application.wished_industries) or None,
        "opinion": application.opinion or None, "remark": remark or None,
    }


def _with_person(application: Application) -> dict[str, Any]:
    """The cells of an application and of its person's file, for comparison only: the mobile is unsealed."""
    person = application.person
    return values_of(application) | {
        "sex": person.sex or None, "ethnicity": person.ethnicity or None,
        "birth_month": f"{person.birth_month:%Y-%m}" if person.birth_month else None, "mobile": unseal(person.mobile_sealed) or None,
    }


def said(declaration: Sheet, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the keyed digest of each cell of a row, by which a later version shows what its sender changed."""
    return {column.key: _digest(column.key, column.text(values[column.key])) for column in declaration.columns if column.key in values}


def _digest(key: str, text: str) -> str:
    return lookup(f"{key}:{text}")[:16]


def senders_own(declaration: Sheet, values: Mapping[str, Any], application: Application) -> dict[str, Any]:
    """Return the values that the sender changed since the sheet was last taken; all of them where it never was."""
    if declaration.name == CORRECTIONS:
        return dict(values)
    digests, before = said(declaration, values), application.sheet_said
    return {key: value for key, value in values.items() if digests[key] != before.get(key)}


def matches(job: ImportJob, batch: Batch, rows: Iterable[StagedRow]) -> dict[int, Application]:
    """Return, per staged row, the application that it means; rows about new people are absent."""
    rows = list(rows)
    if job.kind == CORRECTIONS:
        known = applications_by_key(batch, [row.key for row in rows])
        found = {row.pk: known.get(row.key) for row in rows}
    else:
        numbers = {row.pk: staged.opened(row).values.get("id_number") or "" for row in rows}
        people = applications_by_id(batch, [n for n in numbers.values() if n])
        found = {pk: people.get(number) for pk, number in numbers.items()}
    return {pk: a for pk, a in found.items() if a is not None and a.state != ApplicationState.DRAFT}


def differences(job: ImportJob, batch: Batch, sheet: Sheet, rows: Iterable[StagedRow]) -> dict[int, RowDifference]:
    """Return, per staged row, what it would change in the application that is there; new people are absent."""
    rows = list(rows)
    found = matches(job, batch, rows)
    return {row.pk: _difference(sheet, cells(job, row), found[row.pk], row.key) for row in rows if row.pk in found}


def cells(job: ImportJob, row: StagedRow) -> dict[str, Any]:
    """Return the values of a staged row in the columns that its file has, sensitive ones among them."""
    secret = staged.opened(row)
    present = {key for _heading, key in job.headings.values() if key} | set(secret.edits)
    return {key: value for key, value in (row.values | secret.values).items() if key in present}


def _difference(sheet: Sheet, values: Mapping[str, Any], application: Application, key: str) -> RowDifference:
    existing = _with_person(application)
    told = {k: v for k, v in values.items() if k in existing and not (k in OF_THE_PERSON and v is None)}
    own = senders_own(sheet, told, application)
    found = compare(told, existing, sheet)
    outdated = sheet.name == CORRECTIONS and key_version(key) not in (None, application.version)
    return RowDifference(application, [c for c in found if c.key in own], [c for c in found if c.key not in own], outdated)


def left_out(job: ImportJob, batch: Batch, rows: Iterable[StagedRow]) -> list[Application]:
    """Return the applications of the units that the file names which stand in no row of it any more.

    Rows that were taken before count as named. Who has given up is not missed.
    """
    rows = list(rows)
    named = {a.pk for a in matches(job, batch, rows).values()} | set(job.records)
    units = {_unit_named(row) for row in rows} - {""}
    present = applications_of(batch).exclude(state=ApplicationState.GIVEN_UP)
    known = {a.unit_id for a in present.filter(pk__in=named)}
    missed = present.exclude(pk__in=named)
    return [a for a in missed if a.unit_id in known or a.unit.name in units or a.unit.short_name in units]


def _unit_named(row: StagedRow) -> str:
    employer = row.values.get("employer") or {}
    return str(employer.get("unit") or row.values.get("unit") or "")
