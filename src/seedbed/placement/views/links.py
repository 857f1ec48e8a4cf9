"""Links of hosts: made, renewed and revoked in the office; opened by the host's contact without an account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor, of_link
from seedbed.kernel.doors import accepted, actor_of, open_to_all, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.link_door import LinkDoor
from seedbed.placement.actions import hosts, posts
from seedbed.placement.actions import links as actions
from seedbed.placement.forms.hosts import SeatsForm
from seedbed.placement.forms.links import DeclineForm, HostNextYearForm, LinkForm
from seedbed.placement.models import HostLink
from seedbed.placement.queries import hosts as host_queries
from seedbed.placement.queries import links as queries
from seedbed.placement.views.hosts import BOTH
from seedbed.placement.views.offers import batch_crumbs, offer_of

# -- in the office -------------------------------------------------------------------------------------


@signed_in
@BOTH
def link_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for the contact of a host; link and code are shown once on the next page."""
    row, by = offer_of(request, pk), actor_of(request)
    if not allowed("placement.make_host_link", by, row):
        raise Refused(_("You may not make links."))
    form = LinkForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.make_host_link(row, by=by, **form.cleaned_data))):
            host_link, token, code = made[0]
            shown_once.keep(request, f"link{host_link.pk}", f"{token} {code}")
            return redirect("placement:link_made", pk=host_link.pk)
    back = reverse("placement:offer", args=[pk])
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Make a link for the host"), "crumbs": batch_crumbs(row.batch, (row, back)), "back": back})


def _link(request: HttpRequest, pk: int) -> HostLink:
    return get_object_or_404(host_queries.links_visible_to(actor_of(request)), pk=pk)


@never_cache
@signed_in
@require_safe
def link_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a new link and its code once."""
    row = _link(request, pk)
    token, _space, code = shown_once.take(request, f"link{pk}").partition(" ")
    address = request.build_absolute_uri(reverse("placement:host_page", args=[token])) if len(token) > 1 else ""
    back = reverse("placement:offer", args=[row.offer_id])
    return render(request, "placement/link_made.html", {
        "link": row, "address": address, "code": code, "back": back, "crumbs": batch_crumbs(row.offer.batch, (row.offer, back))})


@signed_in
@require_POST
def link_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time code for a link."""
    row = _link(request, pk)
    shown_once.keep(request, f"link{pk}", f"- {actions.renew_host_code(row, by=actor_of(request))}")
    return redirect("placement:link_made", pk=pk)


@signed_in
@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a link with a reason."""
    row = _link(request, pk)
    actions.revoke_host_link(row, by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("placement:offer", pk=row.offer_id)


# -- the host's contact ----------------------------------------------------------------------------------


DOOR = LinkDoor(
    page="placement:host_page", find=queries.link_of_token, use=actions.use_host_code, asks="placement/host_code.html", shown_as="link",
    over="placement/host_over.html", wrong=gettext_lazy("This code is wrong or was used before. Ask the service team for a new one."))


@never_cache
@open_to_all
@require_safe
@DOOR.first
def host_page(request: HttpRequest, row: HostLink, token: str) -> HttpResponse:
    """Show the host its page; without the code only the box for it. Opening changes nothing."""
    return render(request, "placement/host_page.html", _page(row, token))


def _page(row: HostLink, token: str, **forms: Any) -> dict[str, Any]:
    offer = row.offer
    return {
        "token": token, "link": row, "later": queries.offered_later(row, token), "offer": offer, "guests": queries.guests_of(offer), "hidden": queries.hidden_count(offer),
        "published": queries.is_published(offer), "posts": offer.posts.filter(state="open").order_by("pk"), "seats": SeatsForm(offer=offer),
        "decline": DeclineForm(), "next_year": HostNextYearForm(initial={"next_year": offer.next_year}),
    } | forms


@open_to_all
@require_POST
def host_code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the one-time code; wrong ones are counted and ten close the link."""
    return DOOR.take_code(request, token)


def _answer(request: HttpRequest, row: HostLink, token: str, name: str, form: Any, act: Callable[[HostLink, Actor, Any], Any]) -> HttpResponse:
    """Take one answer of the host; the act is done as the link."""
    if form.is_valid() and accepted(form, lambda: act(row, of_link(row.link), form)):
        messages.success(request, _("Thank you. Your answer was taken."))
        return redirect("placement:host_page", token=token)
    return render(request, "placement/host_page.html", _page(row, token, **{name: form}), status=422)


@open_to_all
@require_POST
@DOOR.further
def host_seats(request: HttpRequest, row: HostLink, token: str) -> HttpResponse:
    """Take the seats from the host; a host that had not answered yet is willing by that."""

    def act(row: HostLink, by: Actor, form: Any) -> None:
        if row.offer.willingness != "willing":
            hosts.accept_offer(row.offer, by=by)
        posts.confirm_seats(row.offer, by=by, seats=form.seats())

    return _answer(request, row, token, "seats", SeatsForm(request.POST, offer=row.offer), act)


@open_to_all
@require_POST
@DOOR.further
def host_decline(request: HttpRequest, row: HostLink, token: str) -> HttpResponse:
    """Take the host's refusal with its reason."""
    return _answer(request, row, token, "decline", DeclineForm(request.POST),
                   lambda row, by, form: hosts.decline_offer(row.offer, by=by, **form.cleaned_data))


@open_to_all
@require_POST
@DOOR.further
def host_next_year(request: HttpRequest, row: HostLink, token: str) -> HttpResponse:
    """Take whether the host may be asked again."""
    return _answer(request, row, token, "next_year", HostNextYearForm(request.POST),
                   lambda row, by, form: hosts.state_next_year(row.offer, by=by, **form.cleaned_data))
