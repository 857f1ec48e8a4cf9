"""Questions to a draft and the steps between “nobody moves” and “everybody may”: plain data, no engine, no tables."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

SMALL = 20_000  # pairs of people and posts up to which every step is worked out
FIRST_STEPS = 8  # so many steps one by one, then in doubling strides
NEW_POST = -1  # key of the post, and of the host, that a question invents
NAME = "what-if"


@dataclass(frozen=True)
class NewHost:
    """A host that does not exist yet, with one kind of post."""

    name: str
    industry: str = ""
    title: str = ""
    duties: str = ""
    majors: str = ""
    seats: int = 1


@dataclass(frozen=True)
class Question:
    """What would be if: other weights and rules, hosts that leave or join, people who withdraw or must go somewhere.

    `rules` holds kind → number; 0 takes the rule away. Keys are those of offers and applications.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    close: Sequence[int] = ()
    suppose: Sequence[int] = ()
    new: NewHost | None = None
    withdraw: Sequence[int] = ()
    put: Sequence[Sequence[int]] = ()  # pairs of application and post

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.weights or self.rules or self.close or self.suppose or self.new or self.withdraw or self.put)

    @property
    def needs_facts(self) -> bool:
        """Whether the stored problem alone does not answer it: something is asked about the batch as it is now."""
        return bool(self.rules or self.suppose or self.new)

    def as_dict(self) -> dict[str, Any]:
        """Return the plain form that is stored."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Question":
        """Read what `as_dict` wrote."""
        new = data.get("new")
        return cls(**{**data, "new": NewHost(**new) if new else None})


def steps(most: int, pairs: int) -> list[int]:
    """Return for how many people who may move a plan is worked out, if freely `most` would.

    One by one at first, then in strides; in a large batch only none and half of them.
    """
    if pairs > SMALL:
        return sorted({0, most // 2}) if most else [0]
    found = list(range(min(most, FIRST_STEPS) + 1))
    while found[-1] < most:
        found.append(min(most, found[-1] * 3 // 2))
    return found
