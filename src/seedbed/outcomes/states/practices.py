"""States and moves of a practice that somebody brought home."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class PracticeState(models.TextChoices):
    """经验转化状态."""

    SEEN = "seen", pgettext_lazy("state of a practice", "seen at a company")
    PROPOSED = "proposed", pgettext_lazy("state of a practice", "proposed at home")
    ADOPTED = "adopted", pgettext_lazy("state of a practice", "adopted")
    PROVEN = "proven", pgettext_lazy("state of a practice", "result shown")


P = PracticeState

PRACTICE_MOVES = Moves(
    Move("propose", (P.SEEN,), P.PROPOSED, _("Propose at home")),
    Move("adopt", (P.PROPOSED,), P.ADOPTED, _("Adopt the practice")),
    Move("decline", (P.PROPOSED,), P.SEEN, _("Decline the practice"), needs_note=True),
    Move("prove", (P.ADOPTED,), P.PROVEN, _("Note the result")),
)
PRACTICE_KINDS = {P.SEEN: "neutral", P.PROPOSED: "waiting", P.ADOPTED: "info", P.PROVEN: "done"}
