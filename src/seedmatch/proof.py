"""Dual prices in whole numbers: a bound that anybody can add up, without trusting floating point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seedmatch.conditions import Ints
from seedmatch.linear import Floats
from seedmatch.matrix import NO_LIMIT, Key, Rows, compressed
from seedmatch.plan import Proof

SCALES = (1, 2, 3, 4, 6, 12, 60, 2520)
_SAFE = 2**62


@dataclass(frozen=True)
class Priced:
    """Whole-number prices of all rows with the exact bound and reduced values they give."""

    scale: int
    multipliers: Ints
    total: int
    reduced: Ints

    @property
    def bound(self) -> int:
        """The proven bound, rounded down: values are whole numbers."""
        return self.total // self.scale

    def proof(self, stage: str, keys: list[Key]) -> Proof:
        """Return the prices as a proof that names the rows."""
        chosen = tuple((keys[k], int(self.multipliers[k])) for k in np.flatnonzero(self.multipliers))
        return Proof(stage, self.scale, self.bound, tuple(sorted(chosen)))


def price_rows(rows: Rows, coefs: Ints, limits: tuple[Floats, Floats], prices: Floats, target: int) -> Priced:
    """Round the prices to whole numbers at the first scale that proves ``target``, else at the best.

    ``coefs`` are those of the pair columns; the rest count nothing. ``limits`` are the bounds of
    the columns at the node where the prices hold.
    """
    whole = np.zeros(len(limits[0]), dtype=np.int64)
    whole[: len(coefs)] = coefs
    table = _Table(rows)
    best: Priced | None = None
    for scale in SCALES:
        if scale * float(np.abs(whole).sum() + np.abs(prices).sum() + 1) * 4 > _SAFE:
            break
        priced = table.priced(whole, limits, prices, scale)
        if best is None or priced.total * best.scale < best.total * priced.scale:
            best = priced
        if priced.total == target * scale:
            return priced
    assert best is not None
    return best


class _Table:
    """Rows as flat arrays."""

    def __init__(self, rows: Rows) -> None:
        start, self.cols, self.coefs = compressed(rows)
        self.lengths = np.diff(start)
        self.low, self.high = np.array(rows.low, dtype=np.int64), np.array(rows.high, dtype=np.int64)

    def priced(self, whole: Ints, bounds: tuple[Floats, Floats], prices: Floats, scale: int) -> Priced:
        multipliers = np.rint(prices * scale).astype(np.int64)
        multipliers[(multipliers > 0) & (self.high == NO_LIMIT)] = 0
        multipliers[(multipliers < 0) & (self.low == -NO_LIMIT)] = 0
        limits = np.where(multipliers > 0, self.high, np.where(multipliers < 0, self.low, 0))
        reduced = whole * scale
        each = np.repeat(multipliers, self.lengths)
        on = each != 0
        np.subtract.at(reduced, self.cols[on], each[on] * self.coefs[on])
        most = np.where(reduced > 0, bounds[1], bounds[0]).astype(np.int64)
        total = int((multipliers * limits).sum()) + int((reduced * most).sum())
        return Priced(scale, multipliers, total, reduced)
