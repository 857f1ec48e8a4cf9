"""Tables of the foundations. Rooms import from here, never from the modules inside."""

from seedbed.kernel.models.approval import ApprovalPaper
from seedbed.kernel.models.calendar import CalendarYear, Workday
from seedbed.kernel.models.links import SignedLink
from seedbed.kernel.models.once import OnceKey
from seedbed.kernel.models.outbox import OutboxMessage
from seedbed.kernel.models.staging import ImportJob, StagedRow
from seedbed.kernel.models.stored_file import StoredFile
from seedbed.kernel.models.trail import AuditEvent, TrailCheckpoint, TrailHead

__all__ = [
    "ApprovalPaper",
    "AuditEvent",
    "CalendarYear",
    "ImportJob",
    "OnceKey",
    "OutboxMessage",
    "SignedLink",
    "StagedRow",
    "StoredFile",
    "TrailCheckpoint",
    "TrailHead",
    "Workday",
]
