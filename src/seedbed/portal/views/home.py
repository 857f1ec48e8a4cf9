"""The first page: what waits for me, by when."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.directory.queries import grants_of, site
from seedbed.directory.queries.choices import units_called
from seedbed.directory.queries.files import people_called
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import actor_of, signed_in
from seedbed.kernel.screen import Step
from seedbed.placement.queries.batches import figures_of_each
from seedbed.placement.views.batch import steps_of
from seedbed.portal.forms import SearchForm
from seedbed.portal.queries.training import STEPS, batches_under_way
from seedbed.portal.queries.waiting import waiting_for
from seedbed.selection.models import Batch
from seedbed.selection.queries import batches_run_by

FOUND = 20


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the signed-in person, the most urgent first."""
    by = actor_of(request)
    roles = {role for role, _node in grants_of(by)}
    batches = _batches(by) if roles & {"officer", "leader"} else []
    return render(request, "portal/home.html", {
        "groups": waiting_for(by, roles), "roles": roles, "site": site(), "form": SearchForm(),
        "searches": bool(roles & {"clerk", "officer", "leader"}), "batches": batches[:STEPS], "more": len(batches) > STEPS,
        "begins": "officer" in roles and "training" in settings.LINES and not batches_run_by(by).exists(),
    })


def _batches(by: Actor) -> list[tuple[Batch, list[Step]]]:
    """Return the batches under way, each with where it stands; none where the training line is off."""
    if "training" not in settings.LINES:
        return []
    batches = batches_under_way(by)
    figures = figures_of_each(batches)
    return [(batch, steps_of(batch, figures[batch.pk])) for batch in batches]


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find people and units by name among those the person may see; the first twenty of each."""
    by, form = actor_of(request), SearchForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    people = list(people_called(by, text).select_related("unit")[: FOUND + 1]) if text else []
    units = list(units_called(by, text)[: FOUND + 1]) if text else []
    return render(request, "portal/search.html", {
        "form": form, "text": text, "people": people[:FOUND], "units": units[:FOUND],
        "more": len(people) > FOUND or len(units) > FOUND, "title": _("Search"),
    })
