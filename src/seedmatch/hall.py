"""People who have too few seats between them (Hall, 1935), found by alternating reachability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seedmatch.model import Bools, Model


@dataclass(frozen=True)
class Violator:
    """More people than seats: all posts open to these people, and how many of them those can hold."""

    people: tuple[str, ...]
    posts: tuple[str, ...]
    seats: int


class Hall:
    """Who sits where in one plan, ready for the question why somebody found no seat."""

    def __init__(self, model: Model, chosen: Bools) -> None:
        self.model = model
        taken = np.bincount(model.post[chosen], minlength=len(model.posts))
        held = np.bincount(model.host[chosen], minlength=len(model.hosts))
        self.full = (taken >= model.post_high).tolist()
        self.host_full = (held >= model.host_high).tolist()
        self.host_of = model.host_of.tolist()
        self.at_post: list[list[int]] = [[] for _ in model.posts]
        self.at_host: list[list[int]] = [[] for _ in model.hosts]
        for person, post in zip(model.person[chosen].tolist(), model.post[chosen].tolist(), strict=True):
            self.at_post[post].append(person)
            self.at_host[self.host_of[post]].append(person)
        start, posts = model.start.tolist(), model.post.tolist()
        self.posts_of = [posts[start[k] : start[k + 1]] for k in range(len(model.people))]

    def too_few_seats(self, person: int) -> Violator | None:
        """Return a set of people around one unplaced person that shares too few seats.

        Starts with the person, adds the posts open to them, then whoever sits there, and so on. None if
        this leads to a free seat: then seats would do and rules stand in the way.
        """
        people, posts, hosts, queue = {person}, set[int](), set[int](), [person]
        while queue:
            for post in self.posts_of[queue.pop()]:
                if post in posts:
                    continue
                host = self.host_of[post]
                if not self.full[post] and not self.host_full[host]:
                    return None
                posts.add(post)
                there = self.at_post[post]
                if not self.full[post]:
                    hosts.add(host)
                    there = self.at_host[host]
                fresh = [one for one in there if one not in people]
                people.update(fresh)
                queue += fresh
        model = self.model
        return Violator(
            tuple(model.people[k] for k in sorted(people)),
            tuple(model.posts[k] for k in sorted(posts)),
            _seats(model, posts, hosts),
        )


def _seats(model: Model, posts: set[int], hosts: set[int]) -> int:
    alone = sum(int(model.post_high[post]) for post in posts if int(model.host_of[post]) not in hosts)
    return alone + sum(int(model.host_high[host]) for host in hosts)
