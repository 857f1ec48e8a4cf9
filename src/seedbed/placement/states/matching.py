"""States and moves of match runs, drafts, placements and change orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class RunState(models.TextChoices):
    """匹配运行状态."""

    QUEUED = "queued", pgettext_lazy("state of a run", "waiting to start")
    RUNNING = "running", pgettext_lazy("state of a run", "running")
    DONE = "done", pgettext_lazy("state of a run", "done")
    FAILED = "failed", pgettext_lazy("state of a run", "not possible")


class DraftState(models.TextChoices):
    """匹配方案状态."""

    DRAFT = "draft", pgettext_lazy("state of a plan", "draft")
    CHECKED = "checked", pgettext_lazy("state of a plan", "checked")
    CONFIRMED = "confirmed", pgettext_lazy("state of a plan", "confirmed")
    PUBLISHED = "published", pgettext_lazy("state of a plan", "published")


class PlacementState(models.TextChoices):
    """驻企培训状态."""

    WAITING = "waiting", pgettext_lazy("state of a placement", "waiting for a post")
    PLANNED = "planned", pgettext_lazy("state of a placement", "to report for duty")
    ACTIVE = "active", pgettext_lazy("state of a placement", "at the post")
    COMPLETED = "completed", pgettext_lazy("state of a placement", "completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a placement", "withdrawn")
    ENDED_EARLY = "ended_early", pgettext_lazy("state of a placement", "ended early")


class OrderState(models.TextChoices):
    """调整单状态."""

    PROPOSED = "proposed", pgettext_lazy("state of a change order", "proposed")
    APPROVED = "approved", pgettext_lazy("state of a change order", "approved")
    REFUSED = "refused", pgettext_lazy("state of a change order", "refused")


class RequestState(models.TextChoices):
    """人工复核申请状态."""

    OPEN = "open", pgettext_lazy("state of a request", "waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("state of a request", "answered")


R, D, P, C, Q = RunState, DraftState, PlacementState, OrderState, RequestState

# A placement in one of these states is the trainee's one and only.
OPEN_PLACEMENTS = (P.WAITING, P.PLANNED, P.ACTIVE)
SEATED = (P.PLANNED, P.ACTIVE)

RUN_MOVES = Moves(
    Move("start", (R.QUEUED, R.RUNNING), R.RUNNING, _("Start the run")),
    Move("finish", (R.RUNNING,), R.DONE, _("Finish the run")),
    Move("fail", (R.QUEUED, R.RUNNING), R.FAILED, _("End the run without a plan")),
)
CHECK_MOVES = Moves(
    Move("note", (R.QUEUED,), R.DONE, _("Note the result of the check")),
)
DRAFT_MOVES = Moves(
    Move("check", (D.DRAFT,), D.CHECKED, _("Mark as checked")),
    Move("confirm", (D.CHECKED,), D.CONFIRMED, pgettext_lazy("plan", "Confirm"), other_than="checked_by_id"),
    Move("publish", (D.CONFIRMED,), D.PUBLISHED, _("Publish"), other_than="confirmed_by_id"),
    Move("reopen", (D.CHECKED, D.CONFIRMED), D.DRAFT, _("Take back to draft"), needs_note=True),
)
PLACEMENT_MOVES = Moves(
    Move("assign", (P.WAITING,), P.PLANNED, _("Place on a post")),
    Move("transfer", (P.PLANNED,), P.PLANNED, _("Change the post")),
    Move("transfer_at_work", (P.ACTIVE,), P.ACTIVE, _("Change the post")),
    Move("arrive", (P.PLANNED,), P.ACTIVE, _("Has reported for duty")),
    Move("withdraw", (P.WAITING, P.PLANNED), P.WITHDRAWN, _("Withdraw"), needs_note=True),
    Move("end_early", (P.ACTIVE,), P.ENDED_EARLY, _("End early"), needs_note=True),
    Move("complete", (P.ACTIVE,), P.COMPLETED, _("Complete")),
)
ORDER_MOVES = Moves(
    Move("approve", (C.PROPOSED,), C.APPROVED, _("Approve the change"), other_than="proposed_by_id"),
    Move("refuse", (C.PROPOSED,), C.REFUSED, _("Refuse the change"), needs_note=True),
)
REQUEST_MOVES = Moves(
    Move("answer", (Q.OPEN,), Q.ANSWERED, _("Answer the request"), needs_note=True),
)

RUN_KINDS = {R.QUEUED: "waiting", R.RUNNING: "info", R.DONE: "good", R.FAILED: "bad"}
DRAFT_KINDS = {D.DRAFT: "neutral", D.CHECKED: "info", D.CONFIRMED: "good", D.PUBLISHED: "done"}
PLACEMENT_KINDS = {P.WAITING: "waiting", P.PLANNED: "info", P.ACTIVE: "good", P.COMPLETED: "done",
                   P.WITHDRAWN: "bad", P.ENDED_EARLY: "warn"}
ORDER_KINDS = {C.PROPOSED: "waiting", C.APPROVED: "good", C.REFUSED: "bad"}
