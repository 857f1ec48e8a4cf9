"""Tables of shared casework: public notices with their rules, and objections to them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.casework.states import (
    NOTICE_KINDS,
    OBJECTION_KINDS,
    TICKET_KINDS,
    NoticeState,
    ObjectionState,
    TicketState,
)
from seedbed.directory.models import Person, Unit


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


class TicketRule(models.Model):
    """工单时限: within how many working days a kind of ticket is taken in hand and solved, by version and source."""

    TRAIL_VALUES = ("kind", "name_zh", "name_en", "version", "take_workdays", "solve_workdays", "source", "effective_from")

    kind = models.CharField(_("kind of ticket"), max_length=40)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    take_workdays = models.PositiveSmallIntegerField(_("working days until it is taken in hand"))
    solve_workdays = models.PositiveSmallIntegerField(_("working days until it is solved"))
    source = models.CharField(_("source"), max_length=200)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("time limits of tickets")
        verbose_name_plural = _("time limits of tickets")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="ticket_rule_version_once"),
            models.CheckConstraint(condition=Q(take_workdays__gte=1, solve_workdays__gte=F("take_workdays"), solve_workdays__lte=60),
                                   name="ticket_rule_days_make_sense"),
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Ticket(models.Model):
    """服务工单: what somebody asks the desk to solve, with its clocks in working days.

    The row does not know what it belongs to: the room that opened it holds the link. `desk` decides who sees
    it: officers and leaders everything, the service team what is not confidential; and the one who asked.
    The text of a confidential one is sealed, and reading it leaves a line in the trail.
    """

    TRAIL_VALUES = ("number", "desk_id", "rule_id", "confidential", "state", "holder_id", "take_by", "solve_by", "provisional", "satisfaction")

    class Satisfaction(models.IntegerChoices):
        """满意度."""

        CONTENT = 3, pgettext_lazy("satisfaction", "content")
        PARTLY = 2, pgettext_lazy("satisfaction", "partly")
        NOT = 1, pgettext_lazy("satisfaction", "not content")

    number = models.CharField(_("number of the ticket"), max_length=20, unique=True)
    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("desk"), related_name="+")
    rule = models.ForeignKey(TicketRule, models.PROTECT, verbose_name=_("kind of ticket"), related_name="+")
    reporter = models.ForeignKey(Person, models.PROTECT, verbose_name=_("who asks"), related_name="+")
    text = models.TextField(_("what is it about"), blank=True)
    text_sealed = models.TextField(_("what is it about (sealed)"), blank=True)
    confidential = models.BooleanField(_("confidential: for the department only"), default=False)
    received_at = models.DateTimeField(_("received at"))
    take_by = models.DateField(_("to be taken in hand by"))
    solve_by = models.DateField(_("to be solved by"))
    provisional = models.BooleanField(_("due date is provisional"), default=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("in the hands of"), null=True, related_name="+")
    taken_at = models.DateTimeField(_("taken in hand at"), null=True)
    solved_at = models.DateTimeField(_("solved at"), null=True)
    solution = models.TextField(_("what was done"), blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("how content"), choices=Satisfaction.choices, null=True)
    word = models.CharField(_("word of the one who asked"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TicketState.choices, default=TicketState.RECEIVED)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("service ticket")
        verbose_name_plural = _("service tickets")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["desk", "state", "solve_by"], name="ticket_desk"), models.Index(fields=["reporter", "-id"], name="ticket_reporter")]
        constraints = [
            models.CheckConstraint(condition=(Q(confidential=True, text="") & ~Q(text_sealed="")) | (Q(confidential=False, text_sealed="") & ~Q(text="")),
                                   name="ticket_confidential_is_sealed"),
            models.CheckConstraint(condition=Q(state="received", holder=None) | (~Q(state="received") & Q(holder__isnull=False)), name="ticket_in_hand_has_a_holder"),
            models.CheckConstraint(condition=Q(solve_by__gte=F("take_by")), name="ticket_is_taken_before_solved"),
            models.CheckConstraint(condition=~Q(state__in=["solved", "closed"]) | (Q(solved_at__isnull=False) & ~Q(solution="")), name="ticket_solved_has_a_solution"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(satisfaction__isnull=False), name="ticket_closed_says_how_it_went"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.rule}"

    def trail_label(self) -> str:
        """The number."""
        return self.number

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return TICKET_KINDS[TicketState(self.state)]

    @property
    def due(self) -> date | None:
        """The day of the next clock: taken in hand, then solved; none once it is solved."""
        return {TicketState.RECEIVED: self.take_by, TicketState.TAKEN: self.solve_by}.get(TicketState(self.state))

    @property
    def is_late(self) -> bool:
        """Whether the next clock has run out."""
        return self.due is not None and self.due < timezone.localdate()


class TicketStep(models.Model):
    """工单处理记录: a word on the way: what was tried, to whom it was handed; never edited."""

    TRAIL_VALUES = ("ticket_id", "by_id", "to_id")

    ticket = models.ForeignKey(Ticket, models.CASCADE, verbose_name=_("service ticket"), related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("step", "by"), related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("handed to"), null=True, related_name="+")
    text = models.CharField(_("what was done"), max_length=500)
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a ticket")
        verbose_name_plural = _("steps of tickets")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ticket_step_has_a_text")]

    def __str__(self) -> str:
        return f"{self.ticket_id}"
