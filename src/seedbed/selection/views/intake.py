"""Bringing workbooks in: upload, questions, faults with their mends, taking."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.paging import Slice, by_number
from seedbed.kernel.screen import ActionButton, Column, Stat, Tab
from seedbed.kernel.workbooks import Fault, Sheet, staging
from seedbed.kernel.workbooks.staging import Line, Parcel
from seedbed.kernel.workbooks.writing import error_workbook, template
from seedbed.selection import actions, queries
from seedbed.selection.forms import QuestionsForm, RowForm, UploadForm, row_title
from seedbed.selection.models import Batch
from seedbed.selection.queries.intake import remembered_headings
from seedbed.selection.views.pieces import batch_tabs, crumbs, download, file_name, run_batch
from seedbed.selection.workbooks import applicants_sheet, changes_of, corrections_sheet, sheet_of

# Faults whose mend lies in a sensitive cell: the page shows that there is one, not what it is.
HIDDEN_MENDS = frozenset({"id_check_digit", "id_old", "id_letters"})
SHOWN = {"errors": {"errors__gt": 0}, "warnings": {"warnings__gt": 0}, "left": {"decision": "leave"}}


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a workbook of applicants, or a list that comes back corrected; see what was brought in before."""
    batch, by = run_batch(request, pk), actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            parcel, sheet = _read(batch, form.cleaned_data["file"])
            job = actions.stage_import(batch, by=by, parcel=parcel, declaration=sheet)
            return redirect("selection:import", pk=job.pk)
        except RuleBroken as fault:
            form.add_error("file", str(fault))
    found = by_number(queries.imports_visible_to(by).filter(subject=queries.subject_of(pk)), request.GET, size=20)
    return render(request, "selection/intake.html", {
        "batch": batch, "tabs": batch_tabs(batch, "intake"), "crumbs": crumbs(batch), "form": form, "rows": found,
        "columns": [Column(_("File"), kind="main"), Column(_("Brought in at"), kind="date"), Column(_("Rows"), kind="number"),
                    Column(_("With errors"), kind="number"), Column(_("State"))],
        "template": ActionButton(_("Empty workbook to fill in"), reverse("selection:template", args=[pk]), method="get", icon="download"),
    })


def _read(batch: Batch, upload: Any) -> tuple[Parcel, Sheet]:
    """Read the upload; a list with hidden keys is one that comes back corrected."""
    sheet = applicants_sheet(batch)
    try:
        parcel = staging.read_upload(upload, sheet, remembered_headings(sheet.name))
    except RuleBroken as first:
        upload.seek(0)
        return _as_corrections(batch, upload, first)
    if any(row.key for row in parcel.intake.rows):
        upload.seek(0)
        return _as_corrections(batch, upload, None)
    return parcel, sheet


def _as_corrections(batch: Batch, upload: Any, first: RuleBroken | None) -> tuple[Parcel, Sheet]:
    sheet = corrections_sheet(batch)
    try:
        parcel = staging.read_upload(upload, sheet)
    except RuleBroken as second:
        raise first or second
    if not any(row.key for row in parcel.intake.rows) and first is not None:
        raise first
    return parcel, sheet


@holding("officer")
@require_safe
def empty_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the empty applicants' workbook with drop-downs."""
    batch = run_batch(request, pk)
    return download(template(applicants_sheet(batch)), file_name(batch, _("applicants")))


def _job(request: HttpRequest, pk: int) -> tuple[ImportJob, Batch, Sheet]:
    job = get_object_or_404(queries.imports_visible_to(actor_of(request)), pk=pk)
    batch = get_object_or_404(queries.batches_run_by(actor_of(request)), pk=int(job.subject.removeprefix("batch:")))
    return job, batch, sheet_of(job, batch)


@holding("officer", "leader")
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import: what was left out, questions, every fault by cell with its mend, what would change."""
    job, batch, sheet = _job(request, pk)
    return render(request, "selection/import.html", _page(request, job, batch, sheet))


def _page(request: HttpRequest, job: ImportJob, batch: Batch, sheet: Sheet) -> dict[str, Any]:
    shown = request.GET.get("show", "")
    rows: Slice[StagedRow] = by_number(job.rows.filter(**SHOWN.get(shown, {})).order_by("number"), request.GET, size=50)
    lines = staging.preview(job, sheet, rows=rows.rows)
    changes = changes_of(job, batch, sheet, rows.rows)
    counts = job.counts
    here = reverse("selection:import", args=[job.pk])
    return {
        "job": job, "batch": batch, "crumbs": [*crumbs(batch), (_("Bring in"), reverse("selection:intake", args=[batch.pk]))], "rows": rows,
        "lines": [_line(job, line, changes) for line in lines], "is_open": job.status == ImportJob.Status.STAGED,
        "remarks": staging.remarks(job), "questions": QuestionsForm(job, sheet) if job.questions and job.status == "staged" else None,
        "groups": _groups(job), "buttons": _buttons(job),
        "tabs": [Tab(label, f"{here}?show={name}" if name else here, shown == name, count) for name, label, count in (
            ("", _("All rows"), counts.get("rows", 0)), ("errors", _("With errors"), counts.get("with_errors", 0)),
            ("warnings", _("With warnings"), counts.get("with_warnings", 0)), ("left", _("Left out"), counts.get("left", 0)))],
        "stats": [Stat(_("Rows"), counts.get("rows", 0)), Stat(_("Good"), counts.get("good", 0), kind="good"),
                  Stat(_("With errors"), counts.get("with_errors", 0), kind="bad"), Stat(_("With warnings"), counts.get("with_warnings", 0), kind="warn"),
                  Stat(_("Left out"), counts.get("left", 0)), Stat(_("Taken"), counts.get("taken", 0), kind="done")],
        "columns": [Column(_("Row"), kind="number"), Column(_("Name"), kind="main"), Column(_("What was found")), Column("", kind="actions")],
    }


def _line(job: ImportJob, line: Line, changes: dict[int, Any]) -> dict[str, Any]:
    """One row of the page: its name, loud and quiet faults, changes, and the button that leaves it out."""
    row, is_open = line.row, job.status == ImportJob.Status.STAGED
    leave = not row.decision
    button = ActionButton(_("Leave out") if leave else _("Take after all"), reverse("selection:leave_row", args=[job.pk, row.pk]), kind="quiet",
                          fields={"leave": "yes" if leave else ""})
    return {
        "row": row, "name": row.values.get("name") or "—", "is_new": row.pk not in changes, "changes": changes.get(row.pk, []),
        "loud": [_fault(job, row, f) for f in line.faults if f.severity != "note"], "quiet": [f for f in line.faults if f.severity == "note"],
        "button": button if is_open else None, "left": bool(row.decision),
    }


def _fault(job: ImportJob, row: StagedRow, fault: Fault) -> dict[str, Any]:
    has_mend = fault.mend is not None or fault.code in HIDDEN_MENDS
    button = ActionButton(_("Take the mend"), reverse("selection:accept_mends", args=[job.pk]), fields={"code": fault.code, "row": str(row.number)})
    return {"fault": fault, "kind": "bad" if fault.severity == "error" else "warn", "mend": fault.mend,
            "button": button if has_mend and job.status == ImportJob.Status.STAGED else None}


def _groups(job: ImportJob) -> list[dict[str, Any]]:
    """Kinds of fault that have mends, with how many cells each: one button takes them all."""
    if job.status != ImportJob.Status.STAGED:
        return []
    found: Counter[str] = Counter()
    for faults in job.rows.filter(decision="").values_list("faults", flat=True):
        found.update(f["code"] for f in faults if f["severity"] != "note" and (f["mend"] or f["code"] in HIDDEN_MENDS))
    return [{"button": ActionButton(_("Take all proposed mends of this kind (%(count)d): %(name)s") % {"count": n, "name": fault_name(code)},
                                    reverse("selection:accept_mends", args=[job.pk]), fields={"code": code})} for code, n in found.most_common()]


def fault_name(code: str) -> str:
    """Return what people call a kind of fault that has a mend."""
    return {
        "id_check_digit": _("last digit of the ID number"), "id_old": _("ID number of 15 digits"), "birth_differs": _("month of birth by the ID number"),
        "sex_differs": _("sex by the ID number"), "health_data": _("take out what speaks of health"), "family_data": _("take out what speaks of the family"),
        "secrets": _("take out what speaks of secrets"), "employer_cut": _("unit and post told apart"), "unit_near": _("unit of a similar name"),
        "month_zero": _("October instead of January"),
    }.get(code, code)


def _buttons(job: ImportJob) -> list[ActionButton]:
    url = reverse("selection:take_import", args=[job.pk])
    errors = ActionButton(_("Rows with their faults marked (xlsx)"), reverse("selection:import_errors", args=[job.pk]), method="get", icon="download")
    if job.status != ImportJob.Status.STAGED:
        return []
    bad = job.counts.get("with_errors", 0)
    sentence = _("%(count)d rows still have errors: mend them, leave them out, or take the good rows only.") % {"count": bad} if bad else ""
    buttons = [ActionButton(_("Take all rows"), url, kind="primary", disabled_reason=sentence)]
    if bad:
        buttons.append(ActionButton(_("Take the good rows only"), url, fields={"good_only": "yes"}, confirm=_("The other rows stay open here and can be mended later.")))
    return [*buttons, errors, ActionButton(_("Discard"), reverse("selection:discard_import", args=[job.pk]), kind="danger", confirm=_("Every row that was not taken is erased."))]


@holding("officer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what headings mean."""
    job, batch, sheet = _job(request, pk)
    form = QuestionsForm(job, sheet, request.POST)
    if form.is_valid():
        actions.answer_questions(batch, by=actor_of(request), job=job, declaration=sheet, answers=form.answers())
        return redirect("selection:import", pk=pk)
    return render(request, "selection/import.html", _page(request, job, batch, sheet) | {"questions": form})


@holding("officer")
@require_POST
def accept_mends(request: HttpRequest, pk: int) -> HttpResponse:
    """Take proposed mends of one kind, in one row or in all."""
    job, batch, sheet = _job(request, pk)
    row = request.POST.get("row", "")
    numbers = [int(row)] if row.isascii() and row.isdigit() and len(row) < 9 else None
    count = actions.accept_mends(batch, by=actor_of(request), job=job, declaration=sheet, codes=[request.POST.get("code", "")], numbers=numbers)
    messages.success(request, _("%(count)d cells mended.") % {"count": count})
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the page of the import, with the same rows shown."""
    return redirect("selection:import", pk=pk)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Type cells of one row anew."""
    job, batch, sheet = _job(request, pk)
    found = get_object_or_404(job.rows, pk=row)
    line = staging.preview(job, sheet, rows=[found])[0]
    form = RowForm(line, sheet, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for key, text in form.changes().items():
            actions.mend_cell(batch, by=actor_of(request), row=found, key=key, text=text, declaration=sheet)
        return redirect("selection:import", pk=pk)
    return render(request, "selection/row.html", {
        "job": job, "batch": batch, "form": form, "title": row_title(found), "faults": [f for f in line.faults if f.severity != "note"],
        "crumbs": [*crumbs(batch), (job.file_name, reverse("selection:import", args=[pk]))], "cancel": reverse("selection:import", args=[pk])})


@holding("officer")
@require_POST
def leave_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Leave one row out, or take it after all."""
    job, batch, sheet = _job(request, pk)
    actions.leave_row(batch, by=actor_of(request), row=get_object_or_404(job.rows, pk=row), leave=bool(request.POST.get("leave")), declaration=sheet)
    return _back(request, pk)


@holding("officer")
@require_POST
def take_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the rows: all or none, or the good ones only."""
    job, batch, sheet = _job(request, pk)
    done = actions.take_import(batch, by=actor_of(request), job=job, declaration=sheet, good_only=bool(request.POST.get("good_only")))
    messages.success(request, _("%(added)d added, %(changed)d changed, %(same)d as before; %(units)d units added; %(open)d rows stay open.") % {
        "added": done.added, "changed": done.changed, "same": done.same, "units": done.units_added, "open": done.still_open})
    return redirect("selection:import", pk=pk) if done.still_open else redirect("selection:applications", pk=batch.pk)


@holding("officer")
@require_POST
def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase an import that is not wanted."""
    job, batch, _sheet = _job(request, pk)
    actions.discard_import(batch, by=actor_of(request), job=job)
    return redirect("selection:intake", pk=batch.pk)


@holding("officer")
@require_safe
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows back as a workbook with their faults marked."""
    job, batch, sheet = _job(request, pk)
    return download(error_workbook(sheet, staging.preview(job, sheet)), file_name(batch, job.file_name, _("faults")))
