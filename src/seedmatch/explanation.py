"""Reasons as data: what a placement rests on and what every alternative would cost."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from seedmatch.records import Closed, Move, PartShare

if TYPE_CHECKING:
    from seedmatch.plan import Unplaced


@dataclass(frozen=True)
class Price:
    """What the whole loses if this person must go to this post and the rest is arranged anew, best.

    ``loss = placed_loss * place_value + fit_loss``; None where it is not possible (``reason`` says
    why). ``moves`` lead from the plan to a best plan with that placement, the person first.
    ``breaks`` names what would be broken if only this person moved.
    """

    person: str
    post: str
    host: str
    fit: int
    possible: bool
    reason: str
    loss: int | None
    placed_loss: int | None
    fit_loss: int | None
    moves: tuple[Move, ...]
    holders: tuple[str, ...]
    breaks: tuple[str, ...]
    proven_by: str

    @property
    def others(self) -> tuple[Move, ...]:
        """Everybody else who would move."""
        return tuple(move for move in self.moves if move.person != self.person)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Price:
        """Read what ``to_dict`` wrote."""
        moves = tuple(Move(**row) for row in data["moves"])
        return cls(
            **(data | {"moves": moves, "holders": tuple(data["holders"]), "breaks": tuple(data["breaks"])})
        )


@dataclass(frozen=True)
class Explanation:
    """One person's placement explained.

    ``alternatives`` holds every other open post: smallest loss first, then greatest fit, then post id;
    impossible ones last. ``closed`` holds the candidate posts that are closed, with the reason, ``unpriced``
    the open posts whose price was not asked for.
    """

    person: str
    post: str | None
    host: str | None
    fit: int | None
    parts: tuple[PartShare, ...]
    alternatives: tuple[Price, ...]
    closed: tuple[Closed, ...]
    unplaced: Unplaced | None
    unpriced: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values for storing."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Explanation:
        """Read what ``to_dict`` wrote."""
        from seedmatch.plan import Unplaced  # slow import: a plan that is only read needs no solver

        unplaced = data["unplaced"]
        if unplaced is not None:
            lists = {name: tuple(unplaced[name]) for name in ("people", "posts", "rules")}
            unplaced = Unplaced(**(unplaced | lists))
        return cls(
            person=data["person"],
            post=data["post"],
            host=data["host"],
            fit=data["fit"],
            parts=tuple(PartShare(**row) for row in data["parts"]),
            alternatives=tuple(Price.from_dict(row) for row in data["alternatives"]),
            closed=tuple(Closed(**row) for row in data["closed"]),
            unplaced=unplaced,
            unpriced=tuple(data.get("unpriced", ())),
        )
