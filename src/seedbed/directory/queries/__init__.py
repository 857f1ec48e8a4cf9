"""Reads of the directory. Every list for a person starts from a `…_visible_to`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from seedbed.directory.models import (
    Account,
    ConsentRecord,
    Grant,
    Person,
    PrivacyNotice,
    Site,
    Tie,
    Unit,
    UnitClosure,
)
from seedbed.directory.models.ties import NO_CONFLICT
from seedbed.directory.roles import ADMINISTRATORS
from seedbed.kernel.actor import Actor

HeldRole = tuple[str, int | None]


def site() -> Site | None:
    """Return the site's own row, or None before setup."""
    return Site.objects.select_related("root", "home_region").first()


def site_name() -> str:
    """Return the name of the site, empty before setup."""
    return Site.objects.values_list("name", flat=True).first() or ""


def grants_of(actor: Actor) -> list[HeldRole]:
    """Return the roles the actor holds now as (role, unit id); read once per request or act."""
    if actor.account_id is None:
        return []
    if "grants" not in actor.memo:
        rows = Grant.objects.filter(account_id=actor.account_id, state="active", account__is_active=True)
        actor.memo["grants"] = list(rows.values_list("role", "unit_id"))
    held: list[HeldRole] = actor.memo["grants"]
    return held


def holds(actor: Actor, *roles: str) -> bool:
    """Tell whether the actor holds one of the roles for any node."""
    return any(role in roles for role, _ in grants_of(actor))


def holds_for(actor: Actor, unit_id: int | None, *roles: str) -> bool:
    """Tell whether the actor holds one of the roles for this unit or one above it."""
    nodes = {node for role, node in grants_of(actor) if role in roles and node is not None}
    if not nodes or unit_id is None:
        return False
    if unit_id in nodes:
        return True
    key = ("above", unit_id)
    if key not in actor.memo:
        above = UnitClosure.objects.filter(descendant_id=unit_id).values_list("ancestor_id", flat=True)
        actor.memo[key] = frozenset(above)  # type: ignore[index]
    return bool(nodes & actor.memo[key])  # type: ignore[index]


def is_administrator(actor: Actor) -> bool:
    """Tell whether the actor is one of the three administrators, who see no business data."""
    return holds(actor, *ADMINISTRATORS)


def reach(actor: Actor, *roles: str) -> QuerySet[Any]:
    """Return, as a subquery of unit ids, all units the actor reaches through the roles."""
    return UnitClosure.objects.filter(ancestor__in=nodes_of(actor, *roles)).values("descendant")


def nodes_of(actor: Actor, *roles: str) -> list[int]:
    """Return the units for which the actor holds one of the roles."""
    return sorted({node for role, node in grants_of(actor) if role in roles and node is not None})


def units_visible_to(actor: Actor) -> QuerySet[Unit]:
    """Return the units the actor may see: those in reach of a business role."""
    return Unit.objects.filter(pk__in=reach(actor, "clerk", "officer", "leader"))


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the people the actor may see: of units in reach, and oneself."""
    own = Account.objects.filter(pk=actor.account_id).values("person")
    return Person.objects.filter(Q(unit__in=reach(actor, "clerk", "officer", "leader")) | Q(pk__in=own))


def accounts_visible_to(actor: Actor) -> QuerySet[Account]:
    """Return the accounts the actor may see: all for system and security administrators, else none."""
    if holds(actor, "system_admin", "security_admin"):
        return Account.objects.all()
    return Account.objects.none()


def grants_visible_to(actor: Actor) -> QuerySet[Grant]:
    """Return the grants the actor may see: all for system and security administrators, else none."""
    return Grant.objects.filter(account__in=accounts_visible_to(actor)).select_related("account", "unit")


@dataclass(frozen=True)
class Conflict:
    """A conflict of interest: its kind and the two sides as (model, id)."""

    kind: str
    tie_id: int | None


def conflict_between(a: Person | Unit, b: Person | Unit) -> list[Conflict]:
    """Return every conflict of interest between two sides; the only judge of conflicts in the house.

    Counts are declared ties in force (in either direction), ties of a person's unit to the other side,
    and for two people the same unit. Sources: Civil Servants Law arts 74-77; rules on avoidance of
    civil servants (2020-12-28). A home tie is no conflict.
    """
    found: dict[int, Conflict] = {}
    for first in _sides(a):
        for second in _sides(b):
            if type(first) is type(second) is Unit and first.pk == second.pk:
                continue
            for tie in _ties(first, second):
                found[tie.pk] = Conflict(tie.kind, tie.pk)
    conflicts = list(found.values())
    if isinstance(a, Person) and isinstance(b, Person) and a.pk != b.pk and a.unit_id == b.unit_id:
        conflicts.append(Conflict("same_unit", None))
    return conflicts


def conflicts_with_each(a: Person, others: Iterable[Person]) -> dict[int, list[Conflict]]:
    """Return, per person id, what `conflict_between(a, other)` says of each; people without a conflict are absent.

    One query however many others there are.
    """
    sides: dict[tuple[str, int | None], list[Conflict]] = {}
    touching = Q(person=a) | Q(other_person=a) | Q(unit=a.unit_id) | Q(other_unit=a.unit_id)
    for tie in Tie.objects.filter(touching, ended_at=None).exclude(kind__in=NO_CONFLICT).order_by("pk"):
        ends = (("person", tie.person_id) if tie.person_id else ("unit", tie.unit_id),
                ("person", tie.other_person_id) if tie.other_person_id else ("unit", tie.other_unit_id))
        mine = (("person", a.pk), ("unit", a.unit_id))
        for near, far in (ends, ends[::-1]):
            if near in mine and not (near[0] == far[0] == "unit" and near[1] == far[1]):
                sides.setdefault(far, []).append(Conflict(tie.kind, tie.pk))
    found = {}
    for other in others:
        ties = {c.tie_id: c for side in (("person", other.pk), ("unit", other.unit_id)) for c in sides.get(side, ())}
        same = [Conflict("same_unit", None)] if other.pk != a.pk and other.unit_id == a.unit_id else []
        if ties or same:
            found[other.pk] = [*ties.values(), *same]
    return found


def _sides(x: Person | Unit) -> list[Person | Unit]:
    return [x, x.unit] if isinstance(x, Person) else [x]


def _ties(a: Person | Unit, b: Person | Unit) -> Iterable[Tie]:
    first, second = _first(a), _second(b)
    there, back = Q(**{first: a, second: b}), Q(**{_first(b): b, _second(a): a})
    return Tie.objects.filter(there | back, ended_at=None).exclude(kind__in=NO_CONFLICT)


def _first(x: Person | Unit) -> str:
    return "person" if isinstance(x, Person) else "unit"


def _second(x: Person | Unit) -> str:
    return "other_person" if isinstance(x, Person) else "other_unit"


def notice_in_force(purpose: str) -> PrivacyNotice | None:
    """Return the newest version of a privacy notice."""
    return PrivacyNotice.objects.filter(purpose=purpose).order_by("-version").first()


def has_consented(person_id: int, purpose: str) -> bool:
    """Tell whether the person's consent to the newest version of the notice is in force."""
    notice = notice_in_force(purpose)
    return notice is not None and ConsentRecord.objects.filter(
        person_id=person_id, notice=notice, withdrawn_at=None
    ).exists()
