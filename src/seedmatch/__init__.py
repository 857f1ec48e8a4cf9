"""Places people on posts under rules, with proof and reasons. See README.md beside this file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seedmatch.audit import check, check_explanation
from seedmatch.changes import AddPerson, AddPost, ChangeSeats, CloseHost, ClosePost, Withdraw
from seedmatch.diagnosis import Diagnosis
from seedmatch.errors import BadFile, Infeasible, NotProven, ProblemFault, SeedmatchError, Stopped
from seedmatch.explanation import Explanation, Price
from seedmatch.limits import Limits
from seedmatch.plan import Certificate, Plan, Proof, RunRecord, Stage, Unplaced
from seedmatch.problem import Problem
from seedmatch.records import Ban, Closed, Exclusion, Host, Lock, Move, Pair, PartShare, Person, Post
from seedmatch.rules import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    Group,
    HostUsedOnlyIf,
    LodgingBySex,
    Together,
)

if TYPE_CHECKING:
    from seedmatch.series import Series
    from seedmatch.solver import solve

__version__ = "0.1.0"
__all__ = [
    "AddPerson",
    "AddPost",
    "Apart",
    "AtLeastPerGroup",
    "AtMostPerHost",
    "BadFile",
    "Ban",
    "Certificate",
    "ChangeSeats",
    "CloseHost",
    "ClosePost",
    "Closed",
    "Diagnosis",
    "Exclusion",
    "Explanation",
    "Group",
    "Host",
    "HostUsedOnlyIf",
    "Infeasible",
    "Limits",
    "Lock",
    "LodgingBySex",
    "Move",
    "NotProven",
    "Pair",
    "PartShare",
    "Person",
    "Plan",
    "Post",
    "Price",
    "Problem",
    "ProblemFault",
    "Proof",
    "RunRecord",
    "SeedmatchError",
    "Series",
    "Stage",
    "Stopped",
    "Together",
    "Unplaced",
    "Withdraw",
    "check",
    "check_explanation",
    "solve",
]


def __getattr__(name: str) -> Any:
    """Load the solver only when it is asked for: reading problems and plans needs no compiled code."""
    if name == "solve":
        from seedmatch.solver import solve  # slow import: numpy and HiGHS

        return solve
    if name == "Series":
        from seedmatch.series import Series  # slow import: numpy and HiGHS

        return Series
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
