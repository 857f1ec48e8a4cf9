"""Tables of the outcomes. Import from here, never from the modules inside."""

from seedbed.outcomes.models.appraisal import BatchRound, WordUsed
from seedbed.outcomes.models.certificates import Certificate
from seedbed.outcomes.models.coverage import HoursEntry, Level, Target
from seedbed.outcomes.models.leads import Lead, LeadAmount, LeadReport, LeadShare
from seedbed.outcomes.models.needs import CompanyNeed
from seedbed.outcomes.models.practices import FollowUp, Practice, PracticeTaken
from seedbed.outcomes.models.sharing import SharedPractice, SharingSession
from seedbed.outcomes.models.standards import Standard, StandardKind
from seedbed.outcomes.models.visits import CompanyVisit, VisitMember

__all__ = [
    "BatchRound", "Certificate", "CompanyNeed", "CompanyVisit", "FollowUp", "HoursEntry", "Lead", "LeadAmount", "LeadReport", "LeadShare", "Level", "Practice",
    "PracticeTaken", "SharedPractice", "SharingSession", "Standard", "StandardKind", "Target", "VisitMember",
    "WordUsed",
]
