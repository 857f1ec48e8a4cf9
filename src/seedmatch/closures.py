"""Which candidate pairs cannot be used, and for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedmatch.records import Closed, Host, Person
from seedmatch.rules import LodgingBySex

if TYPE_CHECKING:
    from seedmatch.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def lodges(host: Host, person: Person) -> bool:
    """Whether the host has lodging for this person, or the person needs none.

    A person of unknown sex who needs lodging fits only where there is lodging for anybody.
    """
    if host.lodging == "any" or person.tags.get("lodging") == "own":
        return True
    return host.lodging == {"male": "men", "female": "women"}.get(person.tags.get("sex", ""), "nobody")


class Closures:
    """Answers why a pair is closed; the first reason in the order of the list of codes counts."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[tuple[str, str], Closed | None] = {}
        self._excluded = {
            (row.person, row.post, row.host): row.reason for row in reversed(problem.exclusions)
        }
        self._banned = {(row.person, row.post, row.host): row.reason for row in reversed(problem.bans)}
        self._locks = {lock.person: lock for lock in problem.locks}
        self._lodging = [rule.name for rule in problem.rules if isinstance(rule, LodgingBySex)]

    def open_columns(self) -> Ints:
        """Return the places of all candidate pairs that are not closed: those for which ``why`` says nothing."""
        problem = self._problem
        people, posts = [row.id for row in problem.people], [row.id for row in problem.posts]
        person, post = problem.table.where(people, posts)
        empty = {row.id for row in problem.hosts if row.seats == 0}
        useless = np.array([row.seats == 0 or row.host in empty for row in problem.posts], dtype=bool)
        closed = useless[post] | np.isin(person * len(posts) + post, self._shut(people, posts))
        if self._lodging:
            needs, barred = self._barred_by_lodging()
            closed |= barred[needs[person], post]
        for lock in self._locks.values():
            here = np.array(
                [row.id == lock.post or row.host == lock.host for row in problem.posts], dtype=bool
            )
            mine = slice(*np.searchsorted(person, [people.index(lock.person) + k for k in (0, 1)]))
            closed[mine] |= ~here[post[mine]]
        return np.flatnonzero(~closed)

    def _shut(self, people: Sequence[str], posts: Sequence[str]) -> Ints:
        """Return the pairs that an exclusion or a ban closes, each as one number."""
        person_at = {key: index for index, key in enumerate(people)}
        post_at = {key: index for index, key in enumerate(posts)}
        posts_at: dict[str, list[str]] = {}
        for row in self._problem.posts:
            posts_at.setdefault(row.host, []).append(row.id)
        rows = [*self._excluded, *self._banned]
        return np.array(
            [
                person_at[one] * len(posts) + post_at[place]
                for one, post, host in rows
                for place in ([post] if post else posts_at.get(host, []))
            ],
            dtype=np.int64,
        )

    def _barred_by_lodging(self) -> tuple[Ints, Bools]:
        """Return a number for the needs of everybody, and for each of these which posts the lodging rule closes."""
        problem = self._problem
        needs = [(person.tags.get("sex"), person.tags.get("lodging")) for person in problem.people]
        alike = dict(zip(needs, problem.people, strict=True))
        barred = []
        for person in alike.values():
            hosts = {host.id for host in problem.hosts if not lodges(host, person)}
            barred.append([post.host in hosts for post in problem.posts])
        at = {key: index for index, key in enumerate(alike)}
        return np.array([at[key] for key in needs], dtype=np.int64), np.array(barred, dtype=bool)

    def why(self, person: str, post: str) -> Closed | None:
        """Return the reason why the pair is closed, or None."""
        if (person, post) not in self._known:
            self._known[person, post] = self._why(person, post)
        return self._known[person, post]

    def _why(self, person: str, post: str) -> Closed | None:
        fact = self.fact(person, post)
        if fact is not None:
            return fact
        row = self._problem.posts_by_id[post]
        host = row.host
        if row.seats == 0 or self._problem.hosts_by_id[host].seats == 0:
            return Closed(person, post, "no_seats")
        for place in ((post, ""), ("", host)):
            if (reason := self._banned.get((person, *place))) is not None:
                return Closed(person, post, "ban", reason)
        if (name := self.lodging_rule(person, host)) is not None:
            return Closed(person, post, "lodging", name)
        lock = self._locks.get(person)
        if lock is not None and post != lock.post and host != lock.host:
            return Closed(person, post, "locked_elsewhere", lock.post or lock.host)
        return None

    def fact(self, person: str, post: str) -> Closed | None:
        """Return the reason that no decision of an officer can lift (no candidate, excluded)."""
        if (person, post) not in self._problem.pairs_by_ids:
            return Closed(person, post, "no_candidate")
        row = self._problem.posts_by_id[post]
        for place in ((post, ""), ("", row.host)):
            if (reason := self._excluded.get((person, *place))) is not None:
                return Closed(person, post, "excluded", reason)
        return None

    def lodging_rule(self, person: str, host: str) -> str | None:
        """Return the name of the lodging rule that keeps the person from the host."""
        if not self._lodging or lodges(self._problem.hosts_by_id[host], self._problem.people_by_id[person]):
            return None
        return self._lodging[0]
