"""States and moves of complaints and suggestions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class ComplaintState(models.TextChoices):
    """投诉建议状态."""

    RECEIVED = "received", pgettext_lazy("state of a complaint", "received")
    ANSWERED = "answered", pgettext_lazy("state of a complaint", "answered")


COMPLAINT_MOVES = Moves(Move("answer", ("received",), "answered", _("Answer the complaint")))
COMPLAINT_KINDS = {ComplaintState.RECEIVED: "waiting", ComplaintState.ANSWERED: "done"}
