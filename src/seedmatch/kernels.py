"""Loops of the flow kernel: rows sorted by value, an auction between hosts, shortest paths for the rest.

Whole numbers throughout. People who are nowhere have profit 0; prices are never negative, so a scan of
a sorted row ends as soon as no value left can beat the best end found.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from seedmatch.compiled import compiled

NOWHERE, WAITING = -1, -2
UNITS = 64
FAR = 2**62
CLOSED = 2**48


class Net(NamedTuple):
    """Candidate pairs by person, best value first, and the seats: host h owns ``slot[h]:slot[h + 1]``."""

    start: Any
    host: Any
    value: Any
    slot: Any


class State(NamedTuple):
    """A flow with its prices. ``sitter`` are the people on the seats of a host, the first ``count`` of them."""

    price: Any
    profit: Any
    at: Any
    place: Any
    sitter: Any
    count: Any


class Labels(NamedTuple):
    """Room for one search, per host: distance, when set, when done, who moves from here and where to.

    ``key`` and ``item`` are a heap, ``done`` the hosts done; ``size`` holds the size of the heap and the work.
    """

    distance: Any
    stamp: Any
    goal: Any
    mover: Any
    next: Any
    key: Any
    item: Any
    done: Any
    size: Any


@compiled
def sort_rows(start: Any, host: Any, value: Any) -> None:
    """Sort every row by value, best first; equal values stay in the order of posts."""
    for i in range(len(start) - 1):
        first, end = start[i], start[i + 1]
        if end - first > 200:
            order = np.argsort(-value[first:end], kind="mergesort")
            host[first:end] = host[first:end][order]
            value[first:end] = value[first:end][order]
            continue
        for k in range(first + 1, end):
            v, h, j = value[k], host[k], k - 1
            while j >= first and value[j] < v:
                value[j + 1], host[j + 1] = value[j], host[j]
                j -= 1
            value[j + 1], host[j + 1] = v, h


@compiled
def push(labels: Any, key: Any, item: Any) -> None:
    """Put a host into the heap."""
    k = labels.size[0]
    labels.size[0] += 1
    while k > 0:
        up = (k - 1) >> 1
        if labels.key[up] <= key:
            break
        labels.key[k], labels.item[k] = labels.key[up], labels.item[up]
        k = up
    labels.key[k], labels.item[k] = key, item


@compiled
def pop(labels: Any) -> Any:
    """Take the nearest host out of the heap."""
    top = labels.item[0]
    labels.size[0] -= 1
    size = labels.size[0]
    key, item, k = labels.key[size], labels.item[size], 0
    while True:
        down = 2 * k + 1
        if down >= size:
            break
        if down + 1 < size and labels.key[down + 1] < labels.key[down]:
            down += 1
        if labels.key[down] >= key:
            break
        labels.key[k], labels.item[k] = labels.key[down], labels.item[down]
        k = down
    labels.key[k], labels.item[k] = key, item
    return top


@compiled
def sit(net: Any, state: Any, i: Any, h: Any) -> None:
    """Place a person on a free seat of a host."""
    k = net.slot[h] + state.count[h]
    state.sitter[k] = i
    state.place[i] = k
    state.count[h] += 1
    state.at[i] = h


@compiled
def leave(net: Any, state: Any, i: Any) -> Any:
    """Take a person from the seat and return the host; the last sitter moves up."""
    h = state.at[i]
    if h < 0:
        return h
    k, last = state.place[i], net.slot[h] + state.count[h] - 1
    other = state.sitter[last]
    state.sitter[k] = other
    state.place[other] = k
    state.count[h] -= 1
    state.at[i] = NOWHERE
    return h


@compiled
def reach(
    net: Any, state: Any, labels: Any, turn: Any, i: Any, base: Any, best: Any, end: Any, fine: Any
) -> Any:
    """Scan the row of a person at distance ``base``; return the best free seat and its distance."""
    own, step = state.profit[i], fine > 0
    k, stop = net.start[i], net.start[i + 1]
    while k < stop and base + ((own - net.value[k]) << fine) < best:
        h = net.host[k]
        cost = base + ((own - net.value[k] + state.price[h]) << fine) + step
        k += 1
        if cost >= best:
            continue
        if labels.stamp[h] == turn and labels.distance[h] <= cost:
            continue
        labels.stamp[h] = turn
        labels.distance[h] = cost
        labels.mover[h] = i
        if state.count[h] < net.slot[h + 1] - net.slot[h]:
            best, end = cost, h
        else:
            push(labels, cost, h)
    labels.size[1] += k - net.start[i] + 1
    return best, end


@compiled
def place(net: Any, state: Any, labels: Any, turn: Any, i: Any, fine: Any) -> None:
    """Find a place for a waiting person by the shortest way; somebody may end nowhere.

    Dijkstra over hosts with the profits and prices as potentials (Edmonds and Karp, 1972; Tomizawa, 1971).
    With ``fine`` bits to spare the way with fewest moves is taken among equally short ones.
    """
    labels.size[0] = 0
    done = 0
    best, end, out = state.profit[i] << fine, -1, i
    best, end = reach(net, state, labels, turn, i, 0, best, end, fine)
    while labels.size[0] > 0:
        base = labels.key[0]
        if base >= best:
            break
        h = pop(labels)
        if base > labels.distance[h] or labels.goal[h] == turn:
            continue
        labels.goal[h] = turn
        labels.done[done] = h
        done += 1
        for k in range(net.slot[h], net.slot[h] + state.count[h]):
            q = state.sitter[k]
            if base + (state.profit[q] << fine) < best:
                best, end, out = base + (state.profit[q] << fine), -1, q
            best, end = reach(net, state, labels, turn, q, base, best, end, fine)
    for k in range(done):
        h = labels.done[k]
        gain = (best >> fine) - (labels.distance[h] >> fine)
        state.price[h] += gain
        for s in range(net.slot[h], net.slot[h] + state.count[h]):
            state.profit[state.sitter[s]] -= gain
    state.profit[i] -= best >> fine
    shift(net, state, labels, i, end, out)


@compiled
def shift(net: Any, state: Any, labels: Any, i: Any, end: Any, out: Any) -> None:
    """Move everybody along the way found, from its end back to the person placed."""
    if end < 0:
        if out == i:
            state.at[i] = NOWHERE
            return
        goal = leave(net, state, out)
    else:
        goal = end
    while True:
        q = labels.mover[goal]
        old = leave(net, state, q)
        sit(net, state, q, goal)
        if q == i:
            return
        goal = old


@compiled
def place_all(net: Any, state: Any, labels: Any, turn: Any, budget: Any) -> Any:
    """Place everybody who waits; return the next turn, or -1 when the budget of scanned pairs is spent."""
    for i in range(len(state.at)):
        if state.at[i] == WAITING:
            turn += 1
            place(net, state, labels, turn, i, 0)
            if labels.size[1] > budget:
                return -1
    return turn


@compiled
def begin(net: Any, state: Any) -> None:
    """Give everybody the best host if it has a seat left, at price 0; the others wait."""
    for i in range(len(state.at)):
        first = net.start[i]
        state.at[i] = NOWHERE
        state.profit[i] = 0
        if first < net.start[i + 1] and net.value[first] > 0:
            state.profit[i] = net.value[first]
            h = net.host[first]
            if state.count[h] < net.slot[h + 1] - net.slot[h]:
                sit(net, state, i, h)
            else:
                state.at[i] = WAITING


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


@compiled
def turn_around(net: Any, first: Any, person: Any, value: Any) -> None:
    """List the pairs by host."""
    for k in range(len(net.host)):
        first[net.host[k] + 1] += 1
    for h in range(len(first) - 1):
        first[h + 1] += first[h]
    fill = first[:-1].copy()
    for i in range(len(net.start) - 1):
        for k in range(net.start[i], net.start[i + 1]):
            h = net.host[k]
            person[fill[h]], value[fill[h]] = i, net.value[k]
            fill[h] += 1


@compiled
def fill_all(net: Any, by: Any, state: Any, labels: Any, turn: Any) -> Any:
    """Fill the free seats of every host with a price, or bring the price down to 0; return the next turn."""
    for h in range(len(state.price)):
        while state.price[h] > 0 and state.count[h] < net.slot[h + 1] - net.slot[h]:
            turn += 1
            fill(net, by, state, labels, turn, h)
    return turn


@compiled
def fill(net: Any, by: Any, state: Any, labels: Any, turn: Any, start: Any) -> None:
    """The search of ``place`` the other way round: a free seat looks for somebody, at another host or nowhere."""
    labels.size[0] = 0
    done, end, who = 0, start, -1
    best = state.price[start]
    labels.stamp[start] = turn
    labels.distance[start] = 0
    push(labels, 0, start)
    while labels.size[0] > 0 and labels.key[0] < best:
        base = labels.key[0]
        h = pop(labels)
        if base > labels.distance[h] or labels.goal[h] == turn:
            continue
        labels.goal[h] = turn
        labels.done[done] = h
        done += 1
        if base + state.price[h] < best:
            best, end, who = base + state.price[h], h, -1
        for k in range(by.start[h], by.start[h + 1]):
            i = by.host[k]
            cost = base + state.profit[i] + state.price[h] - by.value[k]
            g = state.at[i]
            if cost >= best or g == h:
                continue
            if g < 0:
                best, end, who = cost, h, i
            elif labels.stamp[g] != turn or labels.distance[g] > cost:
                labels.stamp[g] = turn
                labels.distance[g] = cost
                labels.mover[g] = i
                labels.next[g] = h
                push(labels, cost, g)
    for k in range(done):
        h = labels.done[k]
        gain = best - labels.distance[h]
        state.price[h] -= gain
        for s in range(net.slot[h], net.slot[h] + state.count[h]):
            state.profit[state.sitter[s]] += gain
    draw(net, state, labels, start, end, who)


@compiled
def draw(net: Any, state: Any, labels: Any, start: Any, end: Any, who: Any) -> None:
    """Move everybody one host on along the way found, until the first seat is taken."""
    h, i = end, who
    while True:
        mover = labels.mover[h] if h != start else -1
        if mover >= 0:
            leave(net, state, mover)
        if i >= 0:
            sit(net, state, i, h)
        if h == start:
            return
        h, i = labels.next[h], mover


@compiled
def close(net: Any, state: Any, h: Any) -> None:
    """Take a host out: its people wait, and its price keeps everybody away."""
    for k in range(net.slot[h], net.slot[h] + state.count[h]):
        state.at[state.sitter[k]] = WAITING
    state.count[h] = 0
    state.price[h] = CLOSED


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
