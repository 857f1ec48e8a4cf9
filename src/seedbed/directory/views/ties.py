"""Ties: what may be a conflict of interest, declared or registered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory import actions
from seedbed.directory.forms import OwnTieForm, TieForm, tie_sides
from seedbed.directory.models import Tie
from seedbed.directory.queries import choices, holds
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column

BUSINESS = ("trainee", "clerk", "officer", "leader")


@holding(*BUSINESS)
@require_safe
def ties(request: HttpRequest) -> HttpResponse:
    """List the ties in reach, the newest first; a person without an office sees the own ones."""
    by = actor_of(request)
    rows = by_key(choices.ties_visible_to(by), request.GET, order=("-id",), size=40)
    columns = [Column(_("First side"), kind="main"), Column(_("Kind")), Column(_("Other side")), Column(_("Declared by")),
               Column(_("Declared"), kind="date"), Column("", kind="actions")]
    lines = [(tie, *tie_sides(tie), _end(tie) if allowed("directory.end_tie", by, tie) and not tie.ended_at else None) for tie in rows]
    declare = ActionButton(_("Declare a tie"), reverse("directory:declare_tie"), method="get", kind="primary")
    return render(request, "directory/ties.html", {"rows": rows, "lines": lines, "columns": columns, "buttons": [declare]})


def _end(tie: Tie) -> ActionButton:
    return ActionButton(_("End"), reverse("directory:end_tie", args=[tie.pk]), kind="quiet", note="required",
                        confirm=_("From now on this tie no longer counts as a conflict."))


@holding(*BUSINESS)
@require_http_methods(["GET", "HEAD", "POST"])
def declare_tie(request: HttpRequest) -> HttpResponse:
    """Register a tie: the office any, a person the own ones."""
    by = actor_of(request)
    office = holds(by, "officer", "leader")
    form = TieForm(by, request.POST or None) if office else OwnTieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        first = given["first"] if office else by.account.person
        other = given["other"] if office else given["other_unit"]
        if accepted(form, lambda: actions.declare_tie(first, by=by, kind=given["kind"], other=other, source=given.get("source", ""))):
            return redirect("directory:ties")
    return render(request, "directory/tie_form.html", {"form": form, "office": office})


@holding("officer", "leader")
@require_POST
def end_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a tie as no longer in force, with the reason."""
    tie = get_object_or_404(choices.ties_visible_to(actor_of(request)), pk=pk)
    actions.end_tie(tie, by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:ties")
