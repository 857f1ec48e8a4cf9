"""Loops of the auction between hosts: people bid for seats in steps, prices end as whole numbers."""

from __future__ import annotations

from typing import Any

from seedmatch.compiled import compiled
from seedmatch.kernels import NOWHERE, UNITS, WAITING, sit


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


@compiled
def auction(net: Any, bid: Any, bidder: Any, queue: Any, epsilon: Any) -> None:
    """Let everybody bid until nobody wants to, in steps of epsilon (Bertsekas, 1988; Bertsekas and Castanon, 1992)."""
    people = len(net.start) - 1
    head, waiting = 0, people
    for i in range(people):
        queue[i] = i
    while waiting > 0:
        i = queue[head]
        head = head + 1 if head + 1 < people else 0
        waiting -= 1
        first, second, best = 0, 0, -1
        k, stop = net.start[i], net.start[i + 1]
        while k < stop and net.value[k] * UNITS > second:
            h = net.host[k]
            worth = net.value[k] * UNITS - bid[net.slot[h]]
            if worth > first:
                first, second, best = worth, first, h
            elif worth > second:
                second = worth
            k += 1
        if best < 0:
            continue
        seat = net.slot[best]
        loser = bidder[seat]
        size = net.slot[best + 1] - seat
        lift(bid, bidder, seat, size, bid[seat] + first - second + epsilon, i)
        if loser >= 0:
            tail = head + waiting
            queue[tail if tail < people else tail - people] = loser
            waiting += 1


@compiled
def reopen(net: Any, bid: Any, bidder: Any, epsilon: Any) -> None:
    """Begin a finer auction: full hosts keep their lowest price less a step, the others begin at 0."""
    for h in range(len(net.slot) - 1):
        first, end = net.slot[h], net.slot[h + 1]
        full = first < end
        for k in range(first, end):
            full = full and bidder[k] >= 0
        price = max(0, bid[first] - epsilon) if full else 0
        for k in range(first, end):
            bid[k], bidder[k] = price, -1


@compiled
def adopt(net: Any, state: Any, bid: Any, bidder: Any) -> None:
    """Round the prices of an auction to whole numbers and keep the pairs that are tight under them."""
    for h in range(len(net.slot) - 1):
        state.price[h] = 0
        if net.slot[h] < net.slot[h + 1]:
            state.price[h] = (bid[net.slot[h]] + UNITS // 2) // UNITS
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
            i = bidder[k]
            if i >= 0 and state.at[i] != h:
                e = net.start[i]
                while e < net.start[i + 1] and net.value[e] >= state.profit[i]:
                    if net.host[e] == h:
                        if net.value[e] - state.price[h] == state.profit[i]:
                            sit(net, state, i, h)
                        break
                    e += 1
