"""Reads of hosts, offers and posts. What a service team may see is hosts, seats and lodging only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from seedbed.directory.models import Industry, Tie, Unit, UnitIndustry
from seedbed.directory.queries import holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import USABLE, Host, HostLink, HostOffer, Post
from seedbed.selection.models import Batch

KEEPERS = ("officer", "leader", "service_team")
DECIDERS = ("officer", "leader")
FOUND = 30  # industries shown for one search


def hosts_visible_to(actor: Actor) -> QuerySet[Host]:
    """Return the hosts kept by units in reach of an officer, leader or service team."""
    return Host.objects.filter(keeper__in=reach(actor, *KEEPERS)).select_related("unit__region")


def offers_visible_to(actor: Actor) -> QuerySet[HostOffer]:
    """Return what visible hosts offer to batches."""
    rows = HostOffer.objects.filter(host__keeper__in=reach(actor, *KEEPERS))
    return rows.select_related("host__unit__region", "batch")


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """Return the posts of visible hosts."""
    rows = Post.objects.filter(offer__host__keeper__in=reach(actor, *KEEPERS))
    return rows.select_related("offer__host__unit__region", "offer__batch")


def links_visible_to(actor: Actor) -> QuerySet[HostLink]:
    """Return the links of visible hosts, newest first."""
    rows = HostLink.objects.filter(offer__host__keeper__in=reach(actor, *KEEPERS))
    return rows.select_related("link", "offer__host__unit", "offer__batch", "made_by")


def batches_with_hosts_visible_to(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose hosts and posts the actor may see; of a batch its name and dates only."""
    return Batch.objects.filter(unit__in=reach(actor, *KEEPERS)).select_related("unit", "host_region", "plan")


def batches_decided_by(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of which the actor sees people too: officers and leaders, never the service team."""
    return Batch.objects.filter(unit__in=reach(actor, *DECIDERS)).select_related("unit", "host_region", "plan")


def sees_people(actor: Actor, batch: Batch) -> bool:
    """Tell whether the actor sees applicants of the batch, as officers and leaders do."""
    return holds_for(actor, batch.unit_id, *DECIDERS)


def keeper_for(actor: Actor) -> QuerySet[Unit]:
    """Return the units for which the actor may keep hosts, topmost first."""
    return Unit.objects.filter(pk__in=reach(actor, *DECIDERS), kind__in=["party", "area", "government"])


@dataclass(frozen=True)
class SeatFigures:
    """Hosts, posts and seats of a batch: what is there, what can be used, what is still to be settled."""

    hosts: int
    willing: int
    usable: int
    posts: int
    seats_min: int
    seats_max: int
    unsettled: int


def seat_figures(batch: Batch) -> SeatFigures:
    """Count hosts, posts and usable seats of a batch in two queries."""
    usable = Q(host__state__in=USABLE, willingness="willing")
    offers = HostOffer.objects.filter(batch=batch).aggregate(
        hosts=Count("pk"), willing=Count("pk", filter=Q(willingness="willing")), usable=Count("pk", filter=usable)
    )
    posts = _open_posts(batch).aggregate(
        posts=Count("pk"), seats_min=Sum("seats_min"), seats_max=Sum("seats_max"),
        unsettled=Count("pk", filter=Q(seats_max=None)),
    )
    return SeatFigures(**offers, **{name: value or 0 for name, value in posts.items()})


def _open_posts(batch: Batch) -> QuerySet[Post]:
    return Post.objects.filter(offer__batch=batch, offer__willingness="willing", offer__host__state__in=USABLE, state="open")


def matchable_posts(batch: Batch) -> QuerySet[Post]:
    """Return the posts that take part in a match: open, seats settled, of willing and vetted hosts."""
    rows = _open_posts(batch).filter(seats_max__isnull=False)
    return rows.select_related("offer__host__unit").order_by("offer__host__unit__sort_key", "offer_id", "pk")


def left_out_posts(batch: Batch) -> list[tuple[Post, str]]:
    """Return each post that stays out of a match with the sentence that says why."""
    rows = Post.objects.filter(offer__batch=batch).select_related("offer__host__unit").order_by("pk")
    return [(post, sentence) for post in rows if (sentence := why_left_out(post))]


def why_left_out(post: Post) -> str:
    """Return why a post takes no part in a match, or "" if it does."""
    names = {"host": post.offer.host.unit.name, "post": post.title}
    if post.state != "open":
        return _("“%(post)s” at %(host)s is closed.") % names
    if post.offer.willingness != "willing":
        return _("%(host)s has not said that it is willing.") % names
    if not post.offer.host.is_usable:
        return _("%(host)s is not vetted.") % names
    if not post.seats_are_settled:
        return _("The seats of “%(post)s” at %(host)s are still to be settled.") % names
    return ""


def offers_of_batch(rows: QuerySet[HostOffer], batch: Batch) -> QuerySet[HostOffer]:
    """Narrow visible offers to a batch, each with its posts and sums of seats."""
    open_post = Q(posts__state="open")
    return rows.filter(batch=batch).prefetch_related(Prefetch("posts", Post.objects.order_by("pk"))).annotate(
        post_count=Count("posts"), seats_low=Sum("posts__seats_min", filter=open_post),
        seats_high=Sum("posts__seats_max", filter=open_post),
        to_settle=Count("posts", filter=open_post & Q(posts__seats_max=None)),
    )


def ties_of(host: Host) -> QuerySet[Tie]:
    """Return the ties in force between the host's company and others, whichever side declared them."""
    rows = Tie.objects.filter(Q(unit=host.unit_id) | Q(other_unit=host.unit_id), ended_at=None)
    return rows.select_related("unit", "other_unit", "person", "other_person").order_by("kind", "pk")


def unit_ties_of(host: Host) -> QuerySet[Tie]:
    """Return ties between the host and other units; ties of people are for officers only."""
    return ties_of(host).filter(person=None, other_person=None)


def industries_of(host: Host) -> list[Industry]:
    """Return the company's own industries with their parents loaded."""
    links = UnitIndustry.objects.filter(unit=host.unit_id, relation="own")
    rows = Industry.objects.filter(pk__in=links.values("industry")).select_related("parent__parent__parent")
    return list(rows.order_by("code"))


def place_of(industry: Industry) -> list[Industry]:
    """Return section, division and group above an industry, topmost first."""
    above, step = [], industry.parent
    while step is not None:
        above.insert(0, step)
        step = step.parent
    return above


def search_industries(words: str) -> list[Industry]:
    """Return classes, groups and divisions whose code begins with, or whose name holds, all the words."""
    parts = words.split()
    if not parts:
        return []
    found = Q()
    for part in parts:
        found &= Q(code__istartswith=part) | Q(name__icontains=part)
    rows = Industry.objects.filter(found, level__gte=2).select_related("parent__parent__parent")
    return list(rows.order_by("-level", "code")[:FOUND])


def industry_codes(codes: list[str]) -> list[Industry]:
    """Return the industries with these codes; unknown codes are left out."""
    return list(Industry.objects.filter(code__in=codes).select_related("parent__parent__parent").order_by("code"))


def other_units(actor: Actor, words: str) -> QuerySet[Unit]:
    """Return units in the actor's reach whose name holds the words; for declaring ties."""
    return Unit.objects.filter(pk__in=reach(actor, *DECIDERS), name__icontains=words)[:FOUND]


def post_of_offer(offer: HostOffer, pk: int) -> Post | None:
    """Return one post of an offer, or None."""
    return offer.posts.filter(pk=pk).first()


def export_rows(batch: Batch) -> list[dict[str, Any]]:
    """Return the posts of a batch with everything a workbook of posts shows, in the order of hosts."""
    rows = Post.objects.filter(offer__batch=batch).select_related("offer__host__unit")
    return [{"post": post} for post in rows.order_by("offer__host__unit__sort_key", "offer_id", "pk")]
