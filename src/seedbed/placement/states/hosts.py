"""Moves of hosts and of their offers."""

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workflow import Move, Moves

HOST_MOVES = Moves(
    Move("vet", ("candidate", "conditional", "refused"), "vetted", _("Accept the host"), needs_note=True),
    Move("vet_on_conditions", ("candidate", "vetted", "refused"), "conditional", _("Accept on conditions"), needs_note=True),
    Move("refuse", ("candidate", "conditional"), "refused", _("Refuse the host"), needs_note=True),
    Move("stop", ("vetted", "conditional"), "stopped", _("Stop working with the host"), needs_note=True),
    Move("reopen", ("stopped", "refused"), "candidate", _("Vet the host again"), needs_note=True),
)
OFFER_MOVES = Moves(
    Move("ask", ("listed", "declined"), "asked", _("Ask the host")),
    Move("accept", ("listed", "asked", "declined"), "willing", _("The host is willing")),
    Move("decline", ("listed", "asked", "willing"), "declined", _("The host declines"), needs_note=True),
    field="willingness",
)
POST_MOVES = Moves(
    Move("close", ("open",), "closed", _("Close the post"), needs_note=True),
    Move("open_again", ("closed",), "open", _("Open the post again")),
)

# Kinds of badge for the screens: the word says it, the colour only helps.
HOST_KINDS = {"candidate": "waiting", "vetted": "good", "conditional": "warn", "refused": "bad", "stopped": "bad"}
OFFER_KINDS = {"listed": "neutral", "asked": "waiting", "willing": "good", "declined": "bad"}
