"""What several pages share: finding the batch, the way back, files to be kept."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedbed.kernel.doors import actor_of
from seedbed.outcomes import queries
from seedbed.selection.models import Batch

BOTH = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """Return a batch to whose outcomes the actor may add, or answer 404."""
    return get_object_or_404(queries.batches_visible_to(actor_of(request)), pk=pk)


def run_batch(request: HttpRequest, pk: int) -> Batch:
    """Return a batch whose outcomes the officer or leader keeps, or answer 404."""
    return get_object_or_404(queries.batches_run_by(actor_of(request)), pk=pk)


def leads_crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of leads."""
    return [(_("Leads"), reverse("outcomes:leads")), *more]


def download(data: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """Answer with a file to be kept."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
