"""Loops of the flow kernel: rows sorted by value, seats, and shortest paths from people to seats.

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
LONG = 100
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
def sort_row(host: Any, value: Any, first: Any, end: Any) -> None:
    """Sort one row by value, best first; equal values stay in their order."""
    if end - first > LONG:
        order = np.argsort(-value[first:end], kind="mergesort")
        host[first:end] = host[first:end][order]
        value[first:end] = value[first:end][order]
        return
    for k in range(first + 1, end):
        v, h, j = value[k], host[k], k - 1
        while j >= first and value[j] < v:
            value[j + 1], host[j + 1] = value[j], host[j]
            j -= 1
        value[j + 1], host[j + 1] = v, h


@compiled
def sort_rows(start: Any, host: Any, value: Any) -> None:
    """Sort every row by value, best first; equal values stay in the order of posts."""
    for i in range(len(start) - 1):
        sort_row(host, value, start[i], start[i + 1])


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
def place_all(net: Any, state: Any, labels: Any, turn: Any, patience: Any) -> Any:
    """Place everybody who waits; return the next turn, or -1 when too many pairs had to be scanned.

    Searches become longer the fewer seats are left, so that what may be scanned grows with the square of the
    share of people done; who has come so far gets as much again and more to the end. ``patience`` 0: no limit.
    """
    people, pairs = len(state.at), len(net.host)
    for i in range(people):
        if state.at[i] == WAITING:
            turn += 1
            place(net, state, labels, turn, i, 0)
            share = i / people
            allowed = 1000 + pairs * (0.03 + 2 * share * share + (4 if share > 0.9 else 0))
            if patience != 0 and labels.size[1] > patience * allowed:
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
def close(net: Any, state: Any, h: Any) -> None:
    """Take a host out: its people wait, and its price keeps everybody away."""
    for k in range(net.slot[h], net.slot[h] + state.count[h]):
        state.at[state.sitter[k]] = WAITING
    state.count[h] = 0
    state.price[h] = CLOSED
