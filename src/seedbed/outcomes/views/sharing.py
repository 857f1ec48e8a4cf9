"""Sharing sessions at home: who shared, where, what was told, who took a practice over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.outcomes import queries
from seedbed.outcomes.actions import practices as lessons
from seedbed.outcomes.actions import sharing as actions
from seedbed.outcomes.forms.needs import EchoForm, SharingForm, TakenThereForm
from seedbed.outcomes.models import SharingSession
from seedbed.outcomes.queries import sharing as reads
from seedbed.outcomes.views.leads import people_of_the_field
from seedbed.outcomes.views.pieces import BOTH, batch_of


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of a session."""
    return [(_("Sharing sessions"), reverse("outcomes:sharings")), *more]


@people_of_the_field
@require_safe
def sharings(request: HttpRequest) -> HttpResponse:
    """List the sharing sessions the actor may see, the newest first."""
    by = actor_of(request)
    batch = queries.batches_visible_to(by).order_by("-starts_on").first()
    buttons = [ActionButton(_("Enter a sharing session"), reverse("outcomes:sharing_add", args=[batch.pk]), method="get", kind="primary")] if batch else []
    columns = [Column(_("What was shared"), kind="main"), Column(_("Day"), kind="date"), Column(_("Who shared")), Column(pgettext("sharing", "Where"))]
    return render(request, "outcomes/sharings.html", {"rows": by_number(reads.sharings_visible_to(by), request.GET, late=True), "columns": columns, "buttons": buttons})


def _sharing(request: HttpRequest, pk: int) -> SharingSession:
    return get_object_or_404(reads.sharings_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_safe
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one session with the practices told and who took them over."""
    row, by = _sharing(request, pk), actor_of(request)
    adopted = row.practices.filter(state__in=["adopted", "proven"])
    buttons = [
        *([ActionButton(_("Taken over by another unit"), reverse("outcomes:sharing_taken", args=[pk]), method="get", kind="primary")]
          if allowed("outcomes.take_practice", by, row) and adopted.exists() else []),
        *([ActionButton(_("Note what came back"), reverse("outcomes:sharing_echo", args=[pk]), method="get")] if allowed("outcomes.note_echo", by, row) else [])]
    return render(request, "outcomes/sharing.html", {
        "session": row, "buttons": buttons, "crumbs": crumbs(), "told": row.practices.order_by("title"), "taken": row.taken.select_related("unit", "practice"),
        "columns": [Column(pgettext("organisation", "Unit"), kind="main"), Column(pgettext("sharing", "Practice")), Column(_("Day"), kind="date")]})


@signed_in
@BOTH
def sharing_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a sharing session: a trainee the own, the office for the people of the batch."""
    batch, by = batch_of(request, pk), actor_of(request)
    runs = queries.runs(by, batch)
    form = SharingForm(request.POST or None, people=queries.people_of(batch) if runs else None, practices=reads.to_tell(by).filter(batch=batch),
                       gatherings=reads.own_sharings_planned(by))
    if request.method == "POST" and form.is_valid():
        if not runs and (by.account is None or by.account.person is None):
            raise Http404
        values = {"person": by.account.person} | form.cleaned_data
        if accepted(form, lambda: actions.add_sharing(batch, by=by, **values)):
            return redirect("outcomes:sharings")
    return _form(request, form, _("Enter a sharing session"), reverse("outcomes:sharings"), _("No picture and no count of listeners is needed."))


def _form(request: HttpRequest, form: Any, title: Any, back: str, text: Any = "") -> HttpResponse:
    return render(request, "outcomes/form.html", {"form": form, "title": title, "back": back, "crumbs": crumbs(), "text": text})


@signed_in
@BOTH
def sharing_echo(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what came back from a session."""
    row, by = _sharing(request, pk), actor_of(request)
    refuse_unless_allowed("outcomes.note_echo", by, row)
    form, back = EchoForm(request.POST or None, initial={"echo": row.echo}), reverse("outcomes:sharing", args=[pk])
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.note_echo(row, by=by, **form.cleaned_data)):
        return redirect(back)
    return _form(request, form, _("Note what came back"), back)


@signed_in
@BOTH
def sharing_taken(request: HttpRequest, pk: int) -> HttpResponse:
    """Note which unit took over a practice that it heard in a session."""
    row, by = _sharing(request, pk), actor_of(request)
    refuse_unless_allowed("outcomes.take_practice", by, row)
    form, back = TakenThereForm(request.POST or None, practices=row.practices.filter(state__in=["adopted", "proven"])), reverse("outcomes:sharing", args=[pk])
    how = _("Sharing session on %(day)s") % {"day": row.on}
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: lessons.take_practice(form.cleaned_data["practice"], by=by, session=row, how=how, **form.values())):
            return redirect(back)
    return _form(request, form, _("Taken over by another unit"), back)
