"""What companies need: noted, handed over, answered; made a lead or a ticket without typing it again."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.casework.queries import ticket_rules
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.outcomes import queries
from seedbed.outcomes.actions import needs as actions
from seedbed.outcomes.forms.leads import HandOverForm
from seedbed.outcomes.forms.needs import AnswerForm, LeadOfNeedForm, NeedForm, TicketOfNeedForm
from seedbed.outcomes.models import CompanyNeed
from seedbed.outcomes.queries import needs as reads
from seedbed.outcomes.queries.leads import duplicates
from seedbed.outcomes.states.needs import NEED_MOVES
from seedbed.outcomes.views.leads import people_of_the_field
from seedbed.outcomes.views.pieces import BOTH, batch_of


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of a need."""
    return [(_("What companies need"), reverse("outcomes:needs")), *more]


@people_of_the_field
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """List the needs the actor may see, the newest first."""
    by = actor_of(request)
    batch = queries.batches_visible_to(by).order_by("-starts_on").first()
    buttons = [ActionButton(_("Note what a company needs"), reverse("outcomes:need_add", args=[batch.pk]), method="get", kind="primary")] if batch else []
    columns = [Column(_("Company"), kind="main"), Column(_("What about")), Column(_("What is needed"), kind="long"), Column(_("Handed over to")),
               Column(_("Answer until"), kind="date"), Column(pgettext("need", "State"))]
    return render(request, "outcomes/needs.html", {"rows": by_number(reads.needs_visible_to(by), request.GET, late=True), "columns": columns, "buttons": buttons})


@signed_in
@BOTH
def need_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what a company needs."""
    batch, by = batch_of(request, pk), actor_of(request)
    runs = queries.runs(by, batch)
    form = NeedForm(request.POST or None, people=queries.people_of(batch) if runs else None)
    if request.method == "POST" and form.is_valid():
        if not runs and (by.account is None or by.account.person is None):
            raise Http404
        values = {"person": by.account.person} | form.cleaned_data
        if accepted(form, lambda: actions.note_need(batch, by=by, **values)):
            return redirect("outcomes:needs")
    return render(request, "outcomes/form.html", {"form": form, "title": _("Note what a company needs"), "back": reverse("outcomes:needs"), "crumbs": crumbs(),
                                                  "draft": f"outcomes.need.{pk}"})


def _need(request: HttpRequest, pk: int) -> CompanyNeed:
    return get_object_or_404(reads.needs_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one need, whose it is and what was answered."""
    row, by = _need(request, pk), actor_of(request)
    moves = {m.name for m in NEED_MOVES.from_state(row.state)}
    keeps, answers = allowed("outcomes.hand_over_need", by, row), allowed("outcomes.answer_need", by, row)
    offered = [
        (answers and "answer" in moves, ActionButton(_("Answer"), reverse("outcomes:need_answer", args=[pk]), method="get", kind="primary")),
        (keeps and "hand_over" in moves, ActionButton(_("Hand over"), reverse("outcomes:need_hand_over", args=[pk]), method="get")),
        (keeps and "make_lead" in moves, ActionButton(_("Make a lead of it"), reverse("outcomes:need_lead", args=[pk]), method="get")),
        (keeps and "make_ticket" in moves, ActionButton(_("Make a service ticket of it"), reverse("outcomes:need_ticket", args=[pk]), method="get")),
    ]
    return render(request, "outcomes/need.html", {"need": row, "keeps": keeps, "buttons": [button for shown, button in offered if shown], "crumbs": crumbs()})


def _step(request: HttpRequest, row: CompanyNeed, form: Any, name: str, title: Any, act: Callable[[Actor], Any], text: Any = "") -> HttpResponse:
    by, back = actor_of(request), reverse("outcomes:need", args=[row.pk])
    refuse_unless_allowed(name, by, row)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: act(by)):
        return redirect(back)
    return render(request, "outcomes/form.html", {"form": form, "title": title, "text": text, "back": back, "crumbs": crumbs((row.company, back))})


@signed_in
@BOTH
def need_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a need over to the unit that can answer it."""
    row, form = _need(request, pk), HandOverForm(request.POST or None)
    return _step(request, row, form, "outcomes.hand_over_need", _("Hand over"), lambda by: actions.hand_over_need(row, by=by, **form.cleaned_data),
                 _("The clerks of that unit are told and answer within the working days of the standard for leads."))


@signed_in
@BOTH
def need_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a need."""
    row, form = _need(request, pk), AnswerForm(request.POST or None)
    return _step(request, row, form, "outcomes.answer_need", _("Answer"), lambda by: actions.answer_need(row, by=by, **form.cleaned_data), row.text)


@signed_in
@BOTH
def need_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a lead of a need."""
    row, form = _need(request, pk), LeadOfNeedForm(request.POST or None)
    similar = "、".join(f"{lead.shown_number} {lead.company}" for lead in duplicates(row.company, ""))
    text = _("Company, wishes and person are taken from here.")
    if similar:
        text += " " + _("Similar leads: %(leads)s") % {"leads": similar}
    return _step(request, row, form, "outcomes.make_lead_of_need", _("Make a lead of it"), lambda by: actions.make_lead(row, by=by, **form.cleaned_data), text)


@signed_in
@BOTH
def need_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a service ticket of a need."""
    row, form = _need(request, pk), TicketOfNeedForm(request.POST or None, rules=ticket_rules())
    return _step(request, row, form, "outcomes.make_ticket_of_need", _("Make a service ticket of it"), lambda by: actions.make_ticket(row, by=by, **form.cleaned_data),
                 _("The text is taken from here; the ticket belongs to who heard it."))
