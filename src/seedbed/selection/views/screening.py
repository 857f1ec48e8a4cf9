"""Screening of a whole batch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import FilterForm
from seedbed.selection.queries.outgoing import applications_going_out
from seedbed.selection.states import ApplicationState, BatchState
from seedbed.selection.views.pieces import batch_tabs, crumbs, download, file_name, run_batch
from seedbed.selection.workbooks import screening_file

SHOWN = (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED, ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE,
         ApplicationState.PROPOSED, ApplicationState.RESERVE, ApplicationState.NOT_CHOSEN, ApplicationState.CHOSEN)


@holding("officer", "leader")
@require_safe
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the conditions said of everybody, refusals with their sentences, and who is barred to this officer."""
    batch, by = run_batch(request, pk), actor_of(request)
    form = FilterForm(request.GET, states=SHOWN)
    rows = queries.applications_run_by(by).filter(batch=batch, state__in=SHOWN)
    rows = queries.filtered(rows, form.cleaned_data if form.is_valid() else {}).order_by("number")
    page = by_number(rows, request.GET, size=100)
    barred = queries.bars(by, page.rows)
    counts = queries.counts_by_state(batch)
    return render(request, "selection/screening.html", {
        "batch": batch, "tabs": batch_tabs(batch, "screening"), "crumbs": crumbs(batch), "form": form, "rows": page,
        "lines": [(a, reasons.refusals(a), _asked(a), reasons.bar(barred[a.pk]) if a.pk in barred else "") for a in page],
        "columns": [Column(_("Number")), Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(pgettext("state", "State")),
                    Column(_("Because"))],
        "conditions": _conditions(batch), "buttons": _buttons(request, batch),
        "stats": [
            Stat(_("To be screened"), counts.get("submitted", 0) + counts.get("recommended", 0), kind="waiting"),
            Stat(_("Eligible"), sum(counts.get(s, 0) for s in SHOWN[2:] if s != "ineligible"), kind="good"),
            Stat(_("Not eligible"), counts.get("ineligible", 0), kind="bad"),
        ],
    })


def _asked(application: object) -> list[str]:
    return [reasons.condition(a) for a in application.screening if not a["ok"] and a["effect"] == "ask"]  # type: ignore[attr-defined]


def _conditions(batch: object) -> list[tuple[object, object, dict[str, object]]]:
    chosen = batch.eligibility  # type: ignore[attr-defined]
    return [(reasons.CONDITION_NAMES[r["key"]], reasons.EFFECT_NAMES[r.get("effect", "refuse")], r) for r in chosen.content["rules"]] if chosen else []


def _buttons(request: HttpRequest, batch: object) -> list[ActionButton]:
    pk, state = batch.pk, batch.state  # type: ignore[attr-defined]
    buttons = []
    if allowed("selection.screen_batch", actor_of(request), batch) and state in (BatchState.OPEN, BatchState.SCREENING):
        buttons.append(ActionButton(_("Check all applications"), reverse("selection:screen_all", args=[pk]), kind="primary"))
    if allowed("selection.move_batch", actor_of(request), batch) and state in (BatchState.PLANNING, BatchState.OPEN):
        kind = "primary" if state == BatchState.PLANNING else "plain"
        buttons.append(ActionButton(_("End applications and screen"), reverse("selection:move_batch", args=[pk, "close_applications"]), kind=kind))
    if allowed("selection.move_batch", actor_of(request), batch) and state == BatchState.SCREENING:
        buttons.append(ActionButton(_("End screening and rank"), reverse("selection:move_batch", args=[pk, "rank"])))
    buttons.append(ActionButton(_("Result of the screening (xlsx)"), reverse("selection:screening_file", args=[pk]), method="get", icon="download"))
    return buttons


@holding("officer")
@require_POST
def screen_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Check every application of the batch."""
    done = actions.screen_batch(run_batch(request, pk), by=actor_of(request))
    messages.success(request, _("%(eligible)d eligible, %(ineligible)d not eligible.") % {"eligible": done.eligible, "ineligible": done.ineligible})
    if done.barred:
        messages.warning(request, _("%(count)d applications were left for another officer: you have a conflict of interest with them.") % {"count": done.barred})
    if done.kept:
        messages.info(request, _("%(count)d overruled decisions were kept.") % {"count": done.kept})
    return redirect("selection:screening", pk=pk)


@holding("officer", "leader")
@require_safe
def screening_as_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the result of the screening as a workbook."""
    batch = run_batch(request, pk)
    rows = queries.applications_run_by(actor_of(request)).filter(batch=batch, state__in=SHOWN).order_by("number")
    return handed_out(request, applications_going_out(batch, "screening"), lambda: download(screening_file(batch, rows), file_name(batch, _("result of the screening"))))
