"""Pages of single posts: facts, seats, a post made for a person, the contact's telephone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.screen import ActionButton
from seedbed.placement import rules
from seedbed.placement.actions import posts as actions
from seedbed.placement.forms.hosts import MadeForForm, PostForm, ReasonForm
from seedbed.placement.models import Post
from seedbed.placement.queries import hosts as queries
from seedbed.placement.views.hosts import BOTH, version_of
from seedbed.placement.views.lines import events_of
from seedbed.placement.views.offers import batch_crumbs, offer_of


def post_of(request: HttpRequest, pk: int) -> Post:
    """Return a post the actor may see, or answer 404."""
    return get_object_or_404(queries.posts_visible_to(actor_of(request)), pk=pk)


def _crumbs(row: Post, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    offer = (row.offer, reverse("placement:offer", args=[row.offer_id]))
    return batch_crumbs(row.offer.batch, offer, *more)


@signed_in
@BOTH
def post_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post to what a host offers."""
    row, by = offer_of(request, pk), actor_of(request)
    if not allowed("placement.add_post", by, row):
        raise Refused(_("You may not add posts."))
    form = PostForm(request.POST or None, initial={"lodging": row.host.lodging or "any"})
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.add_post(row, by=by, **form.values())):
            return redirect("placement:offer", pk=pk)
    back = reverse("placement:offer", args=[pk])
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Add a post"), "crumbs": batch_crumbs(row.batch, (row, back)), "back": back})


@signed_in
@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one post; who it was made for is shown to officers and leaders only."""
    row, by = post_of(request, pk), actor_of(request)
    decides = rules.decides_post(by, row)
    return render(request, "placement/post.html", {
        "post": row, "buttons": _buttons(by, row), "crumbs": _crumbs(row), "decides": decides, "left_out": queries.why_left_out(row),
        "made_for": _made_for(row) if decides else None, "phone": shown_once.take(request, f"phone{pk}"),
        "reveal": ReasonForm() if row.contact_phone_sealed else None, "events": events_of(row) if decides else [],
    })


def _made_for(row: Post) -> MadeForForm:
    initial = {"application": row.made_for_id, "made_by": row.made_by, "reason": row.made_for_reason}
    return MadeForForm(initial=initial, people=queries.people_to_make_posts_for(row.offer.batch))


def _buttons(by: Any, row: Post) -> list[ActionButton]:
    if not allowed("placement.change_post", by, row):
        return []
    change = ActionButton(_("Change"), reverse("placement:post_edit", args=[row.pk]), method="get", kind="primary")
    if row.state == "open":
        return [change, ActionButton(pgettext("post", "Close"), reverse("placement:post_close", args=[row.pk]), kind="danger", note="required",
                                     confirm=_("Nobody is placed here from now on."))]
    return [change, ActionButton(_("Open again"), reverse("placement:post_open", args=[row.pk]))]


@signed_in
@BOTH
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a post."""
    row, by = post_of(request, pk), actor_of(request)
    if not allowed("placement.change_post", by, row):
        raise Refused(_("You may not change posts."))
    form = PostForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_post(row, by=by, version=version_of(request), **form.values())):
            return redirect("placement:post", pk=pk)
    back = reverse("placement:post", args=[pk])
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Change the post"), "version": row.version, "crumbs": _crumbs(row, (row, back)), "back": back})


@signed_in
@require_POST
def post_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a post with a reason."""
    actions.close_post(post_of(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("placement:post", pk=pk)


@signed_in
@require_POST
def post_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed post again."""
    actions.open_post(post_of(request, pk), by=actor_of(request))
    return redirect("placement:post", pk=pk)


@signed_in
@require_POST
def post_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a post was made for one applicant, or take it back."""
    row, by = post_of(request, pk), actor_of(request)
    if not rules.decides_post(by, row):
        raise Refused(_("You may not do this."))
    form = MadeForForm(request.POST, people=queries.people_to_make_posts_for(row.offer.batch))
    if form.is_valid() and accepted(form, lambda: actions.make_post_for(row, by=by, **form.cleaned_data)):
        return redirect("placement:post", pk=pk)
    back = reverse("placement:post", args=[pk])
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Made for a person"), "crumbs": _crumbs(row, (row, back)), "back": back})


@signed_in
@require_POST
def post_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the contact's telephone once, with a reason."""
    row, by = post_of(request, pk), actor_of(request)
    shown_once.keep(request, f"phone{pk}", actions.reveal_contact(row, by=by, reason=request.POST.get("reason", "")))
    return redirect("placement:post", pk=pk)
