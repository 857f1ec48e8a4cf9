"""The named parts of the fit of one person and one post, each 0-100 or without data, with its evidence.

A part is a value, a code that picks the sentence, and the facts the sentence states. What is not known
is `None`: the part then drops out and its weight is shared out over the others (by the engine). Nothing
here knows tables or languages.
"""

import csv
import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from seedbed.placement.reckoning.industries import Link, best_link, nearest
from seedbed.placement.reckoning.levels import fit_of_levels
from seedbed.placement.reckoning.majors import TABLE, fit_of_majors
from seedbed.placement.reckoning.similarity import Corpus

PARTS = ("person_post", "related_industry", "similar_work", "wish", "made_for", "host_need")
DEFAULT_WEIGHTS: dict[str, int] = {
    "person_post": 30, "related_industry": 25, "similar_work": 15, "wish": 15, "made_for": 30, "host_need": 5,
}
# Within person_post: the major counts three times as much as level or experience.
SUB_WEIGHTS = {"major": 3, "level": 1, "experience": 1}
FIRST_WISH, PER_RANK, LEAST_WISH = 100, 15, 10


@dataclass(frozen=True)
class PersonFacts:
    """What the fit knows of a person; industry codes as in GB/T 4754-2017 with their section letter."""

    id: int
    major: str = ""
    rank: str = ""
    duties: str = ""
    bay_experience: str = ""
    leading: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    wishes: Mapping[tuple[str, int], int] = field(default_factory=dict)  # ("post" or "offer", id) -> rank


@dataclass(frozen=True)
class PostFacts:
    """What the fit knows of a post and its host."""

    id: int
    offer: int
    title: str = ""
    duties: str = ""
    wanted_majors: str = ""
    wanted_level: str = ""
    wanted_experience: str = ""
    business: str = ""
    industries: tuple[str, ...] = ()
    need: int | None = None
    made_for: int | None = None
    made_by: str = ""

    @functools.cached_property
    def work(self) -> str:
        """The text of the work: title, duties, wanted experience."""
        return "。".join(text for text in (self.title, self.duties, self.wanted_experience) if text)


@dataclass(frozen=True)
class Part:
    """One part of the fit: its value, the code of its sentence, what the sentence states."""

    value: int | None
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the plain form that is stored."""
        return {"value": self.value, "code": self.code, "facts": dict(self.facts)}


def corpus_of(people: Sequence[PersonFacts], posts: Sequence[PostFacts]) -> Corpus:
    """Return the corpus of a batch: duties of its people, work of its posts, business of its hosts."""
    business = {post.offer: post.business for post in posts}
    return Corpus([*(p.duties for p in people), *(p.work for p in posts), *business.values()])


def parts_of(person: PersonFacts, post: PostFacts, corpus: Corpus) -> dict[str, Part]:
    """Return every part of the fit of a person and a post, in the fixed order of `PARTS`."""
    return {
        "person_post": person_post(person, post),
        "related_industry": related_industry(person, post),
        "similar_work": similar_work(person, post, corpus),
        "wish": wish(person, post),
        "made_for": made_for(person, post),
        "host_need": host_need(post),
    }


def values_of(person: PersonFacts, post: PostFacts, corpus: Corpus) -> dict[str, int | None]:
    """Return only the value of every part, as `parts_of` has it, in the same order."""
    return {
        "person_post": _weighed(_levels_of(person, post)),
        "related_industry": best.value if (best := _links(person, post)[0]) else None,
        "similar_work": max((value for _name, value in _alike(person, post, corpus)), default=None),
        "wish": wish(person, post).value,
        "made_for": made_for(person, post).value,
        "host_need": post.need,
    }


def person_post(person: PersonFacts, post: PostFacts) -> Part:
    """Person fits post (人岗适应): major 3, level 1, experience 1; what is not known is left out."""
    known = _levels_of(person, post)
    facts = {name: _plain(asdict(fit)) for name, fit in known.items()}
    return Part(_weighed(known), "person_post", facts) if known else Part(None, "person_post_unknown")


def _levels_of(person: PersonFacts, post: PostFacts) -> dict[str, Any]:
    found = {
        "major": fit_of_majors(person.major, post.wanted_majors),
        "level": fit_of_levels(person.rank, post.wanted_level, post.title),
        "experience": nearest("experience", codes_in(person.bay_experience), post.industries),
    }
    return {name: fit for name, fit in found.items() if fit is not None}


def _weighed(known: Mapping[str, Any]) -> int | None:
    """Return the weighted mean of what is known, halves up."""
    weight = sum(SUB_WEIGHTS[name] for name in known)
    total = sum(SUB_WEIGHTS[name] * fit.value for name, fit in known.items())
    return (2 * total + weight) // (2 * weight) if weight else None


def related_industry(person: PersonFacts, post: PostFacts) -> Part:
    """Related industry (产业关联): the nearest of leading, served and wished industries to the host's own."""
    best, found = _links(person, post)
    if best is None:
        return Part(None, "industry_unknown_host" if not post.industries else "industry_unknown_person")
    return Part(best.value, "industry", {"best": asdict(best), "all": [asdict(link) for link in found]})


def _links(person: PersonFacts, post: PostFacts) -> tuple[Link | None, tuple[Link, ...]]:
    return best_link((("leading", person.leading), ("serves", person.serves), ("wished", person.wished)), post.industries)


def similar_work(person: PersonFacts, post: PostFacts, corpus: Corpus) -> Part:
    """Similar work (工作相通): present duties against the post's work and the host's business, the liker one."""
    found = _alike(person, post, corpus)
    if not found:
        return Part(None, "work_unknown")
    name, value = max(found, key=lambda item: (item[1], item[0] == "work"))
    like = corpus.likeness(person.duties, post.work if name == "work" else post.business)
    return Part(value, "work", {"with": name, "words": list(like.words) if like else []})


def _alike(person: PersonFacts, post: PostFacts, corpus: Corpus) -> list[tuple[str, int]]:
    texts = (("work", post.work), ("business", post.business))
    return [(name, value) for name, text in texts if (value := corpus.value(person.duties, text)) is not None]


def wish(person: PersonFacts, post: PostFacts) -> Part:
    """Wish (志愿): first 100, each rank later 15 less, not below 10; not wished 0; no wishes stated: no data."""
    if not person.wishes:
        return Part(None, "wish_none")
    ranks = [rank for key in (("post", post.id), ("offer", post.offer)) if (rank := person.wishes.get(key))]
    if not ranks:
        return Part(0, "wish_other", {"count": len(person.wishes)})
    rank = min(ranks)
    return Part(max(LEAST_WISH, FIRST_WISH - PER_RANK * (rank - 1)), "wish", {"rank": rank})


def made_for(person: PersonFacts, post: PostFacts) -> Part:
    """Post made for the person (因人定岗): 100 where it is, else no data."""
    if post.made_for != person.id:
        return Part(None, "not_made_for")
    return Part(100, "made_for", {"by": post.made_by})


def host_need(post: PostFacts) -> Part:
    """Need of the host (需求导向): what the office noted for the post, 0-100."""
    return Part(None, "need_unknown") if post.need is None else Part(post.need, "need")


@functools.cache
def _bay_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with open(TABLE.parent / "bay_words.csv", encoding="utf-8", newline="") as file:
        return tuple((row["word"], tuple(row["codes"].split(";"))) for row in csv.DictReader(file))


@functools.lru_cache(maxsize=2**12)
def codes_in(text: str) -> tuple[str, ...]:
    """Return the industries that a text on earlier work names; empty where it names none."""
    return tuple(sorted({code for word, codes in _bay_words() if word in text for code in codes}))


def _plain(fit: Mapping[str, Any]) -> dict[str, Any]:
    """Tuples as lists, as they come back from storage."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fit.items()}
