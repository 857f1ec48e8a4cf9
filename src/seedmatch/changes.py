"""Changes after a plan was made, and the plan that moves fewest people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from seedmatch.errors import ProblemFault
from seedmatch.faults import SoundPairs
from seedmatch.records import Host, Pair, Person, Post
from seedmatch.rules import Apart, AtLeastPerGroup, AtMostPerHost, HostUsedOnlyIf, Rule, Together

if TYPE_CHECKING:
    from seedmatch.limits import Limits
    from seedmatch.plan import Plan
    from seedmatch.problem import Problem


@dataclass(frozen=True)
class Withdraw:
    """A person leaves."""

    person: str


@dataclass(frozen=True)
class ClosePost:
    """A post is no longer offered."""

    post: str


@dataclass(frozen=True)
class CloseHost:
    """A host leaves with all its posts."""

    host: str


@dataclass(frozen=True)
class AddPerson:
    """A person joins with candidate pairs."""

    person: Person
    pairs: Sequence[Pair] = ()


@dataclass(frozen=True)
class AddPost:
    """A post is added with candidate pairs, and its host if that is new."""

    post: Post
    pairs: Sequence[Pair] = ()
    host: Host | None = None


@dataclass(frozen=True)
class ChangeSeats:
    """A post gets other numbers of seats."""

    post: str
    seats: int
    seats_min: int = 0


Change = Withdraw | ClosePost | CloseHost | AddPerson | AddPost | ChangeSeats


def apply_changes(
    problem: Problem,
    changes: Sequence[Change],
    *,
    previous: Mapping[str, str] | None = None,
    stay_bonus: int = 0,
    max_moves: int | None = None,
) -> Problem:
    """Return the problem after the changes; what concerns people, posts and hosts that left goes too.

    Rules keep their names; a rule about people or hosts of whom too few are left is dropped. Refuses
    with ``ProblemFault`` a change that names somebody or something unknown.
    """
    rows: dict[str, Any] = {
        "people": {row.id: row for row in problem.people},
        "hosts": {row.id: row for row in problem.hosts},
        "posts": {row.id: row for row in problem.posts},
        "pairs": [],
    }
    for change in changes:
        _apply(rows, change)
    people, hosts, posts = rows["people"], rows["hosts"], rows["posts"]

    def stands(row: Any) -> bool:
        return (
            row.person in people
            and (not row.post or row.post in posts)
            and (not row.host or row.host in hosts)
        )

    pairs = problem.pairs.among(people, posts) if isinstance(problem.pairs, SoundPairs) else problem.pairs
    more = [pair for pair in rows["pairs"] if pair.person in people and pair.post in posts]
    before = problem.previous if previous is None else previous
    return replace(
        problem,
        people=list(people.values()),
        hosts=list(hosts.values()),
        posts=list(posts.values()),
        pairs=[*pairs, *more] if more else pairs,
        exclusions=[row for row in problem.exclusions if stands(row)],
        locks=[row for row in problem.locks if stands(row)],
        bans=[row for row in problem.bans if stands(row)],
        rules=list(_left(problem.rules, people, hosts)),
        previous={person: post for person, post in before.items() if person in people},
        stay_bonus=stay_bonus,
        max_moves=max_moves,
    )


def _apply(rows: dict[str, Any], change: Change) -> None:
    match change:
        case Withdraw(person):
            _drop(rows["people"], person, "person")
        case ClosePost(post):
            _drop(rows["posts"], post, "post")
        case CloseHost(host):
            _drop(rows["hosts"], host, "host")
            rows["posts"] = {key: row for key, row in rows["posts"].items() if row.host != host}
        case AddPerson(person, pairs):
            _add(rows["people"], person, "person")
            rows["pairs"] += pairs
        case AddPost(post, pairs, host):
            if host is not None:
                _add(rows["hosts"], host, "host")
            _add(rows["posts"], post, "post")
            rows["pairs"] += pairs
        case ChangeSeats(post, seats, seats_min):
            row = _drop(rows["posts"], post, "post")
            rows["posts"][post] = replace(row, seats=seats, seats_min=seats_min)


def _drop(rows: dict[str, Any], key: str, kind: str) -> Any:
    if key not in rows:
        raise ProblemFault([f"There is no {kind} {key} to change; mend the list of changes."])
    return rows.pop(key)


def _add(rows: dict[str, Any], row: Person | Host | Post, kind: str) -> None:
    if row.id in rows:
        raise ProblemFault([f"There is already a {kind} {row.id}; mend the list of changes."])
    rows[row.id] = row


def _left(rules: Iterable[Rule], people: Mapping[str, Any], hosts: Mapping[str, Any]) -> Iterable[Rule]:
    for rule in rules:
        match rule:
            case AtMostPerHost() | HostUsedOnlyIf() if rule.hosts:
                here = tuple(host for host in rule.hosts if host in hosts)
                if here:
                    yield replace(rule, hosts=here)
            case Together() | Apart():
                left = tuple(person for person in rule.people if person in people)
                if len(left) > 1:
                    yield replace(rule, people=left)
            case AtLeastPerGroup() if rule.groups:
                yield from _groups_left(rule, people, hosts)
            case _:
                yield rule


def _groups_left(
    rule: AtLeastPerGroup, people: Mapping[str, Any], hosts: Mapping[str, Any]
) -> Iterable[AtLeastPerGroup]:
    groups = []
    for group in rule.groups:
        here = tuple(host for host in group.hosts if host in hosts)
        who = tuple(person for person in group.people if person in people)
        if len(here) + len(who) and bool(here) == bool(group.hosts) and bool(who) == bool(group.people):
            groups.append(replace(group, hosts=here, people=who))
        elif not group.hosts and not group.people:
            groups.append(group)
    if groups:
        yield replace(rule, groups=tuple(groups))


def rematch(
    plan: Plan,
    changes: Sequence[Change],
    *,
    stay_bonus: int | None = None,
    max_moves: int | None = None,
    limits: Limits | None = None,
) -> Plan:
    """Return the best plan after changes that leaves people where they are.

    ``max_moves``: most people who may move besides those whose seat is gone (nothing given: 0).
    ``stay_bonus``: hundredths of a point that staying is worth to each. Same mode and seed as before.
    Raises ``Infeasible`` (naming ``max_moves``) if the rules need more moves.
    """
    from seedmatch.solver import solve  # slow import: numpy and HiGHS

    if stay_bonus is not None and max_moves is not None:
        raise ProblemFault(["Give either a stay bonus or the most moves, not both."])
    if stay_bonus is None and max_moves is None:
        max_moves = 0
    problem = apply_changes(
        plan.problem, changes, previous=plan.placements, stay_bonus=stay_bonus or 0, max_moves=max_moves
    )
    return solve(problem, objective=plan.mode, seed=plan.seed, limits=limits)
