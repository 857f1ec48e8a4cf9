"""Parts all plans around one best plan, so that shortest paths can bound every alternative in each part.

Which hosts and groups are used is settled first: then what a used host needs at least is a plain limit of
the flow. What is still torn is split as in the search. In every part the prices of the other rules are
taken off the gains (Lagrangian relaxation: Geoffrion, 1974), and one run of shortest paths through the
residual network of the best flow bounds every forced pair at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.limits import Meter
from seedmatch.linear import Floats
from seedmatch.matrix import Matrix, matrix_of
from seedmatch.model import Bools, Model
from seedmatch.narrow import part_of
from seedmatch.proof import Priced, price_rows
from seedmatch.search import Search, Split
from seedmatch.sifting import relaxation_of

FLOW_ROWS = ("person:", "seats:", "host_seats:")
LINKS = ("used:", "used_seats:", "used_host_seats:")
MOST_PARTS = 60


@dataclass(frozen=True)
class Part:
    """One part: gains in units of 1/scale with the prices of rules taken off, and what they leave open.

    Every plan of the part is worth at most ``(constant + its gains) / scale``. ``flow`` is a best flow under
    the gains; ``host_low`` and ``must`` are its least numbers. ``holds_plan``: the best plan lies here; ``same_use``: hosts and groups are used as in it.
    """

    gains: Ints
    scale: int
    constant: int
    open: Bools
    must: Bools
    host_low: Ints
    flow: Bools
    holds_plan: bool
    same_use: bool

    @classmethod
    def whole(cls, model: Model, chosen: Bools) -> Part:
        """Return the one part of a problem without rules: its best plan is a best flow."""
        opened = np.ones(model.size, dtype=bool)
        return cls(model.value, 1, 0, opened, model.must, model.host_low, chosen, True, True)


class Parting:
    """Makes the parts around one plan."""

    def __init__(self, matrix: Matrix, chosen: Bools) -> None:
        self.matrix, self.chosen = matrix, chosen
        self.model: Model = matrix.model
        self.worth = int(self.model.value[chosen].sum())
        self.relaxation = relaxation_of(matrix)
        self.relaxation.aim(self.model.value)
        self.search = Search(self.relaxation, self.model.value, Meter.begin())
        self.used = np.array([chosen[cols].any() for cols in matrix.when.values()], dtype=float)
        self.flow = _Flow(self.model)
        self.made = 0

    def parts(self) -> Iterator[Part]:
        """Yield parts that together hold every plan, the one of the plan among the first."""
        first = self.model.size
        settled = first + np.arange(len(self.used))
        yield from self._split(((settled, self.used, self.used),))
        for k in range(len(self.used)):
            other = 1.0 - self.used[k : k + 1]
            before = settled[:k], self.used[:k], self.used[:k]
            yield from self._split((before, (settled[k : k + 1], other, other)))

    def _split(self, path: tuple[Split, ...]) -> Iterator[Part]:
        """Yield the parts inside some bounds; those that promise more than the plan are split again."""
        old = [self.relaxation.bounds(split[0]) for split in path]
        for split in path:
            self.relaxation.bound(*split)
        point = self.relaxation.solve()
        if point is not None:
            halves = self._halves(point)
            if halves is None:
                self.made += 1
                yield self._part()
            for half in halves or ():
                yield from self._split((half,))
        for split, bounds in zip(reversed(path), reversed(old), strict=True):
            self.relaxation.bound(split[0], *bounds)

    def _halves(self, point: Floats) -> list[Split] | None:
        if self.relaxation.value <= self.worth + 0.5 or self.made > MOST_PARTS:
            return None
        return self.search.split(point, point[: self.model.size] > 0.5)

    def _part(self) -> Part:
        low, high = self.relaxation.low.copy(), self.relaxation.high.copy()
        rows = self.relaxation.rows
        target = int(np.floor(self.relaxation.value + 1e-4))
        priced = price_rows(rows, self.model.value, (low, high), self.relaxation.prices(), target)
        host_low, kept = self._kept_rows(low)
        gains, constant = self._gains(priced, kept, low, high)
        size = self.model.size
        fixed = np.flatnonzero(low[:size] > 0.5)
        must = self.model.must.copy()
        must[self.model.person[fixed]] = True
        opened = (high[:size] > 0.5) & (
            ~np.isin(self.model.person, self.model.person[fixed]) | (low[:size] > 0.5)
        )
        same = bool((low[size:] == self.used).all() and (high[size:] == self.used).all())
        inside = same and bool((opened | ~self.chosen).all())
        flow = self.flow.best(gains, opened, must, host_low)
        if inside and int(gains[flow].sum()) == int(gains[self.chosen].sum()):
            flow = self.chosen
        return Part(gains, priced.scale, constant, opened, must, host_low, flow, inside, same)

    def _kept_rows(self, low: Floats) -> tuple[Ints, Bools]:
        """Return the least people of each host, and which rows the flow keeps by itself where hosts are used."""
        host_low, rows = self.model.host_low.copy(), self.relaxation.rows
        kept = np.array([key[0] in FLOW_ROWS for key in rows.keys], dtype=bool)
        used = {key for key, column in self.matrix.used.items() if low[column] > 0.5}
        at = {host: index for index, host in enumerate(self.model.hosts)}
        for index, key in enumerate(rows.keys):
            if key[0] in LINKS and key[1] in used:
                kept[index] = True
            elif f"host:{key[1]}" in used and index in self._whole_host:
                host_low[at[key[1]]] = max(host_low[at[key[1]]], self._whole_host[index])
                kept[index] = True
        return host_low, kept

    @cached_property
    def _whole_host(self) -> dict[int, int]:
        """Rows that ask for at least so many people at one used host, whoever they are."""
        place = {(row.name, row.place, row.sub): row for row in self.model.conditions}
        found = {}
        for index, key in enumerate(self.relaxation.rows.keys):
            row = place.get(key)
            if row is None or row.when is None or not row.low or row.when_key != f"host:{row.place}":
                continue
            if len(row.cols) == len(row.when) and (row.coefs == 1).all():
                found[index] = row.low
        return found

    def _gains(self, priced: Priced, kept: Bools, low: Floats, high: Floats) -> tuple[Ints, int]:
        """Take the prices of all other rows off the gains; return them with the constant of the bound."""
        rows, size = self.relaxation.rows, self.model.size
        whole = np.zeros(self.matrix.width, dtype=np.int64)
        whole[:size] = self.model.value * priced.scale
        constant = 0
        for index in np.flatnonzero((priced.multipliers != 0) & ~kept).tolist():
            price = int(priced.multipliers[index])
            constant += price * (rows.high[index] if price > 0 else rows.low[index])
            whole[rows.cols[index]] -= price * rows.coefs[index]
        rest = whole[size:]
        constant += int((rest * np.where(rest > 0, high[size:], low[size:]).astype(np.int64)).sum())
        return whole[:size], constant


class _Flow:
    """Seats alone, kept hot: the best flow under changing gains is a whole plan (its rows are a network)."""

    def __init__(self, model: Model) -> None:
        self.model = model
        bare = replace(
            model,
            conditions=(),
            host_high=np.minimum(model.host_high, len(model.people)),
            host_low=np.ones_like(model.host_low),
        )
        self.relaxation = relaxation_of(matrix_of(bare))
        keys = {key: index for index, key in enumerate(self.relaxation.rows.keys)}
        self.person_row = np.array([keys.get(("person:", one, ""), -1) for one in model.people])
        self.host_row = np.array([keys.get(("host_seats:", one, ""), -1) for one in model.hosts])

    def best(self, gains: Ints, opened: Bools, must: Bools, host_low: Ints) -> Bools:
        """Return a best flow."""
        relaxation, model = self.relaxation, self.model
        every = np.arange(model.size)
        relaxation.bound(every, np.zeros(model.size), opened.astype(float))
        rows = self.host_row[self.host_row >= 0]
        relaxation.limit(rows, host_low[self.host_row >= 0], model.host_high[self.host_row >= 0])
        there = self.person_row >= 0
        relaxation.limit(
            self.person_row[there], must[there].astype(np.int64), np.ones(int(there.sum()), dtype=np.int64)
        )
        relaxation.aim(gains)
        point = relaxation.solve()
        if point is None:
            raise ArithmeticError("A part of the plans holds a plan but no flow.")
        return point[: model.size] > 0.5


def settled(model: Model, used: Bools, keys: list[str]) -> tuple[Model, Ints]:
    """Return the model with hosts and groups used or not as stated, and its columns.

    Conditions then hold always or have nobody to hold for, so there are no used-columns in it.
    """
    on = dict(zip(keys, used.tolist(), strict=True))
    shut = [row.when for row in model.conditions if row.when is not None and not on[row.when_key]]
    closed = np.isin(np.arange(model.size), np.concatenate([np.zeros(0, dtype=np.int64), *shut]))
    cols = np.flatnonzero(~closed)
    place = np.cumsum(~closed) - 1
    conditions = []
    for row in model.conditions:
        if row.when is None or on[row.when_key]:
            inside = ~closed[row.cols]
            conditions.append(
                replace(row, cols=place[row.cols[inside]], coefs=row.coefs[inside], when=None, when_key="")
            )
    return part_of(model, cols, tuple(conditions)), cols
