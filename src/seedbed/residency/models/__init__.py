"""Tables of life in the company. Import from here, never from the modules inside."""

from seedbed.residency.models.classes import ClassMember, Duty, Rhythm, StudyGroup, TrainingClass
from seedbed.residency.models.leave import Leave, LeaveRule

__all__ = ["ClassMember", "Duty", "Leave", "LeaveRule", "Rhythm", "StudyGroup", "TrainingClass"]
