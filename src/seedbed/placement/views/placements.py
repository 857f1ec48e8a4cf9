"""Pages of placements: who is where, one placement, withdrawal, arrival, change orders."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement.actions import placements as actions
from seedbed.placement.forms.matching import ArrivalForm, ChangeForm, NoteForm
from seedbed.placement.models import ChangeOrder, Placement
from seedbed.placement.queries import matching as matching_queries
from seedbed.placement.queries import placements as queries
from seedbed.placement.states.matching import OrderState, PlacementState
from seedbed.placement.views.lines import events_of
from seedbed.placement.views.steps import crumbs, second_person_step

BOTH = require_http_methods(["GET", "HEAD", "POST"])
inside = holding("officer", "leader", "service_team", "clerk")
office = holding("officer", "leader")


@inside
@require_safe
def where(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who of a batch is where, by district and host."""
    by = actor_of(request)
    batch = get_object_or_404(queries.batches_with_placements_visible_to(by), pk=pk)
    rows = by_number(queries.where_everyone_is(queries.placements_visible_to(by), batch), request.GET, size=125)
    decides = queries.decides(by, batch)
    return render(request, "placement/matching/where.html", {
        "batch": batch, "rows": rows, "decides": decides, "groups": _by_district(rows),
        "crumbs": crumbs(batch) if decides else [],
        "columns": [Column(_("Person"), kind="main"), Column(_("Post")), Column(_("Lodging")), Column(pgettext("state", "State"))],
        "orders": queries.open_orders(batch) if decides else 0, "may_link": decides or _notes_arrivals(by, rows),
    })


def _notes_arrivals(by: Any, rows: Any) -> bool:
    first = next(iter(rows), None)
    return first is not None and allowed("placement.arrive", by, first)


def _by_district(rows: Any) -> list[tuple[str, list[Placement]]]:
    groups: dict[str, list[Placement]] = {}
    for row in rows:
        region = row.post.offer.host.unit.region if row.post else None
        groups.setdefault(str(region) if region else (_("Place not known") if row.post else _("Waiting for a post")), []).append(row)
    return list(groups.items())


def _found(request: HttpRequest, pk: int) -> Placement:
    return get_object_or_404(queries.placements_visible_to(actor_of(request)), pk=pk)


@holding("officer", "leader", "service_team", "clerk", "trainee")
@require_safe
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one placement: where, since when, its change orders, and what may be done."""
    row, by = _found(request, pk), actor_of(request)
    decides = queries.decides(by, row.batch)
    place = matching_queries.places_visible_to(by).filter(draft=row.draft_id, application=row.application_id).first() if row.draft_id else None
    return render(request, "placement/matching/placement.html", {
        "row": row, "decides": decides, "place": place, "buttons": _buttons(by, row), "crumbs": crumbs(row.batch) if decides else [],
        "orders": queries.orders_visible_to(by).filter(placement=row), "events": events_of(row) if decides else [],
        "columns": [Column(pgettext("change order", "Number"), kind="main"), Column(_("From")), Column(_("To")), Column(_("Reason")), Column(pgettext("state", "State"))],
    })


def _buttons(by: Any, row: Placement) -> list[ActionButton]:
    def link(name: str, label: str, kind: str = "plain") -> ActionButton:
        return ActionButton(label, reverse(f"placement:{name}", args=[row.pk]), method="get", kind=kind)

    buttons = []
    if row.state == PlacementState.PLANNED and allowed("placement.arrive", by, row):
        buttons.append(link("arrive", _("Has reported for duty"), "primary"))
    if not allowed("placement.propose_change", by, row):
        return buttons
    if row.is_open and queries.published_draft_of(row.batch):
        buttons.append(link("change_propose", _("Change order")))
    if row.state in {PlacementState.WAITING, PlacementState.PLANNED}:
        buttons.append(link("withdraw", _("Withdraw"), "danger"))
    if row.state == PlacementState.ACTIVE:
        buttons.append(link("end_early", _("End early"), "danger"))
    return buttons


def _form_page(request: HttpRequest, row: Placement, form: Any, title: str, submit: str, text: str = "", kind: str = "primary") -> HttpResponse:
    back = reverse("placement:placement", args=[row.pk])
    return render(request, "placement/matching/form.html", {
        "form": form, "title": title, "submit": submit, "text": text, "back": back, "kind": kind, "sub": row.application.person.name,
        "crumbs": [(row.application.person.name, back)]})


@office
@BOTH
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a placement before its start."""
    row, by, form = _found(request, pk), actor_of(request), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.withdraw(row, by=by, reason=form.cleaned_data["reason"])):
        return redirect("placement:where", pk=row.batch_id)
    return _form_page(request, row, form, _("Withdraw a placement"), _("Withdraw"), kind="danger",
                      text=_("The seat is freed, the application counts as given up, and the first of the reserve list moves up. This cannot be undone."))


@office
@BOTH
def end_early(request: HttpRequest, pk: int) -> HttpResponse:
    """End a placement before its time."""
    row, by, form = _found(request, pk), actor_of(request), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.end_early(row, by=by, reason=form.cleaned_data["reason"])):
        return redirect("placement:placement", pk=pk)
    return _form_page(request, row, form, _("End a placement early"), _("End early"), _("The seat is freed. This cannot be undone."), "danger")


@holding("officer", "leader", "service_team")
@BOTH
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a person has reported for duty."""
    row, by, form = _found(request, pk), actor_of(request), ArrivalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.arrive(row, by=by, on=form.cleaned_data["on"])):
        return redirect("placement:placement", pk=pk)
    return _form_page(request, row, form, _("Has reported for duty"), _("Save"))


@office
@BOTH
def change_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a change order: another post, and why."""
    row, by = _found(request, pk), actor_of(request)
    form = ChangeForm(request.POST or None, posts=queries.free_posts(row.batch).exclude(pk=row.post_id))
    made: list[ChangeOrder] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.propose_change(row, form.cleaned_data["post"], by=by, reason=form.cleaned_data["reason"]))):
            return redirect("placement:change_order", pk=made[0].pk)
    return _form_page(request, row, form, _("Propose a change order"), pgettext("change order", "Propose"), _("A second person approves it; then the change is carried out."))


@office
@require_safe
def change_orders(request: HttpRequest, pk: int) -> HttpResponse:
    """List the change orders of a batch."""
    by = actor_of(request)
    batch = get_object_or_404(matching_queries.batches_matched_by(by), pk=pk)
    rows = by_number(queries.orders_visible_to(by).filter(batch=batch).order_by("-number"), request.GET, size=50)
    return render(request, "placement/matching/change_orders.html", {
        "batch": batch, "rows": rows, "crumbs": crumbs(batch),
        "columns": [Column(pgettext("change order", "Number"), kind="main"), Column(_("Person")), Column(_("From")), Column(_("To")), Column(_("Reason")),
                    Column(pgettext("state", "State"))]})


def _order(request: HttpRequest, pk: int) -> ChangeOrder:
    return get_object_or_404(queries.orders_visible_to(actor_of(request)), pk=pk)


@office
@BOTH
def change_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a change order; a second person approves it here."""
    order, by = _order(request, pk), actor_of(request)

    def act(paper: ApprovalPaper | None) -> Any:
        return actions.approve_change(order, by=by, approval=paper)

    here = reverse("placement:change_order", args=[order.pk])
    page = {"title": _("Change order %(number)s") % {"number": order.shown_number}, "submit": _("Approve and carry out"), "batch": order.batch,
            "done": here, "order": order, "text": "", "open": order.state == OrderState.PROPOSED,
            "refuse": ActionButton(_("Refuse"), reverse("placement:change_refuse", args=[order.pk]), kind="danger", note="required"),
            "crumbs": crumbs(order.batch, (_("Change orders"), reverse("placement:change_orders", args=[order.batch_id])))}
    return second_person_step(request, act, same_person=order.proposed_by_id == by.account_id,
                              purpose=_("Approves change order %(number)s") % {"number": order.shown_number}, **page)


@office
@require_http_methods(["POST"])
def change_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a change order with a reason."""
    order = _order(request, pk)
    actions.refuse_change(order, by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("placement:change_order", pk=pk)
