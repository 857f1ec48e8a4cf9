"""The unit's own list: the clerk takes it out, corrects it in Excel and sends it back; the office takes it row by row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.screen import Column
from seedbed.kernel.workbooks import staging
from seedbed.selection import actions, queries
from seedbed.selection.forms import UploadForm
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.comparison import RowDifference, differences
from seedbed.selection.queries.outgoing import list_of
from seedbed.selection.views.pieces import crumbs, download, file_name
from seedbed.selection.workbooks import corrections_sheet, unit_corrections_file


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(queries.batches_visible_to(actor_of(request)), pk=pk)


def _own(request: HttpRequest, batch: Batch) -> list[Application]:
    return list(queries.clerk_applications(actor_of(request), batch))


@holding("clerk")
@require_safe
def unit_corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the clerk the list of the own units, to be corrected and sent back."""
    batch = _batch(request, pk)
    rows = _own(request, batch)
    return handed_out(request, list_of(batch, "corrections", len(rows)), lambda: download(unit_corrections_file(batch, rows), file_name(batch, _("to correct"))))


@holding("clerk")
@require_http_methods(["GET", "HEAD", "POST"])
def unit_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the own list corrected; see what was sent, which cells differ, and whether the office has taken them."""
    batch, by = _batch(request, pk), actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = corrections_sheet(batch)
            parcel = staging.read_upload(form.cleaned_data["file"], sheet)
            actions.send_corrections(batch, by=by, parcel=parcel, declaration=sheet, own=[str(a.pk) for a in _own(request, batch)])
            messages.success(request, _("Sent. The office looks at each change and takes it row by row."))
            return redirect("selection:unit_sheet", pk=pk)
        except RuleBroken as fault:
            form.add_error("file", str(fault))
    sent = list(queries.imports_sent_by(by, pk)[:10])
    return render(request, "selection/unit_sheet.html", {
        "batch": batch, "crumbs": crumbs(), "form": form, "sent": [(job, _changes(batch, job)) for job in sent],
        "columns": [Column(_("File"), kind="main"), Column(_("Sent at"), kind="date"), Column(pgettext("import", "State")), Column(_("Changes the office has not taken yet"), kind="long")],
    })


def _changes(batch: Batch, job: Any) -> list[RowDifference]:
    found = differences(job, batch, corrections_sheet(batch), job.rows.order_by("number"))
    return [difference for difference in found.values() if difference.changes]
