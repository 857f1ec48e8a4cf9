"""States and moves of outings, bookings, research projects and classes of problems."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class OutingState(models.TextChoices):
    """活动状态."""

    PLANNED = "planned", pgettext_lazy("state of an outing", "planned")
    HELD = "held", pgettext_lazy("state of an outing", "held and recorded")
    CANCELLED = "cancelled", pgettext_lazy("state of an outing", "cancelled")


OUTING_MOVES = Moves(
    Move("record", ("planned",), "held", _("Record the outing")),
    Move("cancel", ("planned",), "cancelled", _("Cancel the outing"), needs_note=True),
)
OUTING_KINDS = {OutingState.PLANNED: "waiting", OutingState.HELD: "done", OutingState.CANCELLED: "neutral"}


class BookingState(models.TextChoices):
    """预约状态."""

    BOOKED = "booked", pgettext_lazy("state of a booking", "booked")
    CANCELLED = "cancelled", pgettext_lazy("state of a booking", "given back")


BOOKING_MOVES = Moves(Move("give_back", ("booked",), "cancelled", _("Give the time back")))


class AnswerState(models.TextChoices):
    """答复状态: proposed by one person, approved by another, withdrawn when the policy has changed."""

    PROPOSED = "proposed", pgettext_lazy("state of an answer", "proposed")
    APPROVED = "approved", pgettext_lazy("state of an answer", "approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an answer", "withdrawn")


ANSWER_MOVES = Moves(
    Move("approve", ("proposed",), "approved", _("Approve the answer"), other_than="proposed_by_id"),
    Move("withdraw", ("proposed", "approved"), "withdrawn", _("Withdraw the answer"), needs_note=True),
)
ANSWER_KINDS = {AnswerState.PROPOSED: "waiting", AnswerState.APPROVED: "good", AnswerState.WITHDRAWN: "neutral"}


class ProjectState(models.TextChoices):
    """调研状态: from the topic to looking back."""

    TOPIC = "topic", pgettext_lazy("state of a research project", "topic")
    PLAN = "plan", pgettext_lazy("state of a research project", "plan")
    FIELD = "field", pgettext_lazy("state of a research project", "in the field")
    STUDY = "study", pgettext_lazy("state of a research project", "study")
    SOLVE = "solve", pgettext_lazy("state of a research project", "solving")
    LOOK_BACK = "look_back", pgettext_lazy("state of a research project", "looking back")
    ARCHIVED = "archived", pgettext_lazy("state of a research project", "archived")


PROJECT_MOVES = Moves(
    Move("plan", ("topic",), "plan", _("Approve the topic and plan it"), needs_note=True),
    Move("field", ("plan",), "field", _("Go to the field"), needs_note=True),
    Move("study", ("field",), "study", _("Study what was found"), needs_note=True),
    Move("solve", ("study",), "solve", _("Begin to solve"), needs_note=True),
    Move("look_back", ("solve",), "look_back", _("Look back"), needs_note=True),
    Move("again", ("look_back",), "solve", _("Not solved yet: go on"), needs_note=True),
    Move("archive", ("look_back",), "archived", _("Archive the project"), needs_note=True),
)


class ClassState(models.TextChoices):
    """一类事状态: gathered below, raised, taken up above, solved, looked at again."""

    GATHERED = "gathered", pgettext_lazy("state of a class of problems", "gathered")
    RAISED = "raised", pgettext_lazy("state of a class of problems", "raised")
    TAKEN_UP = "taken_up", pgettext_lazy("state of a class of problems", "taken up")
    SOLVED = "solved", pgettext_lazy("state of a class of problems", "solved at its root")
    CLOSED = "closed", pgettext_lazy("state of a class of problems", "looked back and closed")


CLASS_MOVES = Moves(
    Move("raise", ("gathered",), "raised", _("Raise it to the level that can solve it")),
    Move("take_up", ("raised",), "taken_up", _("Take it up")),
    Move("decline", ("raised", "taken_up"), "gathered", _("Send it back"), needs_note=True),
    Move("solve", ("gathered", "taken_up"), "solved", _("Report it as solved and answer every case")),
    Move("again", ("solved",), "taken_up", _("It is not solved: go on"), needs_note=True),
    Move("close", ("solved",), "closed", _("Close it after looking back"), needs_note=True),
)
CLASS_KINDS = {ClassState.GATHERED: "waiting", ClassState.RAISED: "waiting", ClassState.TAKEN_UP: "info", ClassState.SOLVED: "good", ClassState.CLOSED: "done"}
