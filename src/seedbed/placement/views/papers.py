"""The papers of a batch on one page, each to download, and all of them in one archive."""

import io
import zipfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.kernel.doors import actor_of, signed_in
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement.papers import BY_NAME, KINDS, Kind, made
from seedbed.placement.queries import hosts as queries
from seedbed.placement.queries.papers import Outcome, outcome_of
from seedbed.selection.models import Batch

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf", "zip": "application/zip",
}
EPOCH = (2020, 1, 1, 0, 0, 0)  # one time in all archives: same papers, same bytes


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(queries.batches_decided_by(actor_of(request)), pk=pk)


@signed_in
@require_safe
def papers(request: HttpRequest, batch: int) -> HttpResponse:
    """List all papers of a batch; those that come too early say what they wait for."""
    row = _batch(request, batch)
    outcome = outcome_of(row)
    lines = [(kind, _buttons(row, kind, outcome)) for kind in KINDS]
    everything = ActionButton(_("All in one archive"), reverse("placement:papers_zip", args=[batch]), method="get", kind="primary", icon="download")
    return render(request, "placement/papers.html", {
        "batch": row, "lines": lines, "outcome": outcome, "buttons": [everything] if outcome else [],
        "hidden": sum(not seat.host_may_see for seat in outcome.seats) if outcome else 0,
        "columns": [Column(_("Paper"), kind="main"), Column(_("What it is for")), Column("", kind="actions")],
    })


def _buttons(batch: Batch, kind: Kind, outcome: Outcome | None) -> list[ActionButton]:
    early = too_early(kind, outcome)
    return [
        ActionButton(form.upper(), reverse("placement:paper", args=[batch.pk, kind.name, form]), method="get", kind="quiet", disabled_reason=early, icon="paper")
        for form in kind.forms
    ]


def too_early(kind: Kind, outcome: Outcome | None) -> str:
    """Return what a paper still waits for, or ""."""
    if outcome is None:
        return _("There is no draft of the match yet.")
    if kind.after_publication and not outcome.published:
        return _("This paper is made after the plan was published.")
    if kind.make is not None and not outcome.placed:
        return _("Nobody has a post yet.")
    return ""


@signed_in
@require_safe
def paper(request: HttpRequest, batch: int, name: str, form: str) -> Any:
    """Hand out one paper."""
    row = _batch(request, batch)
    kind = BY_NAME.get(name)
    if kind is None or form not in kind.forms:
        raise Http404
    outcome = outcome_of(row)
    if outcome is None or too_early(kind, outcome):
        return redirect("placement:papers", batch=batch)
    data = made(kind, form, outcome)
    if not data:
        return redirect("placement:papers", batch=batch)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{row.name}-{kind.title}.{form}", content_type=TYPES[form])


@signed_in
@require_safe
def papers_zip(request: HttpRequest, batch: int) -> Any:
    """Hand out every paper that can be made now in one archive."""
    row = _batch(request, batch)
    outcome = outcome_of(row)
    if outcome is None:
        return redirect("placement:papers", batch=batch)
    return FileResponse(io.BytesIO(archive(outcome)), as_attachment=True, filename=f"{row.name}.zip", content_type=TYPES["zip"])


def archive(outcome: Outcome) -> bytes:
    """Return the archive: every paper in every form that can be made now."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        for number, kind in enumerate((k for k in KINDS if not too_early(k, outcome)), 1):
            for form in kind.forms:
                if data_of_paper := made(kind, form, outcome):
                    book.writestr(zipfile.ZipInfo(f"{number:02d}-{kind.title}.{form}", EPOCH), data_of_paper)
    return data.getvalue()
