"""Fit of a pair from its score parts: whole numbers, rounded once."""

from __future__ import annotations

from collections.abc import Mapping

from seedmatch.records import PartShare

FULL_SHARE = 10_000
MAX_FIT = 10_000


def fit_of(parts: Mapping[str, int | None], weights: Mapping[str, int]) -> int:
    """Return the fit in hundredths of a point (0-10000), round half up.

    A part without data drops out; its weight is shared out over the others because both sums
    leave it out. No present part with a positive weight: 0.
    """
    total = weighted = 0
    for name, value in parts.items():
        if value is not None:
            total += weights[name]
            weighted += weights[name] * value
    if total == 0:
        return 0
    return (200 * weighted + total) // (2 * total)


def shares_of(parts: Mapping[str, int | None], weights: Mapping[str, int]) -> tuple[PartShare, ...]:
    """Return every weighted part with its effective weight and its points of the fit.

    Shares sum to 10000 and points to the fit: what rounding leaves over goes to the largest
    remainders, ties to the earlier name (Hamilton's method).
    """
    present = {name: value for name in sorted(weights) if (value := parts.get(name)) is not None}
    total = sum(weights[name] for name in present)
    shares = apportion({name: weights[name] for name in present}, FULL_SHARE) if total else {}
    points = apportion(
        {name: weights[name] * value for name, value in present.items()}, fit_of(parts, weights)
    )
    return tuple(
        PartShare(name, present.get(name), weights[name], shares.get(name, 0), points.get(name, 0))
        for name in sorted(weights)
    )


def apportion(amounts: Mapping[str, int], whole: int) -> dict[str, int]:
    """Split ``whole`` in proportion to ``amounts`` into integers that sum to it exactly."""
    total = sum(amounts.values())
    if total == 0:
        return dict.fromkeys(amounts, 0)
    split = {name: whole * amount // total for name, amount in amounts.items()}
    by_remainder = sorted(amounts, key=lambda name: (-(whole * amounts[name] % total), name))
    for name in by_remainder[: whole - sum(split.values())]:
        split[name] += 1
    return split
