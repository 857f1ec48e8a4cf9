"""Drafts of priority rules: write one down, see on every batch what it would do, decide or drop it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import ActionButton, Column
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import DecideRulesForm, RuleDraftForm
from seedbed.selection.models import RuleDraft
from seedbed.selection.queries.ranking import outlooks
from seedbed.selection.states import RuleDraftState, RuleKind
from seedbed.selection.views.pieces import crumbs


def _way(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [*crumbs(), (_("Rules"), reverse("selection:rules")), *more]


def _found(request: HttpRequest, pk: int) -> RuleDraft:
    return get_object_or_404(queries.rule_drafts_visible_to(actor_of(request)), pk=pk)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_rules(request: HttpRequest) -> HttpResponse:
    """Write a draft of priority rules down, beginning from those in force."""
    by = actor_of(request)
    unit = queries.organising_unit(by)
    present = queries.rules_in_force(unit.pk, RuleKind.PRIORITY) if unit is not None else None
    form = RuleDraftForm.of(present, request.POST or None) if present is not None else RuleDraftForm(request.POST or None)
    made: list[RuleDraft] = []
    if unit is not None and request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "note")}
        if accepted(form, lambda: made.append(actions.draft_rules(unit, by=by, content=form.content(), **given))):
            return redirect("selection:rule_draft", pk=made[0].pk)
    return render(request, "selection/form.html", {"form": form, "title": _("Draft rules and see their effect"), "cancel": reverse("selection:rules"),
                                                   "crumbs": _way(), "version": ""})


@holding("officer", "leader")
@require_safe
def rule_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft and what it would have done to every batch, beside the fixed order."""
    return _page(request, _found(request, pk), DecideRulesForm())


def _page(request: HttpRequest, draft: RuleDraft, form: DecideRulesForm) -> HttpResponse:
    may = draft.state == RuleDraftState.OPEN and allowed("selection.decide_rules", actor_of(request), draft)
    return render(request, "selection/rule_draft.html", {
        "draft": draft, "text": reasons.places_text(draft.content), "outlooks": outlooks(draft), "crumbs": _way(), "form": form if may else None,
        "buttons": [ActionButton(_("Drop the draft"), reverse("selection:drop_rules", args=[draft.pk]), kind="danger", note="required")] if may else [],
        "columns": [Column(_("Batch"), kind="main"), Column(_("People ranked"), kind="number"), Column(_("Seats"), kind="number"),
                    Column(_("Would come in, others out"), kind="number"), Column(_("Other place"), kind="number"), Column("", kind="actions")],
    })


@holding("officer")
@require_POST
def decide_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft as the next version."""
    draft, form = _found(request, pk), DecideRulesForm(request.POST)
    if form.is_valid() and accepted(form, lambda: actions.decide_rules(draft, by=actor_of(request), **form.cleaned_data)):
        return redirect("selection:rules")
    return _page(request, draft, form)


@holding("officer")
@require_POST
def drop_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft aside."""
    actions.drop_rules(_found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("selection:rules")
