"""Reads of certificates."""

from django.db.models import Q, QuerySet

from seedbed.assessment.models import Assessment
from seedbed.directory.models import Person
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.kernel.sealed import lookup
from seedbed.outcomes.models import BatchRound, Certificate
from seedbed.outcomes.queries import OFFICE, own_person_id
from seedbed.outcomes.reckoning.certificates import typed
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Batch

TO_THE_END = (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.COMPLETED)  # arrivals are noted by exception, sometimes never


def certificates_visible_to(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates of batches that the office runs, and the own ones."""
    person = own_person_id(actor)
    own = Q(person=person) if person is not None else Q(pk=None)
    return Certificate.objects.filter(Q(desk__in=reach(actor, *OFFICE)) | own).select_related("person__unit", "batch__plan", "desk")


def candidates(batch: Batch) -> list[tuple[Person, Assessment]]:
    """Return who can get a certificate, by name: stayed to the end, result after the course released, no valid one yet."""
    rounds = BatchRound.objects.filter(batch=batch, stage=BatchRound.Stage.AFTER, round__state="released").values("round")
    stayed = Placement.objects.filter(batch=batch, state__in=TO_THE_END).values("person")
    held = Certificate.objects.filter(batch=batch, state="issued").order_by().values("person")
    rows = Assessment.objects.filter(round__in=rounds, person__in=stayed).exclude(person__in=held).exclude(grade="")
    return [(row.person, row) for row in rows.select_related("person__unit", "round__scheme").order_by("person__sort_key", "pk")]


def has_lowest_grade(row: Assessment) -> bool:
    """Whether a result has the last grade of its scheme: the office then decides by hand on a certificate."""
    return bool(row.grade == row.round.scheme.content["grades"][-1]["key"])


def checked(number: str, code: str) -> Certificate | None:
    """Return the certificate of a number, if the check code belongs to it."""
    row = Certificate.objects.select_related("person", "batch__plan", "desk").filter(number=typed(number)).first()
    return row if row is not None and row.code_lookup == lookup(typed(code)) else None
