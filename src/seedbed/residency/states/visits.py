"""States and moves of findings, and of changes that somebody asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class FindingState(models.TextChoices):
    """督导发现状态."""

    OPEN = "open", pgettext_lazy("state of a finding", "to be put right")
    MENDED = "mended", pgettext_lazy("state of a finding", "put right")


class WishState(models.TextChoices):
    """调整申请状态."""

    ASKED = "asked", pgettext_lazy("state of a wish", "waiting for an answer")
    ORDERED = "ordered", pgettext_lazy("state of a wish", "change order proposed")
    REFUSED = "refused", pgettext_lazy("state of a wish", "not agreed")
    TAKEN_BACK = "taken_back", pgettext_lazy("state of a wish", "taken back")


F, W = FindingState, WishState
FINDING_MOVES = Moves(
    Move("mend", (F.OPEN,), F.MENDED, _("Note that it is put right"), needs_note=True),
)
WISH_MOVES = Moves(
    Move("order", (W.ASKED,), W.ORDERED, _("Propose a change order")),
    Move("refuse", (W.ASKED,), W.REFUSED, _("Do not agree"), needs_note=True),
    Move("take_back", (W.ASKED,), W.TAKEN_BACK, _("Take the wish back")),
)
WISH_KINDS = {W.ASKED: "waiting", W.ORDERED: "good", W.REFUSED: "bad", W.TAKEN_BACK: "neutral"}
