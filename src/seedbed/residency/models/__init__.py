"""Tables of life in the company. Import from here, never from the modules inside."""

from seedbed.residency.models.branch import BranchPost, BranchRule, TempBranch
from seedbed.residency.models.classes import ClassMember, Duty, Rhythm, StudyGroup, TrainingClass
from seedbed.residency.models.leave import Leave, LeaveRule
from seedbed.residency.models.registers import (
    Agreement,
    EmergencyContact,
    Expense,
    Gift,
    Insurance,
    RegisterLine,
)
from seedbed.residency.models.support import MemberTicket
from seedbed.residency.models.visits import BurdenRule, ChangeWish, Finding, HostWord, Visit
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
    "Agreement",
    "BranchPost",
    "BranchRule",
    "BurdenRule",
    "ChangeWish",
    "ClassMember",
    "DossierComment",
    "DossierEntry",
    "Duty",
    "EmergencyContact",
    "Expense",
    "Finding",
    "Gift",
    "HostWord",
    "Insurance",
    "Leave",
    "LeaveRule",
    "MemberTicket",
    "Question",
    "RegisterLine",
    "Rhythm",
    "StudyGroup",
    "TempBranch",
    "TrainingClass",
    "Visit",
    "Work",
    "WorkComment",
    "WorkKind",
    "WorkVersion",
]
