"""States and moves of a batch and of an application."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class BatchState(models.TextChoices):
    """期次状态."""

    PLANNING = "planning", pgettext_lazy("state of a batch", "in planning")
    OPEN = "open", pgettext_lazy("state of a batch", "open for applications")
    SCREENING = "screening", pgettext_lazy("state of a batch", "in screening")
    RANKING = "ranking", pgettext_lazy("state of a batch", "in ranking")
    PROPOSED = "proposed", pgettext_lazy("state of a batch", "waiting for release")
    RELEASED = "released", pgettext_lazy("state of a batch", "released")
    CLOSED = "closed", pgettext_lazy("state of a batch", "closed")
    CALLED_OFF = "called_off", pgettext_lazy("state of a batch", "called off")


class ApplicationState(models.TextChoices):
    """申报状态."""

    DRAFT = "draft", pgettext_lazy("state of an application", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of an application", "submitted")
    RETURNED = "returned", pgettext_lazy("state of an application", "returned")
    RECOMMENDED = "recommended", pgettext_lazy("state of an application", "recommended by the unit")
    ELIGIBLE = "eligible", pgettext_lazy("state of an application", "eligible")
    INELIGIBLE = "ineligible", pgettext_lazy("state of an application", "not eligible")
    PROPOSED = "proposed", pgettext_lazy("state of an application", "proposed")
    RESERVE = "reserve", pgettext_lazy("state of an application", "on the reserve list")
    NOT_CHOSEN = "not_chosen", pgettext_lazy("state of an application", "not chosen")
    CHOSEN = "chosen", pgettext_lazy("state of an application", "chosen")
    GIVEN_UP = "given_up", pgettext_lazy("state of an application", "given up")


class Source(models.TextChoices):
    """How an application arrived."""

    SELF = "self", pgettext_lazy("source of an application", "by the person")
    IMPORT = "import", pgettext_lazy("source of an application", "from a workbook")


class BayKind(models.TextChoices):
    """What the text on time in the Greater Bay Area was read as."""

    NONE = "none", pgettext_lazy("time in the Bay Area", "none stated")
    WORK = "work", pgettext_lazy("time in the Bay Area", "work")
    INTERNSHIP = "internship", pgettext_lazy("time in the Bay Area", "internship")
    STUDY = "study", pgettext_lazy("time in the Bay Area", "study")
    UNCLEAR = "unclear", pgettext_lazy("time in the Bay Area", "unclear")


class Willingness(models.TextChoices):
    """What the officer heard about the person's own wish."""

    UNASKED = "", pgettext_lazy("willingness", "not asked yet")
    STRONG = "strong", pgettext_lazy("willingness", "wants to go")
    WILLING = "willing", pgettext_lazy("willingness", "willing")
    HESITANT = "hesitant", pgettext_lazy("willingness", "hesitates")
    UNWILLING = "unwilling", pgettext_lazy("willingness", "does not want to go")


class RuleKind(models.TextChoices):
    """规则类别."""

    PRIORITY = "priority", pgettext_lazy("kind of rules", "order of priority")
    ELIGIBILITY = "eligibility", pgettext_lazy("kind of rules", "conditions of eligibility")


class RuleDraftState(models.TextChoices):
    """规则草案状态."""

    OPEN = "open", pgettext_lazy("state of a draft of rules", "under discussion")
    DECIDED = "decided", pgettext_lazy("state of a draft of rules", "decided")
    DROPPED = "dropped", pgettext_lazy("state of a draft of rules", "dropped")


DRAFT_KINDS = {RuleDraftState.OPEN: "waiting", RuleDraftState.DECIDED: "good", RuleDraftState.DROPPED: "neutral"}
RULE_DRAFT_MOVES = Moves(
    Move("decide", (RuleDraftState.OPEN,), RuleDraftState.DECIDED, _("Publish as decided")),
    Move("drop", (RuleDraftState.OPEN,), RuleDraftState.DROPPED, _("Drop the draft"), needs_note=True),
)
B, A = BatchState, ApplicationState

BATCH_MOVES = Moves(
    Move("open", (B.PLANNING,), B.OPEN, _("Open for applications")),
    Move("close_applications", (B.PLANNING, B.OPEN), B.SCREENING, _("End applications and screen")),
    Move("reopen", (B.SCREENING,), B.OPEN, _("Open for applications again"), needs_note=True),
    Move("rank", (B.SCREENING,), B.RANKING, _("End screening and rank")),
    Move("screen_again", (B.RANKING, B.PROPOSED), B.SCREENING, _("Go back to screening"), needs_note=True),
    Move("propose", (B.RANKING, B.PROPOSED), B.PROPOSED, _("Propose decisions")),
    Move("take_back", (B.PROPOSED,), B.RANKING, _("Take the proposal back"), needs_note=True),
    Move("release", (B.PROPOSED,), B.RELEASED, _("Release all decisions together"), other_than="proposed_by_id"),
    Move("close", (B.RELEASED,), B.CLOSED, _("Close the batch")),
    Move("call_off", (B.PLANNING, B.OPEN, B.SCREENING, B.RANKING, B.PROPOSED), B.CALLED_OFF, _("Call the batch off"),
         needs_note=True),
)

DECIDED = (A.PROPOSED, A.RESERVE, A.NOT_CHOSEN)
TO_DECIDE = (A.ELIGIBLE, *DECIDED)
UNDER_WAY = (A.SUBMITTED, A.RETURNED, A.RECOMMENDED, A.ELIGIBLE, A.INELIGIBLE, *DECIDED)

APPLICATION_MOVES = Moves(
    Move("submit", (A.DRAFT, A.RETURNED), A.SUBMITTED, _("Submit")),
    Move("return", (A.SUBMITTED, A.RECOMMENDED), A.RETURNED, _("Return for completion"), needs_note=True),
    Move("recommend", (A.SUBMITTED,), A.RECOMMENDED, _("Recommend")),
    Move("pass", (A.SUBMITTED, A.RECOMMENDED, A.INELIGIBLE), A.ELIGIBLE, _("Find eligible")),
    Move("fail", (A.SUBMITTED, A.RECOMMENDED, A.ELIGIBLE), A.INELIGIBLE, _("Find not eligible")),
    Move("overrule", (A.SUBMITTED, A.RECOMMENDED, A.INELIGIBLE, A.ELIGIBLE), A.ELIGIBLE,
         _("Overrule the check: eligible"), needs_note=True),
    Move("refuse", (A.RECOMMENDED, A.ELIGIBLE), A.INELIGIBLE, _("Overrule the check: not eligible"), needs_note=True),
    Move("propose", TO_DECIDE, A.PROPOSED, _("Propose")),
    Move("reserve", TO_DECIDE, A.RESERVE, _("Put on the reserve list")),
    Move("not_choose", TO_DECIDE, A.NOT_CHOSEN, _("Do not choose")),
    Move("undo", DECIDED, A.ELIGIBLE, _("Take the decision back")),
    Move("release", (A.PROPOSED,), A.CHOSEN, _("Release")),
    Move("move_up", (A.RESERVE,), A.CHOSEN, _("Move up from the reserve list")),
    Move("give_up", (*UNDER_WAY, A.CHOSEN), A.GIVEN_UP, _("Give up"), needs_note=True),
)

# Kinds of badge for the screens: the word says it, the colour only helps.
BATCH_KINDS = {B.PLANNING: "neutral", B.OPEN: "info", B.SCREENING: "waiting", B.RANKING: "waiting",
               B.PROPOSED: "waiting", B.RELEASED: "good", B.CLOSED: "done", B.CALLED_OFF: "bad"}
APPLICATION_KINDS = {A.DRAFT: "neutral", A.SUBMITTED: "waiting", A.RETURNED: "warn", A.RECOMMENDED: "info",
                     A.ELIGIBLE: "info", A.INELIGIBLE: "bad", A.PROPOSED: "good", A.RESERVE: "waiting",
                     A.NOT_CHOSEN: "neutral", A.CHOSEN: "done", A.GIVEN_UP: "bad"}
