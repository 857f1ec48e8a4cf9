"""Reads of sharing sessions."""

from django.db.models import Q, QuerySet

from seedbed.directory.queries import reach
from seedbed.gatherings.models import Gathering
from seedbed.gatherings.queries import own_schedule
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import Practice, SharingSession
from seedbed.outcomes.queries import OFFICE, own_person_id
from seedbed.outcomes.queries.practices import practices_visible_to


def sharings_visible_to(actor: Actor) -> QuerySet[SharingSession]:
    """Return the sessions the office keeps, those held in a clerk's unit, and the own ones."""
    person = own_person_id(actor)
    mine = Q(person=person) if person is not None else Q(pk=None)
    rows = SharingSession.objects.filter(Q(desk__in=reach(actor, *OFFICE)) | Q(home__in=reach(actor, "clerk")) | mine)
    return rows.select_related("person__unit", "home", "batch__plan", "gathering")


def to_tell(actor: Actor) -> QuerySet[Practice]:
    """Return the practices that may be told: the own ones, or all the office keeps."""
    rows = practices_visible_to(actor)
    person = own_person_id(actor)
    return rows.filter(Q(desk__in=reach(actor, *OFFICE)) | (Q(person=person) if person is not None else Q(pk=None))).order_by("title", "pk")


def own_sharings_planned(actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings of the own schedule to which no session belongs yet, the newest first."""
    return own_schedule(actor).exclude(pk__in=SharingSession.objects.filter(gathering__isnull=False).order_by().values("gathering")).order_by("-starts_at")
