"""The reason page of one person, for those who decide and for the person; moves and requests for a review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement import reasons
from seedbed.placement.actions import matching as actions
from seedbed.placement.actions import trials
from seedbed.placement.forms.matching import AnswerForm, NoteForm, ReviewForm
from seedbed.placement.models import DraftPlacement
from seedbed.placement.queries import matching as queries
from seedbed.placement.queries import placements as placement_queries
from seedbed.placement.reckoning.trials import Question
from seedbed.placement.views.steps import crumbs
from seedbed.placement.views.waiting import led_to

BOTH = require_http_methods(["GET", "HEAD", "POST"])
office = holding("officer", "leader")
SHOWN = 5  # alternatives that are open at first


def _place(request: HttpRequest, pk: int) -> DraftPlacement:
    return get_object_or_404(queries.places_visible_to(actor_of(request)), pk=pk)


def _page_of(place: DraftPlacement, *, with_people: bool) -> reasons.ReasonPage:
    names = reasons.names_from(queries.name_rows(place.draft.batch, with_people=with_people))
    return reasons.reason_page(queries.reason_of(place).data, names)


@signed_in
@require_safe
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why a person is where the draft puts them; the person sees no names of others and moves nobody."""
    place, by = _place(request, pk), actor_of(request)
    decides = placement_queries.decides(by, place.draft.batch)
    page = _page_of(place, with_people=decides)
    here = reverse("placement:draft", args=[place.draft_id])
    way = crumbs(place.draft.batch, (_("Draft %(number)d") % {"number": place.draft.number}, here)) if decides else [(_("My place"), reverse("placement:own"))]
    return render(request, "placement/matching/reason.html", {
        "place": place, "page": page, "draft": place.draft, "decides": decides, "crumbs": way,
        "first": page.alternatives[:SHOWN], "rest": page.alternatives[SHOWN:], "buttons": _buttons(by, place) if decides else [],
        "unpriced_title": ngettext("%(count)d more place", "%(count)d more places", len(page.unpriced)) % {"count": len(page.unpriced)},
        "requests": queries.requests_of(place), "may_ask": allowed("placement.ask_review", by, place) and place.draft.is_published,
        "columns": [Column(pgettext("where somebody goes", "Place"), kind="main"), Column(_("Fit"), kind="number"), Column(_("What it would cost"))],
        "can_move": decides and not placement_queries.published_draft_of(place.draft.batch),
    })


def _buttons(by: Any, place: DraftPlacement) -> list[ActionButton]:
    rules_page = reverse("placement:match_rules", args=[place.draft.batch_id])
    buttons = [ActionButton(_("Rules, locks, pairs"), rules_page, method="get")]
    if place.post_id and not place.locked and not place.draft.is_published:
        buttons.insert(0, ActionButton(_("Move or lock"), f"{reverse('placement:move', args=[place.pk])}?post={place.post_id}", method="get"))
    return buttons


@office
@BOTH
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the exact price of putting a person on a post, and do it: lock there and run the match again."""
    place, by = _place(request, pk), actor_of(request)
    wanted = request.POST.get("post") or request.GET.get("post", "")
    post = get_object_or_404(queries.posts_of(place.draft.batch), pk=int(wanted) if wanted.isdigit() and len(wanted) < 10 else 0)
    if request.method == "POST" and "price" in request.POST:
        question = Question(put=((place.application_id, post.pk),))
        return led_to(trials.ask_what_if(place.draft, by=by, question=question))
    form = NoteForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.move_person(place.application, by=by, post=post, reason=form.cleaned_data["reason"]))):
            return redirect("placement:run", pk=made[0].pk)
    page = _page_of(place, with_people=True)
    price = next((line for line in page.alternatives if line.post == post.pk), None)
    back = reverse("placement:reason", args=[place.pk])
    return render(request, "placement/matching/move.html", {
        "place": place, "post": post, "form": form, "price": price, "stays": post.pk == place.post_id, "back": back,
        "closed": [line for line in page.closed if line.startswith(_names(post))] if price is None else [],
        "unpriced": post.pk in dict(page.unpriced),
        "crumbs": crumbs(place.draft.batch, (place.application.person.name, back)),
    })


def _names(post: Any) -> str:
    return _("%(post)s at %(host)s") % {"post": post.title, "host": post.offer.host.unit.name}


@holding("trainee")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show a trainee the own places, each with its reason."""
    by = actor_of(request)
    placements = placement_queries.placements_visible_to(by).filter(person=by.account.person_id or 0).order_by("-pk")
    places = {place.application_id: place for place in queries.own_places(by)}
    return render(request, "placement/matching/own.html", {"lines": [(p, places.get(p.application_id)) for p in placements]})


@signed_in
@BOTH
def ask_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a human review of the own result."""
    place, by = _place(request, pk), actor_of(request)
    refuse_unless_allowed("placement.ask_review", by, place)
    form, back = ReviewForm(request.POST or None), reverse("placement:reason", args=[pk])
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.ask_review(place, by=by, text=form.cleaned_data["text"])):
            return redirect(back)
    return render(request, "placement/matching/form.html", {
        "form": form, "title": _("Ask for a human review"), "submit": _("Send the request"), "back": back, "crumbs": [(_("My place"), reverse("placement:own"))],
        "text": _("A named person in the office looks at your result again and answers you here.")})


@office
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List the requests for a human review that the actor may answer, open ones first."""
    rows = by_number(queries.requests_visible_to(actor_of(request)).order_by("-state", "-asked_at", "-pk"), request.GET, size=40)
    return render(request, "placement/matching/reviews.html", {"rows": rows})


@office
@BOTH
def answer_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request for a human review."""
    by = actor_of(request)
    row = get_object_or_404(queries.requests_visible_to(by), pk=pk)
    form, back = AnswerForm(request.POST or None), reverse("placement:reviews")
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.answer_review(row, by=by, answer=form.cleaned_data["answer"])):
            return redirect(back)
    return render(request, "placement/matching/form.html", {
        "form": form, "title": _("Answer %(name)s") % {"name": row.application.person.name}, "submit": _("Send the answer"), "back": back,
        "text": row.text, "crumbs": crumbs(row.draft.batch, (_("Requests for a review"), back))})
