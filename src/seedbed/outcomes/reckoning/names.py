"""Whether two names of companies may mean the same company."""

import re
import unicodedata
from collections.abc import Iterable

ALIKE = 0.6
# What says nothing about which company it is: legal form, and words that half of all names carry.
_FORMS = re.compile(r"(股份有限公司|有限责任公司|有限公司|责任公司|集团公司|分公司|公司|集团|厂|co\.?,?\s*ltd\.?|company|limited|inc\.?)", re.IGNORECASE)
_PLACES = re.compile(r"^(中国|[\u4e00-\u9fff]{2,3}(省|自治区))?([\u4e00-\u9fff]{2,4}?市)?([\u4e00-\u9fff]{1,3}?[区县])?")
_NOISE = re.compile(r"[\s（）()【】\[\]·.,，。、\-—&]+")


def key(name: str) -> str:
    """Return what is left of a company's name without place, legal form, blanks and brackets.

    A name that consists of nothing else keeps everything but blanks, so that it never becomes empty.
    """
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
    bare = _FORMS.sub("", _PLACES.sub("", plain, count=1))
    return bare if len(bare) >= 2 else plain


def likeness(a: str, b: str) -> float:
    """Return how alike two keys are, from 0 to 1: the share of common pairs of signs (Dice).

    One that begins or ends with the other counts as 0.9, since people shorten names.
    """
    if a == b:
        return 1.0
    if min(len(a), len(b)) >= 2 and (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)):
        return 0.9
    first, second = _pairs(a), _pairs(b)
    total = len(first) + len(second)
    if not total:
        return 0.0
    common = 0
    for pair in first:
        if pair in second:
            second.remove(pair)
            common += 1
    return 2 * common / total


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def alike(name: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Return the ids of those (id, key) that may be the same company, the most alike first."""
    wanted = key(name)
    scored = [(likeness(wanted, other), pk) for pk, other in others]
    return [pk for score, pk in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= ALIKE]
