"""Tables of public notices with their rules, and of objections to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seedbed.casework.states import NOTICE_KINDS, OBJECTION_KINDS, NoticeState, ObjectionState
from seedbed.directory.models import Unit


class NoticeRule(models.Model):
    """公示规则: how many working days a kind of notice stands and an objection waits, by version and source."""

    TRAIL_VALUES = ("kind", "version", "workdays", "reply_workdays", "source", "effective_from")

    kind = models.CharField(_("kind of notice"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    workdays = models.PositiveSmallIntegerField(_("working days of the notice"))
    reply_workdays = models.PositiveSmallIntegerField(_("working days until an answer"))
    source = models.CharField(_("source"), max_length=200)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("rule of public notices")
        verbose_name_plural = _("rules of public notices")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="notice_rule_version_once"),
            models.CheckConstraint(
                condition=Q(workdays__gte=1, workdays__lte=60, reply_workdays__gte=1, reply_workdays__lte=60),
                name="notice_rule_days_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class PublicNotice(models.Model):
    """公示: names and units shown to everybody for some working days, then erased from the row.

    `rows` is a frozen snapshot of name and unit, nothing more. When the period is over the names and the
    text are erased (PIPL arts 25, 47); digest and count stay, so that a paper can still be compared.
    The row does not know what it belongs to: the room that opened it holds the link. `desk` is the unit
    whose officers and leaders see it and handle the objections.
    """

    TRAIL_VALUES = ("number", "kind", "title", "state", "starts_on", "ends_on", "workdays", "row_count", "digest",
                    "provisional", "desk_id", "rule_id")

    number = models.CharField(_("number of the notice"), max_length=20, unique=True)
    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("desk"), related_name="+")
    kind = models.CharField(_("kind of notice"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    rows = models.JSONField(_("names and units"), null=True)
    row_count = models.PositiveIntegerField(_("number of names"))
    digest = models.CharField(_("digest of what was shown"), max_length=64)
    rule = models.ForeignKey(NoticeRule, models.PROTECT, verbose_name=_("rule"), related_name="+")
    workdays = models.PositiveSmallIntegerField(_("working days of the notice"))
    starts_on = models.DateField(_("published on"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    provisional = models.BooleanField(_("last day is provisional"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, default=NoticeState.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("drafted by"), null=True, related_name="+")
    drafted_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("published by"), null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["desk", "-id"], name="notice_desk"),
            models.Index(fields=["ends_on"], condition=Q(state="published"), name="notice_running"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(starts_on__isnull=False, ends_on__isnull=False, published_at__isnull=False),
                name="notice_published_has_its_period",
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="notice_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published"], rows__isnull=False, ended_at=None)
                | Q(state__in=["closed", "taken_down"], rows__isnull=True, text="", ended_at__isnull=False),
                name="notice_over_holds_no_names",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The public number."""
        return self.number

    @property
    def state_kind(self) -> str:
        """Kind of badge."""
        return NOTICE_KINDS[NoticeState(self.state)]


class Objection(models.Model):
    """异议: what somebody has against a notice. Content, identity and answer are sealed.

    The sender keeps a number and a secret word to read the answer; `desk` is copied from the notice and
    decides alone who may see the row.
    """

    TRAIL_VALUES = ("number", "state", "due_on", "provisional", "desk_id", "notice_id", "is_anonymous", "handled_by_id")

    notice = models.ForeignKey(PublicNotice, models.PROTECT, verbose_name=_("public notice"), related_name="+")
    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("desk"), related_name="+")
    number = models.CharField(_("receipt number"), max_length=20, unique=True)
    secret_digest = models.CharField(_("digest of the secret word"), max_length=64)
    content_sealed = models.TextField(_("content (sealed)"))
    identity_sealed = models.TextField(_("sender (sealed)"), blank=True)
    is_anonymous = models.BooleanField(_("without a name"), default=True)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("answer due on"))
    provisional = models.BooleanField(_("due date is provisional"), default=False)
    finding_sealed = models.TextField(_("what was found (sealed)"), blank=True)
    answer_sealed = models.TextField(_("answer (sealed)"), blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("handled by"), null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=ObjectionState.choices, default=ObjectionState.RECEIVED)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["desk", "state", "due_on"], name="objection_desk")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="answered") & Q(answered_at__isnull=False) & ~Q(answer_sealed=""))
                | (~Q(state="answered") & Q(answered_at=None)),
                name="objection_answered_has_answer",
            ),
            models.CheckConstraint(condition=Q(is_anonymous=True, identity_sealed="") | (Q(is_anonymous=False) & ~Q(identity_sealed="")),
                                   name="objection_name_is_sealed_or_absent"),
        ]

    def __str__(self) -> str:
        return self.number

    def trail_label(self) -> str:
        """The receipt number."""
        return self.number

    @property
    def state_kind(self) -> str:
        """Kind of badge."""
        return OBJECTION_KINDS[ObjectionState(self.state)]
