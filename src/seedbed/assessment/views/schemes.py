"""Schemes: their versions and the form for the next one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms.schemes import CRITERIA, GRADES, SchemeForm
from seedbed.assessment.models import Scheme
from seedbed.assessment.reckoning.grades import room_of
from seedbed.assessment.states import Basis, Who
from seedbed.assessment.views.rounds import BOTH, crumbs, office
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column

HUNDRED = 100


def _scheme(request: HttpRequest, pk: int) -> Scheme:
    return get_object_or_404(queries.schemes_visible_to(actor_of(request)), pk=pk)


@office
@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """List the schemes with all their versions."""
    columns = [Column(_("Scheme"), kind="main"), Column(_("Version"), kind="number"), Column(_("Effective from"), kind="date"), Column(_("Decided by (paper)"))]
    rows = by_number(queries.schemes_visible_to(actor_of(request)), request.GET)
    return render(request, "assessment/schemes.html", {"rows": rows, "columns": columns, "crumbs": crumbs()})


@office
@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: criteria, weights, who marks, evidence, grades with their caps worked out for 100 people."""
    row = _scheme(request, pk)
    read = row.read
    criteria = [(c, f"{c.weight / 100:g} %", Who(c.who).label, Basis(c.basis).label) for c in read.criteria]
    grades = [(g, f"{g.least / 100:g}", f"{g.share / 100:g} %" if g.share is not None else "", room_of(g, HUNDRED)) for g in read.grades]
    buttons = [ActionButton(_("Write the next version"), reverse("assessment:scheme_next", args=[pk]), method="get")]
    return render(request, "assessment/scheme.html", {
        "scheme": row, "criteria": criteria, "grades": grades, "buttons": buttons, "crumbs": crumbs((_("Schemes of assessment"), reverse("assessment:schemes"))),
        "fewest": [(Who(w).label, read.fewest.get(w, 1)) for w in read.who], "read": read, "outlier": f"{read.outlier / 100:g}",
        "columns": [Column(_("Criterion"), kind="main"), Column(_("Weight"), kind="number"), Column(_("Marked by")), Column(_("Rests on")), Column(_("Evidence wanted"), kind="long")],
        "grade_columns": [Column(_("Grade"), kind="main"), Column(_("Least mark"), kind="number"), Column(_("At most"), kind="number"), Column(_("of 100 people"), kind="number")],
    })


@office
@BOTH
def scheme_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next version of a scheme, beginning from this one."""
    row, by = _scheme(request, pk), actor_of(request)
    refuse_unless_allowed("assessment.publish_scheme", by, row.unit)
    form = SchemeForm(request.POST or None, scheme=row)
    if request.method == "POST" and form.is_valid():
        names = ("name", "decided_by", "source", "effective_from")
        values = {name: form.cleaned_data[name] for name in names}
        made: list[Scheme] = []
        if accepted(form, lambda: made.append(actions.publish_scheme(row.unit, by=by, code=row.code, content=form.content(), **values))):
            return redirect("assessment:scheme", pk=made[0].pk)
    lines = [[form[f"c{i}_{n}"] for n in ("name", "weight", "who", "basis", "evidence")] for i in range(CRITERIA)]
    grades = [[form[f"g{i}_{n}"] for n in ("name", "least", "share")] for i in range(GRADES)]
    rest = [form[n] for n in form.fields if n.startswith("fewest_") or n.endswith("_workdays")]
    head = [form[n] for n in ("name", "decided_by", "source", "effective_from")]
    return render(request, "assessment/scheme_next.html", {
        "form": form, "head": head, "lines": lines, "grades": grades, "rest": rest, "back": reverse("assessment:scheme", args=[pk]),
        "crumbs": crumbs((row, reverse("assessment:scheme", args=[pk])))})
