"""Moves of the directory."""

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workflow import Move, Moves

GRANT_MOVES = Moves(
    Move("approve", ("proposed",), "active", _("Approve"), other_than="proposed_by_id"),
    Move("refuse", ("proposed",), "refused", _("Refuse"), needs_note=True),
    Move("end", ("active",), "ended", _("End"), needs_note=True),
)
RELEASE_MOVES = Moves(
    Move("release", ("asked",), "released", _("Release"), other_than="asked_by_id"),
    Move("refuse", ("asked",), "refused", _("Refuse"), needs_note=True),
)
