"""Reads that fill choices and look names up for forms; names of organisations are no personal data."""

from django.db.models import Exists, OuterRef, QuerySet

from seedbed.directory.models import Account, Industry, Person, Region, Tie, Unit
from seedbed.directory.queries import holds, people_visible_to, reach, units_visible_to
from seedbed.directory.queries.whole import unit_named
from seedbed.kernel.actor import Actor

SECTIONS = "ABCDEFGHIJKLMNOPQRST"


def unit_called(name: str) -> Unit | None:
    """Return the only unit with this full or short name."""
    return unit_named("".join(name.split()) if not name.isascii() else name.strip())


def units_with_ties(actor: Actor) -> QuerySet[Unit]:
    """Return every unit to an officer or leader, who registers ties of companies as well; to others none."""
    return Unit.objects.all() if holds(actor, "officer", "leader") else Unit.objects.none()


def industries_called(text: str) -> QuerySet[Industry]:
    """Return industries whose code begins with, or whose name contains, the text."""
    text = text.strip()
    by_code = Industry.objects.filter(code__startswith=text.upper())
    return (by_code | Industry.objects.filter(name__contains=text)) if text else Industry.objects.filter(level=1)


def industries_typed(words: list[str]) -> dict[str, str]:
    """Return, for each word that is a code of the classification, the code: `C3012`, `c3012` or only `3012`."""
    codes = {word: [word.upper()] if word[:1].isalpha() else [f"{letter}{word}" for letter in SECTIONS] for word in words}
    known = set(Industry.objects.filter(pk__in=[code for found in codes.values() for code in found]).values_list("pk", flat=True))
    return {word: code for word, found in codes.items() for code in found if code in known}


def region_called(text: str) -> Region | None:
    """Return the region with this code or, if it is the only one, this name."""
    text = text.strip()
    found = list(Region.objects.filter(code=text)[:2]) or list(Region.objects.filter(name=text)[:2])
    return found[0] if len(found) == 1 else None


def person_without_account(number: int) -> Person | None:
    """Return the person with this file number if nobody logs in for them yet."""
    taken = Account.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(pk=number).exclude(Exists(taken)).first()


def visible_person_called(actor: Actor, name: str, unit: Unit) -> Person | None:
    """Return the only person of a unit with this name among those the actor may see."""
    found = list(people_visible_to(actor).filter(name=name.strip(), unit=unit)[:2])
    return found[0] if len(found) == 1 else None


def ties_visible_to(actor: Actor) -> QuerySet[Tie]:
    """Return ties of people and units in the actor's reach as officer or leader, and the person's own ties."""
    ties = Tie.objects.select_related("person", "unit", "other_person", "other_unit")
    own = Account.objects.filter(pk=actor.account_id, person__isnull=False).values("person")
    mine = ties.filter(person__in=own)
    if not holds(actor, "officer", "leader"):
        return mine
    units = reach(actor, "officer", "leader")
    return mine | ties.filter(person__unit__in=units) | ties.filter(unit__in=units) | ties.filter(other_unit__in=units) | ties.filter(
        other_person__unit__in=units
    )


def units_called(actor: Actor, text: str) -> QuerySet[Unit]:
    """Return the visible units whose name contains the text."""
    return units_visible_to(actor).filter(name__contains=text.strip())


def below(actor: Actor, unit: Unit) -> QuerySet[Unit]:
    """Return the visible units right below a unit."""
    return units_visible_to(actor).filter(parent=unit)
