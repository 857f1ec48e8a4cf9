"""Bringing workbooks in: upload, questions, mending by cell, leaving out."""

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
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.staging import Parcel
from seedbed.kernel.workbooks.writing import error_workbook, template
from seedbed.selection import actions, queries
from seedbed.selection.forms import QuestionsForm, RowForm, UploadForm, row_title
from seedbed.selection.models import Batch
from seedbed.selection.queries.intake import remembered_headings
from seedbed.selection.views.pieces import batch_tabs, crumbs, download, file_name, run_batch
from seedbed.selection.views.versions import job_of, page
from seedbed.selection.workbooks import applicants_sheet, corrections_sheet


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
            return _back(request, job.pk)
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


@holding("officer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what headings mean."""
    job, batch, sheet = job_of(request, pk)
    form = QuestionsForm(job, sheet, request.POST)
    if form.is_valid():
        actions.answer_questions(batch, by=actor_of(request), job=job, declaration=sheet, answers=form.answers())
        return _back(request, pk)
    return render(request, "selection/import.html", page(request, job, batch, sheet) | {"questions": form})


@holding("officer")
@require_POST
def accept_mends(request: HttpRequest, pk: int) -> HttpResponse:
    """Take proposed mends of one kind, in one row or in all."""
    job, batch, sheet = job_of(request, pk)
    row = request.POST.get("row", "")
    numbers = [int(row)] if row.isascii() and row.isdigit() and len(row) < 9 else None
    count = actions.accept_mends(batch, by=actor_of(request), job=job, declaration=sheet, codes=[request.POST.get("code", "")], numbers=numbers)
    messages.success(request, _("%(count)d cells mended.") % {"count": count})
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the page of the import: to the rows with errors as long as there are any."""
    job, _batch, _sheet = job_of(request, pk)
    return redirect(reverse("selection:import", args=[pk]) + ("?show=errors" if job.counts.get("with_errors") else ""))


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Type cells of one row anew."""
    job, batch, sheet = job_of(request, pk)
    found = get_object_or_404(job.rows, pk=row)
    line = staging.preview(job, sheet, rows=[found])[0]
    form = RowForm(line, sheet, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for key, text in form.changes().items():
            actions.mend_cell(batch, by=actor_of(request), row=found, key=key, text=text, declaration=sheet)
        return _back(request, pk)
    return render(request, "selection/row.html", {
        "job": job, "batch": batch, "form": form, "title": row_title(found), "faults": [f for f in line.faults if f.severity != "note"],
        "crumbs": [*crumbs(batch), (job.file_name, reverse("selection:import", args=[pk]))], "cancel": reverse("selection:import", args=[pk])})


@holding("officer")
@require_POST
def leave_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Leave one row out, or take it after all."""
    job, batch, sheet = job_of(request, pk)
    actions.leave_row(batch, by=actor_of(request), row=get_object_or_404(job.rows, pk=row), leave=bool(request.POST.get("leave")), declaration=sheet)
    return _back(request, pk)


@holding("officer")
@require_POST
def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase an import that is not wanted."""
    job, batch, _sheet = job_of(request, pk)
    actions.discard_import(batch, by=actor_of(request), job=job)
    return redirect("selection:intake", pk=batch.pk)


@holding("officer")
@require_safe
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows back as a workbook with their faults marked."""
    job, batch, sheet = job_of(request, pk)
    return download(error_workbook(sheet, staging.preview(job, sheet)), file_name(batch, job.file_name, _("faults")))
