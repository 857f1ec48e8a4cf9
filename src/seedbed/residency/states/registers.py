"""States and moves of expenses and of gifts that were offered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class ExpenseState(models.TextChoices):
    """费用状态."""

    ENTERED = "entered", pgettext_lazy("state of an expense", "waiting for the second person")
    APPROVED = "approved", pgettext_lazy("state of an expense", "approved")
    REFUSED = "refused", pgettext_lazy("state of an expense", "not approved")


class GiftState(models.TextChoices):
    """礼品处理状态."""

    DECLARED = "declared", pgettext_lazy("state of a gift", "declared")
    RECEIVED = "received", pgettext_lazy("state of a gift", "handed in")
    DECIDED = "decided", pgettext_lazy("state of a gift", "decided")


E, G = ExpenseState, GiftState
EXPENSE_MOVES = Moves(
    Move("approve", (E.ENTERED,), E.APPROVED, _("Approve the expense"), other_than="entered_by_id"),
    Move("refuse", (E.ENTERED,), E.REFUSED, _("Do not approve the expense"), needs_note=True),
)
GIFT_MOVES = Moves(
    Move("receive", (G.DECLARED,), G.RECEIVED, _("Note that it was handed in"), needs_note=True),
    Move("decide", (G.DECLARED, G.RECEIVED), G.DECIDED, _("Decide on the gift"), needs_note=True),
)
EXPENSE_KINDS = {E.ENTERED: "waiting", E.APPROVED: "good", E.REFUSED: "bad"}
GIFT_KINDS = {G.DECLARED: "waiting", G.RECEIVED: "info", G.DECIDED: "done"}
