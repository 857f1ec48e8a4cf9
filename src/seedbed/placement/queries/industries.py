"""Reads of the classification of industries (GB/T 4754-2017) for a host; proposals from the words of its business."""

import csv
import functools
import re
from pathlib import Path

from django.db.models import Q, QuerySet

from seedbed.directory.models import Industry, UnitIndustry
from seedbed.placement.models import Host

FOUND = 30
PROPOSED = 6
CODE = re.compile(r"[A-Ta-t]?[0-9]{1,4}")
WORDS = Path(__file__).resolve().parents[1] / "data" / "industry_words.csv"


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


@functools.cache
def word_list() -> list[tuple[str, str]]:
    """Return the pairs of word and code by which industries are proposed."""
    with WORDS.open(encoding="utf-8", newline="") as rows:
        return [(row["word"], row["code"]) for row in csv.DictReader(rows)]


def proposed(host: Host) -> list[Industry]:
    """Return industries that the words of a host's name and business point at; somebody has to confirm them.

    Words of the name and early words of the business come first; at most six are proposed.
    """
    text = f"{host.unit.name} {host.business}"
    hits = sorted((text.find(word), code) for word, code in word_list() if word in text)
    codes = list(dict.fromkeys(code for _place, code in hits))[:PROPOSED]
    rows = {row.code: row for row in industries_by_code(codes)}
    return [rows[code] for code in codes if code in rows]
