"""Reads of gatherings. Lists for a person start from a `…_visible_to`: the desk's officers, and people of the circle."""

from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from seedbed.directory.models import Person
from seedbed.directory.queries import reach
from seedbed.gatherings.models import ActionItem, Circle, CircleMember, Feed, Gathering
from seedbed.gatherings.states import GatheringState, ItemState
from seedbed.kernel import links
from seedbed.kernel.actor import Actor

OFFICE = ("officer", "leader")
FEED = "gatherings.feed"


def own_person(actor: Actor) -> int | None:
    """Return the person behind the actor, if there is one."""
    return actor.account.person_id if actor.account is not None else None


def circles_visible_to(actor: Actor) -> QuerySet[Circle]:
    """Return the circles of desks in reach, and those the actor belongs or belonged to."""
    mine = CircleMember.objects.filter(person=own_person(actor)).values("circle") if own_person(actor) else []
    return Circle.objects.filter(Q(desk__in=reach(actor, *OFFICE)) | Q(pk__in=mine))


def gatherings_visible_to(actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings of visible circles, by time."""
    rows = Gathering.objects.filter(circle__in=circles_visible_to(actor).values("pk"))
    return rows.select_related("circle", "lead", "recorded_by").order_by("starts_at", "pk")


def items_visible_to(actor: Actor) -> QuerySet[ActionItem]:
    """Return the action items of visible gatherings, and those the actor is to do."""
    mine = Q(owner=own_person(actor)) if own_person(actor) else Q(pk=None)
    rows = ActionItem.objects.filter(Q(gathering__circle__in=circles_visible_to(actor).values("pk")) | mine)
    return rows.select_related("gathering__circle", "owner")


def own_schedule(actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings at which the actor's own person is expected."""
    mine = CircleMember.objects.filter(person=own_person(actor), until=None).values("circle")
    return Gathering.objects.filter(circle__in=mine).select_related("circle", "lead").order_by("starts_at", "pk")


def coming(rows: QuerySet[Gathering], since: date | None = None) -> QuerySet[Gathering]:
    """Narrow to what begins today or later, without what was cancelled."""
    start = datetime.combine(since or timezone.localdate(), time(), tzinfo=timezone.get_current_timezone())
    return rows.filter(starts_at__gte=start).exclude(state=GatheringState.CANCELLED)


def unrecorded(rows: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Narrow to what is over and has no record yet."""
    return rows.filter(state=GatheringState.PLANNED, ends_at__lt=timezone.now())


def recorded_by(actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings whose record the actor writes: of desks in reach, or as the keeper of a circle."""
    keeps = CircleMember.objects.filter(person=own_person(actor), person__isnull=False, keeps=True, until=None).values("circle")
    rows = Gathering.objects.filter(Q(circle__desk__in=reach(actor, *OFFICE)) | Q(circle__in=keeps))
    return rows.order_by("starts_at", "pk")


def expected(gathering: Gathering) -> QuerySet[Person]:
    """Return everybody who belonged to the circle on that day."""
    day = timezone.localtime(gathering.starts_at).date()
    members = CircleMember.objects.filter(Q(until=None) | Q(until__gt=day), circle=gathering.circle_id, since__lte=day)
    return Person.objects.filter(pk__in=members.values("person")).order_by("sort_key", "pk")


def people_of(circle: Circle) -> QuerySet[Person]:
    """Return everybody who belongs to a circle now."""
    return Person.objects.filter(pk__in=circle.members.filter(until=None).values("person")).order_by("sort_key", "pk")


def keeps_records(actor: Actor, circle_id: int) -> bool:
    """Tell whether the actor's own person writes the records of a circle now."""
    person = own_person(actor)
    return person is not None and CircleMember.objects.filter(circle=circle_id, person=person, keeps=True, until=None).exists()


def open_before(gathering: Gathering) -> QuerySet[ActionItem]:
    """Return what was agreed in earlier gatherings of the circle and is still open: the follow-up."""
    rows = ActionItem.objects.filter(gathering__circle=gathering.circle_id, state=ItemState.OPEN)
    return rows.exclude(gathering=gathering).filter(gathering__starts_at__lt=gathering.starts_at).select_related("owner", "gathering")


def own_open_items(actor: Actor) -> QuerySet[ActionItem]:
    """Return what the actor's own person still has to do, what is due first on top."""
    return ActionItem.objects.filter(owner=own_person(actor), owner__isnull=False, state=ItemState.OPEN).select_related("gathering")


def held_figures(circle: Circle) -> dict[str, int]:
    """Return how many gatherings of each kind were held in a circle."""
    rows = circle.gatherings.filter(state=GatheringState.HELD).order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def feed_of(actor: Actor) -> Feed | None:
    """Return the actor's own open calendar address."""
    feed = Feed.objects.filter(account=actor.account_id).select_related("link").first()
    return feed if feed is not None and feed.link.is_open else None


def feed_by_token(token: str) -> Feed | None:
    """Return the calendar address of a token: unknown, expired and closed ones do not exist."""
    link = links.find(token, FEED)
    return Feed.objects.filter(link=link, account__is_active=True).select_related("account").first() if link else None
