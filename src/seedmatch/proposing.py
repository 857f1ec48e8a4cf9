"""Loops of deferred acceptance on sorted rows."""

from __future__ import annotations

from typing import Any

from seedmatch.bidding import lift
from seedmatch.compiled import compiled


@compiled
def sort_wishes(start: Any, liking: Any, order: Any) -> None:
    """Order the pairs of every person by liking, best first."""
    for i in range(len(start) - 1):
        first = start[i]
        for k in range(first, start[i + 1]):
            j = k - 1
            while j >= first and liking[order[j]] < liking[k]:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = k


@compiled
def propose_all(start: Any, order: Any, post: Any, priority: Any, slot: Any, held: Any, holder: Any) -> None:
    """Let everybody propose down the list; a seat keeps whom it likes better (Gale and Shapley, 1962).

    ``held`` are the priorities on the seats of a post, a heap with the lowest first.
    """
    people = len(start) - 1
    ahead = start[:people].copy()
    for one in range(people):
        i = one
        while i >= 0 and ahead[i] < start[i + 1]:
            pair = order[ahead[i]]
            ahead[i] += 1
            h = post[pair]
            first, size = slot[h], slot[h + 1] - slot[h]
            if size > 0 and priority[pair] > held[first]:
                loser = holder[first]
                lift(held, holder, first, size, priority[pair], i)
                i = loser
