"""Coverage: where the counties stand, the forecast with its formula, quotas of the next batch, the list of people."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.models import Unit
from seedbed.directory.views.door import holding
from seedbed.directory.views.sheets import sheet_button
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Bar, Column, Stat
from seedbed.kernel.workbooks import writing
from seedbed.outcomes.actions import coverage as actions
from seedbed.outcomes.forms.coverage import QuotasForm, SeatsForm, TargetFilter, TargetForm
from seedbed.outcomes.models import Level, Target
from seedbed.outcomes.queries import coverage as reads
from seedbed.outcomes.queries.coverage import Line
from seedbed.outcomes.reckoning import coverage as reckoning
from seedbed.outcomes.views.pieces import BOTH, download
from seedbed.outcomes.workbooks.targets import TARGETS

office = holding("officer", "leader")
SCENARIOS = ("low", "likely", "high")


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of the coverage."""
    return [(_("Coverage"), reverse("outcomes:coverage")), *more]


def desk(request: HttpRequest) -> Unit:
    """Return the unit whose coverage is kept, or answer 404."""
    unit = reads.desk_of(actor_of(request))
    if unit is None:
        raise Http404
    return unit


@office
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show where the counties stand and what the forecast says."""
    by, unit = actor_of(request), desk(request)
    found = reads.breakdown(reads.targets_visible_to(by))
    lines, levels = found.counties, dict(Level.choices)
    content, named = reads.standard_in_force(unit.pk, "coverage")
    form = SeatsForm(request.GET or None, initial={"seats": content["seats"] // 2})
    hours, hours_named = reads.standard_in_force(unit.pk, "hours")
    return render(request, "outcomes/coverage.html", {
        "stats": _stats(lines), "bars": [Bar(line.name or _("city level"), line.open, note=_share(line)) for line in lines if line.total],
        "forecasts": _forecasts(lines, content), "standard": named, "form": form, "quotas": _quotas(lines, content, form), "buttons": _buttons(),
        "tables": [(_("By county"), lines), (_("By level"), [replace(line, name=str(levels[Level(line.name)])) for line in found.levels])], "units": found.units,
        "columns": [Column("", kind="main"), Column(_("To be covered"), kind="number"), Column(pgettext("coverage", "covered"), kind="number"),
                    Column(pgettext("coverage", "in training"), kind="number"), Column(pgettext("coverage", "not covered"), kind="number"), Column(_("of these one-sided"), kind="number")],
        "year_columns": [Column(_("Year"), kind="main"), Column(_("Not covered before"), kind="number"), Column(_("− leavers"), kind="number"), Column(_("+ newcomers"), kind="number"),
                         Column(_("− reached"), kind="number"), Column(_("= not covered after"), kind="number")],
        "applied": [Bar(batch.name, by_self + by_unit, note=_("by themselves %(own)d") % {"own": by_self}) for batch, by_self, by_unit in reads.applied_by_batch(by)],
        "hours": [(label, met, total) for label, (met, total) in sorted(reads.behind_norm(by, timezone.localdate().year, hours).items())], "hours_standard": hours_named,
    })


def _share(line: Line) -> str:
    return _("%(share)s %% covered") % {"share": f"{100 * line.covered / line.total:.1f}"}


def _stats(lines: Sequence[Line]) -> list[Stat]:
    total, covered = sum(line.total for line in lines), sum(line.covered for line in lines)
    return [Stat(_("To be covered"), total), Stat(pgettext("coverage", "covered"), covered, sub=f"{100 * covered / total:.1f} %" if total else ""),
            Stat(pgettext("coverage", "in training"), sum(line.training for line in lines)), Stat(pgettext("coverage", "not covered"), sum(line.open for line in lines)),
            Stat(_("of these one-sided"), sum(line.one_sided for line in lines))]


def _forecasts(lines: Sequence[Line], content: dict[str, int]) -> list[tuple[str, reckoning.Assumptions, reckoning.Forecast]]:
    """Those in training count as reached: they are covered when they finish."""
    left, year = sum(line.open for line in lines), timezone.localdate().year + 1
    titles = {"low": _("Low: slower"), "likely": _("Likely"), "high": _("High: faster")}
    given = reckoning.scenarios(content)
    return [(titles[name], given[name], reckoning.forecast(left, year, given[name])) for name in SCENARIOS]


def _quotas(lines: Sequence[Line], content: dict[str, int], form: SeatsForm) -> list[Bar]:
    seats = form.cleaned_data["seats"] if form.is_bound and form.is_valid() else content["seats"] // 2
    areas = [reckoning.Area(line.name, line.open, line.one_sided) for line in lines]
    found = reckoning.quotas(areas, seats, one_sided_counts=content["one_sided_counts"])
    return [Bar(name or _("city level"), n) for name, n in found.items()]


def _buttons() -> list[ActionButton]:
    return [ActionButton(_("Write quotas into a batch"), reverse("outcomes:quotas"), method="get", kind="primary"), ActionButton(_("People to be covered"), reverse("outcomes:targets"), method="get"), ActionButton(_("Standards"), reverse("outcomes:standards"), method="get")]


@office
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """List the people to be covered, one-sided careers first."""
    by, form = actor_of(request), TargetFilter(request.GET)
    rows = reads.narrowed(reads.targets_visible_to(by), form.cleaned_data if form.is_valid() else {})
    columns = [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("County")), Column(_("Level")), Column(_("One-sided")),
               Column(pgettext("coverage", "Stand"))]
    buttons = [sheet_button(TARGETS, desk(request)), ActionButton(_("Download an empty list"), reverse("outcomes:targets_file"), method="get", kind="quiet"),
               ActionButton(_("Add the applicants of all batches"), reverse("outcomes:targets_applied"), confirm=_("Everybody who applied and is on no list yet is added."))]
    return render(request, "outcomes/targets.html", {"rows": by_number(rows, request.GET, late=True), "columns": columns, "filters": form, "buttons": buttons, "crumbs": crumbs()})


@office
@require_safe
def targets_file(request: HttpRequest) -> HttpResponse:
    """Hand out an empty list to be filled in; nobody stands in it, so nobody has to release it."""
    return download(writing.template(TARGETS.sheet(desk(request), actor_of(request))), f"{_('People to be covered')}.xlsx")


@office
@require_POST
def targets_applied(request: HttpRequest) -> HttpResponse:
    """Add the applicants of all batches."""
    tally = actions.targets_from_batches(desk(request), by=actor_of(request))
    messages.success(request, _("%(added)d people added.") % {"added": tally.added})
    return redirect("outcomes:targets")


@office
@BOTH
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one person to be covered."""
    row: Target = get_object_or_404(reads.targets_visible_to(actor_of(request)), pk=pk)
    form = TargetForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_target(row, by=actor_of(request), **form.cleaned_data)):
            return redirect("outcomes:targets")
    back = reverse("outcomes:targets")
    return render(request, "outcomes/form.html", {"form": form, "title": row.person.name, "back": back, "crumbs": crumbs((_("People to be covered"), back))})


@office
@BOTH
def quotas(request: HttpRequest) -> HttpResponse:
    """Show the quotas proposed unit by unit; on confirmation they are written into the batch, corrected by hand or not."""
    by, unit = actor_of(request), desk(request)
    content, _named = reads.standard_in_force(unit.pk, "coverage")
    asked = SeatsForm(request.GET or None, initial={"seats": content["seats"] // 2})
    seats = asked.cleaned_data["seats"] if asked.is_bound and asked.is_valid() else content["seats"] // 2
    lines = reads.by_unit(reads.targets_visible_to(by))
    found = reckoning.quotas([reckoning.Area(str(line.unit.pk), line.open, line.one_sided) for line in lines], seats, one_sided_counts=content["one_sided_counts"])
    form = QuotasForm(request.POST or None, batches=reads.next_batches(by), proposed={line.unit: found[str(line.unit.pk)] for line in lines})
    if request.method == "POST" and form.is_valid():
        batch = form.cleaned_data["batch"]
        if accepted(form, lambda: actions.write_quotas(batch, by=by, quotas=form.quotas())):
            return redirect("selection:settings", pk=batch.pk)
    return render(request, "outcomes/quotas.html", {
        "asked": asked, "form": form, "lines": [(line, form[f"unit_{line.unit.pk}"]) for line in lines], "crumbs": crumbs(), "batches": reads.next_batches(by).exists(),
        "columns": [Column(pgettext("organisation", "Unit"), kind="main"), Column(pgettext("coverage", "not covered"), kind="number"), Column(_("of these one-sided"), kind="number"),
                    Column(_("May recommend"), kind="number")]})
