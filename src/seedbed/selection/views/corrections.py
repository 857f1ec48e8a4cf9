"""Longer forms on one application: correcting its facts, the confidential sounding."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import CorrectForm, SoundingForm
from seedbed.selection.queries.sounded import sounding_of
from seedbed.selection.views.pieces import crumbs, filed_paper, paper_form, run_application


@holding("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct facts of an application with the reason."""
    found, by = run_application(request, pk), actor_of(request)
    form = CorrectForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.correct(found, by=by, version=given_version(request), **form.values())):
            return redirect("selection:application", pk=pk)
    return render(request, "selection/form.html", {
        "form": form, "title": _("Correct %(number)s") % {"number": found.shown_number}, "cancel": reverse("selection:application", args=[pk]),
        "version": found.version, "crumbs": crumbs(found.batch), "secrets": True})


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def sounding(request: HttpRequest, pk: int) -> HttpResponse:
    """Read or write the confidential sounding; leaders read it only."""
    found, by = run_application(request, pk), actor_of(request)
    said = sounding_of(by, found)
    bar = queries.bars(by, [found]).get(pk)
    paper = paper_form(request, needed=bool(bar))
    may = (not bar or paper is not None) and allowed("selection.sound", by, found)
    form = SoundingForm(request.POST or None, initial=said.initial if said else None)
    if request.method == "POST":
        refuse_unless_allowed("selection.sound", by, found)
    if request.method == "POST" and form.is_valid():
        approval = filed_paper(request, paper, _("sounding by a barred officer"))
        if accepted(form, lambda: actions.sound(found, by=by, approval=approval, **form.values())):
            return redirect("selection:application", pk=pk)
    return render(request, "selection/sounding.html", {
        "application": found, "batch": found.batch, "form": form if may else None, "paper_form": paper, "sounding": said,
        "bar": reasons.bar(bar) if bar else "", "crumbs": crumbs(found.batch)})
