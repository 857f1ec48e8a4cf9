"""The rows of a model as one sparse integer matrix with a key per row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Condition, Ints
from seedmatch.model import Model

Key = tuple[str, str, str]
NO_LIMIT = np.iinfo(np.int64).max


@dataclass
class Rows:
    """Rows in compressed form: ``low <= row . x <= high`` over pair columns and then used-columns."""

    keys: list[Key] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    cols: list[Ints] = field(default_factory=list)
    coefs: list[Ints] = field(default_factory=list)

    def add(self, key: Key, cols: Ints, coefs: Ints, low: int | None, high: int | None) -> None:
        """Append one row; None is no limit."""
        self.keys.append(key)
        self.cols.append(cols)
        self.coefs.append(coefs)
        self.low.append(-NO_LIMIT if low is None else low)
        self.high.append(NO_LIMIT if high is None else high)

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Matrix:
    """All rows of a model; ``used`` names the 0/1 columns after the pairs, ``when`` their pair columns.

    ``tied`` are people who must be at the same host as others: where they go decides most.
    """

    model: Model
    rows: Rows
    used: dict[str, int]
    when: dict[str, Ints]
    tied: frozenset[int]

    @property
    def width(self) -> int:
        """Number of columns, used-columns included."""
        return self.model.size + len(self.used)

    @cached_property
    def links(self) -> tuple[list[str], Ints, Ints, Ints]:
        """Return (keys, their used-columns, all pair columns of all keys, key and person of each)."""
        keys, empty = list(self.when), np.zeros(0, dtype=np.int64)
        cols = np.concatenate([empty, *(self.when[key] for key in keys)])
        of_key = np.repeat(np.arange(len(keys)), [len(self.when[key]) for key in keys])
        used = np.array([self.used[key] for key in keys], dtype=np.int64)
        return keys, used, cols, of_key * len(self.model.people) + self.model.person[cols]


def matrix_of(model: Model) -> Matrix:
    """Write down seats, locks and conditions; linking rows of used-columns are separated on demand."""
    rows = Rows()
    _seat_rows(model, rows)
    used: dict[str, int] = {}
    when: dict[str, Ints] = {}
    for condition in model.conditions:
        if condition.when is not None and condition.when_key not in used:
            used[condition.when_key] = model.size + len(used)
            when[condition.when_key] = condition.when
    for condition in model.conditions:
        _condition_row(condition, used, rows)
    for key, cols in when.items():
        _cap_row(model, key, cols, used[key], rows)
    bound = [condition for condition in model.conditions if condition.low == condition.high == 0]
    tied = frozenset(int(k) for condition in bound for k in model.person[condition.cols])
    return Matrix(model, rows, used, when, tied)


def _ones(cols: Ints) -> Ints:
    return np.ones(len(cols), dtype=np.int64)


def _seat_rows(model: Model, rows: Rows) -> None:
    for index, person in enumerate(model.people):
        cols = np.arange(model.start[index], model.start[index + 1])
        if len(cols) or model.must[index]:
            rows.add(("person:", person, ""), cols, _ones(cols), 1 if model.must[index] else None, 1)
    for index, cols in enumerate(_grouped(model.post, len(model.posts))):
        low, high = int(model.post_low[index]), int(model.post_high[index])
        if low or high < len(cols):
            rows.add(("seats:", model.posts[index], ""), cols, _ones(cols), low or None, high)
    for index, cols in enumerate(_grouped(model.host, len(model.hosts))):
        if model.host_bound[index]:
            low, high = int(model.host_low[index]), int(model.host_high[index])
            rows.add(("host_seats:", model.hosts[index], ""), cols, _ones(cols), low or None, high)


def _grouped(key: Ints, count: int) -> list[Ints]:
    order = np.argsort(key, kind="stable")
    return list(np.split(order, np.searchsorted(key[order], np.arange(1, count)))) if count else []


def _condition_row(condition: Condition, used: dict[str, int], rows: Rows) -> None:
    key = (condition.name, condition.place, condition.sub)
    if condition.when is None:
        rows.add(key, condition.cols, condition.coefs, condition.low, condition.high)
        return
    cols = np.append(condition.cols, used[condition.when_key])
    rows.add(key, cols, np.append(condition.coefs, -(condition.low or 0)), 0, None)


def used_cap(model: Model, cols: Ints) -> int:
    """Return one more than the most people that the columns can hold together.

    One more, so that the row never takes over the price of a seat.
    """
    posts = np.unique(model.post[cols])
    hosts = np.unique(model.host_of[posts])
    people = len(np.unique(model.person[cols]))
    return 1 + int(min(people, model.post_high[posts].sum(), model.host_high[hosts].sum()))


def _cap_row(model: Model, key: str, cols: Ints, used: int, rows: Rows) -> None:
    """Nobody on the columns unless they count as used."""
    coefs = np.append(_ones(cols), -used_cap(model, cols))
    rows.add(("used:", key, ""), np.append(cols, used), coefs, None, 0)


def link_rows(matrix: Matrix, x: NDArray[np.float64], tolerance: float = 1e-6) -> Rows:
    """Return the rows 'a person is there only if it is used' that the point ``x`` breaks."""
    model, found = matrix.model, Rows()
    if not matrix.when:
        return found
    keys, used, cols, group = matrix.links
    there = np.bincount(group, weights=x[cols], minlength=len(keys) * len(model.people))
    excess = there.reshape(len(keys), -1) - x[used][:, None]
    for key, person in np.argwhere(excess > tolerance):
        mine = cols[group == key * len(model.people) + person]
        name = ("used:", keys[key], model.people[person])
        found.add(name, np.append(mine, used[key]), np.append(_ones(mine), -1), None, 0)
    return found


def compressed(rows: Rows) -> tuple[Ints, Ints, Ints]:
    """Return (starts, columns, coefficients) of the rows for a row-wise sparse matrix."""
    empty = np.zeros(0, dtype=np.int64)
    start = np.concatenate([[0], np.cumsum([len(cols) for cols in rows.cols])]).astype(np.int64)
    return start, np.concatenate([empty, *rows.cols]), np.concatenate([empty, *rows.coefs])
