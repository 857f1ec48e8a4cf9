"""Pages of the temporary Party branch of a class."""

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.gatherings.states import GatheringState
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Stat
from seedbed.residency.actions import branch as actions
from seedbed.residency.forms.branch import ApprovalForm, PostsForm, WeeksForm
from seedbed.residency.models import TempBranch, TrainingClass
from seedbed.residency.papers import branch_file
from seedbed.residency.queries import branch as queries
from seedbed.residency.states.branch import BranchState, Forbidden
from seedbed.residency.views.doors import BOTH, TYPES, class_found, crumbs, form_page, learning, office, tabs


@learning
@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the branch of a class: its approval, posts, plan, and what is switched off."""
    row, by = class_found(request, pk), actor_of(request)
    found = queries.branches_visible_to(by).filter(training_class=row).first()
    return render(request, "residency/branch.html", {
        "row": row, "tabs": tabs(by, row, "branch"), "crumbs": crumbs(row), "branch": found, "buttons": _buttons(by, row, found),
        "posts": found.posts.select_related("member__person") if found else [], "stats": _stats(found) if found else [], "off": _switched_off(found) if found else []})


def _buttons(by: Actor, row: TrainingClass, found: TempBranch | None) -> list[ActionButton]:
    def link(name: str, label: str, kind: str = "plain") -> ActionButton:
        return ActionButton(label, reverse(f"residency:{name}", args=[row.pk]), method="get", kind=kind)

    if found is None:
        return [link("branch_propose", _("Propose a temporary branch"), "primary")] if allowed("residency.propose_branch", by, row) else []
    buttons = []
    if allowed("residency.appoint", by, found):
        if found.state == BranchState.PROPOSED:
            buttons.append(link("branch_approve", _("Record the approval"), "primary"))
        if found.state == BranchState.APPROVED and found.planned_at is None:
            buttons.append(link("branch_plan", _("Plan the weeks"), "primary"))
        if found.state != BranchState.DISSOLVED:
            buttons.append(link("branch_appoint", _("Appoint posts")))
        buttons += [ActionButton(_("File as %(form)s") % {"form": form}, reverse("residency:branch_file", args=[row.pk, form]), method="get", kind="quiet") for form in TYPES]
    return buttons


def _stats(found: TempBranch) -> list[Stat]:
    rows = list(queries.sessions_of(found))
    held = [g for g in rows if g.state == GatheringState.HELD]
    kinds = dict.fromkeys((g.kind, g.get_kind_display()) for g in rows)
    return [Stat(label, sum(g.kind == kind for g in held), sub=_("held of %(planned)d planned") % {
        "planned": sum(g.kind == kind and g.state != GatheringState.CANCELLED for g in rows)}) for kind, label in kinds]


def _switched_off(found: TempBranch) -> list[ActionButton]:
    """What a temporary branch may not do: shown, grey, with the reason."""
    reason = _("A temporary branch does not do this: %(rule)s.") % {"rule": found.rule}
    return [ActionButton(Forbidden(code).label, "", disabled_reason=reason) for code in found.rule.forbidden if code in Forbidden.values]


def _branch(request: HttpRequest, row: TrainingClass) -> TempBranch:
    return get_object_or_404(queries.branches_visible_to(actor_of(request)), training_class=row)


def _form(request: HttpRequest, row: TrainingClass, form: Any, title: str, text: str = "") -> HttpResponse:
    return form_page(request, form, title, back=reverse("residency:branch", args=[row.pk]), sub=row.batch.name, text=text)


@office
@BOTH
def branch_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a branch with its posts."""
    row, by = class_found(request, pk), actor_of(request)
    refuse_unless_allowed("residency.propose_branch", by, row)
    form = PostsForm(request.POST or None, members=queries.party_members(row), initial={"name": _("Temporary Party branch of %(batch)s") % {"batch": row.batch.name}})
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.propose_branch(row, by=by, name=form.cleaned_data["name"], posts=form.posts())):
        return redirect("residency:branch", pk=pk)
    return _form(request, row, form, _("Propose a temporary branch"), _("Secretary and committee are appointed by the higher Party organisation, not elected."))


@office
@BOTH
def branch_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint the posts anew."""
    row, by = class_found(request, pk), actor_of(request)
    found = _branch(request, row)
    held = dict(found.posts.values_list("post", "member"))
    form = PostsForm(request.POST or None, members=queries.party_members(row), named=False, posts=held)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.appoint(found, by=by, posts=form.posts())):
        return redirect("residency:branch", pk=pk)
    return _form(request, row, form, _("Appoint posts"))


@office
@BOTH
def branch_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the approval."""
    row, by, form = class_found(request, pk), actor_of(request), ApprovalForm(request.POST or None)
    found = _branch(request, row)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.approve_branch(found, by=by, **form.cleaned_data)):
        return redirect("residency:branch", pk=pk)
    return _form(request, row, form, _("Record the approval"))


@office
@BOTH
def branch_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the weeks."""
    row, by, form = class_found(request, pk), actor_of(request), WeeksForm(request.POST or None)
    found = _branch(request, row)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: actions.plan_branch(found, by=by, weekly=form.weekly(), whole_class=kept["whole_class"], place=kept["place"])):
            return redirect("residency:branch", pk=pk)
    return _form(request, row, form, _("Plan the weeks"), _("Every week one study, one sharing, one seminar, until the class ends; holidays move a date within its week."))


@office
@require_safe
def branch_file_out(request: HttpRequest, pk: int, form: str) -> Any:
    """Hand out the file of the branch: as it stands now, or as it was frozen when the branch dissolved."""
    row = class_found(request, pk)
    found = _branch(request, row)
    if form not in TYPES:
        raise Http404
    sheets = [branch_file(found, found.record or queries.record_of(found))]
    data = render_pdf(sheets) if form == "pdf" else render_docx(sheets)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{found.name}.{form}", content_type=TYPES[form])
