"""Loops of the search the other way round: free seats with a price look for people."""

from __future__ import annotations

from typing import Any

from seedmatch.compiled import compiled
from seedmatch.kernels import leave, pop, push, sit, sort_row


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
def fill_all(net: Any, by: Any, state: Any, labels: Any, turn: Any, risen: Any, ready: Any) -> Any:
    """Fill the free seats of every host with a price, or bring the price down to 0; return the next turn.

    ``risen`` is how much each profit has grown since the beginning, ``ready`` which hosts have a sorted row.
    """
    for h in range(len(state.price)):
        while state.price[h] > 0 and state.count[h] < net.slot[h + 1] - net.slot[h]:
            turn += 1
            fill(net, by, state, labels, turn, h, risen, ready)
    return turn


@compiled
def prepare(by: Any, state: Any, risen: Any, ready: Any, h: Any) -> None:
    """Sort the row of a host by value less profit at the beginning: profits only grow, so a scan can end early."""
    for k in range(by.start[h], by.start[h + 1]):
        i = by.host[k]
        by.value[k] -= state.profit[i] - risen[i]
    sort_row(by.host, by.value, by.start[h], by.start[h + 1])
    ready[h] = 1


@compiled
def ask(
    by: Any, state: Any, labels: Any, turn: Any, h: Any, base: Any, best: Any, end: Any, who: Any, risen: Any
) -> Any:
    """Scan the row of a host at distance ``base``; return the nearest end, its host and who comes from nowhere."""
    top = base + state.price[h]
    if top < best:
        best, end, who = top, h, -1
    k, stop = by.start[h], by.start[h + 1]
    while k < stop and top - by.value[k] < best:
        i = by.host[k]
        cost = top - by.value[k] + risen[i]
        k += 1
        if cost >= best:
            continue
        g = state.at[i]
        if g < 0:
            best, end, who = cost, h, i
        elif g != h and (labels.stamp[g] != turn or labels.distance[g] > cost):
            labels.stamp[g] = turn
            labels.distance[g] = cost
            labels.mover[g] = i
            labels.next[g] = h
            push(labels, cost, g)
    return best, end, who


@compiled
def fill(net: Any, by: Any, state: Any, labels: Any, turn: Any, start: Any, risen: Any, ready: Any) -> None:
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
        if not ready[h]:
            prepare(by, state, risen, ready, h)
        best, end, who = ask(by, state, labels, turn, h, base, best, end, who, risen)
    for k in range(done):
        h = labels.done[k]
        gain = best - labels.distance[h]
        state.price[h] -= gain
        for s in range(net.slot[h], net.slot[h] + state.count[h]):
            state.profit[state.sitter[s]] += gain
            risen[state.sitter[s]] += gain
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
