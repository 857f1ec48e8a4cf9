"""Tables of assessment. Import from here, never from the modules inside."""

from seedbed.assessment.models.marks import Evidence, Mark, MarkChange, MarkSheet
from seedbed.assessment.models.rounds import Appeal, Assessment, Assessor, Round
from seedbed.assessment.models.schemes import Scheme

__all__ = ["Appeal", "Assessment", "Assessor", "Evidence", "Mark", "MarkChange", "MarkSheet", "Round", "Scheme"]
