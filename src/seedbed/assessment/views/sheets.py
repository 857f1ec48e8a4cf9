"""Mark sheets as assessors fill them in, and the own results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms import MarkChangeForm, SheetForm
from seedbed.assessment.states import SheetState
from seedbed.assessment.views.rounds import BOTH, office
from seedbed.directory.views.door import holding
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import Column


@holding("trainee", "clerk", "officer", "leader")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the sheets to fill in and the own released results."""
    by = actor_of(request)
    columns = [Column(_("Name"), kind="main"), Column(_("Round")), Column(_("Marks until"), kind="date"), Column(pgettext("sheet", "State"))]
    results = [(a, queries.grade_name(a)) for a in queries.own_results(by)]
    return render(request, "assessment/mine.html", {"rows": by_number(queries.sheets_to_fill(by), request.GET, size=100), "columns": columns, "results": results})


@signed_in
@BOTH
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in a sheet; afterwards show it, each mark with the way to change it with a reason."""
    by = actor_of(request)
    row = get_object_or_404(queries.sheets_to_fill(by), pk=pk)
    form = SheetForm(request.POST or None, sheet=row)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.mark(row, by=by, given=form.given(), word=form.cleaned_data["word"])):
            return redirect("assessment:mine")
    names = queries.criteria_names(row.assessment.round)
    marks = [(m, names[m.criterion]["name"]) for m in queries.marks_of(by).filter(sheet=row).prefetch_related("evidence", "changes")]
    return render(request, "assessment/sheet.html", {
        "sheet": row, "form": form if row.state == SheetState.OPEN else None, "marks": marks, "back": reverse("assessment:mine"),
        "crumbs": [(_("My assessments"), reverse("assessment:mine"))],
        "columns": [Column(_("Criterion"), kind="main"), Column(_("Mark"), kind="number"), Column(_("What it rests on"), kind="long"), Column("", kind="actions")]})


@signed_in
@BOTH
def mark_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own mark with a reason."""
    by = actor_of(request)
    row = get_object_or_404(queries.marks_of(by), pk=pk)
    form = MarkChangeForm(request.POST or None, mark=row)
    if request.method == "POST" and form.is_valid():
        points = int(form.cleaned_data["points"] * 100)
        if accepted(form, lambda: actions.change_mark(row, by=by, points=points, reason=form.cleaned_data["reason"])):
            return redirect("assessment:sheet", pk=row.sheet_id)
    back = reverse("assessment:sheet", args=[row.sheet_id])
    return render(request, "assessment/form.html", {"form": form, "title": _("Change a mark"), "crumbs": [(_("My assessments"), reverse("assessment:mine"))], "back": back,
                                                    "text": _("The reason is read by everybody who reads the mark.")})


@office
@require_POST
def sheet_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sheet out with a reason."""
    row = get_object_or_404(queries.sheets_run_by(actor_of(request)), pk=pk)
    actions.drop_sheet(row, by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("assessment:result", pk=row.assessment_id)
