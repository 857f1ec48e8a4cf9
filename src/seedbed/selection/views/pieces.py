"""What several pages share: finding the object of the address, the way back, the superior's paper."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from seedbed.directory.forms import PaperForm
from seedbed.directory.queries import site
from seedbed.kernel.doors import actor_of
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.screen import Column, Tab
from seedbed.selection import queries
from seedbed.selection.models import Application, Batch

# Pages of later rooms about a whole batch, name of the address and label: they enter themselves when they are ready.
LATER_PAGES: list[tuple[str, Any]] = []
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run_batch(request: HttpRequest, pk: int) -> Batch:
    """Return a batch whose inside the officer or leader may see, else 404."""
    return get_object_or_404(queries.batches_run_by(actor_of(request)), pk=pk)


def run_application(request: HttpRequest, pk: int) -> Application:
    """Return an application whose inside the officer or leader may see, else 404."""
    return get_object_or_404(queries.applications_run_by(actor_of(request)), pk=pk)


def crumbs(batch: Batch | None = None) -> list[tuple[Any, str]]:
    """Return the way back: to the list of batches, to the batch."""
    way: list[tuple[Any, str]] = [(_("Batches"), reverse("selection:batches"))]
    return [*way, (batch.name, reverse("selection:settings", args=[batch.pk]))] if batch is not None else way


def batch_tabs(batch: Batch, current: str) -> list[Tab]:
    """Return the links between the pages of one batch."""
    later = [Tab(label, reverse(address, args=[batch.pk])) for address, label in LATER_PAGES]
    pages = (("settings", _("Settings")), ("applications", _("Applications")), ("intake", _("Bring in")), ("screening", _("Screening")),
             ("ranking", _("Ranking")))
    return [*later, *[Tab(label, reverse(f"selection:{name}", args=[batch.pk]), name == current) for name, label in pages]]


def is_small_office() -> bool:
    """Whether a superior's signed paper can stand for the second person here."""
    home = site()
    return home is not None and home.profile == "small"


def paper_form(request: HttpRequest, *, needed: bool, required: bool = False) -> PaperForm | None:
    """Return the form for the superior's paper where one is needed and possible."""
    if not needed or not is_small_office():
        return None
    return PaperForm(request.POST or None, required=required)


def filed_paper(request: HttpRequest, form: PaperForm | None, purpose: str) -> ApprovalPaper | None:
    """Enter the paper of a filled form; None where there is none."""
    if form is None or not form.is_valid():
        return None
    return form.filed(actor_of(request), purpose=purpose)


def download(data: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """Answer with a file to be kept."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_name(batch: Batch, *parts: str, kind: str = "xlsx") -> str:
    """Return the name of a file: the batch, what it is, the ending."""
    return "_".join((batch.name, *parts)) + f".{kind}"


def columns(*titles: Any) -> Sequence[Column]:
    """Return plain columns from titles or ready columns."""
    return [t if isinstance(t, Column) else Column(t) for t in titles]
