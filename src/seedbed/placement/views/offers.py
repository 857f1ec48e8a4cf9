"""Pages of what hosts offer to a batch: list, one offer, its answers, its posts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.placement import rules
from seedbed.placement.actions import hosts as actions
from seedbed.placement.actions.posts import confirm_seats
from seedbed.placement.forms.hosts import BoundForm, InviteForm, NextYearForm, OfferFilter, SeatsForm
from seedbed.placement.models import Host, HostOffer
from seedbed.placement.queries import hosts as queries
from seedbed.placement.states.hosts import HOST_KINDS, OFFER_KINDS
from seedbed.placement.views.hosts import BOTH, version_of
from seedbed.placement.views.lines import events_of
from seedbed.selection.models import Batch


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """Return a batch whose hosts the actor may see, or answer 404."""
    return get_object_or_404(queries.batches_with_hosts_visible_to(actor_of(request)), pk=pk)


def offer_of(request: HttpRequest, pk: int) -> HostOffer:
    """Return an offer the actor may see, or answer 404."""
    return get_object_or_404(queries.offers_visible_to(actor_of(request)), pk=pk)


def batch_crumbs(batch: Batch, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back to the hosts of a batch."""
    return [(_("Hosts"), reverse("placement:hosts")), (batch.name, reverse("placement:offers", args=[batch.pk])), *more]


@signed_in
@require_safe
def offers(request: HttpRequest, batch: int) -> HttpResponse:
    """List the hosts of a batch with posts, seats, lodging and what is still to be settled."""
    row, by = batch_of(request, batch), actor_of(request)
    form = OfferFilter(request.GET)
    rows = by_number(_narrowed(queries.offers_of_batch(queries.offers_visible_to(by), row), form), request.GET, size=60)
    columns = [Column(_("Company"), kind="main"), Column(pgettext("training", "Posts")), Column(pgettext("host", "Seats"), kind="number"),
               Column(pgettext("host", "Willingness")), Column(pgettext("vetting", "State"))]
    return render(request, "placement/offers.html", {
        "batch": row, "rows": rows, "columns": columns, "filters": form, "stats": _stats(row), "buttons": _batch_buttons(by, row),
        "left_out": queries.left_out_posts(row), "kinds": HOST_KINDS, "offer_kinds": OFFER_KINDS,
        "vets": rules.runs_batch(by, row), "crumbs": [(_("Hosts"), reverse("placement:hosts"))],
    })


def _narrowed(rows: QuerySet[HostOffer], form: OfferFilter) -> QuerySet[HostOffer]:
    rows = rows.order_by("host__unit__sort_key", "pk")
    if not form.is_valid():
        return rows
    data = form.cleaned_data
    for word in data["q"].split():
        rows = rows.filter(host__unit__name__icontains=word)
    if data["willingness"]:
        rows = rows.filter(willingness=data["willingness"])
    if data["lodging"]:
        rows = queries.with_lodging(rows, data["lodging"])
    return rows.filter(to_settle__gt=0) if data["open"] else rows


def _stats(batch: Batch) -> list[Stat]:
    figures = queries.seat_figures(batch)
    seats = f"{figures.seats_min}–{figures.seats_max}" if figures.seats_min != figures.seats_max else figures.seats_max
    return [
        Stat(_("Hosts"), figures.hosts, sub=_("%(count)d willing and vetted") % {"count": figures.usable}),
        Stat(pgettext("training", "Posts"), figures.posts, sub=_("open, of willing and vetted hosts")),
        Stat(pgettext("host", "Seats"), seats, sub=_("for %(count)d people") % {"count": batch.seats}, kind="good" if figures.seats_max >= batch.seats else "warn"),
        Stat(_("Still to be settled"), figures.unsettled, kind="warn" if figures.unsettled else "neutral"),
    ]


def _batch_buttons(by: Any, batch: Batch) -> list[ActionButton]:
    buttons = []
    if allowed("placement.stage_posts", by, batch):
        buttons.append(ActionButton(_("Bring in a workbook"), reverse("placement:posts_import", args=[batch.pk]), method="get", kind="primary", icon="upload"))
    if allowed("placement.export_posts", by, batch):
        buttons.append(ActionButton(_("List hosts for this batch"), reverse("placement:offer_add", args=[batch.pk]), method="get"))
        buttons.append(ActionButton(_("Request campaigns"), reverse("placement:campaigns", args=[batch.pk]), method="get"))
    if rules.runs_batch(by, batch):
        buttons.append(ActionButton(_("Wishes"), reverse("placement:wish_window", args=[batch.pk]), method="get"))
    return buttons


@signed_in
@BOTH
def offer_add(request: HttpRequest, batch: int) -> HttpResponse:
    """List known hosts for a batch."""
    row, by = batch_of(request, batch), actor_of(request)
    form = InviteForm(request.POST or None, hosts=queries.hosts_to_invite(by, row))
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: [actions.invite_host(host, by=by, batch=row) for host in form.cleaned_data["hosts"]]):
            return redirect("placement:offers", batch=batch)
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("List hosts for this batch"), "crumbs": batch_crumbs(row), "back": reverse("placement:offers", args=[batch])})


@signed_in
@require_POST
def hosts_vet(request: HttpRequest, batch: int) -> HttpResponse:
    """Accept several hosts of a batch with one reason."""
    row, by = batch_of(request, batch), actor_of(request)
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()]
    chosen: list[Host] = [offer.host for offer in queries.offers_visible_to(by).filter(batch=row, pk__in=picked)]
    actions.vet_hosts(row, by=by, hosts=chosen, reason=request.POST.get("note", ""))
    return redirect("placement:offers", batch=batch)


@signed_in
@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one host offers to a batch: its answer, its posts, its links."""
    row, by = offer_of(request, pk), actor_of(request)
    post_columns = [Column(pgettext("training", "Post"), kind="main"), Column(pgettext("host", "Seats"), kind="number"), Column(_("Lodging")),
                    Column(_("Mentor")), Column(_("Contact")), Column(pgettext("post", "State"))]
    link_columns = [Column(_("Given to"), kind="main"), Column(_("Until"), kind="date"), Column(_("Last opened"), kind="date"),
                    Column(_("Wrong codes"), kind="number"), Column("", kind="actions")]
    return render(request, "placement/offer.html", {
        "offer": row, "posts": row.posts.order_by("pk"), "post_columns": post_columns, "buttons": _offer_buttons(by, row),
        "crumbs": batch_crumbs(row.batch), "kind": OFFER_KINDS[row.willingness], "host_kind": HOST_KINDS[row.host.state],
        "links": _links(by, row), "link_columns": link_columns, "may_link": allowed("placement.make_host_link", by, row),
        "bound": BoundForm(initial={"min_used": row.min_used}), "next_year": NextYearForm(initial={"next_year": row.next_year}),
        "seats": SeatsForm(offer=row), "events": events_of(row),
    })


def _links(by: Any, row: HostOffer) -> list[tuple[Any, list[ActionButton]]]:
    found = []
    for link in queries.links_visible_to(by).filter(offer=row):
        buttons = []
        if link.link.revoked_at is None and allowed("placement.revoke_host_link", by, link):
            buttons = [
                ActionButton(_("New code"), reverse("placement:link_code", args=[link.pk]), kind="quiet"),
                ActionButton(_("Revoke"), reverse("placement:link_revoke", args=[link.pk]), kind="danger", note="required",
                             confirm=_("The link stops working at once.")),
            ]
        found.append((link, buttons))
    return found


def _offer_buttons(by: Any, row: HostOffer) -> list[ActionButton]:
    if not allowed("placement.ask_host", by, row):
        return []
    steps = {
        "ask": ActionButton(_("Asked"), reverse("placement:offer_ask", args=[row.pk])),
        "accept": ActionButton(_("Is willing"), reverse("placement:offer_accept", args=[row.pk]), kind="primary"),
        "decline": ActionButton(_("Declines"), reverse("placement:offer_decline", args=[row.pk]), kind="danger", note="required",
                                confirm=_("Its posts take no part in the match from now on.")),
    }
    open_steps = {"listed": ("ask", "accept", "decline"), "asked": ("accept", "decline"), "willing": ("decline",), "declined": ("ask", "accept")}
    buttons = [steps[name] for name in open_steps[row.willingness]]
    return [*buttons, ActionButton(_("Add a post"), reverse("placement:post_add", args=[row.pk]), method="get")]


@signed_in
@require_POST
def offer_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the host was asked."""
    actions.ask_host(offer_of(request, pk), by=actor_of(request))
    return redirect("placement:offer", pk=pk)


@signed_in
@require_POST
def offer_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the host is willing."""
    actions.accept_offer(offer_of(request, pk), by=actor_of(request))
    return redirect("placement:offer", pk=pk)


@signed_in
@require_POST
def offer_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the host declines, with its reason."""
    actions.decline_offer(offer_of(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("placement:offer", pk=pk)


@signed_in
@require_POST
def offer_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the lower bound of use, or the interest in the next year."""
    row, by = offer_of(request, pk), actor_of(request)
    bound, year = BoundForm(request.POST), NextYearForm(request.POST)
    if "min_used" in request.POST and bound.is_valid():
        actions.set_offer_bound(row, by=by, version=version_of(request), **bound.cleaned_data)
    elif "next_year" in request.POST and year.is_valid():
        actions.state_next_year(row, by=by, **year.cleaned_data)
    elif not allowed("placement.set_offer_bound", by, row):
        raise Refused(_("You may not change this offer."))
    else:
        return render(request, "placement/host_form.html", {
            "form": bound if "min_used" in request.POST else year, "title": str(row), "crumbs": batch_crumbs(row.batch),
            "back": reverse("placement:offer", args=[pk])}, status=422)
    return redirect("placement:offer", pk=pk)


@signed_in
@BOTH
def offer_seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the seats of every open post, as the host says."""
    row, by = offer_of(request, pk), actor_of(request)
    form = SeatsForm(request.POST or None, offer=row)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: confirm_seats(row, by=by, seats=form.seats())):
            return redirect("placement:offer", pk=pk)
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Settle the seats"), "crumbs": batch_crumbs(row.batch, (row, reverse("placement:offer", args=[pk]))),
        "back": reverse("placement:offer", args=[pk])})
