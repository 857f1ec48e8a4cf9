"""All candidate pairs side by side as arrays: what is asked of a hundred thousand of them is asked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seedmatch.records import Pair

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_DATA = -1


@dataclass(frozen=True)
class Table:
    """The pairs in their order: ``person`` and ``post`` are places in the sorted lists ``people`` and ``posts``.

    ``values`` holds a column per name of a score part (-1: no data), ``rank`` 0 and ``priority`` NaN where none is stated.
    """

    people: list[str]
    posts: list[str]
    person: Ints
    post: Ints
    names: list[str]
    values: Ints
    rank: Ints
    priority: NDArray[np.float64]

    @classmethod
    def of(
        cls, pairs: Sequence[Pair], people: Sequence[str], posts: Sequence[str], names: Sequence[str]
    ) -> Table:
        """Lay out pairs that lie by person and post; the lists hold whom and what they name."""
        person_at, post_at = _places(people), _places(posts)
        parts = [[pair.parts.get(name) for pair in pairs] for name in sorted(names)]
        values = np.nan_to_num(np.array(parts, dtype=float).reshape(len(names), len(pairs)), nan=NO_DATA)
        return cls(
            sorted(people),
            sorted(posts),
            np.array([person_at[pair.person] for pair in pairs], dtype=np.int64),
            np.array([post_at[pair.post] for pair in pairs], dtype=np.int64),
            sorted(names),
            values.T.astype(np.int64),
            np.array([pair.rank or 0 for pair in pairs], dtype=np.int64),
            np.array([pair.priority for pair in pairs], dtype=float),
        )

    def only(self, kept: Sequence[int]) -> Table:
        """Return the table of some of its pairs; the lists of ids stay as they are."""
        at = np.array(kept, dtype=np.int64)
        return replace(
            self, person=self.person[at], post=self.post[at], values=self.values[at], rank=self.rank[at], priority=self.priority[at]
        )  # fmt: skip

    def fits(self, weights: Mapping[str, int]) -> Ints:
        """Return the fit of every pair in hundredths of a point, as ``fit_of`` does."""
        known = self.values != NO_DATA
        each = np.array([weights[name] for name in self.names], dtype=np.int64)
        total = known @ each
        weighted = np.where(known, self.values, 0) @ each
        fits: Ints = np.where(total > 0, (200 * weighted + total) // np.maximum(2 * total, 1), 0)
        return fits

    def ranks_by(self, fit: Ints) -> Ints:
        """Return the place of every pair in the person's own order of fit; equal fits share the better one."""
        order = np.lexsort((-fit, self.person))
        first = np.searchsorted(self.person[order], self.person[order])
        new = np.diff(self.person[order], prepend=-1) | np.diff(fit[order], prepend=-1)
        run = np.maximum.accumulate(np.where(new != 0, np.arange(len(order)), 0))
        found = np.empty_like(fit)
        found[order] = run - first + 1
        return found

    def where(self, people: Sequence[str], posts: Sequence[str]) -> tuple[Ints, Ints]:
        """Return person and post of every pair as places in other lists that hold them all."""
        person_at, post_at = _places(people, is_sorted=True), _places(posts, is_sorted=True)
        return _moved(self.people, person_at)[self.person], _moved(self.posts, post_at)[self.post]


def _places(ids: Sequence[str], *, is_sorted: bool = False) -> dict[str, int]:
    return {key: index for index, key in enumerate(ids if is_sorted else sorted(ids))}


def _moved(ids: Sequence[str], places: Mapping[str, int]) -> Ints:
    return np.array([places.get(key, -1) for key in ids], dtype=np.int64)
