"""Pages of dossiers: what trainees find out about their companies, question by question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.faults import Refused
from seedbed.kernel.screen import Column
from seedbed.placement.models import HostOffer
from seedbed.residency.actions import works as actions
from seedbed.residency.forms.works import EntryForm, RevisionForm
from seedbed.residency.models import DossierEntry, Question
from seedbed.residency.queries import classes
from seedbed.residency.queries import works as queries
from seedbed.residency.views.doors import BOTH, class_found, crumbs, form_page, learning, office, tabs


@learning
@require_safe
def dossiers(request: HttpRequest, pk: int) -> HttpResponse:
    """List the hosts of a class with how far their dossiers are."""
    row, by = class_found(request, pk), actor_of(request)
    counts = queries.entry_counts(row)
    offers = queries.dossiers_visible_to(by).filter(batch=row.batch_id).order_by("host__unit__sort_key", "pk")
    return render(request, "residency/dossiers.html", {
        "row": row, "tabs": tabs(by, row, "dossiers"), "crumbs": crumbs(row), "rows": [(offer, *counts.get(offer.pk, (0, 0))) for offer in offers],
        "questions": len(Question), "columns": [Column(_("Host"), kind="main"), Column(_("Questions answered"), kind="number"), Column(_("Entries"), kind="number")]})


def _offer(request: HttpRequest, pk: int) -> HostOffer:
    return get_object_or_404(queries.dossiers_visible_to(actor_of(request)), pk=pk)


@learning
@BOTH
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dossier by its questions; who works there adds entries below each."""
    offer, by = _offer(request, pk), actor_of(request)
    author = queries.author_of(by, offer)
    form = EntryForm(request.POST or None) if author else None
    if request.method == "POST":
        if author is None or form is None:
            raise Refused(_("Who works at a host writes its dossier."))
        if form.is_valid() and accepted(form, lambda: actions.write_entry(author, by=by, offer=offer, **form.cleaned_data)):
            return redirect("residency:dossier", pk=pk)
    entries = queries.entries_of(offer)
    row = classes.class_of(offer.batch)
    return render(request, "residency/dossier.html", {
        "offer": offer, "author": author, "form": form, "draft": f"residency.dossier.{offer.pk}", "sections": [(q, entries.get(q.value, [])) for q in Question], "comments": classes.runs(by, row) if row else False,
        "crumbs": crumbs(row, (_("Company dossiers"), reverse("residency:dossiers", args=[row.pk]))) if row else []})


def _entry(request: HttpRequest, pk: int) -> DossierEntry:
    return get_object_or_404(queries.entries_visible_to(actor_of(request)), pk=pk)


@learning
@BOTH
def entry_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new text in the place of an own entry."""
    entry, by = _entry(request, pk), actor_of(request)
    refuse_unless_allowed("residency.revise_entry", by, entry)
    form: Any = RevisionForm(request.POST or None, initial={"text": entry.text})
    back = reverse("residency:dossier", args=[entry.offer_id])
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.revise_entry(entry, by=by, text=form.cleaned_data["text"])):
        return redirect(back)
    return form_page(request, form, _("Revise the entry"), back=back, sub=entry.get_question_display(), draft=f"residency.entry.{pk}")


@office
@require_POST
def entry_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a word of the department on an entry."""
    entry = _entry(request, pk)
    actions.comment_entry(entry, by=actor_of(request), text=request.POST.get("note", ""))
    return redirect("residency:dossier", pk=entry.offer_id)
