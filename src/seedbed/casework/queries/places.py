"""Places found by what a person types: part of a name, a town before a village, a name written in one."""

import re

from django.db.models import Q, QuerySet

from seedbed.directory.models import Unit, UnitClosure

SHOWN = 8
LONGEST = 60


def places_called(rows: QuerySet[Unit], text: str) -> list[Unit]:
    """Return the places among some that are meant by a text, those of exactly that name first; one more than is shown where there are many.

    The last word is the name or part of it, the words before it are places above: “清江 石泉村” and “清江镇石泉村” mean the same.
    """
    words = [word for word in re.split(r"[\s·,，、/>]+", text.strip()[:LONGEST]) if word][-4:]
    if not words:
        return []
    *above, last = words
    for word in above:
        rows = rows.filter(pk__in=UnitClosure.objects.filter(ancestor__name__icontains=word, depth__gt=0).values("descendant"))
    for named in (Q(name__iexact=last) | Q(short_name__iexact=last), Q(name__icontains=last) | Q(short_name__icontains=last)):
        found = list(rows.filter(named)[: SHOWN + 1])
        if found:
            return found
    return _written_in_one(rows, last)


def _written_in_one(rows: QuerySet[Unit], text: str) -> list[Unit]:
    """Town and village without a blank between them."""
    found = list(rows.filter(name__in=[text[n:] for n in range(1, len(text) - 1)])[: 4 * SHOWN])
    above = _names_above(found)
    return [row for row in found if any(text.startswith(name) or name.startswith(text[: -len(row.name)]) for name in above.get(row.pk, []))][: SHOWN + 1]


def _names_above(rows: list[Unit]) -> dict[int, list[str]]:
    pairs = UnitClosure.objects.filter(descendant__in=[row.pk for row in rows], ancestor__kind="area", depth__gt=0).order_by("-depth")
    above: dict[int, list[str]] = {}
    for pk, name in pairs.values_list("descendant", "ancestor__name"):
        above.setdefault(pk, []).append(name)
    return above


def ways_to(rows: list[Unit]) -> list[tuple[Unit, str]]:
    """Return places with the names of those above them, the highest first."""
    above = _names_above(rows)
    return [(row, " ".join(above.get(row.pk, []))) for row in rows]


def full_name(row: Unit) -> str:
    """Return a name that means no other place: with those above it."""
    ((_row, above),) = ways_to([row])
    return f"{above} {row.name}".strip()
