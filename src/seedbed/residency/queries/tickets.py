"""Reads of the service tickets of a class."""

from django.db.models import Q, QuerySet

from seedbed.casework.models import Ticket
from seedbed.casework.queries import tickets_visible_to
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.residency.models import MemberTicket
from seedbed.residency.queries.classes import OFFICE, person_of


def links_visible_to(actor: Actor) -> QuerySet[MemberTicket]:
    """Return the links of tickets the actor may see, in classes of office and service team, and the own."""
    rows = MemberTicket.objects.filter(
        Q(member__training_class__batch__unit__in=reach(actor, *OFFICE, "service_team")) | Q(member__person=person_of(actor), member__person__isnull=False),
        ticket__in=tickets_visible_to(actor).values("pk"))
    return rows.select_related("ticket__rule", "ticket__holder", "member__person", "member__placement__post__offer__host__unit", "member__training_class__batch__unit")


def tickets_of(rows: QuerySet[MemberTicket]) -> QuerySet[Ticket]:
    """Return the tickets behind some links, for their figures."""
    return Ticket.objects.filter(pk__in=rows.values("ticket"))
