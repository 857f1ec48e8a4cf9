"""Who comes before whom by a published order of rules, and why; nothing here is random.

Two ways to compare are possible, both named in the rule set: `order` (rule 1 decides; only where it does
not, rule 2, and so on) and `points` (the points of the rules met are added). Ties are settled by the
stated tie rules, at the very end by the registered number, which nobody shares.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

RULES = ("park", "economic", "bay_work", "talent")
GRADED = ("bay_years", "education")  # met more or less; only points can tell
METHODS = ("order", "points")
TIES = ("order", "younger", "older")  # "order": the rules in their order, where the points are equal
PROPOSED, RESERVE, NOT_CHOSEN = "proposed", "reserve", "not_chosen"


@dataclass(frozen=True)
class Candidate:
    """What the order needs of one person: which rules are met, month of birth, number, whose quota counts."""

    id: int
    number: int
    meets: frozenset[str] = frozenset()
    born: str = ""
    quota: int | None = None
    amounts: Mapping[str, int] = field(default_factory=dict)  # graded criteria: whole years in the Bay Area, steps of education

    def amount(self, key: str) -> int:
        """How often a criterion counts: 1 or 0 for a rule, the step or the years for a graded one."""
        return self.amounts.get(key, 0) if key in GRADED else int(key in self.meets)


@dataclass(frozen=True)
class Rule:
    """One rule in its place; `points` (per year or step where it is graded) and their `cap` count only where points are added."""

    key: str
    points: int = 1
    cap: int = 0


@dataclass(frozen=True)
class Order:
    """The rules in their order, how they are compared, and how ties are settled."""

    rules: tuple[Rule, ...]
    method: str = "order"
    ties: tuple[str, ...] = ("younger",)
    most: int = 0  # cap of the sum of points; 0: none

    def __post_init__(self) -> None:
        keys = [rule.key for rule in self.rules]
        known = RULES if self.method == "order" else (*RULES, *GRADED)
        if not keys or len(set(keys)) != len(keys) or not set(keys) <= set(known):
            raise ValueError(f"each rule stands once and is one of {', '.join(known)}")
        ages = [tie for tie in self.ties if tie != "order"]
        if self.method not in METHODS or not set(self.ties) <= set(TIES) or len(ages) > 1 or len(set(self.ties)) != len(self.ties):
            raise ValueError("unknown method, or tie rules that contradict each other")
        if "order" in self.ties and (self.method == "order" or self.ties[0] != "order"):
            raise ValueError("the order of the rules settles equal points, before any other tie rule")
        if self.most < 0 or any(rule.points < 0 or rule.cap < 0 for rule in self.rules):
            raise ValueError("points and caps are not negative")


@dataclass(frozen=True)
class Neighbour:
    """The person directly before or behind, and what decided between the two.

    `by` is `rule` (with the key), `points`, a tie rule, or `number`; `mine` and `theirs` are what was
    compared: sums of points, months of birth as 199302 (0 where it is missing), registered numbers.
    """

    id: int
    by: str
    key: str = ""
    mine: int = 0
    theirs: int = 0


@dataclass(frozen=True)
class Place:
    """Where one person stands, what came of it and why."""

    id: int
    position: int
    meets: tuple[str, ...]
    points: int
    outcome: str
    why: str
    behind: Neighbour | None = None
    before: Neighbour | None = None
    reserve: int = 0
    quota: int | None = None
    quota_used_by: tuple[int, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    def as_row(self) -> dict[str, Any]:
        """The place as plain data, as it is stored."""
        return asdict(self) | {"parts": [list(part) for part in self.parts]}


@dataclass
class _Room:
    """Seats of one quota while the list is walked down."""

    limit: int | None
    used: list[int] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.limit is not None and len(self.used) >= self.limit


def read_order(content: Mapping[str, Any]) -> Order:
    """Return the order that a rule set's content describes. Raises ValueError with what is wrong."""
    rules = tuple(Rule(str(r["key"]), int(r.get("points", 1)), int(r.get("cap", 0))) for r in content.get("rules", ()))
    return Order(rules, str(content.get("method", "order")), tuple(content.get("ties", ("younger",))), int(content.get("most", 0)))


def as_fixed_order(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same rules in the form of a fixed order: without graded criteria, points and caps."""
    rules = [{name: value for name, value in rule.items() if name not in {"points", "cap"}} for rule in content["rules"] if rule["key"] in RULES]
    rest = {name: value for name, value in content.items() if name != "most"}
    return {**rest, "method": "order", "rules": rules, "ties": [tie for tie in content.get("ties", ()) if tie != "order"]}


def parts_of(candidate: Candidate, order: Order) -> tuple[tuple[str, int], ...]:
    """Return the points of each criterion that counts for the candidate, each within its own cap."""
    found = []
    for rule in order.rules:
        points = rule.points * candidate.amount(rule.key)
        found.append((rule.key, min(points, rule.cap) if rule.cap else points))
    return tuple(part for part in found if part[1])


def points_of(candidate: Candidate, order: Order) -> int:
    """Return the sum of the points of the criteria, within the cap of the sum."""
    total = sum(points for _key, points in parts_of(candidate, order))
    return min(total, order.most) if order.most else total


def _key(candidate: Candidate, order: Order) -> tuple[Any, ...]:
    head: tuple[Any, ...] = (-points_of(candidate, order),) if order.method == "points" else (_steps(candidate, order),)
    return (*head, *(_tie(candidate, tie, order) for tie in order.ties), candidate.number)


def _steps(candidate: Candidate, order: Order) -> tuple[int, ...]:
    """The rules in their order, more before less."""
    return tuple(-candidate.amount(rule.key) for rule in order.rules)


def _tie(candidate: Candidate, tie: str, order: Order) -> tuple[int, ...]:
    """Rules in their order, or months as numbers; a person without a month of birth comes last whichever way is preferred."""
    if tie == "order":
        return _steps(candidate, order)
    if not candidate.born:
        return (1, 0)
    months = int(candidate.born[:4]) * 12 + int(candidate.born[5:7])
    return (0, -months if tie == "younger" else months)


def in_order(candidates: Iterable[Candidate], order: Order) -> list[Candidate]:
    """Return the candidates, the first in line first."""
    return sorted(candidates, key=lambda candidate: _key(candidate, order))


def decider(first: Candidate, second: Candidate, order: Order) -> Neighbour:
    """Return what puts `first` before `second`, seen from the first: the neighbour is `second`."""
    if order.method == "points":
        mine, theirs = points_of(first, order), points_of(second, order)
        if mine != theirs:
            return Neighbour(second.id, "points", mine=mine, theirs=theirs)
    if order.method == "order" or "order" in order.ties:
        for rule in order.rules:
            if first.amount(rule.key) != second.amount(rule.key):
                return Neighbour(second.id, "rule", rule.key, first.amount(rule.key), second.amount(rule.key))
    for tie in order.ties:
        if _tie(first, tie, order) != _tie(second, tie, order):
            return Neighbour(second.id, tie, mine=_month(first), theirs=_month(second))
    return Neighbour(second.id, "number", mine=first.number, theirs=second.number)


def _month(candidate: Candidate) -> int:
    return int(candidate.born.replace("-", "")) if candidate.born else 0


def _seen_from_behind(first: Candidate, second: Candidate, order: Order) -> Neighbour:
    found = decider(first, second, order)
    return Neighbour(first.id, found.by, found.key, found.theirs, found.mine)


def rank(
    candidates: Iterable[Candidate], order: Order, *, seats: int, reserve: int = 0,
    quotas: Mapping[int, int | None] | None = None,
) -> list[Place]:
    """Return everybody's place from first to last.

    Walking down the order, a person gets a seat while there are seats and the quota of the own unit has
    room. Those who got none because of the quota keep their place and stand on the reserve list before
    people further down; the first `reserve` people without a seat form that list.
    """
    if seats < 0 or reserve < 0:
        raise ValueError("seats and reserve are not negative")
    line = in_order(candidates, order)
    rooms = {unit: _Room(limit) for unit, limit in (quotas or {}).items()}
    seated = waiting = 0
    places = []
    for index, candidate in enumerate(line):
        room = rooms.get(candidate.quota) if candidate.quota is not None else None
        blocked = room is not None and room.full
        used = tuple(room.used) if room is not None else ()
        if seated < seats and not blocked:
            outcome, why = PROPOSED, "seat"
            seated += 1
            if room is not None:
                room.used.append(candidate.id)
        elif waiting < reserve:
            outcome, why = RESERVE, "quota" if seated < seats and blocked else "seats"
            waiting += 1
        else:
            outcome, why = NOT_CHOSEN, "quota" if seated < seats and blocked else "seats"
        places.append(Place(
            candidate.id, index + 1, tuple(r.key for r in order.rules if candidate.amount(r.key)),
            points_of(candidate, order), outcome, why,
            behind=_seen_from_behind(line[index - 1], candidate, order) if index else None,
            before=decider(candidate, line[index + 1], order) if index + 1 < len(line) else None,
            reserve=waiting if outcome == RESERVE else 0, quota=candidate.quota,
            quota_used_by=used if why == "quota" else (), parts=parts_of(candidate, order) if order.method == "points" else (),
        ))
    return places


@dataclass(frozen=True)
class Difference:
    """What another version of the rules would change for one person."""

    id: int
    position_before: int | None
    position_after: int | None
    outcome_before: str
    outcome_after: str

    @property
    def comes_in(self) -> bool:
        """Whether the person would get a seat that they do not have."""
        return self.outcome_after == PROPOSED != self.outcome_before

    @property
    def goes_out(self) -> bool:
        """Whether the person would lose a seat."""
        return self.outcome_before == PROPOSED != self.outcome_after


def compare(before: Sequence[Place], after: Sequence[Place]) -> list[Difference]:
    """Return what changes from one list to the other, for everybody on either, in the new order."""
    old, new = {p.id: p for p in before}, {p.id: p for p in after}
    people = [*new, *(i for i in old if i not in new)]
    return [
        Difference(
            i, old[i].position if i in old else None, new[i].position if i in new else None,
            old[i].outcome if i in old else "", new[i].outcome if i in new else "",
        )
        for i in people
    ]


def next_in_reserve(waiting: Iterable[tuple[int, int, int | None]], free: Mapping[int, bool]) -> int | None:
    """Return the id that moves up: the first of the reserve list whose unit has room, or None.

    `waiting` holds (position, id, quota); `free` says per quota whether it has room.
    """
    for _position, person, quota in sorted(waiting):
        if quota is None or free.get(quota, True):
            return person
    return None
