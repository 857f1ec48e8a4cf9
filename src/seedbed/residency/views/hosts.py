"""The page on which a host asks, by its signed link, for another post, another trainee or an early end; it reads the answers there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from seedbed.kernel.actor import of_link
from seedbed.kernel.doors import accepted, open_to_all
from seedbed.kernel.screen import Column
from seedbed.placement.models import HostLink
from seedbed.placement.views.links import DOOR
from seedbed.residency.actions import visits as changes
from seedbed.residency.forms.support import HostWishForm
from seedbed.residency.queries.visits import shown_to_host, wishes_of_host
from seedbed.residency.views.doors import BOTH


@never_cache
@open_to_all
@BOTH
@DOOR.further
def host_wish(request: HttpRequest, row: HostLink, token: str) -> HttpResponse:
    """Take what a host asks for about one of its people who agreed to be seen by it, and show what became of earlier wishes."""
    members = shown_to_host(row.offer)
    form = HostWishForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        member = kept.pop("member")
        if accepted(form, lambda: changes.ask_change(member, by=of_link(row.link), side="host", **kept)):
            messages.success(request, _("Your wish was sent to the office. You read the answer on this page."))
            return redirect("residency:host_wish", token=token)
    return render(request, "residency/host_wish.html", {
        "token": token, "offer": row.offer, "form": form if members.exists() else None, "wishes": wishes_of_host(row.offer)[:30],
        "columns": [Column(_("About whom"), kind="main"), Column(_("Wanted")), Column(pgettext("state", "State")), Column(_("Answer"), kind="long")]},
        status=422 if form.is_bound else 200)
