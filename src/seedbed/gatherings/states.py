"""States and moves of gatherings and of what was agreed in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class GatheringState(models.TextChoices):
    """活动状态: planned, held with its record, or cancelled with a reason."""

    PLANNED = "planned", pgettext_lazy("state of a gathering", "planned")
    HELD = "held", pgettext_lazy("state of a gathering", "held")
    CANCELLED = "cancelled", pgettext_lazy("state of a gathering", "cancelled")


class ItemState(models.TextChoices):
    """议定事项状态."""

    OPEN = "open", pgettext_lazy("state of an action item", "open")
    DONE = "done", pgettext_lazy("state of an action item", "done")
    DROPPED = "dropped", pgettext_lazy("state of an action item", "dropped")


G, I = GatheringState, ItemState  # noqa: E741 - read beside the tables only

GATHERING_MOVES = Moves(
    Move("hold", (G.PLANNED,), G.HELD, _("Record that it was held")),
    Move("cancel", (G.PLANNED,), G.CANCELLED, pgettext_lazy("gathering", "Cancel"), needs_note=True),
)
ITEM_MOVES = Moves(
    Move("finish", (I.OPEN,), I.DONE, _("Report as done"), needs_note=True),
    Move("drop", (I.OPEN,), I.DROPPED, _("Drop"), needs_note=True),
    Move("reopen", (I.DONE, I.DROPPED), I.OPEN, _("Open again"), needs_note=True),
)

GATHERING_KINDS = {G.PLANNED: "info", G.HELD: "done", G.CANCELLED: "bad"}
ITEM_KINDS = {I.OPEN: "waiting", I.DONE: "done", I.DROPPED: "neutral"}
