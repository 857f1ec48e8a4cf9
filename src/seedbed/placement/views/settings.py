"""Pages on which an officer sets weights, rules, locks, bans and pairs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement import reasons
from seedbed.placement.actions import settings as actions
from seedbed.placement.forms.matching import PairForm, PlaceForm, RuleForm, WeightsForm
from seedbed.placement.queries import matching as queries
from seedbed.placement.reckoning.fit import DEFAULT_WEIGHTS, PARTS
from seedbed.placement.views.steps import batch_of, crumbs, tabs
from seedbed.selection.models import Batch

BOTH = require_http_methods(["GET", "HEAD", "POST"])
office = holding("officer", "leader")


@office
@BOTH
def weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the versions of the weights and make the next one."""
    batch, by = batch_of(request, pk), actor_of(request)
    versions = list(queries.weights_of(batch)[:20])
    now = versions[0].values if versions else DEFAULT_WEIGHTS
    form = WeightsForm(request.POST or None, values=now)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.set_weights(batch, by=by, values=form.weights, reason=form.cleaned_data["reason"])):
            return redirect("placement:weights", pk=pk)
    total = sum(now.values()) or 1
    return render(request, "placement/matching/weights.html", {
        "batch": batch, "form": form, "versions": versions, "tabs": tabs(batch, "weights"), "crumbs": crumbs(batch),
        "parts": [(reasons.part_label(name), now.get(name, 0), round(100 * now.get(name, 0) / total)) for name in PARTS],
        "may": allowed("placement.set_weights", by, batch),
        "columns": [Column(_("Version"), kind="main"), *(Column(reasons.part_label(name), kind="number") for name in PARTS),
                    Column(_("Set by")), Column(_("Why"))],
        "lines": [(row, [row.values.get(name, 0) for name in PARTS]) for row in versions],
    })


def _forms(batch: Batch, posted: Any = None, which: str = "") -> dict[str, Any]:
    people = queries.people_of(batch)
    rows = {"people": people, "posts": queries.posts_of(batch), "offers": queries.offers_of(batch)}
    return {
        "rule": RuleForm(posted if which == "rule" else None, prefix="rule"),
        "lock": PlaceForm(posted if which == "lock" else None, prefix="lock", **rows),
        "ban": PlaceForm(posted if which == "ban" else None, prefix="ban", **rows),
        "pair": PairForm(posted if which == "pair" else None, prefix="pair", people=people),
    }


def _take(which: str, batch: Batch, by: Any, data: dict[str, Any]) -> Any:
    if which == "rule":
        return actions.set_rule(batch, by=by, **data)
    if which == "pair":
        return actions.pair(data.pop("first"), by=by, **data)
    act = actions.lock if which == "lock" else actions.ban
    return act(data.pop("application"), by=by, **data)


@office
@BOTH
def match_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and set the rules, locks, bans and pairs of a batch; each takes effect in the next run."""
    batch, by = batch_of(request, pk), actor_of(request)
    which = request.POST.get("which", "")
    forms = _forms(batch, request.POST or None, which)
    form = forms.get(which)
    if form is not None and form.is_valid() and accepted(form, lambda: _take(which, batch, by, dict(form.cleaned_data))):
        return redirect(f"{reverse('placement:match_rules', args=[pk])}#{which}")
    return render(request, "placement/matching/rules.html", {
        "batch": batch, "forms": forms, "tabs": tabs(batch, "match_rules"), "crumbs": crumbs(batch), "may": allowed("placement.set_match_rule", by, batch),
        "columns": [Column(_("What"), kind="main"), Column(_("Reason")), Column("", kind="actions")],
        "rules": [(r, reasons.rule_sentence(r), _remove("rule", r.pk)) for r in queries.rules_visible_to(by).filter(batch=batch)],
        "locks": [(r, _remove("lock", r.pk)) for r in queries.locks_visible_to(by).filter(batch=batch)],
        "bans": [(r, _remove("ban", r.pk)) for r in queries.bans_visible_to(by).filter(batch=batch)],
        "pairs": [(r, reasons.pair_sentence(r), _remove("pair", r.pk)) for r in queries.pairs_visible_to(by).filter(batch=batch)],
    })


def _remove(kind: str, pk: int) -> ActionButton:
    return ActionButton(pgettext("setting", "Remove"), reverse(f"placement:{kind}_remove", args=[pk]), kind="quiet")


@office
@require_POST
def setting_remove(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Remove one rule, lock, ban or pair."""
    by = actor_of(request)
    rows: Any = {"rule": queries.rules_visible_to, "lock": queries.locks_visible_to, "ban": queries.bans_visible_to, "pair": queries.pairs_visible_to}[kind](by)
    act: Any = {"rule": actions.remove_rule, "lock": actions.unlock, "ban": actions.unban, "pair": actions.unpair}[kind]
    row = get_object_or_404(rows, pk=pk)
    act(row, by=by)
    return redirect(f"{reverse('placement:match_rules', args=[row.batch_id])}#{kind}")
