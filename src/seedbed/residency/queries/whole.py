"""Unscoped reads, for actions and jobs only."""

from django.db.models import QuerySet

from seedbed.placement.states.matching import PlacementState
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.residency.queries.classes import HERE


def locked_class(pk: int) -> TrainingClass:
    """Return a class, its row locked until the act is over."""
    return TrainingClass.objects.select_for_update().get(pk=pk)


def locked_member(pk: int) -> ClassMember:
    """Return a member, the row locked until the act is over: meters are read under it."""
    return ClassMember.objects.select_for_update().get(pk=pk)


def members_here(row: TrainingClass) -> QuerySet[ClassMember]:
    """Return the members who are on their way, there, or through."""
    return row.members.filter(placement__state__in=HERE).select_related("person", "placement__post__offer__host__unit__region", "placement__application__batch__plan")


def members_at_work(row: TrainingClass) -> QuerySet[ClassMember]:
    """Return the members who have reported for duty and are still at their posts."""
    return members_here(row).filter(placement__state=PlacementState.ACTIVE).select_related("placement__batch", "placement__application__batch__plan")
