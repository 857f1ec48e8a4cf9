"""What each forced placement costs, from shortest paths in the residual network.

Ahuja, Magnanti and Orlin, "Network Flows", 1993, chapters 9 and 12: with an optimal flow at hand, forcing one
more arc costs its own length plus the shortest way back through the residual network. One
all-pairs run (Floyd and Warshall) prices every person at every post.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.model import UNPLACED, Bools, Model

STEP = 1024
FAR = np.int64(2**60)


@dataclass(frozen=True)
class Network:
    """The residual network of a plan: posts, hosts, the sink and the place of the unplaced as nodes.

    ``cost`` are arc lengths times ``STEP`` plus one per person who moves, so that among equally
    short ways the one with fewest moves is taken. ``mover`` is the person behind an arc, or -1.
    """

    model: Model
    at: Ints
    change: Ints
    cost: Ints
    mover: Ints

    @property
    def sink(self) -> int:
        """Node of the sink."""
        return len(self.model.posts) + len(self.model.hosts)

    @property
    def nowhere(self) -> int:
        """Node where the unplaced are."""
        return self.sink + 1


def network_of(model: Model, chosen: Bools, gains: Ints, opened: Bools | None = None) -> Network:
    """Build the residual network for the flow ``chosen`` under the given gain of each column.

    Columns that are not ``opened`` cannot be taken (nothing given: all are open).
    """
    posts, sink = len(model.posts), len(model.posts) + len(model.hosts)
    nowhere = sink + 1
    at = np.full(len(model.people), nowhere, dtype=np.int64)
    at[model.person[chosen]] = model.post[chosen]
    change = _changes(model, chosen, gains, nowhere, opened)
    cost = np.full((nowhere + 1, nowhere + 1), FAR)
    mover = np.full((nowhere + 1, nowhere + 1), -1, dtype=np.int64)
    for node in np.unique(at):
        people = np.flatnonzero(at == node)
        best = people[0] if len(people) == 1 else people[np.argmin(change[people], axis=0)]
        cost[node] = change[best, np.arange(nowhere + 1)]
        mover[node] = best
    mover[cost >= FAR] = -1
    _seat_arcs(model, chosen, cost, mover, posts, sink)
    np.fill_diagonal(cost, 0)
    return Network(model, at, change, cost, mover)


def _changes(model: Model, chosen: Bools, gains: Ints, nowhere: int, opened: Bools | None) -> Ints:
    """What it costs to move each person to each node (only posts and nowhere can be reached)."""
    now = np.zeros(len(model.people), dtype=np.int64)
    now[model.person[chosen]] = gains[chosen]
    change = np.full((len(model.people), nowhere + 1), FAR)
    cost = (now[model.person] - gains) * STEP + 1
    change[model.person, model.post] = cost if opened is None else np.where(opened, cost, FAR)
    change[:, nowhere] = np.where(model.must, FAR, now * STEP + 1)
    return change


def _seat_arcs(model: Model, chosen: Bools, cost: Ints, mover: Ints, posts: int, sink: int) -> None:
    """Free seats lead to the sink, taken seats above the least lead back; both cost nothing."""
    taken = np.bincount(model.post[chosen], minlength=posts)
    held = np.bincount(model.host[chosen], minlength=len(model.hosts))
    node, host = np.arange(posts), posts + model.host_of
    hosts = posts + np.arange(len(model.hosts))
    for ok, tail, head in (
        (taken < model.post_high, node, host),
        (taken > model.post_low, host, node),
        (held < model.host_high, hosts, np.full_like(hosts, sink)),
        (held > model.host_low, np.full_like(hosts, sink), hosts),
    ):
        cost[tail[ok], head[ok]] = 0
        mover[tail[ok], head[ok]] = -1
    cost[sink + 1, sink] = 0
    mover[sink + 1, sink] = -1
    if len(np.unique(model.person[chosen])) < len(model.people):
        cost[sink, sink + 1] = 0
        mover[sink, sink + 1] = -1


def distances(cost: Ints) -> Ints | None:
    """Return all shortest distances (Floyd 1962, Warshall 1962), None if there is a cycle below nothing."""
    distance = cost.copy()
    through = np.empty_like(distance)
    for k in range(len(cost)):
        np.add(distance[:, k, None], distance[k], out=through)
        np.minimum(distance, through, out=distance)
    return None if (np.diagonal(distance) < 0).any() else distance


def lengths(network: Network, distance: Ints, cols: Ints) -> Ints:
    """Return for these columns the least that forcing each costs in gain units, by the distances of the network.

    ``FAR`` or a little less stands for impossible: compare with ``FAR // 2 // STEP``.
    """
    person, post = network.model.person[cols], network.model.post[cols]
    found: Ints = network.change[person, post] + distance[post, network.at[person]]
    return found // STEP


def shortest(cost: Ints) -> tuple[Ints, Ints]:
    """Return all shortest distances and the next node on the way (Floyd 1962, Warshall 1962).

    The network of an optimal plan has no negative cycle.
    """
    distance = cost.copy()
    nodes = len(cost)
    follow = np.where(cost < FAR, np.arange(nodes)[None, :], -1)
    for k in range(nodes):
        through = distance[:, k, None] + distance[k]
        better = through < distance
        better &= (distance[:, k, None] < FAR) & (distance[k] < FAR)
        np.copyto(distance, through, where=better)
        np.copyto(follow, np.broadcast_to(follow[:, k, None], follow.shape), where=better)
    return distance, follow


@dataclass(frozen=True)
class Detours:
    """For every wanted column: the cost of forcing it (in gain units, FAR if impossible) and the way.

    ``people[k, s]`` moves to node ``target[k, s]`` in step s (-1: no more steps).
    """

    cols: Ints
    cost: Ints
    people: Ints
    target: Ints


class Ways:
    """All shortest ways of a network, found once, for whichever columns are asked for."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.distance, self.follow = shortest(network.cost)

    def detours(self, cols: Ints) -> Detours:
        """Price the given columns, none of which is chosen."""
        network, model = self.network, self.network.model
        person, post = model.person[cols], model.post[cols]
        home = network.at[person]
        way = self.distance[post, home]
        cost = np.where(way < FAR, network.change[person, post] + way, FAR)
        people, target = _walk(network, self.follow, person, post, home, cost < FAR)
        return Detours(cols, np.where(cost < FAR, cost // STEP, FAR), people, target)


def _walk(
    network: Network, follow: Ints, person: Ints, post: Ints, home: Ints, possible: Bools
) -> tuple[Ints, Ints]:
    """Follow every way at once and note who moves where; the forced person is the first."""
    people, target = [np.where(possible, person, UNPLACED)], [np.where(possible, post, UNPLACED)]
    here, going = post.copy(), possible & (post != home)
    while going.any():
        if len(people) > len(follow):
            raise ArithmeticError(
                "The plan is not best under these gains: the residual network has a negative cycle."
            )
        there = np.where(going, follow[here, home], here)
        who = np.where(going, network.mover[here, there], UNPLACED)
        people.append(who)
        target.append(np.where(who >= 0, there, UNPLACED))
        here = there
        going = going & (here != home)
    return np.stack(people, axis=1), np.stack(target, axis=1)
