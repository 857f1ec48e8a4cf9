"""What of the cases somebody reaches, read once per request; the questions about cases are made of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from seedbed.casework.models import Assignment, Case, CaseAccess, CaseBar, CaseDesk, CaseRecusal
from seedbed.casework.states import AssignmentState
from seedbed.directory.models import Account, UnitClosure
from seedbed.directory.queries import grants_of, nodes_of, reach
from seedbed.kernel.actor import Actor

OFFICE = ("officer", "leader")
UNIT = ("clerk", "officer", "leader")
MANY = 60  # units named one by one, places in one list: more nobody scrolls through on a phone
KEPT = "sight of cases"  # where an actor keeps it


@dataclass(frozen=True)
class Sight:
    """What of the cases an actor reaches: read once per request or act, and named in every question about cases.

    ``desks`` are the desks the actor runs, ``all_desks`` tells that there are no others; ``units`` are the units whose work
    the actor sees, by number or, of very many, as a subquery; ``admitted`` and ``barred`` tell whether there is any confidential
    case the actor is on, any case about a unit of the actor's own or from which the actor stepped aside: mostly there is none,
    and the database is not asked again.
    """

    desks: list[int]
    all_desks: bool
    units: Any
    admitted: bool
    barred: bool
    recused: bool


def sight_of(actor: Actor) -> Sight:
    """Return what of the cases the actor reaches."""
    if KEPT not in actor.memo:
        office = UnitClosure.objects.filter(ancestor__in=nodes_of(actor, *OFFICE), descendant=OuterRef("unit"))
        every = list(CaseDesk.objects.annotate(own=Exists(office)).values_list("pk", "own"))
        desks = [pk for pk, own in every if own]
        units = few(reach(actor, *UNIT))
        on = CaseAccess.objects.filter(account=actor.account_id).exists()
        actor.memo[KEPT] = Sight(desks, len(desks) == len(every), units, on, barred(actor).exists(), recused(actor).exists())
    found: Sight = actor.memo[KEPT]
    return found


def few(units: Any) -> Any:
    """Return a few units by number, of very many the subquery: named one by one the database knows how many cases they have."""
    named = [row["descendant"] for row in units[: MANY + 1]]
    return named if len(named) <= MANY else units


def belonging(cases: QuerySet[Case], path: str = "case") -> Exists:
    """Return whether a row belongs to one of some cases: asked for each row that comes into question, for to list all cases in sight first takes long."""
    return Exists(cases.filter(pk=OuterRef(path)))


def barred(actor: Actor) -> QuerySet:
    """Cases about a unit of the actor's own."""
    own = [node for _role, node in grants_of(actor) if node is not None]
    person = Account.objects.filter(pk=actor.account_id, person__isnull=False).values("person__unit")
    above = UnitClosure.objects.filter(Q(descendant__in=own) | Q(descendant__in=person)).values("ancestor")
    return CaseBar.objects.filter(unit__in=above).values("case")


def recused(actor: Actor) -> QuerySet:
    """Cases from which the actor stepped aside."""
    return CaseRecusal.objects.filter(account=actor.account_id).values("case")


def helped(sight: Sight) -> QuerySet:
    """Cases in which a unit in sight assists."""
    return Assignment.objects.filter(unit__in=sight.units, kind="assist").exclude(state=AssignmentState.RETURNED).values("case")


def admitted(actor: Actor) -> QuerySet[Case]:
    """The confidential cases that the actor is on."""
    return Case.objects.filter(confidential=True, pk__in=CaseAccess.objects.filter(account=actor.account_id).values("case"))
