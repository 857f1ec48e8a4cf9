"""Moves of request campaigns, and the choices of an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workflow import Move, Moves


class CampaignState(models.TextChoices):
    """Where a request campaign stands."""

    PLANNING = "planning", pgettext_lazy("state of a campaign", "being planned")
    OPEN = "open", pgettext_lazy("state of a campaign", "under way")
    CLOSED = "closed", pgettext_lazy("state of a campaign", "closed")


class CampaignAnswer(models.TextChoices):
    """What a company said to the request."""

    YES = "yes", pgettext_lazy("answer of a company", "willing")
    NOT_NOW = "not_now", pgettext_lazy("answer of a company", "not this time")
    NEXT_YEAR = "next_year", pgettext_lazy("answer of a company", "next year")
    NO = "no", pgettext_lazy("answer of a company", "no")


class DeclineReason(models.TextChoices):
    """Why a company takes nobody this time; the list is closed so that reasons can be counted."""

    NO_LODGING = "no_lodging", _("no lodging")
    NO_MENTOR = "no_mentor", _("nobody has time to guide people")
    NO_POST = "no_post", _("no fitting post")
    BUSY = "busy", _("busy season or rebuilding")
    TOO_LONG = "too_long", _("three months are too long")
    CONFIDENTIAL = "confidential", _("business or customers' secrets")
    UNDECIDED = "undecided", _("headquarters have not decided")
    OTHER = "other", _("another reason")


class AnsweredBy(models.TextChoices):
    """By what way an answer came."""

    LINK = "link", pgettext_lazy("way of an answer", "by its link")
    PHONE = "phone", pgettext_lazy("way of an answer", "by telephone")
    WORKBOOK = "workbook", pgettext_lazy("way of an answer", "by workbook")


class HostKind(models.TextChoices):
    """Which companies a target counts."""

    ANY = "", pgettext_lazy("kind of host", "any")
    NEW = "new", pgettext_lazy("kind of host", "for the first time")
    EARLIER = "earlier", pgettext_lazy("kind of host", "hosted before")


CAMPAIGN_MOVES = Moves(
    Move("open", ("planning",), "open", _("Open the campaign")),
    Move("close", ("open",), "closed", _("Close the campaign")),
    Move("open_again", ("closed",), "open", _("Open the campaign again"), needs_note=True),
)
CAMPAIGN_KINDS = {"planning": "neutral", "open": "waiting", "closed": "done"}
ANSWER_KINDS = {"": "waiting", "yes": "good", "not_now": "warn", "next_year": "info", "no": "bad"}
