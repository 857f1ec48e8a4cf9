"""Units: list, one unit, adding, changing, its industries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory import actions, queries
from seedbed.directory.forms import AddUnitForm, IndustriesForm, SearchForm, UnitForm
from seedbed.directory.models import Unit, UnitIndustry
from seedbed.directory.queries import choices
from seedbed.directory.views.door import holding
from seedbed.directory.views.sheets import sheet_buttons
from seedbed.directory.workbooks import UNITS
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, given_version
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column


@holding("clerk", "officer", "leader")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the units in reach by name."""
    by, form = actor_of(request), SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = choices.units_called(by, text).select_related("region", "parent")
    add = ActionButton(_("Add a unit"), reverse("directory:add_unit"), method="get", kind="primary")
    columns = [Column(pgettext("thing", "Name"), kind="main"), Column(_("Kind")), Column(_("Region")), Column(_("Belongs to"))]
    return render(request, "directory/units.html", {
        "rows": by_key(found, request.GET, order=("sort_key",)), "columns": columns, "form": form,
        "buttons": [*sheet_buttons(by, UNITS), add] if allowed("directory.add_unit", by, None) else [],
    })


def _unit(request: HttpRequest, pk: int) -> Unit:
    found = queries.units_visible_to(actor_of(request)).select_related("region", "parent")
    return get_object_or_404(found, pk=pk)


@holding("clerk", "officer", "leader")
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit with its industries and the units below it."""
    found, by = _unit(request, pk), actor_of(request)
    buttons = [
        ActionButton(_("Change"), reverse("directory:change_unit", args=[pk]), method="get"),
        ActionButton(_("Industries"), reverse("directory:industries_of", args=[pk]), method="get"),
    ]
    links = found.industry_links.select_related("industry").order_by("industry_id")
    grouped = [(label, [x.industry for x in links if x.relation == value]) for value, label in UnitIndustry.Relation.choices]
    return render(request, "directory/unit.html", {
        "unit": found, "industries": grouped, "below": choices.below(by, found)[:100],
        "buttons": buttons if allowed("directory.change_unit", by, found) else [],
    })


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit under another one, or a company of its own."""
    form, made = AddUnitForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        parent = given.pop("parent")
        if accepted(form, lambda: made.append(actions.add_unit(parent, by=actor_of(request), **given))):
            seen = queries.units_visible_to(actor_of(request)).filter(pk=made[0].pk).exists()
            return redirect("directory:unit", pk=made[0].pk) if seen else redirect("directory:units")
    return render(request, "directory/unit_form.html", {"form": form, "title": _("Add a unit")})


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change facts of a unit."""
    found, by = _unit(request, pk), actor_of(request)
    form = UnitForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_unit(found, by=by, version=given_version(request), **form.cleaned_data)):
            return redirect("directory:unit", pk=pk)
    return render(request, "directory/unit_form.html", {"form": form, "unit": found, "title": pgettext("organisation", "Change a unit")})


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def industries_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the industries that a unit belongs to, serves, or leads its area with."""
    found, by = _unit(request, pk), actor_of(request)
    form = IndustriesForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.set_all_industries(found, by=by, codes=form.cleaned_data)):
            return redirect("directory:unit", pk=pk)
    return render(request, "directory/industries_of.html", {"form": form, "unit": found})


@holding("clerk", "officer", "leader", "service_team")
@require_safe
def industries(request: HttpRequest) -> HttpResponse:
    """Search the classification of industries (GB/T 4754) by code or name."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    columns = [Column(_("Code"), kind="main"), Column(pgettext("thing", "Name")), Column(_("Level"))]
    return render(request, "directory/industries.html", {
        "rows": by_key(choices.industries_called(text), request.GET, order=("code",)), "columns": columns, "form": form,
    })
