"""Pages of lists that go out and come back: hand out, bring in, see what changed, take row by row."""

import io
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.actions import releases
from seedbed.directory.actions import sheets as actions
from seedbed.directory.forms import SheetAnswersForm, SheetUploadForm
from seedbed.directory.queries.sheets import topmost_units
from seedbed.directory.views.releases import handed_out, kept_until
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.kernel.workbooks import WorkbookRefused, staging, writing
from seedbed.kernel.workbooks.trips import REGISTER, Coming, Place, Trip, coming

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 60  # faulty rows, and changed rows, on one page


def place_of(request: HttpRequest, name: str, pk: int) -> Place:
    """Return a list of a subject that the actor may see and bring in, or answer 404 or 403."""
    trip = REGISTER.get(name)
    if trip is None:
        raise Http404
    place = Place(trip, get_object_or_404(trip.subjects(actor_of(request)), pk=pk))
    if not allowed("directory.stage_sheet", actor_of(request), place):
        raise Refused(_("You may not bring in this list."))
    return place


def _job(place: Place, pk: int) -> ImportJob:
    return get_object_or_404(place.jobs, pk=pk)


def _row(place: Place, job: int, pk: int) -> StagedRow:
    return get_object_or_404(_job(place, job).rows.select_related("job"), pk=pk)


def _url(name: str, place: Place, *more: int) -> str:
    return reverse(f"directory:{name}", args=[place.trip.name, place.subject.pk, *more])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Hand a list out for editing, and take it back: it is compared before anything is written."""
    place, by = place_of(request, name, pk), actor_of(request)
    form = SheetUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = _staged(form, place, by)
        if job is not None:
            return redirect(_url("sheet_job", place, job.pk))
    return render(request, "directory/sheet.html", {
        "place": place, "form": form, "jobs": place.jobs[:10], "back": place.trip.back(place.subject), "state": kept_until(releases.outgoing_of(place, by), by),
        "columns": [Column(_("File"), kind="main"), Column(_("Brought in"), kind="date"), Column(_("State")), Column(_("Rows"), kind="number")],
    })


def _staged(form: SheetUploadForm, place: Place, by: Any) -> ImportJob | None:
    made: list[ImportJob] = []
    try:
        parcel = staging.read_upload(form.cleaned_data["file"], place.trip.sheet(place.subject, by))
    except WorkbookRefused as fault:
        form.add_error("file", str(fault))
        return None
    accepted(form, lambda: made.append(actions.stage_sheet(place, by=by, parcel=parcel)))
    return made[0] if made else None


@signed_in
@require_POST
def sheet_export(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Write the list into a workbook with drop-downs and hidden keys; the trail notes who took it out."""
    place, by = place_of(request, name, pk), actor_of(request)
    return handed_out(request, releases.outgoing_of(place, by), lambda: _file(place, by))


def _file(place: Place, by: Any) -> HttpResponse:
    title = f"{place.subject} {place.trip.title}"
    data = writing.write_sheet(place.trip.sheet(place.subject, by), releases.hand_out(place, by=by), title=title)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)


@signed_in
@require_safe
def sheet_job(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Show a list on its way in: faults by cell with mends, and what each row would change, cell by cell."""
    place, by = place_of(request, name, pk), actor_of(request)
    found, declaration = _job(place, job), place.trip.sheet(place.subject, by)
    waiting = found.status == ImportJob.Status.STAGED
    lines = staging.preview(found, declaration) if waiting else []
    faulty = [line for line in lines if line.row.decision or any(f.severity != "note" for f in line.faults)]
    rows = coming(place, found, by, declaration) if waiting else []
    differing = [row for row in rows if row.differs]
    return render(request, "directory/sheet_job.html", {
        "place": place, "job": found, "waiting": waiting, "stats": _stats(found, rows), "remarks": staging.remarks(found), "kinds": _kinds(lines),
        "lines": faulty[:SHOWN], "more": len(faulty) - SHOWN, "buttons": _buttons(place, found, differing) if waiting else [],
        "questions": SheetAnswersForm(questions=found.questions, sheet=declaration) if waiting and any(q["heading"] for q in found.questions) else None,
        "changes": [(row, _take_button(place, found, row)) for row in differing[:SHOWN]], "rest": len(differing) - SHOWN,
        "back": _url("sheet", place),
        "change_columns": [Column(_("Row"), kind="number"), Column(_("Changes cell by cell"), kind="main"), Column("", kind="actions")],
    })


def _stats(job: ImportJob, rows: list[Coming]) -> list[Stat]:
    counts = job.counts
    return [
        Stat(_("Rows"), counts.get("rows", 0)), Stat(_("With errors"), bad := counts.get("with_errors", 0), kind="bad" if bad else "good"),
        Stat(_("New"), sum(row.is_new for row in rows), kind="info"), Stat(_("Changed"), sum(bool(row.changes) for row in rows), kind="warn"),
        Stat(_("As before"), sum(not row.differs for row in rows)), Stat(_("Taken"), counts.get("taken", 0), kind="done"),
    ]


def _kinds(lines: list[staging.Line]) -> list[dict[str, Any]]:
    """Each kind of fault once, with how often it comes and how many mends can be taken together."""
    faults = [f for line in lines if not line.row.decision for f in line.faults if f.severity != "note"]
    count, mends, first = Counter(f.code for f in faults), Counter(f.code for f in faults if f.mend), {f.code: f for f in reversed(faults)}
    return [{"code": code, "count": n, "mends": mends[code], "text": first[code].text, "severity": first[code].severity} for code, n in count.most_common()]


def _take_button(place: Place, job: ImportJob, row: Coming) -> ActionButton:
    return ActionButton(_("Take this row"), _url("sheet_take_row", place, job.pk, row.row.pk), disabled_reason=str(row.meant.hindrance))


def _buttons(place: Place, job: ImportJob, differing: list[Coming]) -> list[ActionButton]:
    take, buttons = _url("sheet_take", place, job.pk), []
    if not job.counts.get("with_errors") and not any(row.meant.hindrance for row in differing):
        buttons.append(ActionButton(_("Take all rows"), take, kind="primary"))
    return [*buttons, ActionButton(_("Discard"), _url("sheet_discard", place, job.pk), kind="danger", confirm=_("The rows of this file are erased."))]


@signed_in
@require_POST
def sheet_answer(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Answer what headings mean."""
    place, by = place_of(request, name, pk), actor_of(request)
    found = _job(place, job)
    form = SheetAnswersForm(request.POST, questions=found.questions, sheet=place.trip.sheet(place.subject, by))
    if form.is_valid():
        actions.answer_sheet(place, by=by, job=found, answers=form.answers())
    return redirect(_url("sheet_job", place, job))


@signed_in
@require_POST
def sheet_accept(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Take every proposed mend of one kind of fault."""
    place = place_of(request, name, pk)
    count = actions.accept_sheet_mends(place, by=actor_of(request), job=_job(place, job), codes=request.POST.getlist("code"))
    messages.success(request, _("%(count)d cells mended.") % {"count": count})
    return redirect(_url("sheet_job", place, job))


@signed_in
@require_POST
def sheet_mend(request: HttpRequest, name: str, pk: int, job: int, row: int) -> HttpResponse:
    """Type one cell anew."""
    place, by = place_of(request, name, pk), actor_of(request)
    found, key = _row(place, job, row), request.POST.get("key", "")
    if key in {column.key for column in place.trip.sheet(place.subject, by).columns}:
        actions.mend_sheet(place, by=by, row=found, key=key, text=request.POST.get("text", "")[:10_000])
    return redirect(_url("sheet_job", place, job) + f"#row{found.number}")


@signed_in
@require_POST
def sheet_decide(request: HttpRequest, name: str, pk: int, job: int, row: int) -> HttpResponse:
    """Leave a row out, or take it after all."""
    place = place_of(request, name, pk)
    decision = "leave" if request.POST.get("decision") == "leave" else ""
    actions.decide_sheet_row(place, by=actor_of(request), row=_row(place, job, row), decision=decision)
    return redirect(_url("sheet_job", place, job))


@signed_in
@require_POST
def sheet_take(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Take all rows, all or none."""
    place = place_of(request, name, pk)
    tally = actions.take_sheet(place, by=actor_of(request), job=_job(place, job))
    messages.success(request, _("%(added)d new, %(changed)d changed, %(same)d as before.") % vars(tally))
    return redirect(_url("sheet", place))


@signed_in
@require_POST
def sheet_take_row(request: HttpRequest, name: str, pk: int, job: int, row: int) -> HttpResponse:
    """Take one row; the others stay open."""
    place = place_of(request, name, pk)
    found = _row(place, job, row)
    actions.take_sheet(place, by=actor_of(request), job=found.job, numbers=[found.number])
    messages.success(request, _("Row %(row)d was taken.") % {"row": found.number})
    return redirect(_url("sheet_job", place, job))


@signed_in
@require_POST
def sheet_discard(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Erase a list that is not wanted."""
    place = place_of(request, name, pk)
    actions.discard_sheet(place, by=actor_of(request), job=_job(place, job))
    return redirect(_url("sheet", place))


@signed_in
@require_safe
def sheet_errors(request: HttpRequest, name: str, pk: int, job: int) -> HttpResponse:
    """Hand the rows back with their faults marked."""
    place, by = place_of(request, name, pk), actor_of(request)
    declaration = place.trip.sheet(place.subject, by)
    data = writing.error_workbook(declaration, staging.preview(_job(place, job), declaration))
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{place.trip.title} {_('faults')}.xlsx", content_type=XLSX)


def sheet_buttons(by: Actor, trip: Trip) -> list[ActionButton]:
    """Return the buttons to a list of the topmost units in the actor's hands."""
    return [ActionButton(_("Edit in Excel"), reverse("directory:sheet", args=[trip.name, unit.pk]), method="get", icon="download")
            for unit in topmost_units(by)[:1] if trip.brings(by, unit)]


def sheet_button(trip: Trip, row: Any) -> ActionButton:
    """Return the button to a list of one thing."""
    return ActionButton(_("Edit in Excel"), reverse("directory:sheet", args=[trip.name, row.pk]), method="get", icon="download")
