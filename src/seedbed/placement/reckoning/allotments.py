"""A finished allotment in the office's own words: which person and which post of the batch each row means."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NEAR = 0.6  # likeness from which another name is proposed as a mend
FILLERS = re.compile(r"有限责任公司|股份有限公司|集团有限公司|有限公司|公司$")


@dataclass(frozen=True)
class Person:
    """Somebody of the batch as offices write them."""

    id: int
    number: str
    name: str
    unit: str


@dataclass(frozen=True)
class Place:
    """A post of the batch with the name of its host."""

    id: int
    host: int
    host_name: str
    title: str
    seats: int | None = None


@dataclass(frozen=True)
class Found:
    """What a cell means: the key, or the code of what is wrong with it and a text to write instead.

    `read_as` is told where the cell was understood although it is written otherwise.
    """

    id: int | None = None
    code: str = ""
    mend: str | None = None
    read_as: str = ""
    options: Sequence[str] = ()


def plain(text: Any) -> str:
    """Return a name without blanks and brackets."""
    return re.sub(r"[\s()（）·]", "", str(text or ""))


def nearest(text: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like a text, if any is like enough."""
    found = difflib.get_close_matches(text, list(names), n=1, cutoff=NEAR)
    return found[0] if found else None


@dataclass(frozen=True)
class Known:
    """The people and posts of a batch by which rows are understood."""

    people: Sequence[Person]
    places: Sequence[Place]
    hosts: Mapping[int, str] = field(default_factory=dict)

    def person(self, name: Any, unit: Any = None, number: Any = None) -> Found:
        """Find a person by name, and where several have it by unit or registered number."""
        same = [p for p in self.people if plain(p.name) == plain(name)]
        if not same:
            return Found(code="person_unknown", mend=nearest(plain(name), (p.name for p in self.people)))
        if len(same) > 1 and number:
            same = [p for p in same if str(number).strip() in {p.number, p.number.rpartition("-")[2].lstrip("0")}] or same
        if len(same) > 1 and unit:
            same = [p for p in same if plain(unit) in plain(p.unit) or plain(p.unit) in plain(unit)] or same
        if len(same) > 1:
            return Found(code="person_several", options=[f"{p.number} {p.unit}" for p in same])
        return Found(same[0].id)

    def host(self, name: Any) -> Found:
        """Find a host by its whole name, or by a part of it that only one has."""
        text = plain(name)
        whole = [key for key, known in self.hosts.items() if plain(known) == text]
        if whole:
            return Found(whole[0])
        short = FILLERS.sub("", text)
        part = [key for key, known in self.hosts.items() if len(short) > 1 and short in plain(known)]
        if len(part) == 1:
            return Found(part[0], read_as=self.hosts[part[0]])
        if part:
            return Found(code="host_several", options=[self.hosts[key] for key in part])
        return Found(code="host_unknown", mend=nearest(text, self.hosts.values()))

    def post(self, host: int, title: Any) -> Found:
        """Find a post of a host; where it has only one the title may be left out."""
        posts = [p for p in self.places if p.host == host]
        text = plain(title)
        whole = [p for p in posts if plain(p.title) == text]
        if whole:
            return Found(whole[0].id)
        if not text:
            return Found(posts[0].id, read_as=posts[0].title) if len(posts) == 1 else Found(code="post_missing", options=[p.title for p in posts])
        part = [p for p in posts if text in plain(p.title) or plain(p.title) in text]
        if len(part) == 1:
            return Found(part[0].id, read_as=part[0].title)
        return Found(code="post_unknown", mend=nearest(text, (p.title for p in posts)), options=[p.title for p in posts])

    def place(self, values: Mapping[str, Any]) -> tuple[int | None, int | None]:
        """Return (person, post) of a row's values; None where it is not clear."""
        host = self.host(values.get("host")).id
        post = self.post(host, values.get("title")).id if host is not None else None
        return self.person(values.get("person"), values.get("unit"), values.get("number")).id, post
