"""Practices brought home, from what was seen to its result; follow-ups of a batch."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.outcomes import queries
from seedbed.outcomes.actions import practices as actions
from seedbed.outcomes.forms.practices import AdoptForm, FollowUpForm, PracticeForm, ResultForm, TakenForm
from seedbed.outcomes.models import Practice
from seedbed.outcomes.queries import practices as reads
from seedbed.outcomes.states.practices import PRACTICE_MOVES
from seedbed.outcomes.views.leads import people_of_the_field
from seedbed.outcomes.views.pieces import BOTH, batch_of, run_batch

office = holding("officer", "leader")


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of practices."""
    return [(_("Practices"), reverse("outcomes:practices")), *more]


@people_of_the_field
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """List the practices the actor may see; adopted ones are the library."""
    by = actor_of(request)
    batch = queries.batches_visible_to(by).order_by("-starts_on").first()
    buttons = [ActionButton(_("Write down a practice"), reverse("outcomes:practice_add", args=[batch.pk]), method="get", kind="primary")] if batch else []
    columns = [Column(_("Title"), kind="main"), Column(_("Seen at")), Column(_("Brought home by")), Column(_("Home unit")), Column(pgettext("practice", "State"))]
    return render(request, "outcomes/practices.html", {"rows": by_number(reads.practices_visible_to(by), request.GET, late=True), "columns": columns, "buttons": buttons})


def _practice(request: HttpRequest, pk: int) -> Practice:
    return get_object_or_404(reads.practices_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_safe
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one practice with its way and who took it over."""
    row, by = _practice(request, pk), actor_of(request)
    columns = [Column(pgettext("organisation", "Unit"), kind="main"), Column(_("Day"), kind="date"), Column(_("How"), kind="long")]
    return render(request, "outcomes/practice.html", {"practice": row, "buttons": _buttons(by, row), "taken": row.taken.select_related("unit"), "columns": columns, "crumbs": crumbs()})


def _buttons(by: Actor, row: Practice) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"outcomes:{name}", args=[row.pk])

    moves = {m.name for m in PRACTICE_MOVES.from_state(row.state)}
    decides = allowed("outcomes.adopt_practice", by, row)
    offered = [
        ("propose" in moves and allowed("outcomes.propose_practice", by, row), ActionButton(_("Propose at home"), url("practice_propose"), kind="primary")),
        ("adopt" in moves and decides, ActionButton(_("Adopt the practice"), url("practice_adopt"), method="get", kind="primary")),
        ("decline" in moves and decides, ActionButton(_("Decline the practice"), url("practice_decline"), note="required")),
        ("prove" in moves and decides, ActionButton(_("Note the result"), url("practice_prove"), method="get", kind="primary")),
        (row.state in ("adopted", "proven") and allowed("outcomes.take_practice", by, row), ActionButton(_("Taken over by another unit"), url("practice_take"), method="get")),
    ]
    return [button for shown, button in offered if shown]


@signed_in
@BOTH
def practice_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a practice seen at a company."""
    batch, by = batch_of(request, pk), actor_of(request)
    runs = queries.runs(by, batch)
    form = PracticeForm(request.POST or None, people=queries.people_of(batch) if runs else None)
    if request.method == "POST" and form.is_valid():
        if not runs and (by.account is None or by.account.person is None):
            raise Http404
        values = {"person": by.account.person} | form.cleaned_data
        if accepted(form, lambda: actions.add_practice(batch, by=by, **values)):
            return redirect("outcomes:practices")
    return _form(request, form, _("Write down a practice"), reverse("outcomes:practices"))


def _form(request: HttpRequest, form: Any, title: Any, back: str, text: Any = "") -> HttpResponse:
    return render(request, "outcomes/form.html", {"form": form, "title": title, "back": back, "crumbs": crumbs(), "text": text})


def _step(request: HttpRequest, row: Practice, name: str, form: Any, title: Any, act: Callable[[Actor], Any]) -> HttpResponse:
    by, back = actor_of(request), reverse("outcomes:practice", args=[row.pk])
    refuse_unless_allowed(name, by, row)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: act(by)):
        return redirect(back)
    return _form(request, form, title, back)


@signed_in
@require_POST
def practice_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a practice to the home unit."""
    actions.propose_practice(_practice(request, pk), by=actor_of(request))
    return redirect("outcomes:practice", pk=pk)


@signed_in
@require_POST
def practice_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a proposed practice."""
    actions.decline_practice(_practice(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("outcomes:practices")


@signed_in
@BOTH
def practice_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the home unit adopted a practice."""
    row, form = _practice(request, pk), AdoptForm(request.POST or None)
    return _step(request, row, "outcomes.adopt_practice", form, _("Adopt the practice"), lambda by: actions.adopt_practice(row, by=by, **form.cleaned_data))


@signed_in
@BOTH
def practice_prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what a practice achieved."""
    row, form = _practice(request, pk), ResultForm(request.POST or None)
    return _step(request, row, "outcomes.prove_practice", form, _("Note the result"), lambda by: actions.prove_practice(row, by=by, **form.cleaned_data))


@signed_in
@BOTH
def practice_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that another unit took a practice over."""
    row, form = _practice(request, pk), TakenForm(request.POST or None)
    return _step(request, row, "outcomes.take_practice", form, _("Taken over by another unit"), lambda by: actions.take_practice(row, by=by, **form.values()))


@office
@require_safe
def follow_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """List the follow-ups of a batch by the day they are due."""
    row = run_batch(request, pk)
    rows = by_number(reads.follow_ups_visible_to(actor_of(request)).filter(batch=row), request.GET)
    columns = [Column(_("Name"), kind="main"), Column(_("Months after"), kind="number"), Column(_("Due on"), kind="date"), Column(_("Done on"), kind="date"), Column(_("What came of it"), kind="long")]
    buttons = [ActionButton(_("Plan the follow-up"), reverse("outcomes:follow_up_plan", args=[pk]), kind="primary")]
    back = (row.name, reverse("outcomes:batch", args=[pk]))
    return render(request, "outcomes/follow_ups.html", {"batch": row, "rows": rows, "columns": columns, "buttons": buttons, "crumbs": [back]})


@office
@require_POST
def follow_up_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the follow-up of a batch."""
    made = actions.plan_follow_up(run_batch(request, pk), by=actor_of(request))
    messages.success(request, _("%(made)d follow-ups were planned.") % {"made": made})
    return redirect("outcomes:follow_ups", pk=pk)


@signed_in
@BOTH
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a follow-up."""
    by = actor_of(request)
    row = get_object_or_404(reads.follow_ups_visible_to(by), pk=pk)
    refuse_unless_allowed("outcomes.do_follow_up", by, row)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.do_follow_up(row, by=by, **form.cleaned_data)):
            return redirect("outcomes:follow_ups", pk=row.batch_id)
    return _form(request, form, _("Follow-up: %(name)s") % {"name": row.person.name}, reverse("outcomes:follow_ups", args=[row.batch_id]),
                 _("What the office heard from the home unit: what is used, what was achieved. No pictures, no counting of anything."))
