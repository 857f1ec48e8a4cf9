"""Loops of the auction between hosts: people bid for seats in steps, prices end as whole numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from seedmatch.compiled import compiled, inlined
from seedmatch.kernels import NOWHERE, UNITS, WAITING, sit

NEAR = 4


class Book(NamedTuple):
    """What bidders know. ``bid`` and ``bidder`` of every seat, of a host a heap with the lowest, ``floor``, first.

    ``near`` are the best pairs of each person at the last scan, ``rest`` what all others were worth at most (-1: never scanned);
    ``queue`` and ``top`` are room to work in.
    """

    bid: Any
    bidder: Any
    floor: Any
    near: Any
    rest: Any
    queue: Any
    top: Any


@compiled
def lift(bid: Any, bidder: Any, first: Any, size: Any, amount: Any, i: Any) -> None:
    """Give the cheapest seat of a host to a person at a new price; the seats are a heap by price."""
    k = 0
    while True:
        down = 2 * k + 1
        if down >= size:
            break
        if down + 1 < size and bid[first + down + 1] < bid[first + down]:
            down += 1
        if bid[first + down] >= amount:
            break
        bid[first + k], bidder[first + k] = bid[first + down], bidder[first + down]
        k = down
    bid[first + k], bidder[first + k] = amount, i


@inlined
def recall(net: Any, floor: Any, near: Any, i: Any) -> Any:
    """Return the greatest and second worth of the pairs that a person keeps in mind, and the best host."""
    first, second, best = 0, 0, -1
    for c in range(NEAR):
        k = near[i, c]
        if k < 0:
            break
        worth = net.value[k] * UNITS - floor[net.host[k]]
        if worth > first:
            first, second, best = worth, first, net.host[k]
        elif worth > second:
            second = worth
    return first, second, best


@inlined
def scan(net: Any, floor: Any, near: Any, top: Any, i: Any) -> Any:
    """Keep the pairs of a person that are worth most now; return what the others are worth at most."""
    for c in range(NEAR):
        top[c], near[i, c] = 0, -1
    last, rest = NEAR - 1, 0
    k, stop = net.start[i], net.start[i + 1]
    while k < stop and net.value[k] * UNITS > top[1]:
        worth = net.value[k] * UNITS - floor[net.host[k]]
        if worth > top[last]:
            rest, c = top[last], last
            while c > 0 and top[c - 1] < worth:
                top[c], near[i, c] = top[c - 1], near[i, c - 1]
                c -= 1
            top[c], near[i, c] = worth, k
        elif worth > rest:
            rest = worth
        k += 1
    return max(rest, net.value[k] * UNITS) if k < stop else rest


@compiled
def auction(net: Any, book: Any, epsilon: Any) -> None:
    """Let everybody bid until nobody wants to, in steps of epsilon (Bertsekas, 1988; Bertsekas and Castanon, 1992).

    Prices only rise meanwhile: while the second of the pairs in mind is worth as much as any other was at the
    last scan, the row need not be scanned again.
    """
    people = len(net.start) - 1
    head, waiting = 0, people
    for i in range(people):
        book.queue[i] = i
        book.rest[i] = -1
    while waiting > 0:
        i = book.queue[head]
        head = head + 1 if head + 1 < people else 0
        waiting -= 1
        first, second, best = 0, 0, -1
        if book.rest[i] >= 0:
            first, second, best = recall(net, book.floor, book.near, i)
        if book.rest[i] < 0 or second < book.rest[i]:
            book.rest[i] = scan(net, book.floor, book.near, book.top, i)
            first, second, best = recall(net, book.floor, book.near, i)
        if best < 0:
            continue
        seat = net.slot[best]
        loser = book.bidder[seat]
        size = net.slot[best + 1] - seat
        lift(book.bid, book.bidder, seat, size, book.bid[seat] + first - second + epsilon, i)
        book.floor[best] = book.bid[seat]
        if loser >= 0:
            tail = head + waiting
            book.queue[tail if tail < people else tail - people] = loser
            waiting += 1


@compiled
def reopen(net: Any, book: Any, back: Any) -> None:
    """Begin a finer auction: full hosts keep their lowest price less a step, the others begin at 0."""
    for h in range(len(net.slot) - 1):
        first, end = net.slot[h], net.slot[h + 1]
        full = first < end
        for k in range(first, end):
            full = full and book.bidder[k] >= 0
        price = max(0, book.bid[first] - back) if full else 0
        book.floor[h] = price
        for k in range(first, end):
            book.bid[k], book.bidder[k] = price, -1


@compiled
def adopt(net: Any, state: Any, book: Any) -> None:
    """Round the prices of an auction to whole numbers and keep the pairs that are tight under them."""
    for h in range(len(net.slot) - 1):
        state.price[h] = (book.floor[h] + UNITS // 2) // UNITS
    for i in range(len(state.at)):
        best = 0
        k = net.start[i]
        while k < net.start[i + 1] and net.value[k] > best:
            best = max(best, net.value[k] - state.price[net.host[k]])
            k += 1
        state.profit[i] = best
        state.at[i] = WAITING if best > 0 else NOWHERE
    for h in range(len(net.slot) - 1):
        for k in range(net.slot[h], net.slot[h + 1]):
            i = book.bidder[k]
            if i >= 0 and state.at[i] != h:
                e = net.start[i]
                while e < net.start[i + 1] and net.value[e] >= state.profit[i]:
                    if net.host[e] == h:
                        if net.value[e] - state.price[h] == state.profit[i]:
                            sit(net, state, i, h)
                        break
                    e += 1
