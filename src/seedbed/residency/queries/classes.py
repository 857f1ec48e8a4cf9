"""Reads of classes and their people, told to each role only as far as it needs it."""

from datetime import date

from django.db.models import Q, QuerySet

from seedbed.directory.queries import holds_for, reach
from seedbed.directory.queries.whole import consented_person_ids
from seedbed.kernel.actor import Actor
from seedbed.placement.models import Placement
from seedbed.placement.queries.placements import batches_with_placements_visible_to
from seedbed.placement.states.matching import SEATED, PlacementState
from seedbed.residency.models import ClassMember, Leave, TrainingClass
from seedbed.residency.reckoning.places import town_of
from seedbed.residency.states.leave import LeaveState
from seedbed.selection.models import Batch

OFFICE = ("officer", "leader")
HERE = (*SEATED, PlacementState.COMPLETED)


def person_of(actor: Actor) -> int | None:
    """Return the person behind the actor, if there is one."""
    return actor.account.person_id if actor.account is not None else None


def own_memberships(actor: Actor) -> QuerySet[ClassMember]:
    """Return the actor's own places in classes, the newest first."""
    rows = ClassMember.objects.filter(person=person_of(actor), person__isnull=False, placement__state__in=HERE).order_by("-pk")
    return rows.select_related(*OF_MEMBER)


OF_MEMBER = ("training_class__batch__plan", "training_class__leave_rule", "training_class__circle", "person", "group",
             "placement__post__offer__host__unit__region", "placement__application__unit", "placement__application__batch__plan")


def classes_visible_to(actor: Actor) -> QuerySet[TrainingClass]:
    """Return the classes of batches in reach of office and service team, and those the actor belongs to."""
    mine = own_memberships(actor).order_by().values("training_class")
    rows = TrainingClass.objects.filter(Q(batch__unit__in=reach(actor, *OFFICE, "service_team")) | Q(pk__in=mine))
    return rows.select_related("batch__unit", "batch__plan", "batch__host_region", "circle", "council", "leave_rule")


def batches_visible_to(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose class the actor may see or open."""
    return batches_with_placements_visible_to(actor)


def class_of(batch: Batch) -> TrainingClass | None:
    """Return the class of a visible batch, or None before it is opened."""
    return TrainingClass.objects.filter(batch=batch).first()


def members_visible_to(actor: Actor) -> QuerySet[ClassMember]:
    """Return the members whose file the actor may open: the office all of its classes, a trainee the own."""
    rows = ClassMember.objects.filter(Q(training_class__batch__unit__in=reach(actor, *OFFICE)) | Q(person=person_of(actor), person__isnull=False))
    return rows.select_related(*OF_MEMBER)


def looked_after_by(actor: Actor) -> QuerySet[ClassMember]:
    """Return the members whose logistics the actor sees: office and service team those of their batches, a trainee the own."""
    rows = ClassMember.objects.filter(
        Q(training_class__batch__unit__in=reach(actor, *OFFICE, "service_team")) | Q(person=person_of(actor), person__isnull=False))
    return rows.select_related(*OF_MEMBER)


def people_of(row: TrainingClass) -> QuerySet[ClassMember]:
    """Return the people of a visible class who are on their way, there, or through: names, groups and hosts."""
    return row.members.filter(placement__state__in=HERE).select_related(*OF_MEMBER)


def runs(actor: Actor, row: TrainingClass) -> bool:
    """Tell whether the actor runs the class, as officer or leader."""
    return holds_for(actor, row.batch.unit_id, *OFFICE)


def serves(actor: Actor, row: TrainingClass) -> bool:
    """Tell whether the actor looks after the class, as office or service team."""
    return holds_for(actor, row.batch.unit_id, *OFFICE, "service_team")


def to_arrive(row: TrainingClass) -> QuerySet[ClassMember]:
    """Return those who have not reported for duty yet, host by host."""
    rows = row.members.filter(placement__state=PlacementState.PLANNED).select_related(*OF_MEMBER)
    return rows.order_by("placement__post__offer__host__unit__sort_key", "person__sort_key", "pk")


def newcomers(row: TrainingClass) -> QuerySet[Placement]:
    """Return the placed people of the batch who are not in the class yet, for example moved up later."""
    known = ClassMember.objects.filter(training_class=row).values("placement")
    return Placement.objects.filter(batch=row.batch_id, state__in=SEATED).exclude(pk__in=known).select_related("person")


def away_on(row: TrainingClass, day: date) -> set[int]:
    """Return the members on granted leave on a day."""
    rows = Leave.objects.filter(member__training_class=row, state=LeaveState.GRANTED, first_on__lte=day, last_on__gte=day)
    return set(rows.values_list("member", flat=True))


def whereabouts(row: TrainingClass) -> dict[str, dict[str, list[ClassMember]]]:
    """Return the people of a class by district and town, as the hosts' addresses name them; no position is ever recorded."""
    rows = people_of(row).order_by("placement__post__offer__host__unit__region", "placement__post__offer__host__unit__sort_key", "person__sort_key")
    found: dict[str, dict[str, list[ClassMember]]] = {}
    for member in rows:
        post = member.placement.post
        district = str(post.offer.host.unit.region or "") if post else ""
        found.setdefault(district, {}).setdefault(town_of(post.offer.host.address) if post else "", []).append(member)
    return found


def agreed_to_hosts() -> QuerySet[ClassMember]:
    """Return, as a subquery of people, those who agreed that their host sees name and post."""
    return consented_person_ids("host_sees_file")
