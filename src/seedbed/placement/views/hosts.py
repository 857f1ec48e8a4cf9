"""Pages of hosts: list, profile, vetting, industries, ties."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.actions import declare_tie, end_tie
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement import rules
from seedbed.placement.actions import hosts as actions
from seedbed.placement.forms.hosts import (
    HostFilter,
    IndustrySearch,
    NewHostForm,
    ProfileForm,
    TieForm,
    VetForm,
)
from seedbed.placement.models import Host
from seedbed.placement.queries import hosts as queries
from seedbed.placement.queries import industries as industry_queries
from seedbed.placement.states.hosts import HOST_KINDS, HOST_MOVES
from seedbed.placement.views.lines import events_of

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of hosts."""
    return [(_("Hosts"), reverse("placement:hosts")), *more]


def version_of(request: HttpRequest) -> int | None:
    """Return the version a form was opened with, if it says one."""
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 10 else None


@holding("officer", "leader", "service_team")
@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """List the hosts the actor may see, with search and by state of vetting."""
    by, form = actor_of(request), HostFilter(request.GET)
    rows = by_key(_narrowed(queries.hosts_visible_to(by), form), request.GET, order=("id",), size=50)
    columns = [Column(_("Company"), kind="main"), Column(_("Region")), Column(_("Main business")),
               Column(_("Lodging")), Column(pgettext("vetting", "State"))]
    buttons = [ActionButton(_("Add a host"), reverse("placement:host_add"), method="get", kind="primary")]
    may_add = queries.keepers_of(by).exists()
    return render(request, "placement/hosts.html", {
        "rows": rows, "columns": columns, "filters": form, "buttons": buttons if may_add else [],
        "batches": queries.batches_with_hosts_visible_to(by)[:20], "kinds": HOST_KINDS,
    })


def _narrowed(rows: QuerySet[Host], form: HostFilter) -> QuerySet[Host]:
    if not form.is_valid():
        return rows
    if form.cleaned_data["q"]:
        rows = queries.named(rows, form.cleaned_data["q"])
    return rows.filter(state=form.cleaned_data["state"]) if form.cleaned_data["state"] else rows


def found(request: HttpRequest, pk: int) -> Host:
    """Return a host the actor may see, or answer 404."""
    return get_object_or_404(queries.hosts_visible_to(actor_of(request)), pk=pk)


@holding("officer", "leader")
@BOTH
def host_add(request: HttpRequest) -> HttpResponse:
    """Add a host for the actor's organising unit."""
    by = actor_of(request)
    keeper = queries.keepers_of(by).first()
    if keeper is None:
        raise Refused(_("You may not add hosts."))
    form = NewHostForm(request.POST or None)
    made: list[Host] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.add_host(keeper, by=by, **form.cleaned_data))):
            return redirect("placement:host", pk=made[0].pk)
    return render(request, "placement/host_form.html", {"form": form, "title": _("Add a host"), "crumbs": crumbs(), "back": reverse("placement:hosts")})


@signed_in
@require_safe
def host(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one host: profile, vetting, industries, ties, batches, and what happened."""
    row, by = found(request, pk), actor_of(request)
    vets = rules.vets_host(by, row)
    return render(request, "placement/host.html", {
        "host": row, "kind": HOST_KINDS[row.state], "buttons": _buttons(by, row), "vets": vets, "crumbs": crumbs(),
        "industries": [(i, industry_queries.place_of(i)) for i in industry_queries.industries_of(row)],
        "ties": queries.ties_of(row) if vets else [], "tie_columns": [Column(pgettext("organisation", "Unit"), kind="main"), Column(_("Tie")), Column(_("Told by")), Column("", kind="actions")],
        "offers": queries.offers_visible_to(by).filter(host=row).order_by("-pk"), "home": queries.home_ties_of(row),
        "vetting": VetForm(moves=_moves(row)) if vets and _moves(row) else None, "tie_form": TieForm() if vets else None,
        "events": events_of(row) if vets else [],
    })


def _moves(row: Host) -> list[tuple[str, Any]]:
    return [(m.name, m.label) for m in HOST_MOVES.from_state(row.state)]


def _buttons(by: Any, row: Host) -> list[ActionButton]:
    buttons = []
    if allowed("placement.change_host", by, row):
        buttons.append(ActionButton(_("Change"), reverse("placement:host_edit", args=[row.pk]), method="get"))
    if allowed("placement.set_host_industries", by, row) and allowed("directory.set_industries", by, row.unit):
        buttons.append(ActionButton(_("Industries"), reverse("placement:host_industries", args=[row.pk]), method="get"))
    return buttons


@signed_in
@BOTH
def host_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the profile of a host."""
    row, by = found(request, pk), actor_of(request)
    form = ProfileForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_host(row, by=by, version=version_of(request), **form.cleaned_data)):
            return redirect("placement:host", pk=pk)
    back = reverse("placement:host", args=[pk])
    return render(request, "placement/host_form.html", {"form": form, "title": _("Change the host"), "host": row, "crumbs": crumbs((row, back)), "back": back})


@signed_in
@require_POST
def host_vet(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the vetting."""
    row, by = found(request, pk), actor_of(request)
    if not rules.vets_host(by, row):
        raise Refused(_("You may not vet hosts."))
    form = VetForm(request.POST, moves=_moves(row))
    if form.is_valid() and accepted(form, lambda: actions.vet_host(row, by=by, **form.cleaned_data)):
        return redirect("placement:host", pk=pk)
    back = reverse("placement:host", args=[pk])
    return render(request, "placement/host_form.html", {"form": form, "title": _("Vet the host"), "crumbs": crumbs((row, back)), "back": back})


@signed_in
@BOTH
def host_industries(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick the industries of a host by search over the classification; proposals are shown, never taken."""
    row, by = found(request, pk), actor_of(request)
    refuse_unless_allowed("placement.set_host_industries", by, row)
    refuse_unless_allowed("directory.set_industries", by, row.unit)
    if request.method == "POST":
        codes = list(dict.fromkeys([*request.POST.getlist("keep"), *request.POST.getlist("add")]))
        actions.set_host_industries(row, by=by, codes=codes)
        return redirect(f"{reverse('placement:host_industries', args=[pk])}")
    form = IndustrySearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    have = industry_queries.industries_of(row)
    return render(request, "placement/host_industries.html", {
        "host": row, "form": form, "words": words, "have": _placed(have),
        "results": _placed([i for i in industry_queries.search_industries(words) if i not in have]),
        "proposals": _placed([i for i in industry_queries.proposed(row) if i not in have]),
        "crumbs": crumbs((row, reverse("placement:host", args=[pk]))),
    })


def _placed(rows: Any) -> list[tuple[Any, list[Any]]]:
    return [(row, industry_queries.place_of(row)) for row in rows]


@signed_in
@require_POST
def host_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a tie between a unit and the host; conflicts count from then on."""
    row, by = found(request, pk), actor_of(request)
    if not rules.vets_host(by, row):
        raise Refused(_("You may not declare ties."))
    form = TieForm(request.POST)
    if form.is_valid():
        unit = queries.unit_to_tie(by, form.cleaned_data["unit"])
        if unit is None:
            form.add_error("unit", _("No single unit in your reach has this name."))
        elif accepted(form, lambda: _declare(row, unit, by, form.cleaned_data)):
            return redirect("placement:host", pk=pk)
    back = reverse("placement:host", args=[pk])
    return render(request, "placement/host_form.html", {"form": form, "title": _("Declare a tie"), "crumbs": crumbs((row, back)), "back": back})


def _declare(row: Host, unit: Any, by: Any, data: dict[str, Any]) -> Any:
    """A home tie is said of the company, every other tie of the unit towards the company."""
    sides = (row.unit, unit) if data["kind"] == "home_tie" else (unit, row.unit)
    return declare_tie(sides[0], by=by, kind=data["kind"], other=sides[1], source=data["source"])


@signed_in
@require_POST
def host_tie_end(request: HttpRequest, pk: int, tie: int) -> HttpResponse:
    """Mark a tie of the host as ended, with the reason."""
    row, by = found(request, pk), actor_of(request)
    if not rules.vets_host(by, row):
        raise Refused(_("You may not end ties."))
    end_tie(get_object_or_404(queries.ties_of(row), pk=tie), by=by, reason=request.POST.get("note", ""))
    return redirect("placement:host", pk=pk)
