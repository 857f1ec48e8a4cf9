"""How much work or time a solve may take."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """``work``: most search nodes (deterministic); ``seconds``: wall clock. None: no limit."""

    work: int | None = None
    seconds: float | None = None


@dataclass
class Meter:
    """What is left of the limits while a solve runs."""

    limits: Limits
    started: float
    nodes: int = 0

    @classmethod
    def begin(cls, limits: Limits | None = None) -> Meter:
        """Start the clock."""
        return cls(limits or Limits(), time.perf_counter())

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    @property
    def seconds_left(self) -> float:
        """Seconds left, infinite without a limit."""
        return float("inf") if self.limits.seconds is None else max(0.0, self.limits.seconds - self.seconds)

    @property
    def nodes_left(self) -> int | None:
        """Search nodes left, None without a limit."""
        return None if self.limits.work is None else max(0, self.limits.work - self.nodes)
