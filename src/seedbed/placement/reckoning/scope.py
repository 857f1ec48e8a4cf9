"""Reads a company's registered business scope: which industry of GB/T 4754-2017 it points at, and by which words.

Registered scopes follow a form: a verb (制造, 销售, 批发 …), a colon, things; the next clause after ； or 。. What is
made belongs to section C by the thing, what is sold to section F whatever the thing; services have words of their own.
What stands first weighs most, and the company's name confirms. The result is a proposal: a person decides.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
MAKES = re.compile("制造|生产|加工|产销|自产|制作|织造|研发、制造")
SELLS = re.compile("经销|销售|批发|零售|国内贸易|国内商业|物资供销|进出口|购销|展销")
RETAILS = re.compile("零售")
SHOP = re.compile("分店|门店|商场|超市|药房|药店|营业部")
MAKER = re.compile("厂$|厂（|制造|织造|实业")
TRADER = re.compile("贸易|商贸|经贸|商行|经营部")
ASIDE = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")  # permits and exceptions stand in brackets
TAIL = re.compile("依法须经批准的项目.*|以上.*?除外|许可经营项目：无.*")
WHOLESALE, RETAIL = "F51", "F52"
NAME, FADING, MANY = 1.5, 0.75, 6


@dataclass(frozen=True)
class Words:
    """What words point at: things that are made, and services, each with its code."""

    things: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Suggestion:
    """One industry that a text points at, the word that says so, and how much speaks for it."""

    code: str
    word: str
    weight: float


@cache
def read_words() -> Words:
    """Return the words of both lists, the longer ones first."""
    found = []
    for name in ("industry_words.csv", "service_words.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as rows:
            pairs = [(row["word"], row["code"]) for row in csv.DictReader(rows)]
        found.append(tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))))
    return Words(things=tuple(pair for pair in found[0] if pair[1].startswith(("A", "B", "C", "D"))), services=found[1])


def hits(text: str, words: Iterable[tuple[str, str]]) -> list[tuple[int, str, str]]:
    """Return (place, word, code) of each word in a text, in order; a longer word hides a shorter one inside it."""
    taken: list[tuple[int, int]] = []
    found = []
    for word, code in words:
        for match in re.finditer(re.escape(word), text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match.start(), word, code))
    return sorted(found)


@dataclass
class _Voices:
    """What speaks for each code so far, and the first word that did."""

    weights: dict[str, list[float]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def speak(self, code: str, word: str, weight: float) -> None:
        self.weights.setdefault(code, []).append(weight)
        self.words.setdefault(code, word)

    def ranked(self) -> list[Suggestion]:
        """The strongest word counts whole, every other a quarter; ordered by what speaks for the whole division."""
        found = [Suggestion(code, self.words[code], round(max(w) + (sum(w) - max(w)) / 4, 3)) for code, w in self.weights.items()]
        whole: dict[str, float] = {}
        for one in found:
            whole[one.code[:3]] = whole.get(one.code[:3], 0) + one.weight
        return sorted(found, key=lambda one: (-whole[one.code[:3]], -one.weight, one.code))


def suggest(name: str, scope: str, words: Words) -> list[Suggestion]:
    """Return what a company's name and scope point at, the strongest first; at most six."""
    plain = TAIL.sub("", ASIDE.sub("", scope)).replace("〓", " ")
    voices, place = _Voices(), 0
    for clause in re.split("[；;。]", plain):
        for _where, word, code in _clause(name, clause, words):
            voices.speak(code, word, FADING ** place)
            place += 1
    for _where, word, code in hits(name, words.services):
        voices.speak(code, word, NAME)
    _name_confirms(name, plain, words, voices)
    return voices.ranked()[:MANY]


def _clause(name: str, clause: str, words: Words) -> list[tuple[int, str, str]]:
    """What one clause says: its services, and its things as made or as traded by the first verb."""
    services = hits(clause, words.services)
    made, sold = MAKES.search(clause), SELLS.search(clause)
    things = hits(clause, words.things)
    if sold and not (made and made.start() < sold.start() + 6):
        trade = (sold.start(), sold[0], RETAIL if _is_retail(name, clause) else WHOLESALE)
        return sorted([*services, trade])
    if made or (MAKER.search(name) and not TRADER.search(name)):
        return sorted([*services, *things])
    return services


def _is_retail(name: str, clause: str) -> bool:
    found = RETAILS.search(clause)
    return bool(SHOP.search(name)) or bool(found and "批发" not in clause[: found.start()])


def _name_confirms(name: str, scope: str, words: Words, voices: _Voices) -> None:
    """A name with 贸易 speaks for trade, a thing in the name of a maker for that thing."""
    if TRADER.search(name):
        voices.speak(RETAIL if _is_retail(name, scope) else WHOLESALE, "贸易", NAME)
    elif MAKES.search(scope) or MAKER.search(name):
        for _where, word, code in hits(name, words.things)[:2]:
            voices.speak(code, word, NAME / 2)
