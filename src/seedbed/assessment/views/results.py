"""One result, unfolded; excusing, grading, appeals."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms import AnswerForm, AppealForm, ExcuseForm, GradeForm
from seedbed.assessment.models import Appeal, Assessment
from seedbed.assessment.queries.unfolded import parts_of
from seedbed.assessment.states import RoundState
from seedbed.assessment.views.rounds import crumbs, office
from seedbed.assessment.workbooks import points
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import Column


def _result(request: HttpRequest, pk: int) -> Assessment:
    return get_object_or_404(queries.assessments_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one result down to the evidence of every mark."""
    return render(request, "assessment/result.html", _page(request, _result(request, pk)))


def _page(request: HttpRequest, row: Assessment, **forms: Any) -> dict[str, Any]:
    by = actor_of(request)
    inside, state = queries.runs(by, row.round), row.round.state
    mine = allowed("assessment.appeal", by, row)
    missing = [p for p in row.parts if p["raw"] is None and p["who"] not in row.excused]
    appeals = list(queries.appeals_visible_to(by).filter(assessment=row))
    open_days = row.round.appeal_until is not None and timezone.localdate() <= row.round.appeal_until
    back = (row.round, reverse("assessment:round", args=[row.round_id])) if inside else (_("My assessments"), reverse("assessment:mine"))
    return {
        "row": row, "inside": inside, "grade": queries.grade_name(row), "raw": points(row.raw), "adjusted": points(row.adjusted), "parts": parts_of(by, row),
        "crumbs": crumbs(back) if inside else [back], "appeals": [(a, inside and a.state == "open" and allowed("assessment.answer_appeal", by, a)) for a in appeals],
        "excuse_form": ExcuseForm(parts=missing) if inside and state == RoundState.CLOSED and missing else None,
        "grade_form": GradeForm(scheme=row.round.scheme, initial={"grade": row.grade}) if inside and state == RoundState.PROPOSED else None,
        "appeal_form": AppealForm() if mine and open_days and all(a.state != "open" for a in appeals) else None, "answer_form": AnswerForm(scheme=row.round.scheme),
        "mark_columns": [Column(_("Criterion"), kind="main"), Column(_("Mark"), kind="number"), Column(_("What it rests on"), kind="long")],
    } | forms


def _answered(request: HttpRequest, row: Assessment, name: str, form: Any, act: Any) -> HttpResponse:
    if form.is_valid() and accepted(form, act):
        return redirect("assessment:result", pk=row.pk)
    return render(request, "assessment/result.html", _page(request, row, **{name: form}), status=422)


@office
@require_POST
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave out a missing part with a reason."""
    row, by = get_object_or_404(queries.assessments_run_by(actor_of(request)), pk=pk), actor_of(request)
    form = ExcuseForm(request.POST, parts=row.parts)
    return _answered(request, row, "excuse_form", form, lambda: actions.excuse(row, by=by, **form.cleaned_data))


@office
@require_POST
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a proposed grade with a reason."""
    row, by = get_object_or_404(queries.assessments_run_by(actor_of(request)), pk=pk), actor_of(request)
    form = GradeForm(request.POST, scheme=row.round.scheme)
    return _answered(request, row, "grade_form", form, lambda: actions.change_grade(row, by=by, **form.cleaned_data))


@signed_in
@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against the own result."""
    row, by = _result(request, pk), actor_of(request)
    refuse_unless_allowed("assessment.appeal", by, row)
    form = AppealForm(request.POST)
    return _answered(request, row, "appeal_form", form, lambda: actions.appeal(row, by=by, **form.cleaned_data))


@office
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """List the appeals that wait for an answer."""
    columns = [Column(_("Name"), kind="main"), Column(_("Round")), Column(_("Made"), kind="date"), Column(_("Answer until"), kind="date"), Column(pgettext("appeal", "State"))]
    return render(request, "assessment/appeals.html", {"rows": by_number(queries.open_appeals(actor_of(request)), request.GET), "columns": columns, "crumbs": crumbs()})


@office
@require_POST
def appeal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an appeal."""
    found: Appeal = get_object_or_404(queries.appeals_visible_to(actor_of(request)), pk=pk)
    refuse_unless_allowed("assessment.answer_appeal", actor_of(request), found)
    row, form = found.assessment, AnswerForm(request.POST, scheme=found.assessment.round.scheme)
    return _answered(request, row, "answer_form", form, lambda: actions.answer_appeal(found, by=actor_of(request), **form.cleaned_data))
