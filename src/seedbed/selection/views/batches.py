"""Programmes, yearly plans, batches and quotas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.queries import holds, site
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import way_to_ask
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, given_version
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.selection import actions, queries
from seedbed.selection.forms import BatchForm, CopyForm, PlanChangeForm, PlanForm, ProgrammeForm, QuotaForm
from seedbed.selection.models import Batch, Programme
from seedbed.selection.queries.outgoing import archive_of
from seedbed.selection.queries.own import batch_rows_for
from seedbed.selection.states import BATCH_MOVES
from seedbed.selection.views.pieces import batch_tabs, columns, crumbs, run_batch
from seedbed.selection.workbooks import QUOTAS

WORKS_ON = {"close_applications": "screening", "rank": "ranking"}  # the page on which the work of the next stage is done


@holding("trainee", "clerk", "officer", "leader")
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches the person may see, the newest first, with what they may do there."""
    by = actor_of(request)
    found = by_number(queries.batches_visible_to(by), request.GET, size=12)
    inside = holds(by, *queries.OFFICE)
    cols = columns(Column(_("Batch"), kind="main"), Column(_("Dates"), kind="date"), _("Host city"), Column(_("Seats"), kind="number"))
    cols = [*cols, Column(_("Applied"), kind="number"), Column(pgettext("count", "Chosen"), kind="number")] if inside else cols
    buttons = [ActionButton(_("Programmes and plans"), reverse("selection:programmes"), method="get")] if inside else []
    return render(request, "selection/batches.html", {
        "rows": found, "lines": batch_rows_for(by, list(found)), "inside": inside, "buttons": buttons,
        "columns": [*cols, Column(pgettext("state", "State")), Column("", kind="actions")],
    })


@holding("officer", "leader")
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Show programmes with their yearly plans and batches."""
    by = actor_of(request)
    may = holds(by, "officer")
    rows = queries.programmes_visible_to(by).prefetch_related("plans__batches")
    buttons = [ActionButton(_("Add a programme"), reverse("selection:add_programme"), method="get", kind="primary")] if may else []
    return render(request, "selection/programmes.html", {
        "programmes": rows, "buttons": buttons, "may": may,
        "columns": [Column(_("Year"), kind="number"), Column(_("People planned"), kind="number"), Column(_("Decided by (paper)")),
                    Column(_("Batches"), kind="main"), Column("", kind="actions")],
    })


def _form_page(request: HttpRequest, form: object, title: str, cancel: str, version: object = "") -> HttpResponse:
    return render(request, "selection/form.html", {"form": form, "title": title, "cancel": cancel, "version": version, "crumbs": crumbs()})


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: HttpRequest) -> HttpResponse:
    """Add a programme of the office's department."""
    form, by, office = ProgrammeForm(request.POST or None), actor_of(request), site()
    unit = queries.organising_unit(by)
    if office is not None and unit is not None and request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.add_programme(unit, by=by, **form.cleaned_data)):
            return redirect("selection:programmes")
    return _form_page(request, form, _("Add a programme"), reverse("selection:programmes"))


def _programme(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(queries.programmes_visible_to(actor_of(request)), pk=pk)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name and purpose of a programme."""
    found, by = _programme(request, pk), actor_of(request)
    form = ProgrammeForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_programme(found, by=by, version=given_version(request), **form.cleaned_data)):
            return redirect("selection:programmes")
    return _form_page(request, form, _("Change the programme"), reverse("selection:programmes"), found.version)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the plan of a year."""
    found, by, form = _programme(request, pk), actor_of(request), PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.add_plan(found, by=by, **form.cleaned_data)):
            return redirect("selection:programmes")
    return _form_page(request, form, _("Add a yearly plan: %(name)s") % {"name": found.name}, reverse("selection:programmes"))


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def change_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Change target and paper of a yearly plan."""
    found, by = get_object_or_404(queries.plans_visible_to(actor_of(request)), pk=pk), actor_of(request)
    form = PlanChangeForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_plan(found, by=by, version=given_version(request), **form.cleaned_data)):
            return redirect("selection:programmes")
    return _form_page(request, form, _("Change the yearly plan %(year)d") % {"year": found.year}, reverse("selection:programmes"), found.version)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a batch to a yearly plan."""
    plan, by, made = get_object_or_404(queries.plans_visible_to(actor_of(request)), pk=pk), actor_of(request), []
    form = BatchForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.add_batch(plan, by=by, **form.values()))):
            return redirect("selection:settings", pk=made[0].pk)
    return _form_page(request, form, _("Add a batch to %(plan)s") % {"plan": plan}, reverse("selection:programmes"))


@holding("officer", "leader")
@require_safe
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch's dates, seats, rules and quotas, with its next steps."""
    batch, by = run_batch(request, pk), actor_of(request)
    may = allowed("selection.change_batch", by, batch) and batch.state in actions.OPEN_TO_CHANGE
    quotas = [(q, ActionButton(_("Remove"), reverse("selection:remove_quota", args=[pk, q.unit_id]), kind="quiet")) for q in queries.quotas_of(batch)]
    return render(request, "selection/settings.html", {
        "batch": batch, "tabs": batch_tabs(batch, "settings"), "crumbs": crumbs(), "buttons": _buttons(request, batch, may),
        "quotas": quotas, "may": may, "quota_form": QuotaForm() if may else None, "last_day": batch.last_day,
        "closing_day": batch.closes_on - queries.DAY if batch.closes_on else None,
        "quota_columns": [Column(pgettext("organisation", "Unit"), kind="main"), Column(_("Recommended"), kind="number"), Column(_("May recommend"), kind="number"),
                          Column(pgettext("count", "Chosen"), kind="number"), Column(_("May be chosen"), kind="number"), Column("", kind="actions")],
    })


def _buttons(request: HttpRequest, batch: Batch, may: bool) -> list[ActionButton]:
    by, buttons = actor_of(request), []
    if may:
        buttons.append(ActionButton(_("Change"), reverse("selection:change_batch", args=[batch.pk]), method="get"))
        buttons.append(ActionButton(_("Quotas in Excel"), reverse("directory:sheet", args=[QUOTAS.name, batch.pk]), method="get", icon="download"))
    if allowed("selection.copy_batch", by, batch):
        buttons.append(ActionButton(_("Copy for the next batch"), reverse("selection:copy_batch", args=[batch.pk]), method="get"))
        buttons.append(ActionButton(_("Ask for the archive"), way_to_ask(archive_of(batch)), method="get"))
    if not allowed("selection.move_batch", by, batch):
        return buttons
    for move in BATCH_MOVES.from_state(batch.state):
        if move.name in actions.MOVED_BY_HAND:
            forward = move.name in ("open", "close_applications", "rank", "close")
            buttons.append(ActionButton(
                move.label, reverse("selection:move_batch", args=[batch.pk, move.name]), note="required" if move.needs_note else "",
                kind="primary" if forward else "danger" if move.name == "call_off" else "plain"))
    return buttons


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def change_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Change dates, seats and rules of a batch."""
    batch, by = run_batch(request, pk), actor_of(request)
    form = BatchForm.of(by, batch, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values["name"] = values["name"] or batch.name
        if accepted(form, lambda: actions.change_batch(batch, by=by, version=given_version(request), **values)):
            return redirect("selection:settings", pk=pk)
    return _form_page(request, form, _("Change %(batch)s") % {"batch": batch.name}, reverse("selection:settings", args=[pk]), batch.version)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the next batch from this one."""
    batch, by, made = run_batch(request, pk), actor_of(request), []
    plans = queries.plans_visible_to(by).filter(programme=batch.plan.programme_id)
    form = CopyForm(plans, request.POST or None, initial={"plan": batch.plan_id})
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.copy_batch(batch, by=by, **form.cleaned_data))):
            return redirect("selection:settings", pk=made[0].pk)
    return _form_page(request, form, _("Copy %(batch)s") % {"batch": batch.name}, reverse("selection:settings", args=[pk]))


@holding("officer")
@require_POST
def move_batch(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take a batch one step on or back."""
    actions.move_batch(run_batch(request, pk), by=actor_of(request), move=move, note=request.POST.get("note", ""))
    return redirect(f"selection:{WORKS_ON.get(move, 'settings')}", pk=pk)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def set_quota(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the quota of a unit."""
    batch, by, form = run_batch(request, pk), actor_of(request), QuotaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.set_quota(batch, by=by, **form.cleaned_data)):
            return redirect("selection:settings", pk=pk)
    return _form_page(request, form, _("Quota of a unit"), reverse("selection:settings", args=[pk]))


@holding("officer")
@require_POST
def remove_quota(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Remove the quota of a unit."""
    batch = run_batch(request, pk)
    quota = get_object_or_404(queries.quotas_of(batch), unit=unit)
    actions.remove_quota(batch, by=actor_of(request), unit=quota.unit)
    return redirect("selection:settings", pk=pk)
