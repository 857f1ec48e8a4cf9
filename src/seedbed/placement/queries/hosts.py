"""Reads of hosts, offers and posts. What a service team may see is hosts, seats and lodging only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from seedbed.directory.models import Tie, Unit
from seedbed.directory.queries import grants_of, holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import USABLE, Host, HostLink, HostOffer, Post
from seedbed.selection.models import Application, Batch

KEEPERS = ("officer", "leader", "service_team")
DECIDERS = ("officer", "leader")


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


def keepers_of(actor: Actor) -> QuerySet[Unit]:
    """Return the units for which the actor is officer or leader: each may keep hosts."""
    nodes = [node for role, node in grants_of(actor) if role in DECIDERS and node is not None]
    return Unit.objects.filter(pk__in=nodes)


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
    return seat_figures_of_each([batch.pk])[batch.pk]


def seat_figures_of_each(batches: Sequence[int]) -> dict[int, SeatFigures]:
    """Count hosts, posts and usable seats of several batches, in two queries together."""
    usable = Q(host__state__in=USABLE, willingness="willing")
    offers = HostOffer.objects.filter(batch__in=batches).order_by().values("batch").annotate(
        hosts=Count("pk"), willing=Count("pk", filter=Q(willingness="willing")), usable=Count("pk", filter=usable))
    posts = _open_posts(batches).order_by().values("offer__batch").annotate(
        posts=Count("pk"), low=Sum("seats_min"), high=Sum("seats_max"), unsettled=Count("pk", filter=Q(seats_max=None)))
    by_offer, by_post = {row["batch"]: row for row in offers}, {row["offer__batch"]: row for row in posts}
    return {pk: _seat_figures(by_offer.get(pk, {}), by_post.get(pk, {})) for pk in batches}


def _seat_figures(offers: Mapping[str, Any], posts: Mapping[str, Any]) -> SeatFigures:
    return SeatFigures(
        hosts=offers.get("hosts", 0), willing=offers.get("willing", 0), usable=offers.get("usable", 0), posts=posts.get("posts", 0),
        seats_min=posts.get("low") or 0, seats_max=posts.get("high") or 0, unsettled=posts.get("unsettled", 0))


def _open_posts(batches: Sequence[int]) -> QuerySet[Post]:
    return Post.objects.filter(offer__batch__in=batches, offer__willingness="willing", offer__host__state__in=USABLE, state="open")


def matchable_posts(batch: Batch) -> QuerySet[Post]:
    """Return the posts that take part in a match: open, seats settled, of willing and vetted hosts."""
    rows = _open_posts([batch.pk]).filter(seats_max__isnull=False)
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


def with_lodging(rows: QuerySet[HostOffer], lodging: str) -> QuerySet[HostOffer]:
    """Narrow offers to those with an open post of this lodging."""
    return rows.filter(pk__in=Post.objects.filter(lodging=lodging, state="open").values("offer"))


def ties_of(host: Host) -> QuerySet[Tie]:
    """Return the ties in force between the host's company and others, whichever side declared them."""
    rows = Tie.objects.filter(Q(unit=host.unit_id) | Q(other_unit=host.unit_id), ended_at=None)
    return rows.select_related("unit", "other_unit", "person", "other_person").order_by("kind", "pk")


def unit_ties_of(host: Host) -> QuerySet[Tie]:
    """Return ties between the host and other units; ties of people are for officers only."""
    return ties_of(host).filter(person=None, other_person=None)


def home_ties_of(host: Host) -> QuerySet[Tie]:
    """Return the ties to home: by whom from home the company was founded or is led."""
    return Tie.objects.filter(unit=host.unit_id, kind="home_tie", ended_at=None).select_related("other_unit")


def unit_to_tie(actor: Actor, name: str) -> Unit | None:
    """Return the only unit in the actor's reach with this full or short name; for declaring ties."""
    rows = Unit.objects.filter(Q(name=name.strip()) | Q(short_name=name.strip()), pk__in=reach(actor, *DECIDERS))[:2]
    return rows[0] if len(rows) == 1 else None


def named(rows: QuerySet[Host], words: str) -> QuerySet[Host]:
    """Narrow hosts to those whose name, code, address or business holds every word."""
    for word in words.split():
        rows = rows.filter(
            Q(unit__name__icontains=word) | Q(unit__uscc=word.upper()) | Q(address__icontains=word) | Q(business__icontains=word)
        )
    return rows


def posts_to_export(batch: Batch) -> list[Post]:
    """Return the posts of a batch in the order of hosts, with what a workbook of posts shows."""
    rows = Post.objects.filter(offer__batch=batch).select_related("offer__host__unit")
    return list(rows.order_by("offer__host__unit__sort_key", "offer_id", "pk"))


def people_to_make_posts_for(batch: Batch) -> QuerySet[Application]:
    """Return the applications a post of the batch may be made for; for officers and leaders."""
    rows = Application.objects.filter(batch=batch).exclude(state__in=["draft", "ineligible", "given_up"])
    return rows.select_related("person", "unit", "batch__plan").order_by("person__sort_key", "pk")


def hosts_to_invite(actor: Actor, batch: Batch) -> QuerySet[Host]:
    """Return visible hosts that are not listed for the batch yet and were neither refused nor stopped."""
    rows = hosts_visible_to(actor).exclude(state__in=["refused", "stopped"])
    return rows.exclude(pk__in=HostOffer.objects.filter(batch=batch).values("host")).order_by("unit__sort_key", "pk")
