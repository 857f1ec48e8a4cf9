"""Reads of wishes. A person sees the own wishes and how many named each post first, never who."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import USABLE, HostOffer, MatchDraft, Post, Wish, WishReceipt, WishWindow
from seedbed.placement.states.matching import DraftState
from seedbed.selection.models import Application, Batch
from seedbed.selection.states import ApplicationState

S = ApplicationState
OUT = (S.DRAFT, S.INELIGIBLE, S.GIVEN_UP)


def window_of(batch_id: int) -> WishWindow | None:
    """Return the window for wishes of a batch, or None."""
    return WishWindow.objects.filter(batch=batch_id).first()


def is_open(window: WishWindow, at: datetime | None = None) -> bool:
    """Tell whether wishes may be stated now; the closing moment itself is outside, and a published plan closes the window."""
    return window.opens_at <= (at or timezone.now()) < window.closes_at and not is_settled(window.batch_id)


def is_settled(batch_id: int) -> bool:
    """Tell whether the plan of a batch is published, so that wishes change nothing any more."""
    return MatchDraft.objects.filter(batch=batch_id, state=DraftState.PUBLISHED).exists()


def may_wish(application: Application) -> bool:
    """Tell whether an application still takes part: until the release everybody eligible, then the chosen.

    Draft decisions make no difference, so that the page never betrays them.
    """
    if application.batch.is_released:
        return application.state == S.CHOSEN
    return application.state not in OUT


def own_applications(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the actor's own person."""
    person = actor.account.person_id if actor.account is not None else None
    rows = Application.objects.filter(person__isnull=False, person=person).exclude(state=S.DRAFT)
    return rows.select_related("batch__plan", "person", "unit")


def applications_entered_by(actor: Actor) -> QuerySet[Application]:
    """Return the applications for which the actor may enter wishes from paper: an officer's batches."""
    rows = Application.objects.filter(batch__unit__in=reach(actor, "officer")).exclude(state__in=OUT)
    return rows.select_related("batch__plan", "person", "unit")


def people_of_window(actor: Actor, batch: Batch) -> QuerySet[Application]:
    """Return the people of a batch who may state wishes, with how many they stated; for officers and leaders."""
    rows = Application.objects.filter(batch=batch, batch__unit__in=reach(actor, "officer", "leader"))
    rows = rows.filter(state=S.CHOSEN) if batch.is_released else rows.exclude(state__in=OUT)
    counts = Wish.objects.filter(application=OuterRef("pk")).order_by().values("application").annotate(n=Count("pk")).values("n")
    counted = rows.annotate(wish_count=Coalesce(Subquery(counts), 0))
    return counted.select_related("person", "unit", "batch__plan").order_by("person__sort_key", "pk")


def choices_of(window: WishWindow) -> QuerySet[Any]:
    """Return what may be wished for in a window: open posts, or hosts with an open post.

    Hosts that are still candidates are shown too: vetting may end after the wishes do.
    """
    usable = Q(host__state__in=[*USABLE, "candidate"], willingness="willing")
    offers = HostOffer.objects.filter(usable, batch=window.batch_id)
    if window.wish_for == "host":
        return offers.filter(posts__state="open").distinct().select_related("host__unit__region").order_by("host__unit__sort_key", "pk")
    rows = Post.objects.filter(offer__in=offers, state="open").select_related("offer__host__unit__region")
    return rows.order_by("offer__host__unit__sort_key", "offer_id", "pk")


@dataclass(frozen=True)
class Demand:
    """How often one thing was wished for: as first wish, and at any rank."""

    first: int
    any: int


def demand(window: WishWindow) -> dict[int, Demand]:
    """Return the demand for each post (or host's offer) of a window; counts only, no people."""
    key = "post" if window.wish_for == "post" else "offer"
    rows = Wish.objects.filter(application__batch=window.batch_id, **{f"{key}__isnull": False})
    counted = rows.exclude(application__state__in=OUT).values(thing=F(key)).annotate(
        first=Count("pk", filter=Q(rank=1)), total=Count("pk")
    )
    return {row["thing"]: Demand(row["first"], row["total"]) for row in counted}


def wishes_of(application: Application) -> list[Wish]:
    """Return the wishes of one application, best first."""
    rows = Wish.objects.filter(application=application).select_related("post__offer__host__unit", "offer__host__unit")
    return list(rows.order_by("rank"))


def receipts_of(application: Application) -> QuerySet[WishReceipt]:
    """Return the receipts of one application, newest first."""
    return WishReceipt.objects.filter(application=application).select_related("entered_by")


def highest_rank(batch: Batch) -> int:
    """Return the longest list of wishes in a batch, 0 for none."""
    return Wish.objects.filter(application__batch=batch).aggregate(top=Max("rank"))["top"] or 0


def stated_count(batch: Batch) -> int:
    """Return how many people of a batch have stated wishes."""
    rows = Wish.objects.filter(application__batch=batch).exclude(application__state__in=OUT)
    return rows.values("application").distinct().count()


def is_early(window: WishWindow) -> bool:
    """Tell whether the window has not opened yet."""
    return timezone.now() < window.opens_at


def wishes_visible_to(actor: Actor) -> QuerySet[Wish]:
    """Return the wishes of applications for which the actor enters them from paper, and the own ones; nobody else reads them."""
    seen = Q(application__in=applications_entered_by(actor).values("pk")) | Q(application__in=own_applications(actor).values("pk"))
    return Wish.objects.filter(seen).select_related("application")


def applications_wished_for_by(actor: Actor) -> QuerySet[Application]:
    """Return the applications whose wishes the actor may state: the own ones, and from paper those of an officer's batches."""
    seen = Q(pk__in=applications_entered_by(actor).values("pk")) | Q(pk__in=own_applications(actor).values("pk"))
    return Application.objects.filter(seen).select_related("batch__plan", "person", "unit")
