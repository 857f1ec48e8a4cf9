"""The best flow from people to seats, certified: seats, exclusions and filters, but no rule that counts.

Every pair has a value; nobody has to be placed, and everybody gets at most one seat. Where seats are
uncontested, shortest paths alone are quickest; a contested problem is first brought near by an auction in
ever finer steps (Bertsekas, "Linear Network Optimization", 1991), and shortest paths do the rest. What comes
out is checked by weak duality in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedmatch import bidding, filling, kernels, proposing
from seedmatch.bidding import Book
from seedmatch.compiled import FAST
from seedmatch.conditions import Ints
from seedmatch.kernels import UNITS, Labels, Net, State

Floats = NDArray[np.float64]
FINEST = {True: UNITS // 4, False: UNITS // 16}
STEP = 10
PATIENCE = 1
FINE = 10
MOST_VALUE = 2**40
BLOCK = 100_000


@dataclass(frozen=True)
class Flow:
    """Post of each person (-1: none) with prices that prove it: no pair is worth more than its two prices."""

    post_of: Ints
    profit: Ints
    price: Ints


class Matching:
    """A best flow that stays at hand, so that a change moves only whom it must.

    ``start[i]:start[i + 1]`` are the pairs of person i. Everybody gets at most one seat and nobody has to be
    placed; a pair worth 0 or less is never taken.
    """

    def __init__(self, seats: Ints, start: Ints, post: Ints, value: Ints) -> None:
        if len(value) and int(value.max()) > MOST_VALUE:
            raise OverflowError(f"Values above {MOST_VALUE} are too large for exact prices.")
        self.seats = seats.copy()
        self._net = _net(seats, start, post, value)
        self._labels = _labels(self._net)
        self._turn = 0
        self._state = self._best()

    def _best(self) -> State:
        people, seats = len(self._net.start) - 1, int(self._net.slot[-1])
        if people <= seats:
            state = _blank(self._net)
            kernels.begin(self._net, state)
            self._turn = kernels.place_all(self._net, state, self._labels, 0, PATIENCE)
            if self._turn >= 0:
                return state
        return self._contested()

    def _contested(self) -> State:
        """Auction first, in ever finer steps, then shortest paths for what it leaves over."""
        net = self._net
        book = self._auctioned()
        state, self._labels = _blank(net), _labels(net)
        bidding.adopt(net, state, book)
        del book
        turn = kernels.place_all(net, state, self._labels, 0, 0)
        risen, ready = np.zeros(len(net.start), dtype=np.int64), np.zeros(len(net.slot), dtype=np.uint8)
        self._turn = filling.fill_all(net, _by_host(net), state, self._labels, turn, risen, ready)
        return state

    def _auctioned(self) -> Book:
        """Let people bid.

        Where seats are short every seat costs nearly what the least pair is worth, so begin there; people left over
        would drive prices up in small steps, so end early. Where seats are to spare, prices that are too high leave
        free seats with a price, which is slow to mend: begin lower, end later.
        """
        net = self._net
        short = int(net.slot[-1]) < len(net.start) - 1
        most = int(net.value.max(initial=0))
        least = int(net.value.min(initial=most)) if short else 0
        book = _book(net, least * UNITS)
        steps = [FINEST[short]]
        while steps[-1] * STEP * 3 < (most - least) * UNITS:
            steps.append(steps[-1] * STEP)
        for epsilon in reversed(steps):
            if epsilon != steps[-1]:
                bidding.reopen(net, book, (1 if short else 2) * epsilon * STEP)
            bidding.auction(net, book, epsilon)
        return book

    @property
    def flow(self) -> Flow:
        """The flow as it is now, with its proof."""
        state = self._state
        price = np.where(state.price >= kernels.CLOSED, 0, state.price)
        return Flow(np.where(state.at < 0, -1, state.at).astype(np.int64), state.profit.copy(), price)

    def withdraw(self, post: int) -> Ints:
        """Take a post out, place its people anew at the least loss and return everybody who moves.

        One person after the other goes the shortest way, with fewest moves among equally short ones. The rest
        of the plan stays, and all of it is proven best again.
        """
        net, state = self._net, self._state
        before = state.at.copy()
        hit = state.sitter[net.slot[post] : net.slot[post] + state.count[post]].copy()
        kernels.close(net, state, post)
        self.seats[post] = 0
        for person in hit.tolist():
            self._turn += 1
            kernels.place(net, state, self._labels, self._turn, person, FINE)
        return np.flatnonzero(state.at != before)


def best_flow(seats: Ints, start: Ints, post: Ints, value: Ints) -> Flow:
    """Return a flow of greatest total value: see ``Matching``."""
    return Matching(seats, start, post, value).flow


def proven_total(seats: Ints, start: Ints, post: Ints, value: Ints, flow: Flow) -> int | None:
    """Sum up what the prices prove (weak duality); None if some pair is worth more than its two prices.

    Nothing of the kernel is used here: whole numbers and numpy alone.
    """
    if (flow.profit < 0).any() or (flow.price < 0).any():
        return None
    for first in range(0, len(start) - 1, BLOCK):
        last = min(first + BLOCK, len(start) - 1)
        part = slice(int(start[first]), int(start[last]))
        own = np.repeat(flow.profit[first:last], np.diff(start[first : last + 1]))
        where = post[part]
        if ((own + flow.price[where] < value[part]) & (seats[where] > 0)).any():
            return None
    return int(flow.profit.sum()) + int((flow.price * seats).sum())


def stable_match(seats: Ints, start: Ints, post: Ints, liking: Floats, priority: Floats) -> Ints:
    """Return the post of each person (-1: none) in the stable plan that is best for the people.

    Deferred acceptance (Gale and Shapley, 1962) on sorted rows. Among equal likings the earlier post comes
    first, among equal priorities whoever came first stays.
    """
    order = np.zeros(len(post), dtype=np.int64)
    proposing.sort_wishes(start, liking, order)
    slot = _slots(seats, len(start) - 1)
    held, holder = np.full(int(slot[-1]), -np.inf), np.full(int(slot[-1]), -1, dtype=np.int32)
    proposing.propose_all(start, order, post, priority, slot, held, holder)
    post_of = np.full(len(start) - 1, -1, dtype=np.int64)
    post_of[holder[holder >= 0]] = np.repeat(np.arange(len(seats)), np.diff(slot))[holder >= 0]
    return post_of


def _net(seats: Ints, start: Ints, post: Ints, value: Ints) -> Net:
    """Drop pairs without a seat or value, then sort every row by value."""
    keep = (seats[post] > 0) & (value > 0)
    if not keep.all():
        start = np.concatenate([[0], np.cumsum(keep)])[start]
        post, value = post[keep], value[keep]
    host, worth = post.astype(_whole(len(seats))), value.astype(_whole(int(value.max(initial=0))))
    begin, slot = start.astype(_whole(len(post))), _slots(seats, len(start) - 1)
    kernels.sort_rows(begin, host, worth)
    return Net(begin, host, worth, slot.astype(_whole(int(slot[-1]))))


def _whole(most: int) -> Any:
    """Return the type for numbers up to ``most``: short if compiled, as plain Python would overflow in sums."""
    return np.int32 if FAST and most < 2**31 else np.int64


def _slots(seats: Ints, people: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.minimum(seats, people))]).astype(np.int64)


def _blank(net: Net) -> State:
    people, hosts, seats = len(net.start) - 1, len(net.slot) - 1, int(net.slot[-1])
    return State(
        price=np.zeros(hosts, dtype=np.int64),
        profit=np.zeros(people, dtype=np.int64),
        at=np.full(people, kernels.WAITING, dtype=np.int32),
        place=np.zeros(people, dtype=np.int32),
        sitter=np.full(seats, -1, dtype=np.int32),
        count=np.zeros(hosts, dtype=np.int32),
    )


def _book(net: Net, price: int) -> Book:
    people, hosts, seats = len(net.start) - 1, len(net.slot) - 1, int(net.slot[-1])
    amount = _whole(2 * UNITS * int(net.value.max(initial=0)))
    return Book(
        bid=np.full(seats, price, dtype=amount),
        bidder=np.full(seats, -1, dtype=np.int32),
        floor=np.full(hosts, price, dtype=amount),
        near=np.full((people, bidding.NEAR), -1, dtype=np.int32),
        rest=np.zeros(people, dtype=amount),
        queue=np.zeros(people, dtype=np.int32),
        top=np.zeros(bidding.NEAR, dtype=np.int64),
    )


def _labels(net: Net) -> Labels:
    hosts = len(net.slot) - 1
    room = hosts + len(net.host) + 1
    return Labels(
        distance=np.zeros(hosts, dtype=np.int64),
        stamp=np.zeros(hosts, dtype=np.int64),
        goal=np.zeros(hosts, dtype=np.int64),
        mover=np.full(hosts, -1, dtype=np.int32),
        next=np.full(hosts, -1, dtype=np.int32),
        key=np.zeros(room, dtype=np.int64),
        item=np.zeros(room, dtype=np.int32),
        done=np.zeros(hosts + 1, dtype=np.int32),
        size=np.zeros(2, dtype=np.int64),
    )


def _by_host(net: Net) -> Net:
    first = np.zeros(len(net.slot), dtype=np.int64)
    person, value = np.empty_like(net.host), np.empty_like(net.value)
    filling.turn_around(net, first, person, value)
    return Net(first, person, value, net.slot)
