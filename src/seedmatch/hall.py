"""People who have too few seats between them (Hall, 1935), found by alternating reachability."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.model import Bools, Model


@dataclass(frozen=True)
class Violator:
    """More people than seats: all posts open to these people, and how many of them those can hold."""

    people: tuple[str, ...]
    posts: tuple[str, ...]
    seats: int


class Hall:
    """Who sits where in one plan, ready for the question why somebody found no seat.

    Sets of people, posts and hosts are whole numbers with one bit each: hundreds are joined at once.
    """

    def __init__(self, model: Model, chosen: Bools) -> None:
        self.model = model
        taken = np.bincount(model.post[chosen], minlength=len(model.posts))
        held = np.bincount(model.host[chosen], minlength=len(model.hosts))
        full, host_full = taken >= model.post_high, held >= model.host_high
        host_of = model.host_of
        self.free = _bits(np.flatnonzero(~full & ~host_full[host_of]).tolist())
        self.by_host = np.where(full, -1, host_of).tolist()
        start, posts = model.start.tolist(), model.post.tolist()
        self.posts_of = [_bits(posts[start[k] : start[k + 1]]) for k in range(len(model.people))]
        at_post = _joined(model.post[chosen], model.person[chosen], len(full))
        at_host = _joined(model.host[chosen], model.person[chosen], len(host_full))
        self.there = [at_post[k] if host < 0 else at_host[host] for k, host in enumerate(self.by_host)]
        self.next = [self._open_to(people) for people in self.there]
        self._found: dict[int, tuple[list[int], list[str], tuple[str, ...], int]] = {}

    def _open_to(self, people: int) -> int:
        found = 0
        for person in _members(people):
            found |= self.posts_of[person]
        return found

    def too_few_seats(self, person: int) -> Violator | None:
        """Return a set of people around one unplaced person that shares too few seats.

        Starts with the person, adds the posts open to them, then whoever sits there, and so on. None if
        this leads to a free seat: then seats would do and rules stand in the way.
        """
        seen, posts = 0, self.posts_of[person]
        while posts != seen:
            fresh, seen = posts & ~seen, posts
            if posts & self.free:
                return None
            for post in _members(fresh):
                posts |= self.next[post]
        if posts not in self._found:
            self._found[posts] = self._named(posts)
        there, names, ids, seats = self._found[posts]
        before = bisect(there, person)
        return Violator((*names[:before], self.model.people[person], *names[before:]), ids, seats)

    def _named(self, posts: int) -> tuple[list[int], list[str], tuple[str, ...], int]:
        """Return who sits at these posts, their ids, the ids of the posts, and how many these can hold."""
        people = 0
        for post in _members(posts):
            people |= self.there[post]
        there = list(_members(people))
        ids = tuple(self.model.posts[post] for post in _members(posts))
        return there, [self.model.people[one] for one in there], ids, self._seats(posts)

    def _seats(self, posts: int) -> int:
        """Return how many people these posts can hold; a host that is full counts by itself."""
        some = np.array(list(_members(posts)), dtype=np.int64)
        by_host = np.array(self.by_host, dtype=np.int64)[some]
        hosts = np.unique(by_host[by_host >= 0])
        alone = some[~np.isin(self.model.host_of[some], hosts)]
        return int(self.model.post_high[alone].sum() + self.model.host_high[hosts].sum())


def _bits(members: list[int]) -> int:
    found = 0
    for member in members:
        found |= 1 << member
    return found


def _joined(of: Ints, members: Ints, count: int) -> list[int]:
    """Return the set of members of each of so many groups."""
    found = [0] * count
    for group, member in zip(of.tolist(), members.tolist(), strict=True):
        found[group] |= 1 << member
    return found


def _members(bits: int) -> Iterator[int]:
    """Yield the members of a set in rising order."""
    for place, digit in enumerate(reversed(f"{bits:b}")):
        if digit == "1":
            yield place
