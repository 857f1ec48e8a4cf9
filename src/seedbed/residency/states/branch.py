"""States and moves of temporary Party branches, and what such a branch may not do."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class BranchState(models.TextChoices):
    """临时党支部状态."""

    PROPOSED = "proposed", pgettext_lazy("state of a branch", "waiting for the approval")
    APPROVED = "approved", pgettext_lazy("state of a branch", "set up")
    DISSOLVED = "dissolved", pgettext_lazy("state of a branch", "dissolved")


class Forbidden(models.TextChoices):
    """临时党支部不开展的事项: switched off, and shown as switched off."""

    RECRUIT = "recruit", _("Admit members")
    DISCIPLINE = "discipline", _("Handle cases of discipline")
    DUES = "dues", _("Collect Party dues")
    DELEGATES = "delegates", _("Elect delegates to a Party congress")
    REELECT = "reelect", _("Elect or re-elect its committee")


B = BranchState
BRANCH_MOVES = Moves(
    Move("approve", (B.PROPOSED,), B.APPROVED, _("Record the approval")),
    Move("dissolve", (B.APPROVED,), B.DISSOLVED, _("Dissolve the branch")),
)
BRANCH_KINDS = {B.PROPOSED: "waiting", B.APPROVED: "good", B.DISSOLVED: "done"}
