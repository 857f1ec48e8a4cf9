"""The desk's pages: drafts, running notices, objections."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.casework import actions, queries
from seedbed.casework.forms import AnswerForm, DraftForm, FindingForm, RevealForm
from seedbed.casework.models import Objection, PublicNotice
from seedbed.casework.states import NOTICE_MOVES, OBJECTION_MOVES, NoticeState
from seedbed.casework.views.public import name_columns
from seedbed.directory.forms import PaperForm
from seedbed.directory.queries import site
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column


@holding("officer", "leader")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the desk's notices, the newest first."""
    rows = by_key(queries.notices_visible_to(actor_of(request)), request.GET, order=("-id",))
    columns = [Column(_("Number")), Column(_("Title"), kind="main"), Column(_("Names"), kind="number"),
               Column(_("Last day"), kind="date"), Column(pgettext("state", "State"))]
    return render(request, "casework/notices.html", {"rows": rows, "columns": columns})


def _notice(request: HttpRequest, pk: int) -> PublicNotice:
    return get_object_or_404(queries.notices_visible_to(actor_of(request)).select_related("desk", "rule"), pk=pk)


@holding("officer", "leader")
@require_safe
def notice_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice of the desk with its next steps."""
    found = _notice(request, pk)
    return render(request, "casework/notice_file.html", {
        "notice": found, "buttons": _notice_buttons(request, found),
        "objections": queries.open_objections(found), "columns": name_columns(),
    })


def _notice_buttons(request: HttpRequest, found: PublicNotice) -> list[ActionButton]:
    by, buttons = actor_of(request), []
    if found.state == NoticeState.DRAFT and allowed("casework.change_notice", by, found):
        buttons.append(ActionButton(_("Change the draft"), reverse("casework:change", args=[found.pk]), method="get"))
    if found.state == NoticeState.DRAFT and allowed("casework.publish", by, found):
        buttons.append(ActionButton(_("Publish …"), reverse("casework:publish", args=[found.pk]), method="get", kind="primary"))
    if found.state in NOTICE_MOVES["take_down"].sources and allowed("casework.take_down", by, found):
        buttons.append(ActionButton(
            _("Take down"), reverse("casework:take_down", args=[found.pk]), kind="danger", note="required",
            confirm=_("Names and text are erased at once. This cannot be undone."),
        ))
    return buttons


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, text and days of a draft."""
    found, by, version = _notice(request, pk), actor_of(request), given_version(request)
    refuse_unless_allowed("casework.change_notice", by, found)
    form = DraftForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_notice(found, by=by, version=version, **form.cleaned_data)):
            return redirect("casework:notice_file", pk=pk)
    return render(request, "casework/change.html", {"notice": found, "form": form})


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft: by a second person, or with the superior's paper in a small office."""
    found, by, office = _notice(request, pk), actor_of(request), site()
    needs_paper = office is not None and office.profile == "small" and found.drafted_by_id == by.account_id
    form = PaperForm(request.POST or None) if needs_paper else Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.publish(found, by=by, approval=_paper(form, by, found))):
            return redirect("casework:notice_file", pk=pk)
    return render(request, "casework/publish.html", {"notice": found, "form": form, "needs_paper": needs_paper})


def _paper(form: Form, by: Actor, notice: PublicNotice) -> ApprovalPaper | None:
    return form.filed(by, purpose=str(notice.title)) if isinstance(form, PaperForm) else None


@holding("officer", "leader")
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice down with a reason."""
    actions.take_down(_notice(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("casework:notice_file", pk=pk)


@holding("officer", "leader")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """List the objections at the desk, the newest first."""
    rows = by_key(queries.objections_visible_to(actor_of(request)), request.GET, order=("-id",))
    columns = [Column(_("Number"), kind="main"), Column(_("About")), Column(_("Received"), kind="date"),
               Column(_("Answer due"), kind="date"), Column(pgettext("state", "State"))]
    return render(request, "casework/objections.html", {"rows": rows, "columns": columns})


def _objection(request: HttpRequest, pk: int) -> Objection:
    return get_object_or_404(queries.objections_visible_to(actor_of(request)), pk=pk)


@holding("officer", "leader")
@require_safe
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an objection with its clock and next steps; its sealed parts only after they were opened."""
    found = _objection(request, pk)
    part, _space, text = shown_once.take(request, f"objection{pk}").partition(" ")
    return render(request, "casework/objection.html", _objection_page(request, found) | {"part": part, "opened": text})


def _objection_page(request: HttpRequest, found: Objection, **forms: object) -> dict[str, object]:
    moves = {m.name for m in OBJECTION_MOVES.from_state(found.state)}
    handles = allowed("casework.handle", actor_of(request), found)
    return {
        "objection": found, "handles": handles, "reveal": RevealForm(),
        "accept": ActionButton(_("Take it up"), reverse("casework:accept", args=[found.pk]), kind="primary")
        if handles and "accept" in moves else None,
        "finding": FindingForm() if handles and "handle" in moves else None,
        "answer": AnswerForm() if handles and "answer" in moves else None,
    } | forms


@holding("officer", "leader")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an objection."""
    actions.accept(_objection(request, pk), by=actor_of(request))
    return redirect("casework:objection", pk=pk)


@holding("officer", "leader")
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was found."""
    found, form = _objection(request, pk), FindingForm(request.POST)
    refuse_unless_allowed("casework.handle", actor_of(request), found)
    if form.is_valid() and accepted(form, lambda: actions.handle(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("casework:objection", pk=pk)
    return render(request, "casework/objection.html", _objection_page(request, found, finding=form))


@holding("officer", "leader")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    found, form = _objection(request, pk), AnswerForm(request.POST)
    refuse_unless_allowed("casework.answer", actor_of(request), found)
    if form.is_valid() and accepted(form, lambda: actions.answer(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("casework:objection", pk=pk)
    return render(request, "casework/objection.html", _objection_page(request, found, answer=form))


@holding("officer", "leader")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a sealed part with a reason; the next page shows it once."""
    found, form = _objection(request, pk), RevealForm(request.POST)
    refuse_unless_allowed("casework.open_sealed", actor_of(request), found)
    if form.is_valid():
        text = actions.open_sealed(found, by=actor_of(request), **form.cleaned_data)
        shown_once.keep(request, f"objection{pk}", f"{form.cleaned_data['part']} {text}")
        return redirect("casework:objection", pk=pk)
    return render(request, "casework/objection.html", _objection_page(request, found, reveal=form))
