"""People, hosts, posts and what is known about their pairs: frozen rows without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LODGING = ("any", "men", "women", "none")
SEXES = ("male", "female")


@dataclass(frozen=True)
class Person:
    """Somebody to be placed. Tags are free; ``sex`` and ``lodging="own"`` matter to lodging rules."""

    id: str
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Host:
    """An organisation with posts; ``seats`` limits all its posts together (None: no limit of its own)."""

    id: str
    seats: int | None = None
    seats_min: int = 0
    lodging: str = "any"


@dataclass(frozen=True)
class Post:
    """A post of a host for ``seats_min`` to ``seats`` people."""

    id: str
    host: str
    seats: int = 1
    seats_min: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A person who may go to a post, with score parts 0-100 (None or missing: no data).

    ``rank`` is the person's wish (1 = first), ``priority`` the post's liking (higher = better).
    """

    person: str
    post: str
    parts: Mapping[str, int | None] = field(default_factory=dict)
    rank: int | None = None
    priority: int | None = None


@dataclass(frozen=True)
class Exclusion:
    """A fact that forbids a person a post or a whole host, with its reason code."""

    person: str
    reason: str
    post: str = ""
    host: str = ""


@dataclass(frozen=True)
class Lock:
    """A person who must be placed at this post, or somewhere at this host."""

    person: str
    post: str = ""
    host: str = ""

    @property
    def name(self) -> str:
        """The name under which a diagnosis mentions this lock."""
        return f"lock:{self.person}"


@dataclass(frozen=True)
class Ban:
    """The officer's no to a person at a post or a whole host."""

    person: str
    post: str = ""
    host: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """The name under which a diagnosis mentions this ban."""
        return f"ban:{self.person}:{self.post or self.host}"


@dataclass(frozen=True)
class PartShare:
    """One score part of a pair with its effective weight.

    ``share`` is in hundredths of a per cent (all shares of a pair sum to 10000, 0 without data),
    ``points`` in hundredths of fit (they sum to the fit exactly).
    """

    name: str
    value: int | None
    weight: int
    share: int
    points: int


@dataclass(frozen=True)
class Closed:
    """Why a person cannot get a post: a code and the reason, rule, post or host behind it."""

    person: str
    post: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Move:
    """One person's change of post; None stands for not placed."""

    person: str
    from_post: str | None
    to_post: str | None
    cause: str = "chosen"
