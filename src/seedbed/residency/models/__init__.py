"""Tables of life in the company. Import from here, never from the modules inside."""

from seedbed.residency.models.branch import BranchPost, BranchRule, TempBranch
from seedbed.residency.models.classes import ClassMember, Duty, Rhythm, StudyGroup, TrainingClass
from seedbed.residency.models.leave import Leave, LeaveRule
from seedbed.residency.models.works import (
    DossierComment,
    DossierEntry,
    Question,
    Work,
    WorkComment,
    WorkKind,
    WorkVersion,
)

__all__ = [
    "BranchPost",
    "BranchRule",
    "ClassMember",
    "DossierComment",
    "DossierEntry",
    "Duty",
    "Leave",
    "LeaveRule",
    "Question",
    "Rhythm",
    "StudyGroup",
    "TempBranch",
    "TrainingClass",
    "Work",
    "WorkComment",
    "WorkKind",
    "WorkVersion",
]
