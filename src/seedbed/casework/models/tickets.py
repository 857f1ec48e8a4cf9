"""Tables of service tickets with their time limits."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.casework.states import TICKET_KINDS, TicketState
from seedbed.directory.models import Person, Unit


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
            models.CheckConstraint(condition=Q(confidential=True, text="") | Q(confidential=False, text_sealed=""), name="ticket_confidential_is_sealed"),
            # A dash as solution says that the texts were erased when their time was over, or at the person's request.
            models.CheckConstraint(condition=~Q(text="") | ~Q(text_sealed="") | Q(solution="—"), name="ticket_says_what_it_is_about"),
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
