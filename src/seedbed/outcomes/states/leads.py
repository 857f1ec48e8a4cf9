"""States and moves of an investment lead, from the first word to a factory that works."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class LeadState(models.TextChoices):
    """招商线索状态."""

    FOUND = "found", pgettext_lazy("state of a lead", "found")
    HANDED = "handed", pgettext_lazy("state of a lead", "handed over, not signed for")
    TAKEN = "taken", pgettext_lazy("state of a lead", "signed for")
    TALKS = "talks", pgettext_lazy("state of a lead", "in talks")
    VISITED = "visited", pgettext_lazy("state of a lead", "visited")
    SIGNED = "signed", pgettext_lazy("state of a lead", "contract signed")
    STARTED = "started", pgettext_lazy("state of a lead", "building started")
    PRODUCING = "producing", pgettext_lazy("state of a lead", "in production")
    GIVEN_UP = "given_up", pgettext_lazy("state of a lead", "given up")


S = LeadState

LEAD_MOVES = Moves(
    Move("hand_over", (S.FOUND,), S.HANDED, _("Hand over")),
    Move("sign_for", (S.HANDED,), S.TAKEN, _("Sign for the lead")),
    Move("send_back", (S.HANDED,), S.FOUND, _("Send back"), needs_note=True),
    Move("talk", (S.TAKEN,), S.TALKS, _("Talks have begun")),
    Move("visit", (S.TAKEN, S.TALKS), S.VISITED, _("A visit took place")),
    Move("sign", (S.TALKS, S.VISITED), S.SIGNED, _("The contract is signed")),
    Move("start", (S.SIGNED,), S.STARTED, _("Building has started")),
    Move("produce", (S.STARTED,), S.PRODUCING, _("Production has begun")),
    Move("back_to_talks", (S.VISITED, S.SIGNED), S.TALKS, _("Back to talks"), needs_note=True),
    Move("back_to_contract", (S.STARTED, S.PRODUCING), S.SIGNED, _("Back to the contract"), needs_note=True),
    Move("give_up", (S.FOUND, S.TAKEN, S.TALKS, S.VISITED, S.SIGNED, S.STARTED), S.GIVEN_UP, _("Give the lead up"), needs_note=True),
    Move("take_up_again", (S.GIVEN_UP,), S.FOUND, _("Take the lead up again"), needs_note=True),
)

LEAD_KINDS = {S.FOUND: "neutral", S.HANDED: "waiting", S.TAKEN: "info", S.TALKS: "info", S.VISITED: "info", S.SIGNED: "good",
              S.STARTED: "good", S.PRODUCING: "done", S.GIVEN_UP: "bad"}

# The way of a lead as people read it; a lead that was given up has left it.
WAY = (S.FOUND, S.HANDED, S.TAKEN, S.TALKS, S.VISITED, S.SIGNED, S.STARTED, S.PRODUCING)
FOLLOWED = (S.TAKEN, S.TALKS, S.VISITED, S.SIGNED, S.STARTED)
# Moves by which the owner tells how it goes; the others have forms of their own.
STAGE_MOVES = frozenset({"talk", "visit", "sign", "start", "produce", "back_to_talks", "back_to_contract"})
