"""Tables of shared casework: public notices and objections, tickets, cases and their clocks."""

from seedbed.casework.models.around import (
    CallBack,
    CaseAccess,
    CaseBar,
    CaseFile,
    CaseFollow,
    CaseLink,
    CaseRecusal,
)
from seedbed.casework.models.cases import (
    ENDABLE,
    REPORTABLE,
    Assignment,
    Case,
    CaseDesk,
    CaseStep,
    Category,
    Channel,
    Outcome,
    Route,
    Urgency,
)
from seedbed.casework.models.clocks import (
    Clock,
    ClockExtension,
    ClockPause,
    ClockRule,
    ClockShift,
    Event,
    Measure,
    PauseReason,
    Purpose,
)
from seedbed.casework.models.notices import NoticeRule, Objection, PublicNotice
from seedbed.casework.models.tickets import Ticket, TicketRule, TicketStep

__all__ = ["ENDABLE", "REPORTABLE", "Assignment", "CallBack", "Case", "CaseAccess", "CaseBar", "CaseDesk", "CaseFile", "CaseFollow", "CaseLink", "CaseRecusal", "CaseStep", "Category", "Channel", "Clock",
           "ClockExtension", "ClockPause", "ClockRule", "ClockShift", "Event", "Measure", "NoticeRule", "Objection", "Outcome", "PauseReason", "PublicNotice",
           "Purpose", "Route", "Ticket", "TicketRule", "TicketStep", "Urgency"]
