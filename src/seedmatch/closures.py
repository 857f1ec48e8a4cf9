"""Which candidate pairs cannot be used, and for which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedmatch.records import Closed, Host, Pair, Person
from seedmatch.rules import LodgingBySex

if TYPE_CHECKING:
    from seedmatch.problem import Problem


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

    def open_pairs(self) -> list[Pair]:
        """Return all candidate pairs that are not closed, in their order: those for which ``why`` says nothing."""
        shut, locks = self._shut(), self._locks
        no_seats = {
            row.id
            for row in self._problem.posts
            if row.seats == 0 or self._problem.hosts_by_id[row.host].seats == 0
        }
        barred = self._barred_by_lodging()
        host_of = {row.id: row.host for row in self._problem.posts}
        return [
            pair
            for pair in self._problem.pairs
            if pair.post not in no_seats
            and (pair.person, pair.post) not in shut
            and pair.post not in barred.get(pair.person, ())
            and (
                pair.person not in locks
                or pair.post == locks[pair.person].post
                or host_of[pair.post] == locks[pair.person].host
            )
        ]

    def _shut(self) -> set[tuple[str, str]]:
        """Return the pairs that an exclusion or a ban closes."""
        posts_at: dict[str, list[str]] = {}
        for post in self._problem.posts:
            posts_at.setdefault(post.host, []).append(post.id)
        rows = [*self._excluded, *self._banned]
        return {
            (one, place) for one, post, host in rows for place in ([post] if post else posts_at.get(host, []))
        }

    def _barred_by_lodging(self) -> dict[str, frozenset[str]]:
        """Return for every person the posts that the lodging rule closes; people with the same needs share a set."""
        if not self._lodging:
            return {}
        sets: dict[tuple[str | None, str | None], frozenset[str]] = {}
        found = {}
        for person in self._problem.people:
            needs = person.tags.get("sex"), person.tags.get("lodging")
            if needs not in sets:
                hosts = {host.id for host in self._problem.hosts if not lodges(host, person)}
                sets[needs] = frozenset(post.id for post in self._problem.posts if post.host in hosts)
            found[person.id] = sets[needs]
        return found

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
