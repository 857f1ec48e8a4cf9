"""States and moves of leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class LeaveState(models.TextChoices):
    """请假状态."""

    ASKED = "asked", pgettext_lazy("state of leave", "asked for")
    GRANTED = "granted", pgettext_lazy("state of leave", "granted")
    REFUSED = "refused", pgettext_lazy("state of leave", "refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("state of leave", "taken back")


L = LeaveState
LEAVE_MOVES = Moves(
    Move("grant", (L.ASKED,), L.GRANTED, _("Grant the leave")),
    Move("refuse", (L.ASKED,), L.REFUSED, _("Refuse the leave"), needs_note=True),
    Move("take_back", (L.ASKED, L.GRANTED), L.TAKEN_BACK, _("Take the leave back")),
    Move("return", (L.GRANTED,), L.GRANTED, _("Note the return")),
)
LEAVE_KINDS = {L.ASKED: "waiting", L.GRANTED: "good", L.REFUSED: "bad", L.TAKEN_BACK: "neutral"}
