"""Pages of the answer library, of policy material, and of research projects with their three lists."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from seedbed.directory.forms import PaperForm, SearchForm
from seedbed.directory.queries import site
from seedbed.grassroots import forms, papers, queries
from seedbed.grassroots.actions import library as actions
from seedbed.grassroots.models import Answer, Project
from seedbed.grassroots.states import PROJECT_MOVES, AnswerState
from seedbed.grassroots.views.doing import BOTH, Act, buttons, do, form_page, new, workers
from seedbed.grassroots.views.outings import TYPES, download
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column, Event


@workers
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Show the answers of the library and the material, found by words."""
    by, form = actor_of(request), SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = by_number(queries.answers(text), request.GET, size=30)
    head = [ActionButton(_("Propose an answer"), reverse("grassroots:answer_add"), method="get", kind="primary"), ActionButton(_("Add material"), reverse("grassroots:material_add"), method="get")]
    return render(request, "grassroots/answers.html", {
        "form": form, "rows": rows, "materials": queries.materials(text)[:20], "buttons": head,
        "answers": [(row, _answer_buttons(by, row)) for row in rows]})


def _answer_buttons(by: Actor, row: Answer) -> list[ActionButton]:
    """Approve by another person, or in a small office with the superior's paper; withdraw with a reason."""
    found, own = [], row.proposed_by_id is not None and row.proposed_by_id == by.account_id
    if row.state == AnswerState.PROPOSED and allowed("grassroots.approve_answer", by, row) and (not own or is_small_office()):
        found.append(ActionButton(_("Approve"), reverse("grassroots:answer_approve", args=[row.pk]), method="get" if own else "post"))
    if row.state != AnswerState.WITHDRAWN and allowed("grassroots.withdraw_answer", by, row):
        found.append(ActionButton(_("Withdraw"), reverse("grassroots:answer_withdraw", args=[row.pk]), method="get", kind="quiet"))
    return found


def is_small_office() -> bool:
    """Whether a superior's signed paper can stand for the second person here."""
    home = site()
    return home is not None and home.profile == "small"


@workers
@BOTH
def answer_add(request: HttpRequest) -> HttpResponse:
    """Propose an answer."""
    form = forms.AnswerForm(request.POST or None, initial={"question": request.GET.get("question", "")[:200]})
    return new(request, form, _("Propose an answer"), lambda: actions.propose_answer(site(), by=actor_of(request), **form.cleaned_data),
               back=reverse("grassroots:answers"), to=lambda row: reverse("grassroots:answers"))


@workers
@BOTH
def answer_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve an answer; who proposed it needs the superior's paper, which only a small office knows."""
    row, by = get_object_or_404(queries.answers(), pk=pk), actor_of(request)
    refuse_unless_allowed("grassroots.approve_answer", by, row)
    own = row.proposed_by_id is not None and row.proposed_by_id == by.account_id and is_small_office()
    form = PaperForm(request.POST or None) if own else Form(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not own):
        paper = form.filed(by, purpose=row.question) if isinstance(form, PaperForm) else None
        if accepted(form, lambda: actions.approve_answer(row, by=by, approval=paper)):
            return redirect("grassroots:answers")
    text = _("You proposed the answer yourself. In a small office the superior's signed paper stands for the second person.") if own else row.answer
    return form_page(request, form, _("Approve"), back=reverse("grassroots:answers"), sub=row.question, text=text)


@workers
@BOTH
def answer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an answer with a reason."""
    return do(request, ANSWER_ACTS, get_object_or_404(queries.answers(), pk=pk), "withdraw", reverse("grassroots:answers"))


@workers
@BOTH
def material_add(request: HttpRequest) -> HttpResponse:
    """Add material for talks."""
    form = forms.MaterialForm(request.POST or None)
    return new(request, form, _("Add material"), lambda: actions.add_material(site(), by=actor_of(request), **form.cleaned_data),
               back=reverse("grassroots:answers"), to=lambda row: reverse("grassroots:answers"))


ANSWER_ACTS = {"withdraw": Act(gettext_lazy("Withdraw"), "grassroots.withdraw_answer", lambda data, row, by: forms.ReasonForm(data),
                               lambda row, by, form: actions.withdraw_answer(row, by=by, **form.cleaned_data))}
PROJECT_ACTS = {move.name: Act(move.label, "grassroots.move_project", lambda data, row, by: forms.WordsForm(data),
                               lambda row, by, form, name=move.name: actions.move_project(row, by=by, move=name, words=form.cleaned_data["words"]), move.sources,  # type: ignore[misc]
                               "plain" if move.name == "again" else "primary") for move in PROJECT_MOVES}


@workers
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """List the research projects in sight."""
    by = actor_of(request)
    head = [ActionButton(_("Open a research project"), reverse("grassroots:project_add"), method="get", kind="primary")]
    return render(request, "grassroots/projects.html", {
        "rows": by_number(queries.projects_visible_to(by), request.GET, size=40), "buttons": head,
        "columns": [Column(_("Topic"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Leads the research")), Column(_("To be finished by"), kind="date"),
                    Column(pgettext("state", "State"))]})


@workers
@BOTH
def project_add(request: HttpRequest) -> HttpResponse:
    """Open a research project."""
    by = actor_of(request)
    form = forms.ProjectForm(request.POST or None, units=queries.own_units(by), people=queries.colleagues(by))

    def make() -> Project:
        kept = dict(form.cleaned_data)
        return actions.open_project(kept.pop("unit"), by=by, **kept)

    return new(request, form, _("Open a research project"), make, back=reverse("grassroots:projects"), to=lambda row: reverse("grassroots:project", args=[row.pk]))


def _project(request: HttpRequest, pk: int) -> Project:
    return get_object_or_404(queries.projects_visible_to(actor_of(request)), pk=pk)


@workers
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a research project with its outings, its three lists and its steps."""
    row, by = _project(request, pk), actor_of(request)
    labels = {move.name: move.label for move in PROJECT_MOVES}
    head: list[Any] = buttons(PROJECT_ACTS, by, row, "grassroots:project_act", row.state)
    head += [ActionButton(_("Three lists (Word)"), reverse("grassroots:lists", args=[pk, "docx"]), method="get"),
             ActionButton(_("Three lists (PDF)"), reverse("grassroots:lists", args=[pk, "pdf"]), method="get")]
    return render(request, "grassroots/project.html", {
        "project": row, "buttons": head, "matters": queries.three_lists(by, row), "outings": queries.outings_visible_to(by).filter(project=row),
        "events": [Event(step.at, labels.get(step.what, step.what), who=step.by or "", text=step.words) for step in row.steps.select_related("by").order_by("-pk")],
        "columns": [Column(_("Problem"), kind="main"), Column(_("Where")), Column(_("Leading unit")), Column(_("Until"), kind="date"), Column(_("Stands at"))]})


@workers
@BOTH
def project_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a project one step further."""
    return do(request, PROJECT_ACTS, _project(request, pk), name, reverse("grassroots:project", args=[pk]))


@workers
@require_safe
def lists(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the three lists as Word or PDF."""
    if form not in TYPES:
        raise Http404
    row = _project(request, pk)
    sheet = papers.three_lists(row, list(queries.three_lists(actor_of(request), row)))
    return download(render_pdf([sheet]) if form == "pdf" else render_docx([sheet]), f"{sheet.title}.{form}", TYPES[form])


