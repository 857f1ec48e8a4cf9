"""Pages of journals and essays: the trainee writes, the office reads, returns and accepts."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Tab
from seedbed.residency.actions import works as actions
from seedbed.residency.forms.works import EssayForm, JournalForm, NewWorkForm, WordForm
from seedbed.residency.models import ClassMember, Work, WorkKind
from seedbed.residency.queries import works as queries
from seedbed.residency.states.works import WorkState
from seedbed.residency.views.doors import BOTH, class_found, crumbs, learning, office, tabs
from seedbed.residency.views.leave import own_member, trainee


@trainee
@require_safe
def my_works(request: HttpRequest) -> HttpResponse:
    """Show the own journals by period, and essays."""
    member = own_member(request)
    if member is None:
        return render(request, "residency/no_class.html")
    return render(request, "residency/my_works.html", {
        "member": member, "periods": queries.own_periods(member), "others": queries.own_works(member).exclude(kind=WorkKind.JOURNAL),
        "rhythm": member.training_class.get_journal_every_display()})


@trainee
@BOTH
def journal(request: HttpRequest, day: str) -> HttpResponse:
    """Write the journal of one period; what is typed is kept in the browser, and handed in or kept as a draft."""
    member, by = own_member(request), actor_of(request)
    first = _day(day)
    if member is None or first is None:
        raise Http404
    known = queries.own_works(member).filter(kind=WorkKind.JOURNAL, first_on=first).first()
    if known is not None:
        return redirect("residency:work", pk=known.pk)
    period = next((p for p, _work in queries.own_periods(member) if p.first == first), None)
    if period is None:
        raise Http404
    form = JournalForm(request.POST or None)
    made: list[Work] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(_begin(request, member, by, kind="journal", first_on=first, body=form.cleaned_data["body"]))):
            return redirect("residency:my_works")
    return _writing(request, form, _("Journal %(first)s – %(last)s") % {"first": period.first, "last": period.last}, f"residency.journal.{first}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _begin(request: HttpRequest, member: ClassMember, by: Actor, *, own_work: bool = False, **fields: Any) -> Work:
    work = actions.begin_work(member, by=by, **fields)
    return work if "keep" in request.POST else actions.hand_in(work, by=by, own_work=own_work)


def _writing(request: HttpRequest, form: Any, title: str, draft: str, work: Work | None = None) -> HttpResponse:
    return render(request, "residency/writing.html", {
        "form": form, "title": title, "draft": draft, "version": work.version if work else "", "comments": work.comments.select_related("by") if work else [],
        "crumbs": [(_("Journals and essays"), reverse("residency:my_works"))], "back": reverse("residency:my_works")})


@trainee
@BOTH
def work_new(request: HttpRequest) -> HttpResponse:
    """Begin an essay or a research report."""
    member, by = own_member(request), actor_of(request)
    if member is None:
        return render(request, "residency/no_class.html")
    form = NewWorkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _begin(request, member, by, **form.cleaned_data)):
        return redirect("residency:my_works")
    return _writing(request, form, _("New essay or report"), "residency.work.new")


@learning
@BOTH
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a text: to its author with the box while it may be changed, to the office with the buttons of reading."""
    by, version = actor_of(request), given_version(request)
    row = get_object_or_404(queries.works_visible_to(by), pk=pk)
    if allowed("residency.save_work", by, row) and row.state in actions.EDITABLE:
        form = EssayForm.of(row, request.POST or None)
        if request.method == "POST" and form.is_valid() and accepted(form, lambda: _save(request, row, by, form.cleaned_data, version)):
            return redirect("residency:my_works")
        return _writing(request, form, str(row), f"residency.work.{row.pk}", row)
    if request.method == "POST":
        actions.save_work(row, by=by)  # refuses with its sentence
    return _reading(request, row, by)


def _save(request: HttpRequest, row: Work, by: Actor, kept: dict[str, Any], version: int | None) -> None:
    actions.save_work(row, by=by, title=kept.get("title", ""), body=kept["body"], version=version)
    if "keep" not in request.POST:
        actions.hand_in(row, by=by, own_work=kept.get("own_work", False))


def _reading(request: HttpRequest, row: Work, by: Actor, word: Any = None) -> HttpResponse:
    reads = allowed("residency.return_work", by, row)
    return render(request, "residency/work.html", {
        "work": row, "buttons": _buttons(by, row), "versions": row.versions.all()[1:], "comments": row.comments.select_related("by"), "reads": reads,
        "word": word or WordForm(), "crumbs": crumbs(row.member.training_class, (_("Journals and essays"), reverse("residency:works", args=[row.member.training_class_id])))
        if reads else [(_("Journals and essays"), reverse("residency:my_works"))]})


def _buttons(by: Actor, row: Work) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"residency:{name}", args=[row.pk])

    if allowed("residency.fetch_back", by, row) and row.state == WorkState.HANDED_IN:
        return [ActionButton(_("Fetch back and change"), url("work_fetch_back"))]
    if not allowed("residency.return_work", by, row):
        return []
    found = [ActionButton(_("Accept"), url("work_accept"), kind="primary")] if row.state == WorkState.HANDED_IN else []
    if row.state in (WorkState.HANDED_IN, WorkState.ACCEPTED):
        found.append(ActionButton(_("Return for revision"), url("work_return"), note="required"))
    return found


def _work(request: HttpRequest, pk: int) -> Work:
    return get_object_or_404(queries.works_visible_to(actor_of(request)), pk=pk)


@trainee
@require_POST
def work_fetch_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch a text back."""
    actions.fetch_back(_work(request, pk), by=actor_of(request))
    return redirect("residency:work", pk=pk)


@office
@require_POST
def work_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a text and go on to the next that waits."""
    by = actor_of(request)
    row = actions.accept_work(_work(request, pk), by=by)
    waiting = queries.to_read(queries.works_visible_to(by).filter(member__training_class=row.member.training_class_id)).first()
    return redirect("residency:work", pk=waiting.pk) if waiting else redirect("residency:works", pk=row.member.training_class_id)


@office
@require_POST
def work_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a text for revision."""
    actions.return_work(_work(request, pk), by=actor_of(request), text=request.POST.get("note", ""))
    return redirect("residency:work", pk=pk)


@learning
@require_POST
def work_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a word on a text."""
    row, by, form = _work(request, pk), actor_of(request), WordForm(request.POST)
    refuse_unless_allowed("residency.comment_work", by, row)
    if form.is_valid() and accepted(form, lambda: actions.comment_work(row, by=by, text=form.cleaned_data["text"])):
        return redirect("residency:work", pk=pk)
    return _reading(request, row, by, form)


@office
@require_safe
def works(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was handed in, and name who has not written about the last full period, to be asked."""
    row, by, everything = class_found(request, pk), actor_of(request), "all" in request.GET
    rows = queries.works_visible_to(by).filter(member__training_class=row)
    page = by_number(rows.order_by("-handed_in_at", "-pk") if everything else queries.to_read(rows), request.GET, size=50)
    over = [period for period in queries.journal_periods(row) if period.due < timezone.localdate()]
    address = reverse("residency:works", args=[pk])
    return render(request, "residency/works.html", {
        "row": row, "tabs": tabs(by, row, "works"), "crumbs": crumbs(row), "rows": page, "period": over[-1] if over else None,
        "missing": queries.without_journal(row, over[-1]) if over else [], "views": [Tab(_("To read"), address, not everything), Tab(_("All"), address + "?all=1", everything)],
        "columns": [Column(pgettext("work", "Text"), kind="main"), Column(_("Name")), Column(_("Host")), Column(_("Handed in"), kind="date"), Column(pgettext("state", "State"))]})
