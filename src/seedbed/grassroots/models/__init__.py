"""Tables of the line that goes to the grass roots."""

from seedbed.grassroots.models.classes import ClassCase, ClassStep, Level, ProblemClass
from seedbed.grassroots.models.outings import (
           Booking,
           Charge,
           Ending,
           Matter,
           Met,
           Outing,
           OutingKind,
           OutingMember,
           OutingPaper,
           OutingStop,
)
from seedbed.grassroots.models.projects import Answer, Material, Project, ProjectStep

__all__ = ["Answer", "Booking", "Charge", "ClassCase", "ClassStep", "Ending", "Level", "Material", "Matter", "Met", "Outing", "OutingKind", "OutingMember", "OutingPaper",
           "OutingStop",
           "ProblemClass", "Project", "ProjectStep"]
