"""The order of a batch: proposing, why everybody stands where they stand, trying other rules, the paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import actor_of
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.selection import actions, queries, reasons
from seedbed.selection.models import Application, Batch, Ranking, RuleSet
from seedbed.selection.papers import meeting_paper
from seedbed.selection.queries.outgoing import applications_going_out
from seedbed.selection.queries.ranking import (
    as_rule_set,
    fixed_order_beside,
    placed_applications,
    try_rules,
)
from seedbed.selection.states import ApplicationState, BatchState, RuleDraftState, RuleKind
from seedbed.selection.views.pieces import (
    batch_tabs,
    crumbs,
    download,
    file_name,
    filed_paper,
    paper_form,
    run_batch,
)
from seedbed.selection.workbooks import ranking_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@holding("officer", "leader")
@require_safe
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest ranking of a batch: place, rules met, why, decision."""
    batch, by = run_batch(request, pk), actor_of(request)
    found = queries.latest_ranking(batch)
    people = placed_applications(by, batch)
    waiting = [a for a in people.values() if a.state in (ApplicationState.ELIGIBLE, ApplicationState.PROPOSED, ApplicationState.RESERVE, ApplicationState.NOT_CHOSEN)]
    barred = len(queries.bars(by, waiting))
    counts = queries.counts_by_state(batch)
    return render(request, "selection/ranking.html", {
        "batch": batch, "tabs": batch_tabs(batch, "ranking"), "crumbs": crumbs(batch), "ranking": found,
        "lines": _lines(batch, found, people) if found else [], "buttons": _buttons(request, batch, found, barred),
        "rules": reasons.places_text(batch.priority.content) if batch.priority else [], "barred": barred,
        "paper_form": paper_form(request, needed=bool(barred)) if allowed("selection.propose", by, batch) else None,
        "stats": [Stat(_("Seats"), batch.seats), Stat(_("Proposed"), counts.get("proposed", 0) + counts.get("chosen", 0), kind="good"),
                  Stat(_("Reserve"), counts.get("reserve", 0), kind="waiting"), Stat(_("Not chosen"), counts.get("not_chosen", 0))],
        "columns": [Column(_("Place"), kind="number"), Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Why here"), kind="long"),
                    Column(_("Decision"))],
        "late": [a for a in people.values() if found and a.pk not in {row["id"] for row in found.rows} and a.state == ApplicationState.ELIGIBLE],
    })


def _lines(batch: Batch, found: Ranking, people: dict[int, Application]) -> list[dict[str, Any]]:
    """One line per stored place; the sentences are made from what was stored, nothing is computed again."""
    quotas = {q.pk: q for q in queries.quotas_of(batch)}
    names = {pk: a.person.name for pk, a in people.items()}
    return [_line(found, row, people[row["id"]], names, quotas) for row in found.rows if row["id"] in people]


def _line(found: Ranking, row: dict[str, Any], application: Application, names: dict[int, str], quotas: dict[int, Any]) -> dict[str, Any]:
    behind, before = row["behind"], row["before"]
    return {
        "row": row, "application": application, "meets": reasons.points(row, found.rule_set) or reasons.meets(row["meets"], found.rule_set),
        "behind": reasons.behind(behind, found.rule_set, names.get(behind["id"], "—")) if behind else "",
        "before": reasons.before(before, found.rule_set, names.get(before["id"], "—")) if before else "",
        "outcome": reasons.outcome(row, seats=found.seats, quota=quotas.get(row["quota"])),
    }


def _buttons(request: HttpRequest, batch: Batch, found: Ranking | None, barred: int) -> list[ActionButton]:
    by, buttons = actor_of(request), []
    if allowed("selection.propose", by, batch) and batch.state in (BatchState.RANKING, BatchState.PROPOSED) and not barred:
        buttons.append(ActionButton(_("Rank and propose"), reverse("selection:propose", args=[batch.pk]), kind="primary",
                                    confirm=_("Decisions changed by hand are replaced.") if batch.state == BatchState.PROPOSED else ""))
    if batch.priority:
        buttons.append(ActionButton(_("Try other rules"), reverse("selection:compare", args=[batch.pk]), method="get"))
    if found:
        buttons += [
            ActionButton(_("Order (xlsx)"), reverse("selection:ranking_file", args=[batch.pk]), method="get", icon="download"),
            ActionButton(_("Meeting paper (docx)"), reverse("selection:paper", args=[batch.pk, "docx"]), method="get", icon="paper"),
            ActionButton(_("Meeting paper (pdf)"), reverse("selection:paper", args=[batch.pk, "pdf"]), method="get", icon="paper"),
        ]
    if batch.state == BatchState.PROPOSED and allowed("selection.move_batch", by, batch):
        buttons.append(ActionButton(_("Take the proposal back"), reverse("selection:move_batch", args=[batch.pk, "take_back"]), note="required"))
    return buttons


@holding("officer")
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Rank everybody eligible and draft the decisions."""
    batch = run_batch(request, pk)
    paper = paper_form(request, needed="approval_number" in request.POST)
    actions.propose(batch, by=actor_of(request), approval=filed_paper(request, paper, _("ranking by a barred officer")))
    return redirect("selection:ranking", pk=pk)


@holding("officer", "leader")
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the effect of another version of the rules: who would come in, who would go out. Nothing is stored."""
    batch, by = run_batch(request, pk), actor_of(request)
    others = queries.rule_sets_visible_to(by).filter(kind=RuleKind.PRIORITY, unit=batch.unit_id)
    asked = request.GET.get("rules", "")
    other = others.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    return _compared(request, batch, batch.priority, other, others=others, drafts=_open_drafts(by, batch))


@holding("officer", "leader")
@require_safe
def compare_draft(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Show the effect of a draft of rules on a batch, beside the fixed order. Nothing is stored."""
    batch, by = run_batch(request, pk), actor_of(request)
    found = get_object_or_404(queries.rule_drafts_visible_to(by).filter(unit=batch.unit_id), pk=draft)
    others = queries.rule_sets_visible_to(by).filter(kind=RuleKind.PRIORITY, unit=batch.unit_id)
    return _compared(request, batch, fixed_order_beside(batch, found), as_rule_set(found), others=others, drafts=_open_drafts(by, batch))


def _open_drafts(by: Any, batch: Batch) -> Any:
    return queries.rule_drafts_visible_to(by).filter(unit=batch.unit_id, state=RuleDraftState.OPEN)


def _compared(request: HttpRequest, batch: Batch, present: RuleSet | None, other: RuleSet | None, **page: Any) -> HttpResponse:
    trial = try_rules(batch, present, other) if other is not None and present is not None else None
    people = placed_applications(actor_of(request), batch)
    changes = [(d, people[d.id]) for d in trial.differences if d.id in people] if trial else []
    labels = {value: ApplicationState(value).label for value in ("proposed", "reserve", "not_chosen")}
    points = {p.id: reasons.points(p.as_row(), other) for p in trial.after} if trial and other else {}
    return render(request, "selection/compare.html", {
        **page, "batch": batch, "crumbs": crumbs(batch), "other": other, "trial": trial, "tabs": batch_tabs(batch, "ranking"),
        "coming": [(d, a, points.get(d.id, "")) for d, a in changes if d.comes_in], "going": [(d, a, points.get(d.id, "")) for d, a in changes if d.goes_out],
        "moved": [(d, a, labels.get(d.outcome_before, ""), labels.get(d.outcome_after, ""), points.get(d.id, "")) for d, a in changes
                  if d.position_before != d.position_after],
        "columns": [Column(_("Place now"), kind="number"), Column(_("Place then"), kind="number"), Column(_("Name"), kind="main"),
                    Column(pgettext("organisation", "Unit")), Column(_("Decision now")), Column(_("Decision then")), Column(_("Points then"))],
        "present": reasons.places_text(present.content) if present else [], "then": reasons.places_text(other.content) if other else [],
    })


@holding("officer", "leader")
@require_safe
def ranking_as_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the order as a workbook, for those who decide."""
    batch, by = run_batch(request, pk), actor_of(request)
    found = queries.latest_ranking(batch)
    if found is None:
        return redirect("selection:ranking", pk=pk)
    return handed_out(request, applications_going_out(batch, "ranking"),
                      lambda: download(ranking_file(batch, found, placed_applications(by, batch)), file_name(batch, _("order of priority"))))


@holding("officer", "leader")
@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the paper for the meeting as Word or PDF."""
    batch, by = run_batch(request, pk), actor_of(request)
    if kind not in ("docx", "pdf"):
        raise Http404
    found = queries.latest_ranking(batch)
    if found is None:
        return redirect("selection:ranking", pk=pk)
    content = meeting_paper(batch, found, placed_applications(by, batch), queries.counts_by_state(batch))
    name = file_name(batch, _("meeting paper"), kind=kind)
    return download(render_docx(content), name, DOCX) if kind == "docx" else download(render_pdf(content), name, "application/pdf")
