"""Unscoped reads, for actions and jobs only."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from seedbed.directory.models import Account
from seedbed.gatherings.models import Circle, CircleMember, Gathering
from seedbed.gatherings.states import GatheringState


def members_now(circle: Circle) -> dict[int, CircleMember]:
    """Return the memberships in force by person."""
    return {member.person_id: member for member in circle.members.filter(until=None)}


def still_to_come(circle: Circle) -> QuerySet[Gathering]:
    """Return what is planned in a circle and has not begun."""
    return circle.gatherings.filter(state=GatheringState.PLANNED, starts_at__gt=timezone.now())


def accounts_of(people: Iterable[int]) -> QuerySet[Account]:
    """Return the log-ins of people, for messages."""
    return Account.objects.filter(person__in=list(people), is_active=True)
