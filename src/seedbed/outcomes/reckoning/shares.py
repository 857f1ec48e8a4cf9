"""Whole shares that add up exactly: credit for a lead, seats for counties. Largest remainder."""

from collections.abc import Sequence
from fractions import Fraction

WHOLE = 10_000  # credit is kept in hundredths of a percent


def split(weights: Sequence[int], total: int = WHOLE) -> list[int]:
    """Return whole shares of `total` in proportion to the weights; they add up to it exactly.

    Everybody gets the whole part of the exact share; what is left goes one by one to the largest
    remainders, among equals to the earlier (Hamilton's method). Refused: no weights, a negative one, or
    nothing but zeros.
    """
    whole = sum(weights)
    if not weights or min(weights) < 0 or whole == 0:
        raise ValueError("shares need at least one positive weight and no negative one")
    exact = [Fraction(weight * total, whole) for weight in weights]
    shares = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def percent(points: int) -> str:
    """Write hundredths of a percent as people read them: 3333 is 33.33 %."""
    return f"{points // 100}.{points % 100:02d} %" if points % 100 else f"{points // 100} %"
