"""Side rules as linear conditions on the chosen pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedmatch.rules import Apart, AtLeastPerGroup, AtMostPerHost, Group, HostUsedOnlyIf, Together

if TYPE_CHECKING:
    from seedmatch.problem import Problem

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Condition:
    """``low <= sum(coefs * chosen[cols]) <= high``; with ``when`` only if some column of it is chosen.

    ``name`` is the rule, ``place`` the host, group or person where it applies, ``sub`` tells rows
    of one place apart. ``when_key`` names the set ``when`` so that conditions can share it.
    """

    name: str
    place: str
    cols: Ints
    coefs: Ints
    low: int | None = None
    high: int | None = None
    sub: str = ""
    when: Ints | None = None
    when_key: str = ""


class Columns:
    """The columns (pairs) of a model with what the rules ask of them."""

    def __init__(self, problem: Problem, person: Ints, post: Ints) -> None:
        self.problem = problem
        self.people = [row.id for row in problem.people]
        self.hosts = [row.id for row in problem.hosts]
        place_of = {host: index for index, host in enumerate(self.hosts)}
        host_of = np.array([place_of[row.host] for row in problem.posts], dtype=np.int64)
        self.person = person
        self.posts = [row.id for row in problem.posts]
        self.post = post
        self.host = host_of[post] if len(post) else np.zeros(0, dtype=np.int64)
        self.count = len(person)

    def of_people(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Mask of the columns of these people."""
        wanted = set(ids)
        mask = np.array([person in wanted for person in self.people], dtype=bool)
        return mask[self.person] if self.count else np.zeros(0, dtype=bool)

    def at_hosts(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Mask of the columns at these hosts."""
        wanted = set(ids)
        mask = np.array([host in wanted for host in self.hosts], dtype=bool)
        return mask[self.host] if self.count else np.zeros(0, dtype=bool)

    def at_posts(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Mask of the columns at these posts."""
        wanted = set(ids)
        mask = np.array([post in wanted for post in self.posts], dtype=bool)
        return mask[self.post] if self.count else np.zeros(0, dtype=bool)

    def with_tag(self, tag: str, value: str) -> NDArray[np.bool_]:
        """Mask of the columns of people with this value of the tag."""
        return self.of_people(row.id for row in self.problem.people if row.tags.get(tag) == value)


def conditions_of(problem: Problem, person: Ints, post: Ints) -> tuple[Condition, ...]:
    """Return the linear conditions of all counting rules over the given columns, by rule name.

    Lodging, bans and locks close pairs instead and are not among them.
    """
    columns = Columns(problem, person, post)
    found: list[Condition] = []
    for rule in problem.rules:
        match rule:
            case AtMostPerHost():
                found += _at_most(rule, columns)
            case AtLeastPerGroup():
                found += _at_least(rule, columns)
            case HostUsedOnlyIf():
                found += _used_only_if(rule, columns)
            case Together():
                found += _together(rule, columns)
            case Apart():
                found += _apart(rule, columns)
    return tuple(found)


def cut(values: Ints, cuts: Ints) -> list[Ints]:
    """Cut an array before these places, as ``np.split`` does; that takes ten times as long where parts are short."""
    places = [0, *cuts.tolist(), len(values)]
    return [values[first:last] for first, last in pairwise(places)]


def _ones(cols: Ints) -> Ints:
    return np.ones(len(cols), dtype=np.int64)


def _split(columns: Columns, mask: NDArray[np.bool_]) -> Iterator[tuple[str, Ints]]:
    """Yield the masked columns host by host."""
    cols = np.flatnonzero(mask)
    order = np.argsort(columns.host[cols], kind="stable")
    hosts = columns.host[cols][order]
    for part in cut(cols[order], np.flatnonzero(np.diff(hosts)) + 1):
        if len(part):
            yield columns.hosts[columns.host[part[0]]], part


def _at_most(rule: AtMostPerHost, columns: Columns) -> Iterator[Condition]:
    """One condition per value and host where more people of the value could be than are allowed."""
    tags = [row.tags.get(rule.tag) for row in columns.problem.people]
    values = sorted({rule.value} if rule.value else {tag for tag in tags if tag is not None})
    place = {value: index for index, value in enumerate(values)}
    code = np.array([-1 if tag is None else place.get(tag, -1) for tag in tags], dtype=np.int64)
    of = code[columns.person] if columns.count else np.zeros(0, dtype=np.int64)
    where = columns.at_hosts(rule.hosts) if rule.hosts else np.ones(columns.count, dtype=bool)
    cols = np.flatnonzero(where & (of >= 0))
    cols = cols[np.lexsort((columns.host[cols], of[cols]))]
    cuts = np.flatnonzero((np.diff(columns.host[cols]) != 0) | (np.diff(of[cols]) != 0)) + 1
    for part in cut(cols, cuts):
        if len(part) > rule.limit and len(np.unique(columns.person[part])) > rule.limit:
            host, value = columns.hosts[columns.host[part[0]]], values[of[part[0]]]
            yield Condition(rule.name, host, part, _ones(part), high=rule.limit, sub=value)


def groups_of(rule: AtLeastPerGroup, hosts: Sequence[str]) -> list[tuple[str, Group]]:
    """Return (key of the set of columns, group) for every group of the rule; none stated: each host."""
    if not rule.groups:
        return [(f"host:{host}", Group(host, (host,))) for host in hosts]
    return [(f"group:{rule.name}:{group.id}", group) for group in rule.groups]


def _at_least(rule: AtLeastPerGroup, columns: Columns) -> Iterator[Condition]:
    kind = columns.with_tag(rule.tag, rule.value)
    for key, group in groups_of(rule, columns.hosts):
        mask = np.ones(columns.count, dtype=bool)
        if group.hosts:
            mask &= columns.at_hosts(group.hosts)
        if group.people:
            mask &= columns.of_people(group.people)
        cols, when = np.flatnonzero(mask & kind), np.flatnonzero(mask)
        if rule.when_used:
            if len(when):
                yield Condition(
                    rule.name, group.id, cols, _ones(cols), low=rule.minimum, when=when, when_key=key
                )
        else:
            yield Condition(rule.name, group.id, cols, _ones(cols), low=rule.minimum)


def _used_only_if(rule: HostUsedOnlyIf, columns: Columns) -> Iterator[Condition]:
    where = columns.at_hosts(rule.hosts) if rule.hosts else np.ones(columns.count, dtype=bool)
    if rule.minimum > 1:
        for host, cols in _split(columns, where):
            yield Condition(
                rule.name, host, cols, _ones(cols), low=rule.minimum, when=cols, when_key=f"host:{host}"
            )


def _together(rule: Together, columns: Columns) -> Iterator[Condition]:
    first, *rest = rule.people
    for other in rest:
        mine = columns.of_people([first])
        for host, cols in _split(columns, mine | columns.of_people([other])):
            coefs = np.where(mine[cols], 1, -1).astype(np.int64)
            yield Condition(rule.name, host, cols, coefs, low=0, high=0, sub=other)


def _apart(rule: Apart, columns: Columns) -> Iterator[Condition]:
    for host, cols in _split(columns, columns.of_people(rule.people)):
        yield Condition(rule.name, host, cols, _ones(cols), high=1)
