"""Visits to companies: list, registering, joining."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.outcomes import queries
from seedbed.outcomes.actions import visits as actions
from seedbed.outcomes.forms.leads import VisitForm
from seedbed.outcomes.queries import leads as reads
from seedbed.outcomes.views.leads import people_of_the_field
from seedbed.outcomes.views.pieces import BOTH, batch_of


@people_of_the_field
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """List visits to companies, the newest first."""
    by = actor_of(request)
    batch = queries.batches_visible_to(by).order_by("-starts_on").first()
    buttons = [ActionButton(_("Register a visit"), reverse("outcomes:visit_add", args=[batch.pk]), method="get", kind="primary")] if batch else []
    columns = [Column(_("Company"), kind="main"), Column(_("Visited on"), kind="date"), Column(_("People")), Column(_("What was learnt"), kind="long")]
    return render(request, "outcomes/visits.html", {"rows": by_number(reads.visits_visible_to(by), request.GET, late=True), "columns": columns, "buttons": buttons})


@signed_in
@BOTH
def visit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a visit; a trainee for the own person, the office for the people of the batch."""
    batch, by = batch_of(request, pk), actor_of(request)
    office = queries.runs(by, batch)
    form = VisitForm(request.POST or None, people=queries.people_of(batch) if office else None)
    if request.method == "POST" and form.is_valid():
        if not office and (by.account is None or by.account.person is None):
            raise Http404
        values = {"people": [by.account.person]} | form.cleaned_data
        if accepted(form, lambda: actions.add_visit(batch, by=by, **values)):
            return redirect("outcomes:visits")
    back = reverse("outcomes:visits")
    return render(request, "outcomes/form.html", {"form": form, "title": _("Register a visit"), "text": _("No photograph is needed."),
                                                  "crumbs": [(_("Companies visited"), back)], "back": back})
