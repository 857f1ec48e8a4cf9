"""Reads of the outcomes, one module per noun; here what all of them ask."""

from typing import Any

from django.db.models import Q, QuerySet

from seedbed.directory.models import Person
from seedbed.directory.queries import holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Batch

OFFICE = ("officer", "leader")
TOOK_PART = (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.COMPLETED, PlacementState.ENDED_EARLY)


def own_person_id(actor: Actor) -> int | None:
    """Return the person behind the account, or None."""
    return actor.account.person_id if actor.account is not None else None


def _own_placements(actor: Actor) -> QuerySet[Placement]:
    return Placement.objects.filter(person=own_person_id(actor), person__isnull=False, state__in=TOOK_PART)


def was_placed(actor: Actor, batch_id: int) -> bool:
    """Tell whether the actor is or was placed with a batch."""
    return own_person_id(actor) is not None and _own_placements(actor).filter(batch=batch_id).exists()


def was_placed_by(actor: Actor, unit_id: int) -> bool:
    """Tell whether the actor is or was placed with any batch of an organising unit."""
    return own_person_id(actor) is not None and _own_placements(actor).filter(batch__unit=unit_id).exists()


def offices_that_placed(actor: Actor) -> QuerySet[Any]:
    """Return, as a subquery, the ids of the organising units with whose batches the actor is or was placed."""
    return _own_placements(actor).values("batch__unit")


def batches_run_by(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose outcomes the officer or leader keeps."""
    return Batch.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit", "plan")


def batches_visible_to(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose outcomes the actor may add to: those the office runs, and the own ones."""
    own = _own_placements(actor).values("batch") if own_person_id(actor) is not None else []
    return Batch.objects.filter(Q(unit__in=reach(actor, *OFFICE)) | Q(pk__in=own)).select_related("unit", "plan")


def desks_of(actor: Actor) -> QuerySet[Any]:
    """Return, as a subquery, the organising units of the batches with which the actor is or was placed."""
    return _own_placements(actor).order_by().values("batch__unit")


def runs(actor: Actor, batch: Batch) -> bool:
    """Tell whether the actor's office runs the batch, so that it enters for others too."""
    return holds_for(actor, batch.unit_id, *OFFICE)


def people_of(batch: Batch) -> QuerySet[Person]:
    """Return the people who are or were placed with a batch, by name."""
    return Person.objects.filter(pk__in=Placement.objects.filter(batch=batch, state__in=TOOK_PART).values("person")).order_by("sort_key", "pk")
