"""States and moves of public notices and of objections to them."""

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
