"""Reads of the classification of industries (GB/T 4754-2017) for a host; proposals from the words of its business."""

import re

from django.db.models import Q, QuerySet

from seedbed.directory.models import Industry, UnitIndustry
from seedbed.placement.models import Host
from seedbed.placement.reckoning.scope import read_words, suggest

FOUND = 30
CODE = re.compile(r"[A-Ta-t]?[0-9]{1,4}")


def industries_of(host: Host) -> list[Industry]:
    """Return the company's own industries with their parents loaded."""
    links = UnitIndustry.objects.filter(unit=host.unit_id, relation="own")
    return list(_with_parents().filter(pk__in=links.values("industry")).order_by("code"))


def _with_parents() -> QuerySet[Industry]:
    return Industry.objects.select_related("parent__parent__parent")


def place_of(industry: Industry) -> list[Industry]:
    """Return section, division and group above an industry, topmost first."""
    above: list[Industry] = []
    step = industry.parent
    while step is not None:
        above.insert(0, step)
        step = step.parent
    return above


def search_industries(words: str) -> list[Industry]:
    """Return classes, groups and divisions by all the words: parts of the name, or the beginning of the code.

    The letter of the section may be left out: 3021 finds C3021.
    """
    parts = words.split()
    if not parts:
        return []
    wanted = Q()
    for part in parts:
        wanted &= Q(name__icontains=part) | (Q(code__iregex=f"^[A-T]?{part}") if CODE.fullmatch(part) else Q(pk__in=[]))
    return list(_with_parents().filter(wanted, level__gte=2).order_by("-level", "code")[:FOUND])


def industries_by_code(codes: list[str]) -> list[Industry]:
    """Return the industries with these codes; unknown codes are left out."""
    return list(_with_parents().filter(code__in=codes).order_by("code"))


def proposed(host: Host) -> list[Industry]:
    """Return industries that a host's name and business scope point at, the likeliest first; somebody has to confirm them."""
    codes = [one.code for one in suggest(host.unit.name, host.business, read_words())]
    rows = {row.code: row for row in industries_by_code(codes)}
    return [rows[code] for code in codes if code in rows]
