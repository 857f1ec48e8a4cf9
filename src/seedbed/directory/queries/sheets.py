"""Reads behind the lists of units and people that go out and come back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Industry, Person, Region, Unit, UnitClosure, UnitIndustry
from seedbed.directory.queries import grants_of, people_visible_to
from seedbed.directory.queries.whole import person_by_id_number
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, Reading, clean_text, number_text


def below(top: Unit) -> QuerySet[UnitClosure, Any]:
    """Return, as a subquery, the keys of a visible unit and all units below it."""
    return UnitClosure.objects.filter(ancestor=top).values("descendant")


def units_below(top: Unit) -> list[Unit]:
    """Return a visible unit and all units below it, by name."""
    return list(Unit.objects.filter(pk__in=below(top)).order_by("sort_key", "pk"))


def unit_names_below(top: Unit) -> dict[str, int]:
    """Return name → key of a visible unit and all units in use below it."""
    rows = Unit.objects.filter(pk__in=below(top), is_active=True).order_by("sort_key", "pk").values_list("name", "pk")
    return dict(reversed(rows))


def industries_below(top: Unit) -> dict[int, dict[str, list[str]]]:
    """Return, per unit and relation, the codes of its industries."""
    found: dict[int, dict[str, list[str]]] = {}
    for unit, relation, code in UnitIndustry.objects.filter(unit__in=below(top)).order_by("industry_id").values_list("unit", "relation", "industry"):
        found.setdefault(unit, {}).setdefault(relation, []).append(code)
    return found


def people_below(top: Unit, actor: Actor) -> list[Person]:
    """Return the people of a unit and all units below it, as far as the actor may see them."""
    return list(people_visible_to(actor).filter(unit__in=below(top)).order_by("sort_key", "pk"))


def known_industries(codes: Iterable[str]) -> set[str]:
    """Return which of these codes the classification knows."""
    return set(Industry.objects.filter(pk__in=list(codes)).values_list("pk", flat=True))


def region_code(raw: Any) -> Reading:
    """Read the code of a region, or its name where only one bears it."""
    text = clean_text(number_text(raw))
    if not text:
        return Reading(None)
    found = list(Region.objects.filter(pk=text)[:1]) or list(Region.objects.filter(name=text)[:2])
    if len(found) == 1:
        return Reading(found[0].pk)
    return Reading(None, (Flaw("region", _("“%(name)s” is no region, or more than one bears this name: write its code."), {"name": text[:40]}),))


def unit_by_key(pk: int) -> Unit:
    """Return the unit that a row of a list names; the act that uses it asks for the right."""
    return Unit.objects.get(pk=pk)


def person_called(number: str) -> Person | None:
    """Return the person with this ID number, wherever registered; the list says only that there is one."""
    return person_by_id_number(number)


def topmost_units(actor: Actor) -> list[Unit]:
    """Return the units for which the actor holds a role of the business, the highest first."""
    nodes = [node for role, node in grants_of(actor) if role in ("officer", "leader", "clerk") and node is not None]
    depth = UnitClosure.objects.filter(descendant=OuterRef("pk")).order_by("-depth").values("depth")[:1]
    return list(Unit.objects.filter(pk__in=nodes).annotate(steps=Subquery(depth)).order_by("steps", "pk"))
