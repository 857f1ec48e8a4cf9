"""States and moves of what companies need."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class NeedState(models.TextChoices):
    """企业需求状态."""

    NOTED = "noted", pgettext_lazy("state of a need", "noted")
    HANDED = "handed", pgettext_lazy("state of a need", "handed over")
    ANSWERED = "answered", pgettext_lazy("state of a need", "answered")
    LEAD = "lead", pgettext_lazy("state of a need", "became a lead")
    TICKET = "ticket", pgettext_lazy("state of a need", "became a service ticket")


N = NeedState
NEED_MOVES = Moves(
    Move("hand_over", (N.NOTED, N.HANDED), N.HANDED, _("Hand the need over")),
    Move("answer", (N.HANDED,), N.ANSWERED, _("Answer the need"), needs_note=True),
    Move("make_lead", (N.NOTED, N.HANDED, N.ANSWERED), N.LEAD, _("Make a lead of it")),
    Move("make_ticket", (N.NOTED, N.HANDED), N.TICKET, _("Make a service ticket of it")),
)
NEED_KINDS = {N.NOTED: "neutral", N.HANDED: "waiting", N.ANSWERED: "done", N.LEAD: "good", N.TICKET: "info"}
