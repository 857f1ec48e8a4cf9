"""Whether chosen columns keep all seats, locks and conditions, counted in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from seedmatch.conditions import Condition
from seedmatch.model import Bools, Model


def keeps_all(model: Model, chosen: Bools) -> bool:
    """Whether the chosen columns are a plan."""
    return next(broken_names(model, chosen), None) is None


def broken_names(model: Model, chosen: Bools) -> Iterator[str]:
    """Yield the name of everything that the chosen columns break."""
    placed = np.bincount(model.person[chosen], minlength=len(model.people))
    for index in np.flatnonzero((placed > 1) | (model.must & (placed == 0))):
        yield f"lock:{model.people[index]}"
    seats = np.bincount(model.post[chosen], minlength=len(model.posts))
    yield from (f"seats:{model.posts[k]}" for k in np.flatnonzero(seats > model.post_high))
    yield from (f"seats_min:{model.posts[k]}" for k in np.flatnonzero(seats < model.post_low))
    seats = np.bincount(model.host[chosen], minlength=len(model.hosts))
    yield from (f"host_seats:{model.hosts[k]}" for k in np.flatnonzero(seats > model.host_high))
    yield from (f"host_min:{model.hosts[k]}" for k in np.flatnonzero(seats < model.host_low))
    counters = model.counters
    yield from (counters.names[k] for k in np.flatnonzero(counters.broken(counters.totals(chosen))))


def keeps(condition: Condition, chosen: Bools) -> bool:
    """Whether the chosen columns keep one condition."""
    if condition.when is not None and not chosen[condition.when].any():
        return True
    total = int(condition.coefs @ chosen[condition.cols])
    return (condition.low is None or total >= condition.low) and (
        condition.high is None or total <= condition.high
    )
