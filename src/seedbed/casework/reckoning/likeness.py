"""How alike two texts are, by the pairs of signs they share; for suggestions that a person confirms."""

import itertools
import unicodedata
from collections.abc import Mapping


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters and signs of a text, without blanks and marks."""
    signs = [c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum()]
    return {a + b for a, b in itertools.pairwise(signs)}


def likeness(one: str, other: str) -> float:
    """Return the share of common pairs in the shorter text, 0 to 1; 0 where one is too short to say."""
    return shared(pairs(one), pairs(other))


def shared(first: set[str], second: set[str]) -> float:
    """Return the share of common pairs in the smaller set, 0 to 1; 0 where one is too small to say."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= 3 else 0.0


def groups(texts: dict[int, str], *, least: float, places: Mapping[int, object] | None = None, near: float = 0.0) -> list[list[int]]:
    """Return groups of alike texts, the largest first: each text joins the first group whose first text is alike.

    Texts from one place need to be alike only by `near`.
    """
    found: list[tuple[int, set[str], list[int]]] = []
    for key in sorted(texts):
        own = pairs(texts[key])
        for first, signs, members in found:
            together = places is not None and places[key] == places[first]
            if shared(own, signs) >= (near if together else least):
                members.append(key)
                break
        else:
            found.append((key, own, [key]))
    return sorted((members for _first, _signs, members in found), key=lambda members: (-len(members), members[0]))
