"""States and moves of what trainees write."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class WorkState(models.TextChoices):
    """文稿状态."""

    DRAFT = "draft", pgettext_lazy("state of a text", "draft")
    HANDED_IN = "handed_in", pgettext_lazy("state of a text", "handed in")
    RETURNED = "returned", pgettext_lazy("state of a text", "returned for revision")
    ACCEPTED = "accepted", pgettext_lazy("state of a text", "read and accepted")


W = WorkState
WORK_MOVES = Moves(
    Move("hand_in", (W.DRAFT, W.RETURNED), W.HANDED_IN, _("Hand in")),
    Move("fetch_back", (W.HANDED_IN,), W.DRAFT, _("Fetch back")),
    Move("return", (W.HANDED_IN, W.ACCEPTED), W.RETURNED, _("Return for revision"), needs_note=True),
    Move("accept", (W.HANDED_IN,), W.ACCEPTED, _("Accept")),
)
WORK_KINDS = {W.DRAFT: "neutral", W.HANDED_IN: "info", W.RETURNED: "warn", W.ACCEPTED: "done"}
