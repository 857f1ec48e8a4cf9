"""The directory over the API: units, people as far as their office may read them, ties; lists as files, in every room.

A list (`people`, `units`, `quotas`, `wishes`, `companies`) is brought in as a workbook, looked at row by row and taken; the
same reading, comparing and rules as on the page.
"""

import base64
import binascii
from typing import Annotated, Any, TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Path, Schema
from ninja.errors import ValidationError as Unreadable
from pydantic import Field, ValidationError

from seedbed.directory import actions, queries
from seedbed.directory.actions import sheets
from seedbed.directory.models import Person, Tie, Unit
from seedbed.directory.queries import choices
from seedbed.kernel.actions import allowed
from seedbed.kernel.api import READ_FAULTS, TITLES, WRITE_FAULTS, Desk, may_read, may_write
from seedbed.kernel.api.bodies import Key
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import staging
from seedbed.kernel.workbooks.trips import REGISTER, Place, coming

desk = Desk("directory", "directory")
desk.lists("units", Unit, queries.units_visible_to,
           ("id", "name", "short_name", "kind", "uscc", "parent", "region", "is_economic", "is_active", "version"), filters=("parent",))
desk.lists("people", Person, queries.people_visible_to,
           ("id", "name", "sex", "birth_month", "ethnicity", "political_status", "id_masked", "mobile_masked", "education", "school", "major",
            "unit", "post", "rank", "is_active", "version"), filters=("unit",))
desk.lists("ties", Tie, choices.ties_visible_to, ("id", "kind", "person", "unit", "other_person", "other_unit", "source", "declared_at", "ended_at"))
desk.does("units", queries.units_visible_to, actions.set_industries)
desk.does("ties", choices.ties_visible_to, actions.end_tie)

# -- lists as files ------------------------------------------------------------------------------------------

Body = TypeVar("Body", bound=Schema)
LongFile = Annotated[str, Field(max_length=900_000, pattern="^[A-Za-z0-9+/=]*$")]
Name = Annotated[str, Path(max_length=40)]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class Sent(Schema):
    """A workbook as it lies on the disk, in base64."""

    file_name: Annotated[str, Field(min_length=1, max_length=120, pattern="^[^\\x00]*$")]
    content: LongFile


class Wanted(Schema):
    """Which rows are taken: those of these numbers; without numbers all of them, all or none."""

    numbers: Annotated[list[Annotated[int, Field(ge=1, le=1_048_576)]], Field(max_length=5000)] | None = None


class RowTold(Schema):
    """One row without errors: what it would do."""

    number: int
    is_new: bool
    changes: list[dict[str, str]]
    hindrance: str


class JobTold(Schema):
    """An import: its counts, and what its rows without errors would do."""

    id: int
    status: str
    counts: dict[str, int]
    rows: list[RowTold] = []


class TallyTold(Schema):
    """What taking rows did."""

    added: int
    changed: int
    same: int


def _place(request: HttpRequest, name: str, pk: int, *, writes: bool) -> Place:
    by = actor_of(request)
    (may_write if writes else may_read)(by, "directory")
    trip = REGISTER.get(name)
    if trip is None:
        raise Http404
    place = Place(trip, get_object_or_404(trip.subjects(by), pk=pk))
    if not allowed("directory.stage_sheet", by, place):
        raise Refused(_("You may not bring in this list."))
    return place


def _told(request: HttpRequest, place: Place, job: ImportJob) -> dict[str, Any]:
    by = actor_of(request)
    rows = coming(place, job, by, place.trip.sheet(place.subject, by)) if job.status == ImportJob.Status.STAGED else []
    return {"id": job.pk, "status": job.status, "counts": job.counts, "rows": [
        {"number": row.taken.number, "is_new": row.is_new, "hindrance": str(row.meant.hindrance),
         "changes": [{"key": change.key, "old": change.old, "new": change.new} for change in row.changes]} for row in rows]}


def _body(request: HttpRequest, kind: type[Body]) -> Body:
    """Read the body, after it was asked whether the list is there and may be brought in."""
    try:
        if request.content_type != "application/json":
            raise Unreadable([{"loc": ("body",), "msg": "application/json"}])
        return kind.model_validate_json(request.body)
    except ValidationError as fault:
        raise Unreadable([dict(part) for part in fault.errors(include_url=False, include_context=False, include_input=False)])


def bring_list(request: HttpRequest, name: Name, id: Number) -> Any:
    """Bring a workbook in; nothing is taken yet. Answered with what each row without errors would change."""
    place, by = _place(request, name, id, writes=True), actor_of(request)
    sent = _body(request, Sent)
    try:
        upload = SimpleUploadedFile(sent.file_name, base64.b64decode(sent.content, validate=True))
    except binascii.Error:
        raise RuleBroken(_("This is no file in base64."))
    parcel = staging.read_upload(upload, place.trip.sheet(place.subject, by))
    return _told(request, place, sheets.stage_sheet(place, by=by, parcel=parcel))


def read_list(request: HttpRequest, name: Name, id: Number, job: Annotated[Key, Path()]) -> Any:
    """Read an import of a list again."""
    place = _place(request, name, id, writes=False)
    return _told(request, place, get_object_or_404(place.jobs, pk=job))


def take_list(request: HttpRequest, name: Name, id: Number, job: Annotated[Key, Path()]) -> Any:
    """Take rows of an import."""
    place = _place(request, name, id, writes=True)
    wanted = _body(request, Wanted)
    return vars(sheets.take_sheet(place, by=actor_of(request), job=get_object_or_404(place.jobs, pk=job), numbers=wanted.numbers))


LIST = "/lists/{name}/{id}/imports"
ADDRESSES: tuple[tuple[str, str, Any, type[Schema], type[Schema] | None, Any], ...] = (
    ("post", LIST, bring_list, JobTold, Sent, gettext_lazy("Bring an edited list back")),
    ("get", LIST + "/{job}", read_list, JobTold, None, gettext_lazy("List for Excel")),
    ("post", LIST + "/{job}/take", take_list, TallyTold, Wanted, gettext_lazy("Take rows of an edited list")),
)
for method, address, view, answer, body, title in ADDRESSES:
    TITLES[f"do_directory_{view.__name__}"] = title
    extra = {"requestBody": {"required": True, "content": {"application/json": {"schema": body.model_json_schema()}}}} if body else {}
    getattr(desk.router, method)(
        address, response={200: answer} | (WRITE_FAULTS if body else READ_FAULTS), url_name=view.__name__, operation_id=f"do_directory_{view.__name__}",
        summary=view.__name__.replace("_", " ").capitalize(), description=view.__doc__, openapi_extra=extra)(view)
