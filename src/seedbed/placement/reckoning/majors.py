"""Families of majors: which ones a text names, and how near a person's are to the wanted ones."""

import csv
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "data" / "majors.csv"
ANY = ("不限", "各类专业", "均可")
SAME, NEAR, FAR = 100, 50, 0


@dataclass(frozen=True)
class Family:
    """One family: its key, the words that name it in a text, and the keys of the families next to it."""

    key: str
    words: tuple[str, ...]
    near: frozenset[str]


@dataclass(frozen=True)
class MajorFit:
    """How a person's majors meet the wanted ones: the value and the pair of families it rests on."""

    value: int
    mine: tuple[str, ...]
    wanted: tuple[str, ...]
    pair: tuple[str, str] | None


@functools.cache
def families() -> dict[str, Family]:
    """Return all families by key, in the order of the table."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["key"]: Family(r["key"], tuple(r["words"].split(";")), frozenset(r["near"].split(";")) - {""}) for r in rows}


@functools.cache
def families_in(text: str) -> tuple[str, ...]:
    """Return the families a text names, longest words first so that 公共管理 is not read as 管理 as well."""
    words = sorted(((w, f.key) for f in families().values() for w in f.words), key=lambda pair: (-len(pair[0]), pair))
    found = set()
    for word, key in words:
        if word in text:
            found.add(key)
            text = text.replace(word, "|")
    return tuple(key for key in families() if key in found)


@functools.lru_cache(maxsize=2**16)
def fit_of_majors(major: str, wanted: str) -> MajorFit | None:
    """Compare a person's major with the wanted majors: 100 same family, 50 next to it, 0 neither.

    None where nothing can be said: no major known, or the post wants none in particular.
    """
    if any(word in wanted for word in ANY):
        return None
    mine, theirs = families_in(major), families_in(wanted)
    if not mine or not theirs:
        return None
    same = next((key for key in theirs if key in mine), None)
    if same:
        return MajorFit(SAME, mine, theirs, (same, same))
    pair = _neighbours(mine, theirs)
    return MajorFit(NEAR if pair else FAR, mine, theirs, pair)


def _neighbours(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    table = families()
    return next(((a, b) for a in mine for b in theirs if b in table[a].near or a in table[b].near), None)
