"""What a solve returns: placements with their proof, and the questions one may ask of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seedmatch.errors import BadFile, NotProven
from seedmatch.explanation import Explanation, Price
from seedmatch.jsonform import canonical
from seedmatch.records import Closed, Move

if TYPE_CHECKING:
    from seedmatch.changes import Change
    from seedmatch.limits import Limits
    from seedmatch.pricing import Pricing
    from seedmatch.problem import Problem

FORMAT = "seedmatch-plan/1"
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Stage:
    """What was maximised: the value reached and the bound for every plan that keeps the earlier stages."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True)
class Proof:
    """Prices ``multiplier / scale`` per row that prove ``bound`` for the stage of this name.

    Weak duality: whatever the prices, the priced limits plus what remains of every pair's value are
    at least the value of every plan.
    """

    stage: str
    scale: int
    bound: int
    prices: tuple[tuple[Key, int], ...]


@dataclass(frozen=True)
class Certificate:
    """The proofs of the stages; ``verified_bound`` is what they show in units of the objective.

    ``verified``: the proofs alone show the plan to be best. Otherwise the rest of the gap was closed
    by branch and bound, which only a second solve can repeat.
    """

    proofs: tuple[Proof, ...]
    verified: bool
    verified_bound: int


@dataclass(frozen=True)
class Unplaced:
    """Why a person has no post: a code, numbers, and the people, posts or rules concerned."""

    person: str
    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunRecord:
    """How the plan was found; not part of its bytes."""

    seconds: float
    nodes: int
    engine: str


@dataclass(frozen=True, eq=False)
class Plan:
    """Who goes where, what that is worth, how far it is proven, and why.

    ``objective`` is ``placed * place_value + fit_total + stay_bonus * kept``; ``bound`` holds for every
    plan (of mode ``profile``: for every plan with the same ranks).
    """

    problem: Problem
    mode: str
    seed: int
    placements: Mapping[str, str]
    objective: int
    bound: int
    placed: int
    fit_total: int
    kept: int
    stopped_by: str
    stages: tuple[Stage, ...]
    certificate: Certificate
    unplaced: tuple[Unplaced, ...]
    blocking_pairs: tuple[tuple[str, str], ...]
    moved: tuple[Move, ...]
    run: RunRecord

    @property
    def gap(self) -> int:
        """``bound - objective``."""
        return self.bound - self.objective

    @property
    def proven(self) -> bool:
        """Whether every stage is proven to be best."""
        return self.stopped_by == "proven" and all(stage.value == stage.bound for stage in self.stages)

    @property
    def problem_digest(self) -> str:
        """SHA-256 of the problem that this plan answers."""
        return self.problem.digest()

    @property
    def hosts(self) -> Mapping[str, str]:
        """Person to host."""
        return {person: self.problem.posts_by_id[post].host for person, post in self.placements.items()}

    def to_bytes(self) -> bytes:
        """Return canonical JSON: equal for equal problem, mode, seed and versions, unless the clock stopped it."""
        body = {name: _plain(getattr(self, name)) for name in _WRITTEN}
        return canonical(body | {"format": FORMAT, "problem": self.problem_digest})

    @classmethod
    def from_bytes(cls, problem: Problem, data: bytes | str) -> Plan:
        """Read what ``to_bytes`` wrote for this problem; refuses another problem's plan with ``BadFile``."""
        return _read(cls, problem, data)

    def summary(self) -> dict[str, Any]:
        """Return the figures of the plan as plain JSON values."""
        return {
            "mode": self.mode,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "proven": self.proven,
            "verified": self.certificate.verified,
            "stopped_by": self.stopped_by,
            "placed": self.placed,
            "fit_total": self.fit_total,
            "unplaced": len(self.unplaced),
            "blocking_pairs": len(self.blocking_pairs),
            "seconds": round(self.run.seconds, 4),
            "engine": self.run.engine,
        }

    @cached_property
    def _pricing(self) -> Pricing:
        from seedmatch.pricing import Pricing  # slow import: loads the solver

        return Pricing(self)

    @cached_property
    def _unplaced_by_person(self) -> Mapping[str, Unplaced]:
        return {row.person: row for row in self.unplaced}

    def price(self, person: str, post: str) -> Price:
        """Say exactly what the whole loses if this person must go to this post, and who else would move.

        Raises ``NotProven`` for stable plans and plans that are not proven, ``KeyError`` for ids that
        the problem does not know.
        """
        if self.mode == "stable" or not self.proven:
            raise NotProven(
                "Exact prices exist only for a proven plan of mode fit or profile; solve it to the end."
            )
        return self._pricing.price(person, post)

    def explain(self, person: str, posts: Collection[str] | None = None) -> Explanation:
        """Explain one person's placement: parts, every alternative with its price, closed posts.

        With ``posts`` only alternatives among these are priced; the other open ones are named as unpriced.
        Raises ``KeyError`` for a person whom the problem does not know.
        """
        problem = self.problem
        priced = self.mode != "stable" and self.proven
        closed: list[Closed] = []
        for pair in problem.pairs_of[person]:
            if (why := problem.closed(person, pair.post)) is not None:
                closed.append(why)
        post = self.placements.get(person)
        return Explanation(
            person=person,
            post=post,
            host=None if post is None else problem.posts_by_id[post].host,
            fit=None if post is None else problem.fit(person, post),
            parts=() if post is None else problem.parts(person, post),
            alternatives=self._pricing.alternatives(person, posts) if priced else (),
            closed=tuple(closed),
            unplaced=self._unplaced_by_person.get(person),
            unpriced=tuple(self._unpriced(person, posts)) if priced and posts is not None else (),
        )

    def _unpriced(self, person: str, posts: Collection[str]) -> Iterator[str]:
        for pair in self.problem.pairs_of[person]:
            wanted = pair.post in posts or pair.post == self.placements.get(person)
            if not wanted and self.problem.closed(person, pair.post) is None:
                yield pair.post

    def explain_all(self) -> tuple[Explanation, ...]:
        """Explain everybody, in the order of ids."""
        return tuple(self.explain(person.id) for person in self.problem.people)

    def rematch(
        self,
        changes: Sequence[Change],
        *,
        stay_bonus: int | None = None,
        max_moves: int | None = None,
        limits: Limits | None = None,
    ) -> Plan:
        """Solve again after changes, moving few: see ``seedmatch.changes.rematch``."""
        from seedmatch.changes import rematch  # slow import: loads the solver

        return rematch(self, changes, stay_bonus=stay_bonus, max_moves=max_moves, limits=limits)


_WRITTEN = (
    "mode",
    "seed",
    "placements",
    "objective",
    "bound",
    "placed",
    "fit_total",
    "kept",
    "stopped_by",
    "stages",
    "certificate",
    "unplaced",
    "blocking_pairs",
    "moved",
)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def _read(cls: type[Plan], problem: Problem, data: bytes | str) -> Plan:
    try:
        body = json.loads(data)
        if body["format"] != FORMAT:
            raise BadFile("The file is not a plan of this engine.")
        if body["problem"] != problem.digest():
            raise BadFile("The plan belongs to another problem; give the problem file that it was made from.")
        fields = {name: body[name] for name in _WRITTEN}
        certificate = body["certificate"]
        proofs = tuple(_proof(row) for row in certificate["proofs"])
        fields["certificate"] = Certificate(proofs, certificate["verified"], certificate["verified_bound"])
        fields["stages"] = tuple(Stage(**row) for row in body["stages"])
        fields["unplaced"] = tuple(_unplaced(row) for row in body["unplaced"])
        fields["blocking_pairs"] = tuple((person, post) for person, post in body["blocking_pairs"])
        fields["moved"] = tuple(Move(**row) for row in body["moved"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(f"The plan cannot be read: {error!r}.") from error
    return cls(problem=problem, run=RunRecord(0.0, 0, "read from file"), **fields)


def _proof(row: dict[str, Any]) -> Proof:
    prices = tuple(((key[0], key[1], key[2]), value) for key, value in row["prices"])
    return Proof(row["stage"], row["scale"], row["bound"], prices)


def _unplaced(row: dict[str, Any]) -> Unplaced:
    lists = {name: tuple(row[name]) for name in ("people", "posts", "rules")}
    return Unplaced(row["person"], row["code"], row["numbers"], **lists)
