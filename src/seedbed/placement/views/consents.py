"""Consents on signed paper, entered by the office for people who have no account or came to sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from seedbed.directory.queries import notice_in_force
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.screen import Column
from seedbed.placement.actions import consents as actions
from seedbed.placement.forms.consents import ConsentsForm
from seedbed.placement.queries import hosts as queries
from seedbed.placement.queries.consents import people_to_ask
from seedbed.placement.queries.links import CONSENT
from seedbed.placement.views.steps import crumbs


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has not agreed yet that the host sees name, post and arrival; enter the signed papers of the picked ones."""
    batch, by = get_object_or_404(queries.batches_decided_by(actor_of(request)), pk=pk), actor_of(request)
    waiting = people_to_ask(by, batch)
    form = ConsentsForm(request.POST or None, people=waiting)
    done: list[int] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: done.append(actions.record_consents(batch, by=by, **form.cleaned_data))):
            messages.success(request, ngettext("%(count)d consent was recorded.", "%(count)d consents were recorded.", done[0]) % {"count": done[0]})
            return redirect("placement:consents", pk=pk)
    return render(request, "placement/consents.html", {
        "batch": batch, "form": form, "waiting": waiting, "notice": notice_in_force(CONSENT),
        "crumbs": crumbs(batch, (_("Papers"), reverse("placement:papers", args=[pk]))),
        "columns": [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Host"))],
    })
