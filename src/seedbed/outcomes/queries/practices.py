"""Reads of practices brought home and of follow-ups."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import FollowUp, Practice
from seedbed.outcomes.queries import OFFICE, desks_of, own_person_id
from seedbed.outcomes.states.practices import PracticeState


def practices_visible_to(actor: Actor) -> QuerySet[Practice]:
    """Return the practices the actor may see.

    The office all it keeps; a home unit's clerk those proposed there; a person the own ones, and of the library
    (adopted or proven) all of the offices whose batches the person was in.
    """
    person = own_person_id(actor)
    mine = Q(person=person) if person is not None else Q(pk=None)
    library = Q(state__in=[PracticeState.ADOPTED, PracticeState.PROVEN], desk__in=desks_of(actor))
    rows = Practice.objects.filter(
        Q(desk__in=reach(actor, *OFFICE)) | (Q(home__in=reach(actor, "clerk")) & ~Q(state=PracticeState.SEEN)) | mine | library)
    return rows.select_related("person", "home", "batch")


def follow_ups_visible_to(actor: Actor) -> QuerySet[FollowUp]:
    """Return the follow-ups of batches that the office runs, and those about the own person."""
    person = own_person_id(actor)
    own = Q(person=person) if person is not None else Q(pk=None)
    return FollowUp.objects.filter(Q(batch__unit__in=reach(actor, *OFFICE)) | own).select_related("person__unit", "batch", "done_by")


def follow_ups_due(actor: Actor) -> QuerySet[FollowUp]:
    """Return the follow-ups that the office should have done by today."""
    return FollowUp.objects.filter(batch__unit__in=reach(actor, *OFFICE), done_on=None, due_on__lte=timezone.localdate()).order_by("due_on", "pk")
