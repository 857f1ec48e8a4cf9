"""Problems with rules too large for a linear program over all pairs: a few pairs of each person decide.

The flow kernel prices the seats as if there were no rules. Pairs far below these prices are left out of a linear
program with all rules; its prices are summed up over all pairs, and those worth more than their prices come in
(column generation: Gilmore and Gomory, 1961). A pair that falls short of the prices by more than the gap is in no
better plan (reduced cost fixing), so that branch and bound over the rest proves a plan best among all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from seedmatch.conditions import Condition, Ints
from seedmatch.errors import Stopped
from seedmatch.feasible import keeps_all
from seedmatch.flow import Flow, best_flow
from seedmatch.limits import Meter
from seedmatch.linear import NoPlan, OutOfTime, Relaxation, branch_and_bound
from seedmatch.matrix import Key, Matrix, Rows, compressed, matrix_of
from seedmatch.model import Bools, Model
from seedmatch.narrow import part_of
from seedmatch.plan import Proof, Stage
from seedmatch.proof import Priced, price_rows
from seedmatch.stages import Outcome

PAIRS_EACH = 6
FIRST_GAP = 100
WIDER = 8
WORTH_PLACING = 4
SLACK = 20


@dataclass(frozen=True)
class Bound:
    """Prices over all pairs of the model: what they prove, and how far each pair falls short of them."""

    rows: Rows
    priced: Priced
    pairs: int

    @property
    def shortfall(self) -> Ints:
        """What each pair is worth less than its prices, rounded down."""
        short: Ints = -self.priced.reduced[: self.pairs] // self.priced.scale
        return short


class Large:
    """One large problem, every placement counting ``shift`` less than it does.

    As long as no plan can place more people, that changes nothing but the size of the numbers. ``cover`` are prices
    of 0 or 1 on people and seats, which prove by themselves how many can be placed (Konig, 1931).
    """

    def __init__(self, matrix: Matrix, meter: Meter, shift: int, cover: Flow) -> None:
        self.matrix = matrix
        self.model: Model = matrix.model
        self.meter = meter
        self.shift = shift
        self.cover = cover
        self.coefs: Ints = self.model.value - shift
        self.flow = best_flow(self.model.post_high, self.model.start, self.model.post, self.coefs)
        self.best: Bools | None = None
        self.value = 0

    def outcome(self, start: Bools | None) -> Outcome:
        """Return the best plan with its bound; raises ``NoPlan``, or ``Stopped`` if time ends before any plan."""
        try:
            bound = self._bounded()
            stopped_by = self._search(bound)
        except OutOfTime:
            bound, stopped_by = self._priced(None), "clock"
        chosen = start if self.best is None else self.best
        if chosen is None:
            raise Stopped("The limit was reached before any plan was found; allow more work or time.")
        value = int(self.model.value[chosen].sum())
        proof = self._proof(bound)
        reached = value if stopped_by == "proven" else max(value, proof.bound)
        return Outcome(chosen, [Stage("objective", value, reached)], [proof], stopped_by)

    def _bounded(self) -> Bound:
        """Solve the linear program over few pairs until the others hardly add to what its prices prove."""
        each, keep = PAIRS_EACH, self._promising(PAIRS_EACH)
        while True:
            core = restricted(self.model, keep)
            relaxation = Relaxation(matrix_of(core))
            relaxation.aim(self.coefs[keep])
            relaxation.seconds_left = self.meter.seconds_left
            if relaxation.solve() is not None:
                bound = self._priced(relaxation)
                if bound.priced.bound - relaxation.value < SLACK:
                    return bound
                keep |= self._nearest(bound.shortfall, PAIRS_EACH)
            elif keep.all():
                raise NoPlan
            else:
                each *= WIDER
                keep |= self._promising(each)

    def _promising(self, each: int) -> Bools:
        """Return the pairs that are nearest to the prices of the flow without rules, ``each`` per person on average."""
        model = self.model
        flow = self.flow
        return self._nearest(flow.profit[model.person] + flow.price[model.post] - self.coefs, each)

    def _nearest(self, shortfall: Ints, each: int) -> Bools:
        """Return all pairs that are worth their prices, and as many of the next as make ``each`` per person."""
        count = each * len(self.model.people)
        if count >= self.model.size:
            return np.ones(self.model.size, dtype=bool)
        near: Bools = shortfall <= max(0, int(np.partition(shortfall, count)[count]))
        return near

    def _priced(self, relaxation: Relaxation | None) -> Bound:
        """Sum up the prices of a linear program over all pairs; without one those of the flow without rules."""
        found = self._flow_prices() if relaxation is None else _prices(relaxation)
        rows = Rows(*(list(part) for part in vars(self.matrix.rows).values()))
        for key, cols, coefs, high in self._more_rows(set(found) - set(rows.keys)):
            rows.add(key, cols, coefs, None, high)
        each = np.array([found.get(key, 0.0) for key in rows.keys])
        limits = np.zeros(self.matrix.width), np.ones(self.matrix.width)
        target = 0 if relaxation is None else int(np.floor(relaxation.value + 1e-4))
        return Bound(rows, price_rows(rows, self.coefs, limits, each, target), self.model.size)

    def _flow_prices(self) -> dict[Key, float]:
        people, posts = self.model.people, self.model.posts
        prices = {("person:", people[k], ""): float(self.flow.profit[k]) for k in range(len(people))}
        return prices | {("seats:", posts[k], ""): float(self.flow.price[k]) for k in range(len(posts))}

    def _more_rows(self, wanted: set[Key]) -> Iterator[tuple[Key, Ints, Ints, int]]:
        """Yield the rows with these keys that the matrix leaves out: seats for all, and links of used-columns."""
        model = self.model
        for k in np.flatnonzero(self.cover.price).tolist():
            cols = np.flatnonzero(model.post == k)
            if len(cols) <= model.post_high[k] and not model.post_low[k]:
                yield (
                    ("seats:", model.posts[k], ""),
                    cols,
                    np.ones(len(cols), dtype=np.int64),
                    int(model.post_high[k]),
                )
        links = self.matrix.links if wanted else None
        for k, key in enumerate(links.keys if links else ()):
            if links and key in wanted:
                mine = links.cols[np.searchsorted(links.of, k) : np.searchsorted(links.of, k, side="right")]
                ones = np.ones(len(mine), dtype=np.int64)
                yield key, np.append(mine, links.used[k]), np.append(ones, -links.most[k]), 0

    def _search(self, bound: Bound) -> str:
        """Branch and bound over the pairs within a gap of their prices, the gap as wide as it must be."""
        gap = FIRST_GAP
        while True:
            keep = bound.shortfall <= gap
            stopped_by = self._within(keep)
            if self.best is not None:
                left = bound.priced.bound - self.value
            elif keep.all() and stopped_by == "proven":
                raise NoPlan
            else:
                left = gap * WIDER + 1
            if stopped_by != "proven" or left <= gap or keep.all():
                return stopped_by
            gap = left

    def _within(self, keep: Bools) -> str:
        """Take the best plan over the kept pairs, if there is one; return why the search ended."""
        matrix = matrix_of(restricted(self.model, keep))
        try:
            found = branch_and_bound(matrix, matrix.rows, self.coefs[keep], self.meter)
        except NoPlan:
            return "proven"
        if found.point is not None or not matrix.width:
            self._take(keep, np.zeros(0, dtype=bool) if found.point is None else found.point)
        return found.stopped_by

    def _take(self, keep: Bools, point: Bools) -> None:
        chosen = np.zeros(self.model.size, dtype=bool)
        chosen[np.flatnonzero(keep)[point]] = True
        value = int(self.coefs[chosen].sum())
        if keeps_all(self.model, chosen) and (self.best is None or value > self.value):
            self.best, self.value = chosen, value

    def _proof(self, bound: Bound) -> Proof:
        """Return the prices as a proof in full values: those of the cover, ``shift`` times, come on top."""
        priced, at = bound.priced, {key: k for k, key in enumerate(bound.rows.keys)}
        multipliers = priced.multipliers.copy()
        for kind, names, prices in (
            ("person:", self.model.people, self.cover.profit),
            ("seats:", self.model.posts, self.cover.price),
        ):
            for k in np.flatnonzero(prices).tolist():
                multipliers[at[kind, names[k], ""]] += self.shift * priced.scale
        total = summed(bound.rows, self.model.value, self.matrix.width, multipliers, priced.scale)
        return replace(priced, multipliers=multipliers, total=total).proof("objective", bound.rows.keys)


def _prices(relaxation: Relaxation) -> dict[Key, float]:
    prices = relaxation.prices()
    return {relaxation.rows.keys[k]: float(prices[k]) for k in np.flatnonzero(prices)}


def summed(rows: Rows, coefs: Ints, width: int, multipliers: Ints, scale: int) -> int:
    """Sum up what prices of rows prove, times the scale: priced limits and what is left of every column."""
    start, cols, entries = compressed(rows)
    left = np.zeros(width, dtype=np.int64)
    left[: len(coefs)] = coefs * scale
    np.subtract.at(left, cols, np.repeat(multipliers, np.diff(start)) * entries)
    low, high = np.array(rows.low, dtype=np.int64), np.array(rows.high, dtype=np.int64)
    limits = np.where(multipliers > 0, high, np.where(multipliers < 0, low, 0))
    return int((multipliers * limits).sum()) + int(np.maximum(left, 0).sum())


def placeable(model: Model, cover: Flow) -> int:
    """Return how many people can be placed by seats alone, as the cover proves."""
    return int(cover.profit.sum() + (cover.price * model.post_high).sum())


def best_of_large(matrix: Matrix, meter: Meter, start: Bools | None) -> Outcome:
    """Return the best plan of a large problem by total value; see the module for how.

    A placement counts a few times the best gain at first. If not as many are placed then as seats allow, it counts more,
    in the end as much as the problem says.
    """
    model = matrix.model
    cover = best_flow(model.post_high, model.start, model.post, np.ones(model.size, dtype=np.int64))
    worth = WORTH_PLACING * int(np.abs(model.gain).max(initial=0)) + 1
    while True:
        shift = max(0, model.place_value - worth)
        outcome = Large(matrix, meter, shift, cover).outcome(start)
        if not shift or outcome.stopped_by != "proven" or outcome.chosen.sum() == placeable(model, cover):
            return outcome
        start, worth = outcome.chosen, worth * WIDER


def restricted(model: Model, keep: Bools) -> Model:
    """Return the model without the pairs that are not kept, and without conditions that then always hold."""
    at = np.cumsum(keep) - 1
    sets: dict[str, Ints] = {}
    conditions = []
    for row in model.conditions:
        if row.when is not None and row.when_key not in sets:
            sets[row.when_key] = at[row.when[keep[row.when]]]
        inside = _inside(row, keep, at, sets)
        if inside is not None:
            conditions.append(inside)
    return part_of(model, np.flatnonzero(keep), tuple(conditions))


def _inside(row: Condition, keep: Bools, at: Ints, sets: dict[str, Ints]) -> Condition | None:
    mine = keep[row.cols]
    cols, coefs = at[row.cols[mine]], row.coefs[mine]
    most, least = int(coefs[coefs > 0].sum()), int(coefs[coefs < 0].sum())
    holds = (row.high is None or most <= row.high) and (row.low is None or least >= row.low)
    when = None if row.when is None else sets[row.when_key]
    if holds or (when is not None and not len(when)):
        return None
    return replace(row, cols=cols, coefs=coefs, when=when)
