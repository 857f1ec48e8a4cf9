"""Validation of a problem in one place: a sentence per fault that says what, where and how to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from seedmatch.records import LODGING, SEXES, Ban, Exclusion, Lock, Pair
from seedmatch.rules import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    HostUsedOnlyIf,
    LodgingBySex,
    Rule,
    Together,
)

if TYPE_CHECKING:
    from seedmatch.problem import Problem
    from seedmatch.table import Table

MOST_SEATS = 1_000_000
MOST_WEIGHT = 1_000_000
RESERVED = "max_moves"


class SoundPairs(tuple[Pair, ...]):
    """Pairs in their order that have been found sound: a problem made from another one need not look at them again.

    What remains to be held against a problem is who and what they name.
    """

    @cached_property
    def people(self) -> frozenset[str]:
        """People of the pairs."""
        return frozenset(pair.person for pair in self)

    @cached_property
    def posts(self) -> frozenset[str]:
        """Posts of the pairs."""
        return frozenset(pair.post for pair in self)

    @cached_property
    def parts(self) -> frozenset[str]:
        """Names of score parts of the pairs."""
        return frozenset(chain.from_iterable(pair.parts for pair in self))

    @cached_property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Person and post of every pair."""
        return frozenset((pair.person, pair.post) for pair in self)

    @cached_property
    def table(self) -> Table:
        """The pairs as arrays."""
        from seedmatch.table import Table  # slow import: numpy; who only reads a plan needs none

        return Table.of(self, list(self.people), list(self.posts), list(self.parts))

    def among(self, people: Collection[str], posts: Collection[str]) -> SoundPairs:
        """Return the pairs of some people and posts."""
        if self.people <= set(people) and self.posts <= set(posts):
            return self
        return self.picked([k for k, pair in enumerate(self) if pair.person in people and pair.post in posts])

    def picked(self, kept: Sequence[int]) -> SoundPairs:
        """Return the pairs at some places, in order."""
        found = SoundPairs(self[k] for k in kept)
        if "table" in self.__dict__:
            found.__dict__["table"] = self.table.only(kept)
        return found


def faults_of(problem: Problem) -> list[str]:
    """Return a sentence for everything wrong with the problem, empty if it is sound."""
    return list(_Validation(problem).faults())


def faults_of_moves(most: Any) -> Iterator[str]:
    """Yield a sentence if a limit of moves is neither missing nor a whole number."""
    if most is not None and not _is_count(most):
        yield f"Most moves {most} must be a whole number from 0."


def faults_of_bonus(bonus: Any) -> Iterator[str]:
    """Yield a sentence if what staying is worth is no whole number."""
    if not _is_count(bonus):
        yield f"Stay bonus {bonus} must be a whole number from 0 to {MOST_SEATS}."


def _is_count(value: Any, most: int = MOST_SEATS) -> bool:
    return type(value) is int and 0 <= value <= most


def _kinds(values: Iterable[Any]) -> bool:
    """Whether all are whole numbers or nothing."""
    return set(map(type, values)) <= {int, type(None)}


class _Validation:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {person.id for person in problem.people}
        self.hosts = {host.id for host in problem.hosts}
        self.host_of = {post.id: post.host for post in problem.posts}

    @cached_property
    def pairs(self) -> Collection[tuple[str, str]]:
        """Person and post of every pair."""
        pairs = self.problem.pairs
        return pairs.keys if isinstance(pairs, SoundPairs) else {(pair.person, pair.post) for pair in pairs}

    def faults(self) -> Iterator[str]:
        problem = self.problem
        yield from self._ids("person", [person.id for person in problem.people])
        yield from self._ids("host", [host.id for host in problem.hosts])
        yield from self._ids("post", [post.id for post in problem.posts])
        yield from self._people()
        yield from self._seats()
        yield from self._weights()
        yield from self._pairs()
        yield from self._places("Exclusion", problem.exclusions)
        yield from self._places("Ban", problem.bans)
        yield from self._locks()
        yield from self._rules()
        yield from self._stay()

    def _ids(self, kind: str, ids: list[str]) -> Iterator[str]:
        for key, count in Counter(ids).items():
            if not isinstance(key, str) or not key:
                yield f"A {kind} has no id; give every {kind} a text as its id."
            elif count > 1:
                yield f"{kind.capitalize()} {key} is listed {count} times; keep one row."

    def _people(self) -> Iterator[str]:
        for person in self.problem.people:
            for tag, value in person.tags.items():
                if not isinstance(tag, str) or not isinstance(value, str):
                    yield f"Person {person.id}: tag {tag} must be a text with a text as its value."
            if person.tags.get("sex", "male") not in SEXES:
                yield f"Person {person.id}: sex {person.tags['sex']} is not known; use male, female or leave it out."

    def _seats(self) -> Iterator[str]:
        for host in self.problem.hosts:
            if host.lodging not in LODGING:
                yield f"Host {host.id}: lodging {host.lodging} is not known; use any, men, women or none."
            if not _is_count(host.seats_min) or not (host.seats is None or _is_count(host.seats)):
                yield f"Host {host.id}: seats must be whole numbers from 0 to {MOST_SEATS}."
            elif host.seats is not None and host.seats_min > host.seats:
                yield f"Host {host.id}: at least {host.seats_min} but at most {host.seats} seats; mend one of them."
        for post in self.problem.posts:
            if post.host not in self.hosts:
                yield f"Post {post.id}: host {post.host} is not in the list of hosts; add it or mend the post."
            if not _is_count(post.seats) or not _is_count(post.seats_min):
                yield f"Post {post.id}: seats must be whole numbers from 0 to {MOST_SEATS}."
            elif post.seats_min > post.seats:
                yield f"Post {post.id}: at least {post.seats_min} but at most {post.seats} seats; mend one of them."

    def _weights(self) -> Iterator[str]:
        weights = self.problem.weights
        for name, weight in weights.items():
            if not isinstance(name, str) or not name or not _is_count(weight, MOST_WEIGHT):
                yield f"Weight of part {name} must be a whole number from 0 to {MOST_WEIGHT}."
        if weights and not any(weights.values()):
            yield "All weights are 0; give at least one part a weight."

    def _pairs(self) -> Iterator[str]:
        """Go through the pairs one by one only where something about all of them together is amiss."""
        if not self._pairs_sound():
            yield from self._pair_faults()

    def _pairs_sound(self) -> bool:
        """Whether all pairs together are in order; a hundred thousand of them take no time this way."""
        pairs = self.problem.pairs
        if isinstance(pairs, SoundPairs):
            return (
                pairs.people <= self.people
                and pairs.posts <= self.host_of.keys()
                and pairs.parts <= self.problem.weights.keys()
            )
        values = list(chain.from_iterable(pair.parts.values() for pair in pairs))
        numbers = {value for value in set(values) if value is not None} if _kinds(values) else {-1}
        ranks, priorities = [pair.rank for pair in pairs], [pair.priority for pair in pairs]
        return (
            len(self.pairs) == len(pairs)
            and {person for person, _ in self.pairs} <= self.people
            and {post for _, post in self.pairs} <= self.host_of.keys()
            and set(chain.from_iterable(pair.parts for pair in pairs)) <= self.problem.weights.keys()
            and all(0 <= number <= 100 for number in numbers)
            and _kinds(ranks)
            and all(rank is None or 0 < rank <= MOST_SEATS for rank in set(ranks))
            and _kinds(priorities)
        )

    def _pair_faults(self) -> Iterator[str]:
        weights = self.problem.weights
        seen: set[tuple[str, str]] = set()
        for pair in self.problem.pairs:
            where = f"Pair {pair.person} – {pair.post}"
            if pair.person not in self.people:
                yield f"{where}: there is no such person; add the person or remove the pair."
            if pair.post not in self.host_of:
                yield f"{where}: there is no such post; add the post or remove the pair."
            if (pair.person, pair.post) in seen:
                yield f"{where} is listed twice; keep one row."
            seen.add((pair.person, pair.post))
            for name, value in pair.parts.items():
                if name not in weights:
                    yield f"{where}: part {name} has no weight; add it to the weights."
                if value is not None and not _is_count(value, 100):
                    yield f"{where}: part {name} is {value}; it must be a whole number from 0 to 100, or no data."
            if pair.rank is not None and (not _is_count(pair.rank) or pair.rank == 0):
                yield f"{where}: rank {pair.rank} must be a whole number from 1."
            if pair.priority is not None and type(pair.priority) is not int:
                yield f"{where}: priority {pair.priority} must be a whole number."

    def _places(self, kind: str, rows: Iterable[Exclusion | Ban | Lock]) -> Iterator[str]:
        for row in rows:
            where = f"{kind} of {row.person}"
            if row.person not in self.people:
                yield f"{where}: there is no such person; remove it."
            if bool(row.post) == bool(row.host):
                yield f"{where}: name either a post or a host."
            elif row.post and row.post not in self.host_of:
                yield f"{where}: there is no post {row.post}; remove it or mend the post."
            elif row.host and row.host not in self.hosts:
                yield f"{where}: there is no host {row.host}; remove it or mend the host."
            if isinstance(row, Exclusion) and not row.reason:
                yield f"{where} has no reason; give a reason code."

    def _locks(self) -> Iterator[str]:
        locks = self.problem.locks
        yield from self._places("Lock", locks)
        for person, count in Counter(lock.person for lock in locks).items():
            if count > 1:
                yield f"Person {person} is locked {count} times; keep one lock."
        excluded = {(row.person, row.post, row.host): row.reason for row in self.problem.exclusions}
        for lock in locks:
            posts = [post for post, host in self.host_of.items() if lock.post == post or lock.host == host]
            pairs = [post for post in posts if (lock.person, post) in self.pairs]
            where = f"Lock of {lock.person} on {lock.post or lock.host}"
            if posts and not pairs:
                yield f"{where}: this is no candidate pair; add the pair or remove the lock."
            for post in pairs:
                host = self.host_of[post]
                reason = excluded.get((lock.person, post, "")) or excluded.get((lock.person, "", host))
                if reason and (lock.post or len(pairs) == 1):
                    yield f"{where} contradicts the exclusion {reason}; remove the lock or the exclusion."

    def _rules(self) -> Iterator[str]:
        for name, count in Counter(getattr(rule, "name", repr(rule)) for rule in self.problem.rules).items():
            if not isinstance(name, str) or not name:
                yield "A rule has no name; give every rule a name of its own."
            elif count > 1:
                yield f"{count} rules are called {name}; give every rule a name of its own."
            elif ":" in name or name == RESERVED:
                yield f"Rule {name}: its name may not hold a colon or be {RESERVED}."
        for rule in self.problem.rules:
            yield from self._rule(rule)

    def _rule(self, rule: Rule) -> Iterator[str]:
        match rule:
            case AtMostPerHost():
                yield from self._count(rule.name, "limit", rule.limit, 0)
                yield from self._known(rule.name, rule.hosts, ())
                if not rule.tag:
                    yield f"Rule {rule.name} names no tag; say which attribute is counted."
            case AtLeastPerGroup():
                yield from self._count(rule.name, "minimum", rule.minimum, 1)
                yield from self._ids(f"group of rule {rule.name}", [group.id for group in rule.groups])
                for group in rule.groups:
                    yield from self._known(rule.name, group.hosts, group.people)
                if not rule.tag or not rule.value:
                    yield f"Rule {rule.name} must name a tag and its value."
                if type(rule.when_used) is not bool:
                    yield f"Rule {rule.name}: when_used must be true or false."
            case HostUsedOnlyIf():
                yield from self._count(rule.name, "minimum", rule.minimum, 1)
                yield from self._known(rule.name, rule.hosts, ())
            case Together() | Apart():
                yield from self._known(rule.name, (), rule.people)
                if len(set(rule.people)) < 2:
                    yield f"Rule {rule.name} needs at least two different people."
            case LodgingBySex():
                pass
            case _:
                yield f"{rule!r} is not a rule of the engine; use one of its rule classes."

    def _count(self, rule: str, name: str, value: Any, least: int) -> Iterator[str]:
        if not _is_count(value) or value < least:
            yield f"Rule {rule}: {name} {value} must be a whole number from {least}."

    def _known(self, rule: str, hosts: Iterable[str], people: Iterable[str]) -> Iterator[str]:
        for host in hosts:
            if host not in self.hosts:
                yield f"Rule {rule}: there is no host {host}; remove it from the rule."
        for person in people:
            if person not in self.people:
                yield f"Rule {rule}: there is no person {person}; remove them from the rule."

    def _stay(self) -> Iterator[str]:
        problem = self.problem
        for person in problem.previous:
            if person not in self.people:
                yield f"Previous placement of {person}: there is no such person; remove the row."
        yield from faults_of_bonus(problem.stay_bonus)
        yield from faults_of_moves(problem.max_moves)
