"""The rows of a model as one sparse integer matrix with a key per row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Condition, Ints, cut
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
class Links:
    """Rows 'here are at most so many, and only if it is used', all at once: ``sum(x[cols]) <= most * used``.

    ``of`` says to which link each entry of ``cols`` belongs.
    """

    keys: list[Key]
    used: Ints
    most: Ints
    cols: Ints
    of: Ints


@dataclass(frozen=True)
class Needs:
    """Rows that a used-column can break, all at once: ``sum(coefs * x[cols]) - most * used >= low`` of the row."""

    row: Ints
    used: Ints
    most: Ints
    cols: Ints
    coefs: Ints
    of: Ints


@dataclass(frozen=True)
class Matrix:
    """All rows of a model; ``used`` names the 0/1 columns after the pairs, ``when`` their pair columns.

    ``tied`` are people who must be at the same host as others: where they go decides most. ``limits_hold``
    is false where limits of conditions are switched off at times; nothing is derived from them then.
    """

    model: Model
    rows: Rows
    used: dict[str, int]
    when: dict[str, Ints]
    tied: frozenset[int]
    limits_hold: bool = True

    @property
    def width(self) -> int:
        """Number of columns, used-columns included."""
        return self.model.size + len(self.used)

    @cached_property
    def needs(self) -> Needs:
        """What each used-column asks for once it is 1."""
        found = [need for index in range(len(self.rows)) if (need := self._need(index)) is not None]
        empty = np.zeros(0, dtype=np.int64)
        return Needs(
            row=np.array([index for index, *_ in found], dtype=np.int64),
            used=np.array([used for _, used, *_ in found], dtype=np.int64),
            most=np.array([most for _, _, most, *_ in found], dtype=np.int64),
            cols=np.concatenate([empty, *(cols for *_, cols, _ in found)]),
            coefs=np.concatenate([empty, *(coefs for *_, coefs in found)]),
            of=np.repeat(np.arange(len(found)), [len(cols) for *_, cols, _ in found]),
        )

    def _need(self, index: int) -> tuple[int, int, int, Ints, Ints] | None:
        """Return (row, used-column, what it takes, pair columns, coefficients) of a row that a used-column can break."""
        cols, coefs = self.rows.cols[index], self.rows.coefs[index]
        there = (cols >= self.model.size) & (coefs < 0)
        if self.rows.low[index] == -NO_LIMIT or not there.any():
            return None
        return index, int(cols[there][0]), int(-coefs[there][0]), cols[~there], coefs[~there]

    @cached_property
    def links(self) -> Links:
        """All links of the used-columns; most never bind, so they are added when a point breaks them."""
        found = [link for key in self.when for link in _links_of(self, key)]
        empty = np.zeros(0, dtype=np.int64)
        return Links(
            keys=[key for key, *_ in found],
            used=np.array([used for _, used, _, _ in found], dtype=np.int64),
            most=np.array([most for _, _, most, _ in found], dtype=np.int64),
            cols=np.concatenate([empty, *(cols for *_, cols in found)]),
            of=np.repeat(np.arange(len(found)), [len(cols) for *_, cols in found]),
        )


def _links_of(matrix: Matrix, key: str) -> Iterator[tuple[Key, int, int, Ints]]:
    """Yield (key, used-column, most, pair columns) of every link of one used-column.

    A person, the seats of a post or host, and what a rule allows at most at a host: none of them is there
    unless the host or group is used, which says more than the plain limit (Padberg, van Roy and Wolsey, 1985).
    """
    model, cols, used = matrix.model, matrix.when[key], matrix.used[key]
    for person, mine in _parted(model.person[cols], cols):
        yield ("used:", key, model.people[person]), used, 1, mine
    if not matrix.limits_hold:
        return
    for post, mine in _parted(model.post[cols], cols):
        yield ("used_seats:", key, model.posts[post]), used, int(model.post_high[post]), mine
    for host, mine in _parted(model.host[cols], cols):
        if model.host_bound[host]:
            yield ("used_host_seats:", key, model.hosts[host]), used, int(model.host_high[host]), mine
    for row in model.conditions:
        if key == f"host:{row.place}" and row.high and row.low is None and row.when is None:
            yield (f"used_most:{row.name}", row.place, row.sub), used, row.high, row.cols


def _parted(key: Ints, cols: Ints) -> Iterator[tuple[int, Ints]]:
    """Yield (value of the key, its columns)."""
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    for part in cut(order, cuts) if len(cols) else []:
        yield int(key[part[0]]), cols[part]


def matrix_of(model: Model, *, limits_hold: bool = True) -> Matrix:
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
    return Matrix(model, rows, used, when, tied, limits_hold)


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
    return cut(order, np.searchsorted(key[order], np.arange(1, count))) if count else []


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


def lifted(
    matrix: Matrix, rows: Rows, x: NDArray[np.float64], tolerance: float = 1e-7
) -> NDArray[np.float64]:
    """Return the point with every used-column at 1 that is partly used and has all that it asks for.

    Used-columns count nothing, and all other rows only ask them to be large enough: the point stays as good, and
    no link needs to be added to see it. ``rows`` are those of the matrix with their limits of now.
    """
    needs = matrix.needs
    there = np.bincount(needs.of, weights=needs.coefs * x[needs.cols], minlength=len(needs.row))
    low = np.array([rows.low[k] for k in needs.row.tolist()], dtype=np.int64)
    partly = (x > tolerance) & (x < 1.0 - tolerance)
    partly[: matrix.model.size] = False
    partly[needs.used[there - needs.most < low - tolerance]] = False
    return np.where(partly, 1.0, x)


def link_rows(matrix: Matrix, x: NDArray[np.float64], tolerance: float = 1e-6) -> Rows:
    """Return the links that the point ``x`` breaks as rows."""
    found = Rows()
    if not matrix.when:
        return found
    links = matrix.links
    there = np.bincount(links.of, weights=x[links.cols], minlength=len(links.keys))
    for k in np.flatnonzero(there - links.most * x[links.used] > tolerance).tolist():
        _link_row(links, k, found)
    return found


def _link_row(links: Links, k: int, rows: Rows) -> None:
    mine = links.cols[np.searchsorted(links.of, k) : np.searchsorted(links.of, k, side="right")]
    rows.add(links.keys[k], np.append(mine, links.used[k]), np.append(_ones(mine), -links.most[k]), None, 0)


def compressed(rows: Rows) -> tuple[Ints, Ints, Ints]:
    """Return (starts, columns, coefficients) of the rows for a row-wise sparse matrix."""
    empty = np.zeros(0, dtype=np.int64)
    start = np.concatenate([[0], np.cumsum([len(cols) for cols in rows.cols])]).astype(np.int64)
    return start, np.concatenate([empty, *rows.cols]), np.concatenate([empty, *rows.coefs])
