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


def too_few_seats(model: Model, chosen: Bools, person: int) -> Violator | None:
    """Return a set of people around one unplaced person that shares too few seats.

    Starts with the person, adds the posts open to them, then whoever sits there, and so on. None if
    this leads to a free seat: then seats would do and rules stand in the way.
    """
    at = np.full(len(model.people), -1)
    at[model.person[chosen]] = model.post[chosen]
    taken = np.bincount(model.post[chosen], minlength=len(model.posts))
    held = np.bincount(model.host[chosen], minlength=len(model.hosts))
    people, posts, hosts, queue = {person}, set[int](), set[int](), [person]
    while queue:
        one = queue.pop()
        for post in model.post[model.start[one] : model.start[one + 1]]:
            host = model.host_of[post]
            full_post, full_host = taken[post] >= model.post_high[post], held[host] >= model.host_high[host]
            if not full_post and not full_host:
                return None
            posts.add(int(post))
            there = at == post
            if not full_post:
                hosts.add(int(host))
                there = (at >= 0) & (model.host_of[at] == host)
            fresh = set(np.flatnonzero(there).tolist()) - people
            people |= fresh
            queue += sorted(fresh)
    return Violator(
        tuple(model.people[k] for k in sorted(people)),
        tuple(model.posts[k] for k in sorted(posts)),
        _seats(model, posts, hosts),
    )


def _seats(model: Model, posts: set[int], hosts: set[int]) -> int:
    alone = sum(int(model.post_high[post]) for post in posts if int(model.host_of[post]) not in hosts)
    return alone + sum(int(model.host_high[host]) for host in hosts)
