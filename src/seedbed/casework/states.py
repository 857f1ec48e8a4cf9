"""States and moves of public notices, objections, tickets, cases, their assignments and extensions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class NoticeState(models.TextChoices):
    """公示状态: from the draft to the page that is gone again."""

    DRAFT = "draft", pgettext_lazy("state of a public notice", "draft")
    PUBLISHED = "published", pgettext_lazy("state of a public notice", "published")
    CLOSED = "closed", pgettext_lazy("state of a public notice", "period over, names erased")
    TAKEN_DOWN = "taken_down", pgettext_lazy("state of a public notice", "taken down, names erased")


class ObjectionState(models.TextChoices):
    """异议状态: received, taken up, looked into, answered."""

    RECEIVED = "received", pgettext_lazy("state of an objection", "received")
    ACCEPTED = "accepted", pgettext_lazy("state of an objection", "taken up")
    HANDLED = "handled", pgettext_lazy("state of an objection", "looked into")
    ANSWERED = "answered", pgettext_lazy("state of an objection", "answered")


NOTICE_MOVES = Moves(
    Move("publish", ("draft",), "published", _("Publish the notice"), other_than="drafted_by_id"),
    Move("close", ("published",), "closed", _("Close after the period")),
    Move("take_down", ("draft", "published"), "taken_down", _("Take the notice down"), needs_note=True),
)

OBJECTION_MOVES = Moves(
    Move("accept", ("received",), "accepted", _("Take up the objection")),
    Move("handle", ("accepted",), "handled", _("Record what was found")),
    Move("answer", ("received", "handled"), "answered", _("Answer the objection")),
)

# Kinds of badge for the screens: the word says it, the colour only helps.
NOTICE_KINDS = {NoticeState.DRAFT: "neutral", NoticeState.PUBLISHED: "info", NoticeState.CLOSED: "done",
                NoticeState.TAKEN_DOWN: "bad"}
OBJECTION_KINDS = {ObjectionState.RECEIVED: "waiting", ObjectionState.ACCEPTED: "waiting",
                   ObjectionState.HANDLED: "info", ObjectionState.ANSWERED: "done"}


class TicketState(models.TextChoices):
    """服务工单状态: received, in hand, solved, closed by the one who asked."""

    RECEIVED = "received", pgettext_lazy("state of a ticket", "received")
    TAKEN = "taken", pgettext_lazy("state of a ticket", "in hand")
    SOLVED = "solved", pgettext_lazy("state of a ticket", "solved")
    CLOSED = "closed", pgettext_lazy("state of a ticket", "closed")


TICKET_MOVES = Moves(
    Move("take", ("received",), "taken", _("Take the ticket in hand")),
    Move("hand_over", ("received", "taken"), "taken", _("Hand the ticket over"), needs_note=True),
    Move("solve", ("received", "taken"), "solved", _("Report as solved"), needs_note=True),
    Move("reopen", ("solved", "closed"), "taken", _("Open the ticket again"), needs_note=True),
    Move("close", ("solved",), "closed", _("Say how it went and close")),
)
TICKET_KINDS = {TicketState.RECEIVED: "waiting", TicketState.TAKEN: "info", TicketState.SOLVED: "good", TicketState.CLOSED: "done"}


class ExtensionState(models.TextChoices):
    """延期状态."""

    ASKED = "asked", pgettext_lazy("state of an extension", "asked for")
    GRANTED = "granted", pgettext_lazy("state of an extension", "granted")
    REFUSED = "refused", pgettext_lazy("state of an extension", "refused")


EXTENSION_MOVES = Moves(
    Move("grant", ("asked",), "granted", _("Grant the extension"), other_than="asked_by_id"),
    Move("refuse", ("asked",), "refused", _("Refuse the extension"), needs_note=True),
)


class CaseState(models.TextChoices):
    """办件状态: from the register over the unit, two reviews and a check by somebody else to striking off."""

    REGISTERED = "registered", pgettext_lazy("state of a case", "registered")
    ASSIGNED = "assigned", pgettext_lazy("state of a case", "given to a unit")
    WORKING = "working", pgettext_lazy("state of a case", "being worked on")
    REPORTED = "reported", pgettext_lazy("state of a case", "reported by the unit")
    REVIEWED = "reviewed", pgettext_lazy("state of a case", "reviewed once")
    APPROVED = "approved", pgettext_lazy("state of a case", "reviewed twice")
    CHECKED = "checked", pgettext_lazy("state of a case", "checked on the spot")
    STRUCK_OFF = "struck_off", pgettext_lazy("state of a case", "struck off")
    ENDED = "ended", pgettext_lazy("state of a case", "ended without a unit")


CASE_MOVES = Moves(
    Move("assign", ("registered",), "assigned", _("Give the case to a unit")),
    Move("sign_for", ("assigned",), "working", _("Sign for the case")),
    Move("send_back", ("assigned", "working"), "registered", _("Send the case back"), needs_note=True),
    Move("report", ("working",), "reported", _("Report what was done")),
    Move("answer", ("registered", "assigned", "working"), "reported", _("Answer from above")),
    Move("review", ("reported",), "reviewed", _("Review for the first time"), other_than="reported_by_id"),
    Move("approve", ("reviewed",), "approved", _("Review for the second time"), other_than="reviewed_by_id"),
    Move("rework", ("reported", "reviewed", "approved"), "working", _("Return for more work"), needs_note=True),
    Move("check", ("approved",), "checked", _("Check on the spot"), other_than="reported_by_id"),
    Move("strike_off", ("checked",), "struck_off", _("Strike off")),
    Move("end", ("registered",), "ended", _("End without a unit")),
    Move("reopen", ("struck_off", "ended"), "registered", _("Open again: it has come back"), needs_note=True),
)
OPEN_CASES = ("registered", "assigned", "working", "reported", "reviewed", "approved", "checked")
CASE_KINDS = {CaseState.REGISTERED: "waiting", CaseState.ASSIGNED: "waiting", CaseState.WORKING: "info", CaseState.REPORTED: "info", CaseState.REVIEWED: "info",
              CaseState.APPROVED: "info", CaseState.CHECKED: "good", CaseState.STRUCK_OFF: "done", CaseState.ENDED: "done"}


class AssignmentState(models.TextChoices):
    """交办状态: what one unit does with its part of a case."""

    GIVEN = "given", pgettext_lazy("state of an assignment", "waits to be signed for")
    SIGNED = "signed", pgettext_lazy("state of an assignment", "signed for")
    DONE = "done", pgettext_lazy("state of an assignment", "done")
    RETURNED = "returned", pgettext_lazy("state of an assignment", "sent back")


ASSIGNMENT_MOVES = Moves(
    Move("sign", ("given",), "signed", _("Sign for the part")),
    Move("send_back", ("given", "signed"), "returned", _("Send the part back"), needs_note=True),
    Move("finish", ("signed",), "done", _("Report the part as done")),
    Move("resume", ("done",), "signed", _("Take the part up again")),
)


class ExclusionState(models.TextChoices):
    """剔除状态: whether a call-back is left out of the rates."""

    NONE = "none", pgettext_lazy("state of an exclusion", "counted")
    ASKED = "asked", pgettext_lazy("state of an exclusion", "exclusion asked for")
    EXCLUDED = "excluded", pgettext_lazy("state of an exclusion", "excluded")


EXCLUSION_MOVES = Moves(
    Move("ask_exclusion", ("none",), "asked", _("Ask to leave it out of the rates"), needs_note=True),
    Move("exclude", ("asked",), "excluded", _("Leave it out of the rates"), other_than="exclusion_by_id"),
    Move("keep", ("asked", "excluded"), "none", _("Count it"), needs_note=True),
    field="exclusion",
)
