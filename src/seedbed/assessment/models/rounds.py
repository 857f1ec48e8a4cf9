"""Rounds of assessment: who is assessed, by whom, with what result."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.assessment.models.schemes import Scheme
from seedbed.assessment.states import (
    APPEAL_KINDS,
    ROUND_KINDS,
    AppealState,
    RoundState,
    Who,
)
from seedbed.directory.models import Person, Unit
from seedbed.kernel.models import ApprovalPaper, SignedLink


class Round(models.Model):
    """考核轮次: one assessment of a number of people by one scheme. Who asked for it is not known here."""

    TRAIL_VALUES = ("desk_id", "scheme_id", "title", "state", "due_on", "proposed_by_id", "released_by_id", "released_at", "moderation")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("run by"), related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name=_("scheme of assessment"), related_name="+")
    title = models.CharField(_("title"), max_length=120)
    due_on = models.DateField(_("marks until"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.MARKING)
    moderation = models.JSONField(_("moderation"), default=dict, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("released by"), null=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True)
    approval = models.ForeignKey(ApprovalPaper, models.PROTECT, verbose_name=_("approval paper"), null=True, related_name="+")
    appeal_until = models.DateField(_("appeals until"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("round of assessment")
        verbose_name_plural = _("rounds of assessment")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["desk", "state"], name="round_desk_state")]
        constraints = [
            models.UniqueConstraint(fields=["desk", "title"], name="round_title_once"),
            models.CheckConstraint(condition=~Q(state="released") | Q(released_at__isnull=False), name="round_released_has_time"),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """Titles of rounds are no personal data."""
        return self.title

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return ROUND_KINDS[RoundState(self.state)]

    @property
    def is_released(self) -> bool:
        """Whether the people assessed may read their results."""
        return self.state == RoundState.RELEASED


class Assessment(models.Model):
    """考核: one person in one round, with result and grade. Marks are whole hundredths of a point.

    No place in an order is stored: who decides sees the order on the page, a person the own result only.
    """

    TRAIL_VALUES = ("round_id", "person_id", "raw", "adjusted", "grade", "grade_reason", "excused")

    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round of assessment"), related_name="assessments")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    raw = models.PositiveIntegerField(_("mark, raw"), null=True)
    adjusted = models.PositiveIntegerField(_("mark, adjusted"), null=True)
    parts = models.JSONField(_("parts"), default=list, blank=True)
    excused = models.JSONField(_("excused"), default=dict, blank=True)
    grade = models.SlugField(_("grade"), max_length=20, blank=True)
    held_back = models.BooleanField(_("held back by a cap"), default=False)
    grade_reason = models.CharField(_("reason of the grade"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="assessment_once_per_round"),
            models.CheckConstraint(condition=Q(raw=None, adjusted=None) | Q(raw__lte=10_000, adjusted__lte=10_000), name="assessment_marks_are_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}-{self.pk}"


class Assessor(models.Model):
    """评价主体: one who marks in a round: an account, or the contact of a company by signed link."""

    TRAIL_VALUES = ("round_id", "who", "account_id", "unit_id", "label", "link_id")

    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round of assessment"), related_name="assessors")
    who = models.CharField(_("kind of assessor"), max_length=10, choices=Who.choices)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("company"), null=True, related_name="+")
    label = models.CharField(_("shown as"), max_length=120)
    link = models.OneToOneField(SignedLink, models.PROTECT, verbose_name=_("signed link"), null=True, related_name="+")

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ["who", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "who", "account"], name="assessor_once_per_round",
                                    violation_error_message=_("This account marks in the round already.")),
            models.CheckConstraint(condition=Q(account__isnull=False, unit=None) | Q(account=None, unit__isnull=False), name="assessor_is_an_account_or_a_company"),
        ]

    def __str__(self) -> str:
        return self.label


class Appeal(models.Model):
    """申诉: a person asks that the own result be looked at again; answered by somebody who did not mark it."""

    TRAIL_VALUES = ("assessment_id", "state", "due_on", "answered_by_id", "answered_at")

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="appeals")
    text = models.TextField(_("grounds"))
    state = models.CharField(_("state"), max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    due_on = models.DateField(_("to be answered until"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by"), null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(state="open"), name="appeal_one_open_at_a_time",
                                    violation_error_message=_("An appeal of yours waits for its answer already.")),
            models.CheckConstraint(condition=~Q(text=""), name="appeal_has_grounds"),
            models.CheckConstraint(condition=Q(state="open") | (Q(answered_at__isnull=False) & ~Q(answer="")), name="appeal_decided_has_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}-{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return APPEAL_KINDS[AppealState(self.state)]
