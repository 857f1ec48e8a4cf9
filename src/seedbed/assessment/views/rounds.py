"""Rounds as the office runs them: people, assessors, moderation, grades, release; schemes."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms import AssessorForm, PeopleFilter
from seedbed.assessment.models import Assessor, Round
from seedbed.assessment.queries.recipients import account_named
from seedbed.assessment.states import ROUND_MOVES, RoundState
from seedbed.assessment.workbooks import points, results_file
from seedbed.directory.forms import PaperForm
from seedbed.directory.queries import site
from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Bar, Column, Stat

BOTH = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
office = holding("officer", "leader")


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of a round."""
    return [(_("Assessments"), reverse("assessment:rounds")), *more]


def run_round(request: HttpRequest, pk: int) -> Round:
    """Return a round that the actor's office runs, or answer 404."""
    return get_object_or_404(queries.rounds_visible_to(actor_of(request)), pk=pk)


@office
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the office, the newest first."""
    rows = by_number(queries.with_progress(queries.rounds_visible_to(actor_of(request))), request.GET)
    columns = [Column(_("Round"), kind="main"), Column(_("Scheme")), Column(_("People"), kind="number"), Column(_("Sheets handed in"), kind="number"),
               Column(_("Marks until"), kind="date"), Column(pgettext("round", "State"))]
    schemes = ActionButton(_("Schemes of assessment"), reverse("assessment:schemes"), method="get")
    return render(request, "assessment/rounds.html", {"rows": rows, "columns": columns, "buttons": [schemes]})


@office
@require_safe
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round to those who decide: people with raw and adjusted marks side by side, assessors with their severity."""
    row = run_round(request, pk)
    form = PeopleFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = asked.get("order")
    order = (f"-{wanted}", "pk") if wanted else ("person__sort_key", "pk")
    found = queries.assessments_run_by(actor_of(request)).filter(round=row, person__name__contains=asked.get("q") or "")
    people = by_number(found.order_by(*order), request.GET, size=100)
    names = {g.key: g.name for g in row.scheme.read.grades}
    assessors = list(queries.assessors_of(row))
    return render(request, "assessment/round.html", {
        "round": row, "crumbs": crumbs(), "buttons": _buttons(row), "filters": form, "people": people,
        "rows": [(a, points(a.raw), points(a.adjusted), names.get(a.grade, "")) for a in people], "stats": _stats(row, assessors),
        "columns": [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Mark, raw"), kind="number"),
                    Column(_("Mark, adjusted"), kind="number"), Column(_("Grade"))],
        "assessors": [(a, *_severity(row, a)) for a in assessors], "outliers": _outliers(row, assessors),
        "assessor_columns": [Column(_("Assessor"), kind="main"), Column(_("As")), Column(_("Sheets handed in"), kind="number"), Column(_("Severity"), kind="number"),
                             Column("", kind="actions")],
        "grade_bars": [Bar(g.name, queries.grade_counts(row).get(g.key, 0)) for g in row.scheme.read.grades] if row.state in ("proposed", "released") else [],
    })


def _stats(row: Round, assessors: list[Assessor]) -> list[Stat]:
    total, done = sum(a.total for a in assessors), sum(a.done for a in assessors)  # type: ignore[attr-defined]
    return [Stat(_("Assessors"), len(assessors)), Stat(_("Sheets handed in"), done, sub=_("of %(total)d") % {"total": total}), Stat(_("Marks until"), f"{row.due_on:%Y-%m-%d}")]


def _severity(row: Round, assessor: Assessor) -> tuple[str, Any]:
    """Return how far an assessor marks above or below the others, and the buttons."""
    kept = row.moderation.get(assessor.who, {})
    value = kept.get("severity", {}).get(str(assessor.pk))
    text = f"{value / 100:+.2f}" if value is not None else _("not comparable") if assessor.pk in kept.get("apart", []) else ""
    link = ActionButton(_("Link"), reverse("assessment:link_make", args=[assessor.pk]), method="get", kind="quiet") if assessor.unit_id and row.state == RoundState.MARKING else None
    return text, [link] if link else []


def _outliers(row: Round, assessors: list[Assessor]) -> list[tuple[str, str]]:
    """Return assessor and address of each mark that lies far from what the others say."""
    names = {a.pk: a.label for a in assessors}
    return [(names.get(a, ""), reverse("assessment:result", args=[pk])) for kept in row.moderation.values() for a, pk in kept["outliers"]]


def _buttons(row: Round) -> list[ActionButton]:
    def url(name: str, *more: Any) -> str:
        return reverse(f"assessment:{name}", args=[row.pk, *more])

    moves = {m.name: m for m in ROUND_MOVES.from_state(row.state)}
    forward = [ActionButton(moves[n].label, url("round_step", n), kind="primary", confirm=_("Everybody's marks are reckoned anew.")) for n in ("close", "propose") if n in moves]
    back = [ActionButton(moves[n].label, url("round_step", n), note="required") for n in ("reopen", "take_back") if n in moves]
    release = [ActionButton(moves["release"].label, url("round_release"), method="get", kind="primary")] if "release" in moves else []
    ask = [ActionButton(_("Ask somebody to mark"), url("assessor_add"), method="get")] if row.state == RoundState.MARKING else []
    return [*forward, *release, *ask, *back, ActionButton(_("As a workbook"), url("round_file"), method="get", icon="download")]


@office
@require_POST
def round_step(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take a round one step on or back."""
    row, by, note = run_round(request, pk), actor_of(request), request.POST.get("note", "")
    steps = {"close": lambda: actions.close_round(row, by=by), "propose": lambda: actions.propose_grades(row, by=by),
             "reopen": lambda: actions.reopen_round(row, by=by, reason=note), "take_back": lambda: actions.take_back(row, by=by, reason=note)}
    if move not in steps:
        raise RuleBroken(_("There is no such step."))
    steps[move]()
    return redirect("assessment:round", pk=pk)


@office
@BOTH
def round_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release all grades together, as the second person or with the superior's paper."""
    row, by, home = run_round(request, pk), actor_of(request), site()
    same = row.proposed_by_id == by.account_id
    form = PaperForm(request.POST or None) if same and home is not None and home.profile == "small" else None
    sentence = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            actions.release_round(row, by=by, approval=form.filed(by, purpose=_("Releases %(round)s") % {"round": row}) if form else None)
            return redirect("assessment:round", pk=pk)
        except RuleBroken as fault:
            sentence = str(fault)
    back = reverse("assessment:round", args=[pk])
    return render(request, "assessment/release.html", {"round": row, "form": form, "sentence": sentence, "blocked": same and form is None, "back": back, "crumbs": crumbs((row, back))})


@office
@BOTH
def assessor_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an account to mark; people with a conflict of interest are left out."""
    row, by = run_round(request, pk), actor_of(request)
    form = AssessorForm(request.POST or None, who=row.scheme.read.who)
    if request.method == "POST" and form.is_valid():
        account = account_named(form.cleaned_data["username"])
        if account is None:
            form.add_error("username", _("No account has this log-in name."))
        elif accepted(form, lambda: actions.add_assessor(row, by=by, who=form.cleaned_data["who"], account=account)):
            return redirect("assessment:round", pk=pk)
    back = reverse("assessment:round", args=[pk])
    text = _("Everybody of the round is given to this account, but people of the own unit, relatives and others with whom there is a conflict of interest.")
    return render(request, "assessment/form.html", {"form": form, "title": _("Ask somebody to mark"), "text": text, "crumbs": crumbs((row, back)), "back": back})


@office
@require_safe
def round_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the results of a round as a workbook."""
    row = run_round(request, pk)
    rows = queries.assessments_run_by(actor_of(request)).filter(round=row).order_by("person__sort_key", "pk")
    return handed_out(request, Outgoing.of("results", _("Results"), row, row.desk_id, len(rows)), lambda: _results(row, rows))


def _results(row: Round, rows: Any) -> HttpResponse:
    answer = HttpResponse(results_file(row, rows), content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.title)}.xlsx"
    answer.headers["Cache-Control"] = "no-store"
    return answer

