"""Choices, states and moves of assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class Who(models.TextChoices):
    """评价主体: who marks a criterion."""

    GROUP = "group", pgettext_lazy("who marks", "assessment group")
    HOST = "host", pgettext_lazy("who marks", "the company")
    TEAM = "team", pgettext_lazy("who marks", "management team")
    SUPERIOR = "superior", pgettext_lazy("who marks", "superior organisation")
    PEERS = "peers", pgettext_lazy("who marks", "colleagues")


class Basis(models.TextChoices):
    """得分依据种类: the only things a mark may rest on; no count of clicks, photographs or hours is among them."""

    PRODUCT = "product", pgettext_lazy("basis of a mark", "work product")
    VISIT = "visit", pgettext_lazy("basis of a mark", "record of a visit or inspection")
    WORD = "word", pgettext_lazy("basis of a mark", "word of the company")
    RESULT = "result", pgettext_lazy("basis of a mark", "documented result")
    MINUTES = "minutes", pgettext_lazy("basis of a mark", "minutes of a meeting")
    REPORT = "report", pgettext_lazy("basis of a mark", "report given in person")


class RoundState(models.TextChoices):
    """考核轮次状态."""

    MARKING = "marking", pgettext_lazy("state of a round", "marks are given")
    CLOSED = "closed", pgettext_lazy("state of a round", "marks closed, under moderation")
    PROPOSED = "proposed", pgettext_lazy("state of a round", "grades proposed")
    RELEASED = "released", pgettext_lazy("state of a round", "released")


class SheetState(models.TextChoices):
    """评分表状态."""

    OPEN = "open", pgettext_lazy("state of a mark sheet", "to be filled in")
    GIVEN = "given", pgettext_lazy("state of a mark sheet", "handed in")
    DROPPED = "dropped", pgettext_lazy("state of a mark sheet", "taken out")


class AppealState(models.TextChoices):
    """申诉状态."""

    OPEN = "open", pgettext_lazy("state of an appeal", "waiting for an answer")
    KEPT = "kept", pgettext_lazy("state of an appeal", "result kept")
    CHANGED = "changed", pgettext_lazy("state of an appeal", "result changed")


R, S, A = RoundState, SheetState, AppealState

ROUND_MOVES = Moves(
    Move("close", (R.MARKING,), R.CLOSED, _("Close the marks and moderate")),
    Move("reopen", (R.CLOSED,), R.MARKING, _("Open for marks again"), needs_note=True),
    Move("propose", (R.CLOSED,), R.PROPOSED, _("Propose the grades")),
    Move("take_back", (R.PROPOSED,), R.CLOSED, _("Take the proposal back"), needs_note=True),
    Move("release", (R.PROPOSED,), R.RELEASED, _("Release the grades"), other_than="proposed_by_id"),
)
SHEET_MOVES = Moves(
    Move("hand_in", (S.OPEN,), S.GIVEN, _("Hand in the mark sheet")),
    Move("drop", (S.OPEN, S.GIVEN), S.DROPPED, _("Take the mark sheet out"), needs_note=True),
)
APPEAL_MOVES = Moves(
    Move("keep", (A.OPEN,), A.KEPT, _("Keep the result"), needs_note=True),
    Move("change", (A.OPEN,), A.CHANGED, _("Change the result"), needs_note=True),
)

ROUND_KINDS = {R.MARKING: "waiting", R.CLOSED: "info", R.PROPOSED: "warn", R.RELEASED: "done"}
SHEET_KINDS = {S.OPEN: "waiting", S.GIVEN: "good", S.DROPPED: "neutral"}
APPEAL_KINDS = {A.OPEN: "waiting", A.KEPT: "done", A.CHANGED: "good"}
