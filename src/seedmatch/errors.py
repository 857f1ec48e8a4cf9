"""Everything the engine refuses, each as a plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seedmatch.diagnosis import Diagnosis


class SeedmatchError(Exception):
    """Base of all refusals; ``str(error)`` is a sentence that a clerk can act on."""


class ProblemFault(SeedmatchError):
    """The input is wrong; ``faults`` holds one sentence for every place."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(faults[0] + more)


class BadFile(SeedmatchError):
    """A file cannot be read in the stated format."""


class Infeasible(SeedmatchError):
    """The hard rules contradict each other; ``diagnosis`` names the smallest set that does."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        super().__init__(
            "No plan can keep all rules: these contradict each other: " + ", ".join(diagnosis.rules) + "."
        )


class Stopped(SeedmatchError):
    """A limit of work or time was reached before any plan was found."""


class NotProven(SeedmatchError):
    """A price was asked of a plan for which exact prices do not exist."""
