"""Unscoped reads, for actions, instances and jobs only."""

from typing import Any

from django.db.models import QuerySet

from seedbed.directory.models import (
    Account,
    ConsentRecord,
    Grant,
    Industry,
    Person,
    Region,
    Tie,
    Unit,
    UnitClosure,
    UnitIndustry,
)
from seedbed.directory.queries import notice_in_force
from seedbed.kernel.sealed import lookup


def person_by_id_number(number: str) -> Person | None:
    """Return the person with this 18-digit ID number, found by its keyed digest."""
    return Person.objects.filter(id_lookup=lookup(number)).first()


def unit_by_uscc(code: str) -> Unit | None:
    """Return the unit with this unified social credit code."""
    return Unit.objects.filter(uscc=code).first()


def unit_named(name: str) -> Unit | None:
    """Return the only unit with this full or short name, or None if there is none or more than one."""
    found = list(Unit.objects.filter(name=name)[:2]) or list(Unit.objects.filter(short_name=name)[:2])
    return found[0] if len(found) == 1 else None


def all_units() -> QuerySet[Unit]:
    """Return all units."""
    return Unit.objects.all()


def people_of(ids: list[int]) -> dict[int, Person]:
    """Return people by primary key."""
    return Person.objects.in_bulk(ids)


def industries() -> QuerySet[Industry]:
    """Return the whole classification of industries."""
    return Industry.objects.all()


def regions() -> QuerySet[Region]:
    """Return all regions."""
    return Region.objects.all()


def industry_links(unit_ids: list[int]) -> QuerySet[UnitIndustry]:
    """Return the industries of some units."""
    return UnitIndustry.objects.filter(unit__in=unit_ids)


def ties_in_force() -> QuerySet[Tie]:
    """Return every tie that has not ended."""
    return Tie.objects.filter(ended_at=None)


def consented_person_ids(purpose: str) -> QuerySet[Any]:
    """Return, as a subquery, the ids of people whose consent to the newest notice is in force."""
    notice = notice_in_force(purpose)
    return ConsentRecord.objects.filter(notice=notice, withdrawn_at=None).values("person")


def ancestors(unit_id: int) -> QuerySet[UnitClosure]:
    """Return the paths from a unit up to its root."""
    return UnitClosure.objects.filter(descendant=unit_id)


def accounts_holding(role: str, unit_id: int) -> QuerySet[Account]:
    """Return the active accounts that hold a role for the unit or one above it; for notifications."""
    above = UnitClosure.objects.filter(descendant=unit_id).values("ancestor")
    held = Grant.objects.filter(role=role, state="active", unit__in=above)
    return Account.objects.filter(is_active=True, pk__in=held.values("account"))


def account_of_person(person_id: int) -> Account | None:
    """Return the log-in of a person, or None."""
    return Account.objects.filter(person=person_id).first()


def active_security_admins() -> QuerySet[Grant]:
    """Return the grants of security administrators in force; the last one cannot be ended."""
    return Grant.objects.filter(role="security_admin", state="active", account__is_active=True)


def own_industry(unit: Unit) -> str | None:
    """Return the code of the industry a unit belongs to; of several the first by code."""
    return UnitIndustry.objects.filter(unit=unit, relation="own").order_by("industry_id").values_list("industry_id", flat=True).first()
