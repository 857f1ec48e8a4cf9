"""The words of companies at visits as evidence of their marks: which sheets are open, and entering one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import Column
from seedbed.outcomes.actions import appraisal as actions
from seedbed.outcomes.forms.words import WordsForm
from seedbed.outcomes.queries import appraisal as reads
from seedbed.outcomes.views.pieces import BOTH, run_batch

office = holding("officer", "leader")


@office
@require_safe
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """List the open sheets of companies with how many words of theirs were noted at visits."""
    row = run_batch(request, pk)
    counts = reads.word_counts(row)
    rows = by_number(reads.company_sheets(row), request.GET, size=50)
    return render(request, "outcomes/words.html", {
        "batch": row, "crumbs": [(row.name, reverse("outcomes:batch", args=[pk]))], "rows": rows,
        "lines": [(sheet, counts.get((sheet.assessor.unit_id or 0, sheet.assessment.person_id), 0)) for sheet in rows],
        "columns": [Column(_("Name"), kind="main"), Column(_("Company")), Column(_("Words at visits"), kind="number"), Column("", kind="actions")]})


@office
@BOTH
def word_marks(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """Enter a company's marks from its words; the words themselves are the evidence."""
    row = run_batch(request, pk)
    found = get_object_or_404(reads.company_sheets(row), pk=sheet)
    form, back = WordsForm(request.POST or None, sheet=found, words=reads.words_about(row, found)), reverse("outcomes:words", args=[pk])
    if request.method == "POST" and form.is_valid():
        kept = list(form.cleaned_data["words"])
        if accepted(form, lambda: actions.mark_from_words(row, by=actor_of(request), sheet=found, words=kept, points=form.points())):
            return redirect(back)
    return render(request, "outcomes/form.html", {
        "form": form, "title": _("Marks of the company for %(name)s") % {"name": found.assessment.person.name}, "back": back, "crumbs": [(_("Words of companies"), back)],
        "text": _("The words you tick are the evidence; the person reads them with the mark. A company may also mark by its signed link.")})
