"""States and moves of complaints and suggestions, and of requests to erase one person."""

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


class ErasureState(models.TextChoices):
    """删除申请状态."""

    ASKED = "asked", pgettext_lazy("state of an erasure", "asked for")
    EXAMINED = "examined", pgettext_lazy("state of an erasure", "examined, copy handed out")
    DONE = "done", pgettext_lazy("state of an erasure", "erased")
    REFUSED = "refused", pgettext_lazy("state of an erasure", "refused")


ERASURE_MOVES = Moves(
    Move("examine", ("asked",), "examined", _("Examine the request and take the copy for the person")),
    Move("erase", ("examined",), "done", _("Erase the person's data"), other_than="examined_by_id"),
    Move("refuse", ("asked", "examined"), "refused", _("Refuse the request"), needs_note=True),
)
ERASURE_KINDS = {ErasureState.ASKED: "waiting", ErasureState.EXAMINED: "warn", ErasureState.DONE: "done", ErasureState.REFUSED: "bad"}
