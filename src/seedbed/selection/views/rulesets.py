"""The rules of the unit: every version with its articles and source, and the next one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory.queries import holds
from seedbed.directory.views.door import holding
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import ActionButton, Column
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import ConditionsForm, PriorityRulesForm
from seedbed.selection.models import RuleSet
from seedbed.selection.states import RuleKind
from seedbed.selection.views.pieces import crumbs


@holding("officer", "leader")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List every version of priority rules and conditions, the newest first."""
    by = actor_of(request)
    buttons = []
    if holds(by, "officer"):
        buttons = [ActionButton(_("New version of the priority rules"), reverse("selection:next_rules", args=["priority"]), method="get", kind="primary"),
                   ActionButton(_("Draft rules and see their effect"), reverse("selection:draft_rules"), method="get"),
                   ActionButton(_("New version of the conditions"), reverse("selection:next_rules", args=["eligibility"]), method="get")]
    return render(request, "selection/rules.html", {
        "rows": queries.rule_sets_visible_to(by), "buttons": buttons, "crumbs": crumbs(), "drafts": queries.rule_drafts_visible_to(by)[:30],
        "columns": [Column(_("Rules"), kind="main"), Column(_("Kind")), Column(_("Version"), kind="number"), Column(_("Effective from"), kind="date"),
                    Column(_("Decided by (paper)"))],
    })


@holding("officer", "leader")
@require_safe
def rule_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: its rules in order with settings, article and source."""
    found = get_object_or_404(queries.rule_sets_visible_to(actor_of(request)), pk=pk)
    is_priority = found.kind == RuleKind.PRIORITY
    names = reasons.RULE_NAMES if is_priority else reasons.CONDITION_NAMES
    lines = [(n, names[r["key"]], _setting(found, r), r.get("article", ""), r.get("source", "")) for n, r in enumerate(found.content["rules"], 1)]
    return render(request, "selection/rule_set.html", {
        "rule_set": found, "lines": lines, "crumbs": [*crumbs(), (_("Rules"), reverse("selection:rules"))], "is_priority": is_priority,
        "text": reasons.places_text(found.content) if is_priority else [],
        "columns": [Column(_("No."), kind="number"), Column(_("Rule"), kind="main"), Column(_("Setting")), Column(_("Article")), Column(_("Source"))],
    })


def _setting(found: RuleSet, rule: dict[str, object]) -> str:
    """The settings of one rule in words."""
    if found.kind == RuleKind.PRIORITY:
        return reasons.with_points(rule) if found.content.get("method") == "points" else ""
    parts = [str(reasons.EFFECT_NAMES[str(rule.get("effect", "refuse"))])]
    if rule.get("most"):
        parts.append(_("at most %(age)s years old") % {"age": rule["most"]})
    if rule.get("least"):
        parts.append(_("at least %(age)s years old") % {"age": rule["least"]})
    if rule.get("allowed"):
        parts.append("、".join(rule["allowed"]))  # type: ignore[arg-type]
    if rule["key"] == "not_trained":
        parts.append(_("within %(years)s years") % {"years": rule["years"]} if rule.get("years") else _("ever"))
    return "；".join(parts)


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def next_rules(request: HttpRequest, kind: str) -> HttpResponse:
    """Publish the next version, beginning from the one in force."""
    if kind not in RuleKind.values:
        raise Http404
    by = actor_of(request)
    unit = queries.organising_unit(by)
    present = queries.rules_in_force(unit.pk, RuleKind(kind)) if unit is not None else None
    shape = PriorityRulesForm if kind == RuleKind.PRIORITY else ConditionsForm
    form = shape.of(present, request.POST or None) if present is not None else shape(request.POST or None)
    if unit is not None and request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "effective_from", "decided_by")}
        if accepted(form, lambda: actions.publish_rules(unit, by=by, kind=kind, content=form.content(), **given)):
            return redirect("selection:rules")
    return render(request, "selection/form.html", {
        "form": form, "title": _("New version of the priority rules") if kind == RuleKind.PRIORITY else _("New version of the conditions"),
        "cancel": reverse("selection:rules"), "crumbs": [*crumbs(), (_("Rules"), reverse("selection:rules"))], "version": ""})
