"""Pages of service tickets: the desk's list, and one ticket for those who work on it and the one who asked."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.casework import actions, queries
from seedbed.casework.forms import HandOverForm, RateForm, SolveForm, StepForm
from seedbed.casework.models import Ticket
from seedbed.casework.states import TICKET_MOVES
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat, Tab

desk = holding("officer", "leader", "service_team")
inside = holding("officer", "leader", "service_team", "clerk", "trainee")


@desk
@require_safe
def tickets(request: HttpRequest) -> HttpResponse:
    """List the tickets of the desk, what is due first on top; the closed ones on request."""
    rows, everything = queries.tickets_visible_to(actor_of(request)), "all" in request.GET
    figures = queries.ticket_figures(rows)
    page = by_number(rows.order_by("-pk") if everything else queries.open_tickets(rows), request.GET, size=50)
    address = reverse("casework:tickets")
    return render(request, "casework/tickets.html", {
        "rows": page, "views": [Tab(pgettext("tickets", "Open"), address, not everything), Tab(pgettext("tickets", "All"), address + "?all=1", everything)],
        "stats": [Stat(pgettext("tickets", "Open"), figures["open"]), Stat(_("Late"), figures["late"], kind="warn" if figures["late"] else "neutral"),
                  Stat(pgettext("tickets", "Closed"), figures["closed"]),
                  Stat(pgettext("tickets", "Content"), figures["content"], sub=_("of %(closed)d closed") % {"closed": figures["closed"]})],
        "columns": [Column(_("Number"), kind="main"), Column(_("What is it about?")), Column(_("Who asks")), Column(_("Due"), kind="date"),
                    Column(_("In the hands of")), Column(pgettext("state", "State"))]})


def _found(request: HttpRequest, pk: int) -> Ticket:
    return get_object_or_404(queries.tickets_visible_to(actor_of(request)), pk=pk)


@never_cache
@inside
@require_safe
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one ticket with its clocks and steps; a sealed text only after it was opened."""
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, row: Ticket, **forms: Any) -> HttpResponse:
    by = actor_of(request)
    handles, asked = allowed("casework.note_step", by, row), allowed("casework.rate_ticket", by, row)
    moves = {move.name for move in TICKET_MOVES.from_state(row.state)}
    page = {
        "ticket": row, "steps": row.steps.select_related("by", "to"), "buttons": _buttons(by, row, moves), "opened": shown_once.take(request, f"ticket{row.pk}"),
        "solve": SolveForm() if handles and "solve" in moves else None, "step": StepForm() if handles and "solve" in moves else None,
        "hand_over": HandOverForm(accounts=queries.may_hold(row)) if handles and "hand_over" in moves else None,
        "rate": RateForm() if asked and "close" in moves else None, "desk": handles}
    return render(request, "casework/ticket.html", page | forms)


def _buttons(by: Actor, row: Ticket, moves: set[str]) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"casework:ticket_{name}", args=[row.pk])

    found = []
    if row.confidential and allowed("casework.read_grievance", by, row):
        found.append(ActionButton(_("Read the sealed text"), url("read"), confirm=_("That you read it is recorded.")))
    if "take" in moves and allowed("casework.take_ticket", by, row):
        found.append(ActionButton(_("Take it in hand"), url("take"), kind="primary"))
    if "reopen" in moves and allowed("casework.reopen_ticket", by, row):
        found.append(ActionButton(_("Not solved: open again"), url("reopen"), note="required"))
    return found


def _sent(request: HttpRequest, pk: int, name: str, form: Form, act: Any) -> HttpResponse:
    """Do with a ticket what a form of its page asks for; what is wrong is said on the page."""
    row, by = _found(request, pk), actor_of(request)
    refuse_unless_allowed(act.action.name, by, row)
    if form.is_valid() and accepted(form, lambda: act(row, by=by, **form.cleaned_data)):
        return redirect("casework:ticket", pk=pk)
    return _page(request, row, **{name: form})


@desk
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ticket in hand."""
    actions.take_ticket(_found(request, pk), by=actor_of(request))
    return redirect("casework:ticket", pk=pk)


@desk
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a ticket over."""
    row, by = _found(request, pk), actor_of(request)
    refuse_unless_allowed("casework.hand_over_ticket", by, row)
    form = HandOverForm(request.POST, accounts=queries.may_hold(row))
    if form.is_valid() and accepted(form, lambda: actions.hand_over_ticket(row, by=by, **form.cleaned_data)):
        return redirect("casework:tickets")
    return _page(request, row, hand_over=form)


@desk
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a step."""
    return _sent(request, pk, "step", StepForm(request.POST), actions.note_step)


@desk
@require_POST
def solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a ticket as solved."""
    return _sent(request, pk, "solve", SolveForm(request.POST), actions.solve_ticket)


@inside
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it went and close."""
    return _sent(request, pk, "rate", RateForm(request.POST), actions.rate_ticket)


@inside
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a ticket again."""
    actions.reopen_ticket(_found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("casework:ticket", pk=pk)


@inside
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the sealed text of a confidential ticket once."""
    row = _found(request, pk)
    refuse_unless_allowed("casework.read_grievance", actor_of(request), row)
    if row.confidential:
        shown_once.keep(request, f"ticket{pk}", actions.read_grievance(row, by=actor_of(request)))
    return redirect("casework:ticket", pk=pk)


