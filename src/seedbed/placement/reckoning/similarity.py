"""How alike two short texts are: cosine of character 2- and 3-grams, weighted by how rare they are.

The weighting is term frequency times inverse document frequency (Spärck Jones 1972; Salton and Buckley
1988) with ln((1+N)/(1+df)) + 1. Short texts share few grams, so the value shown is 100 times the square
root of the cosine.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

RUN = re.compile(r"[^\W和与及的、A-Za-z0-9_]+|[A-Za-z0-9]+")  # 和与及的 only join words
SIZES = (2, 3)
WORDS_SHOWN = 5
# Words that nearly every description holds and that say nothing about the work.
EMPTY = frozenset({"参与", "协助", "负责", "工作", "相关", "公司", "企业", "有限", "经营", "依法", "批准", "活动", "项目", "管理", "服务"})


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are (0-100) and the words they share, the rarest first."""

    value: int
    words: tuple[str, ...]


def runs(text: str) -> list[str]:
    """Return the runs of letters, and of Latin letters and digits, in small letters."""
    return RUN.findall(text.lower())


def grams(text: str) -> Counter[str]:
    """Count the 2- and 3-grams within the runs of a text."""
    return Counter(run[i : i + n] for run in runs(text) for n in SIZES for i in range(len(run) - n + 1))


@dataclass(frozen=True)
class Holders:
    """The texts of a corpus, and in which of them each gram stands with which weight."""

    texts: frozenset[str]
    of: Mapping[str, Sequence[tuple[str, float]]]


@dataclass
class Corpus:
    """All texts of one batch; it knows how rare each gram is among them."""

    texts: Sequence[str]
    _rarity: dict[str, float] = field(init=False)
    _vectors: dict[str, dict[str, float]] = field(init=False, default_factory=dict)
    _last: tuple[str, dict[str, int]] = field(init=False, default=("", {}))  # people are held against all posts, one after the other

    def __post_init__(self) -> None:
        """Count in how many texts each gram occurs."""
        kept = [text for text in self.texts if text.strip()]
        holders = Counter(gram for text in kept for gram in set(grams(text)))
        self._rarity = {gram: math.log((1 + len(kept)) / (1 + count)) + 1 for gram, count in holders.items()}

    def likeness(self, a: str, b: str) -> Likeness | None:
        """Compare two texts of the corpus, with the words they share; None where one of them holds no gram."""
        value = self.value(a, b)
        return None if value is None else Likeness(value, self._shared_words(a, b) if value else ())

    def value(self, a: str, b: str) -> int | None:
        """Return only how alike two texts are: looking for the words takes fifty times as long."""
        if not self._vector(a) or not self._vector(b):
            return None
        if b not in self._holders.texts:
            return _rounded([weight * self._vector(b).get(gram, 0.0) for gram, weight in self._vector(a).items()])
        if self._last[0] != a:
            self._last = a, self._against_all(a)
        return self._last[1].get(b, 0)

    def _against_all(self, a: str) -> dict[str, int]:
        """Return how alike a text and each text of the corpus are with which it shares a gram."""
        shared: dict[str, list[float]] = {}
        for gram, weight in self._vector(a).items():
            for text, other in self._holders.of.get(gram, ()):
                shared.setdefault(text, []).append(weight * other)
        return {text: _rounded(products) for text, products in shared.items()}

    @cached_property
    def _holders(self) -> Holders:
        texts = frozenset(self.texts)
        of: dict[str, list[tuple[str, float]]] = {}
        for text in sorted(texts):
            for gram, weight in self._vector(text).items():
                of.setdefault(gram, []).append((text, weight))
        return Holders(texts, of)

    def _vector(self, text: str) -> dict[str, float]:
        if text not in self._vectors:
            raw = {gram: count * self._rarity.get(gram, 1.0) for gram, count in grams(text).items()}
            length = math.sqrt(math.fsum(w * w for w in raw.values()))
            self._vectors[text] = {gram: w / length for gram, w in raw.items()}
        return self._vectors[text]

    def _shared_words(self, a: str, b: str) -> tuple[str, ...]:
        words = {word for x in runs(a) for y in runs(b) for word in _common_parts(x, y)} - EMPTY
        whole = [word for word in words if not any(word != other and word in other for other in words)]
        ranked = sorted(whole, key=lambda w: (-math.fsum(self._rarity.get(g, 1.0) for g in grams(w)), w))
        return tuple(ranked[:WORDS_SHOWN])


def _rounded(products: Iterable[float]) -> int:
    """Return 100 times the root of a cosine, rounded half up; an exact sum, whatever the order."""
    return int(round(100 * math.sqrt(max(0.0, min(1.0, math.fsum(products)))), 6) + 0.5)


def _common_parts(a: str, b: str) -> set[str]:
    """Return the longest parts of at least two characters that two runs share, none within another place's."""
    found = set()
    previous: list[int] = [0] * (len(b) + 1)
    for i, x in enumerate(a):
        row = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            row[j + 1] = previous[j] + 1 if x == y else 0
        found |= {a[i - n : i] for n, grown in zip(previous, [*row[1:], 0], strict=True) if n >= 2 and not grown}
        previous = row
    return found | {a[len(a) - n :] for n in previous if n >= 2}
