"""Who moves against the previous placement, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from seedmatch.records import Move

if TYPE_CHECKING:
    from seedmatch.problem import Problem


def open_previous(problem: Problem) -> dict[str, str]:
    """Return the previous placements that are still open pairs."""
    return {
        person: post
        for person, post in problem.previous.items()
        if (person, post) in problem.pairs_by_ids and problem.closed(person, post) is None
    }


def overfull(problem: Problem) -> tuple[int, set[str]]:
    """Return how many people with an open previous place cannot all stay, and the posts they hold.

    More of them hold a post, or all posts of a host, than it has seats now.
    """
    held = Counter(open_previous(problem).values())
    seats = {post.id: post.seats for post in problem.posts}
    posts = {post for post, count in held.items() if count > seats[post]}
    over = sum(held[post] - seats[post] for post in posts)
    at_host: Counter[str] = Counter()
    for post, count in held.items():
        at_host[problem.posts_by_id[post].host] += min(count, seats[post])
    for host, count in at_host.items():
        limit = problem.hosts_by_id[host].seats
        if limit is not None and count > limit:
            over += count - limit
            posts |= {post for post in held if problem.posts_by_id[post].host == host}
    return over, posts


def moves_against(problem: Problem, placements: Mapping[str, str]) -> tuple[Move, ...]:
    """Return everybody whose post differs from the previous one.

    ``hit``: the previous place is closed or has too few seats now; ``new``: there was none;
    ``chosen``: everybody else.
    """
    if not problem.previous:
        return ()
    still, (_, crowded) = open_previous(problem), overfull(problem)
    moves = []
    for person in sorted({*problem.previous, *placements}):
        before, after = problem.previous.get(person), placements.get(person)
        if before == after:
            continue
        cause = "new" if before is None else "chosen"
        if before is not None and (person not in still or before in crowded):
            cause = "hit"
        moves.append(Move(person, before, after, cause))
    return tuple(moves)
