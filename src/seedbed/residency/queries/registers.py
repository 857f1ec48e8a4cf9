"""Reads of the registers of a class and of emergency contacts."""

from datetime import date
from typing import TypeVar

from django.db.models import Max, Q, QuerySet, Sum

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import HostOffer
from seedbed.residency.models import (
    Agreement,
    ClassMember,
    EmergencyContact,
    Expense,
    Gift,
    Insurance,
    RegisterLine,
    TrainingClass,
)
from seedbed.residency.queries.classes import OFFICE, own_memberships, people_of, person_of
from seedbed.residency.states.registers import ExpenseState, GiftState

L = TypeVar("L", bound=RegisterLine)
OF_LINE = ("member__person", "training_class__batch__unit", "training_class__batch__plan", "entered_by")
WITH_HOST = ("offer__host__unit",)


def lines_visible_to(actor: Actor, register: type[L]) -> QuerySet[L]:
    """Return the lines of one register: the office all of its classes, the service team all but gifts, a trainee the own.

    The own are those in the own name and, of insurance, those for the own class as a whole.
    """
    roles = OFFICE if register is Gift else (*OFFICE, "service_team")
    own = Q(member__person=person_of(actor), member__person__isnull=False)
    if register is Insurance:
        own |= Q(member=None, training_class__in=own_memberships(actor).order_by().values("training_class"))
    rows = register._default_manager.filter(Q(training_class__batch__unit__in=reach(actor, *roles)) | own)
    return rows.select_related(*OF_LINE, *(WITH_HOST if register in (Agreement, Expense) else ()))


def valid(rows: QuerySet[L]) -> QuerySet[L]:
    """Leave out the lines that were struck out."""
    return rows.filter(struck_at=None)


def uninsured(row: TrainingClass, day: date) -> list[ClassMember]:
    """Return the members of a class without a policy on a day; one for the whole class covers everybody."""
    held = Insurance.objects.filter(training_class=row, struck_at=None, on__lte=day, until__gte=day)
    if held.filter(member=None).exists():
        return []
    return list(people_of(row).exclude(pk__in=held.filter(member__isnull=False).values("member")))


def without_agreement(row: TrainingClass) -> list[ClassMember]:
    """Return the members of a class without a training agreement for the host at which they are."""
    held = set(Agreement.objects.filter(training_class=row, struck_at=None, kind=Agreement.Kind.TRAINING).values_list("member", "offer"))
    return [m for m in people_of(row) if m.placement.post and (m.pk, m.placement.post.offer_id) not in held]


def without_contact(row: TrainingClass) -> list[ClassMember]:
    """Return the members of a class who have named nobody to call in an emergency."""
    return list(people_of(row).exclude(pk__in=EmergencyContact.objects.order_by().values("member")))


def spent_by_host(row: TrainingClass) -> list[tuple[str, int]]:
    """Return the approved expenses of a class in fen per host, the rest under "", by name."""
    rows = Expense.objects.filter(training_class=row, struck_at=None, state=ExpenseState.APPROVED).order_by()
    found = rows.values("offer__host__unit__name").annotate(total=Sum("fen"), order=Max("offer__host__unit__sort_key")).order_by("order")
    return [(line["offer__host__unit__name"] or "", line["total"]) for line in found]


def expenses_to_approve(actor: Actor) -> QuerySet[Expense]:
    """Return the expenses of the actor's classes that wait for a second person, without those the actor entered."""
    rows = Expense.objects.filter(training_class__batch__unit__in=reach(actor, *OFFICE), struck_at=None, state=ExpenseState.ENTERED)
    return rows.exclude(entered_by=actor.account_id).order_by("entered_at", "pk")


def gifts_to_decide(actor: Actor) -> QuerySet[Gift]:
    """Return the gifts in the actor's classes on which nothing is decided yet."""
    return Gift.objects.filter(training_class__batch__unit__in=reach(actor, *OFFICE), struck_at=None).exclude(state=GiftState.DECIDED).order_by("on", "pk")


def hosts_in(row: TrainingClass) -> QuerySet[HostOffer]:
    """Return the hosts that take part in the batch of a class, by name."""
    return HostOffer.objects.filter(batch=row.batch_id, willingness="willing").select_related("host__unit").order_by("host__unit__sort_key", "pk")


def contact_of(member: ClassMember) -> EmergencyContact | None:
    """Return whom a member wants to be called, sealed, or None."""
    return EmergencyContact.objects.filter(member=member).first()
