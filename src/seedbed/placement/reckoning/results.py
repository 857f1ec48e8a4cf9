"""What the engine's instance hands over to be stored: plain data, no engine and no tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where a plan puts one person, and everything the reason page tells about it."""

    application: int
    post: int | None
    fit: int | None
    wish_rank: int | None
    locked: bool
    parts: Sequence[Mapping[str, Any]]
    reason: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """A checked plan: the bytes that went in and came out, its figures, and every person's place."""

    input: bytes
    input_digest: str
    plan: bytes
    plan_digest: str
    engine: Mapping[str, str]
    objective: int
    bound: int
    proven: bool
    placed: int
    fit_total: int
    places: Sequence[Place] = field(default_factory=tuple)
