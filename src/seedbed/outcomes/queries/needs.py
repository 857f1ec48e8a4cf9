"""Reads of what companies need."""

from django.db.models import Q, QuerySet

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import CompanyNeed
from seedbed.outcomes.queries import OFFICE, own_person_id
from seedbed.outcomes.states.needs import NeedState


def needs_visible_to(actor: Actor) -> QuerySet[CompanyNeed]:
    """Return the needs the office keeps, those handed to a clerk's unit, and those the own person heard."""
    person = own_person_id(actor)
    mine = Q(person=person) if person is not None else Q(pk=None)
    rows = CompanyNeed.objects.filter(Q(desk__in=reach(actor, *OFFICE)) | Q(owner__in=reach(actor, "clerk")) | mine)
    return rows.select_related("person", "owner", "batch__plan", "desk", "lead__batch", "ticket")


def needs_to_answer(actor: Actor) -> QuerySet[CompanyNeed]:
    """Return the needs that the clerk's unit has to answer, the most urgent first."""
    return CompanyNeed.objects.filter(owner__in=reach(actor, "clerk"), state=NeedState.HANDED).order_by("answer_by", "pk")


def needs_to_hand_over(actor: Actor) -> QuerySet[CompanyNeed]:
    """Return the needs of the actor's office that nobody has yet."""
    return CompanyNeed.objects.filter(desk__in=reach(actor, *OFFICE), state=NeedState.NOTED)
