"""What came of a batch, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.outcomes import queries
from seedbed.outcomes.actions import appraisal as actions
from seedbed.outcomes.forms.batch import AssessForm
from seedbed.outcomes.queries import appraisal
from seedbed.outcomes.queries import leads as reads
from seedbed.outcomes.views.pieces import BOTH, run_batch
from seedbed.selection.models import Batch

office = holding("officer", "leader")


def crumbs(*more: tuple[object, str]) -> list[tuple[object, str]]:
    """Return the way back from a page of a batch's outcomes."""
    return [(_("Outcomes"), reverse("outcomes:batches")), *more]


@office
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches of the office whose outcomes are kept."""
    rows = by_number(queries.batches_run_by(actor_of(request)).filter(state__in=["released", "closed"]).order_by("-starts_on", "-pk"), request.GET)
    columns = [Column(_("Batch"), kind="main"), Column(_("First day"), kind="date"), Column(_("People"), kind="number")]
    return render(request, "outcomes/batches.html", {"rows": rows, "columns": columns})


@office
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of a batch."""
    row = run_batch(request, pk)
    leads = reads.leads_visible_to(actor_of(request)).filter(batch=row)
    return render(request, "outcomes/batch.html", {"batch": row, "crumbs": crumbs(), "stats": _stats(row, leads.count()), "rounds": appraisal.rounds_of(row), "buttons": _buttons(row)})


def _stats(row: Batch, leads: int) -> list[Stat]:
    return [Stat(_("People"), queries.people_of(row).count()), Stat(_("Leads"), leads)]


def _buttons(row: Batch) -> list[ActionButton]:
    return [ActionButton(_("Open an assessment"), reverse("outcomes:assess", args=[row.pk]), method="get", kind="primary")]


@office
@BOTH
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the assessment of a batch."""
    row, by, form = run_batch(request, pk), actor_of(request), AssessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.assess_batch(row, by=by, **form.cleaned_data)):
            return redirect("outcomes:batch", pk=pk)
    back = reverse("outcomes:batch", args=[pk])
    return render(request, "outcomes/form.html", {"form": form, "title": _("Open an assessment"), "crumbs": crumbs((row, back)), "back": back,
                                                  "text": _("Everybody who took part is assessed by the newest scheme. Companies are asked about those who agreed that the company sees them.")})
