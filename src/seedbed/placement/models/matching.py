"""Runs of the match, the drafts they make, and the reason of every person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.models import ApprovalPaper
from seedbed.placement.models.hosts import Post
from seedbed.placement.models.settings import WeightSet
from seedbed.placement.states.matching import DRAFT_KINDS, RUN_KINDS, DraftState, RequestState, RunState
from seedbed.selection.models import Application, Batch


class MatchRun(models.Model):
    """匹配运行: one call of the engine: what went in, what came out, byte for byte, and with which versions.

    `input` and `plan` are the canonical bytes that the same versions make again; how long it took lies
    outside of them. A failed run keeps in `fault` which rules or people stood against each other.
    """

    class Objective(models.TextChoices):
        """What is made best."""

        FIT = "fit", _("most people placed, then the best fit of all together")
        PROFILE = "profile", _("most people placed, then as few as possible on a late wish")

    TRAIL_VALUES = ("batch_id", "state", "stage", "mode", "seed", "weights_id", "max_moves", "input_digest", "plan_digest",
                    "objective", "bound", "proven", "placed", "unplaced")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    stage = models.CharField(_("stage"), max_length=12, blank=True)
    mode = models.CharField(_("what is made best"), max_length=8, choices=Objective.choices, default=Objective.FIT)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    weights = models.ForeignKey(WeightSet, models.PROTECT, verbose_name=_("weights"), related_name="+")
    previous = models.ForeignKey(
        "placement.MatchDraft", models.PROTECT, verbose_name=_("compared with draft"), null=True, blank=True, related_name="+"
    )
    max_moves = models.PositiveSmallIntegerField(_("people who may change at most"), null=True, blank=True)
    input = models.BinaryField(_("what went in"), null=True)
    input_digest = models.CharField(_("hash of what went in"), max_length=64, blank=True)
    plan = models.BinaryField(_("the plan"), null=True)
    plan_digest = models.CharField(_("hash of the plan"), max_length=64, blank=True)
    engine = models.JSONField(_("versions of the engine"), default=dict)
    objective = models.BigIntegerField(_("value reached"), null=True)
    bound = models.BigIntegerField(_("most that any plan can reach"), null=True)
    proven = models.BooleanField(_("proven best"), default=False)
    placed = models.PositiveIntegerField(_("placed"), null=True)
    unplaced = models.PositiveIntegerField(_("not placed"), null=True)
    fit_total = models.BigIntegerField(_("sum of fit"), null=True)
    fault = models.JSONField(_("why there is no plan"), default=dict, blank=True)
    seconds = models.FloatField(_("seconds"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("started by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("match run")
        verbose_name_plural = _("match runs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["batch", "-id"], name="run_batch"), models.Index(fields=["state"], name="run_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(plan__isnull=False, input__isnull=False, objective__isnull=False) & ~Q(plan_digest="")),
                name="run_done_keeps_its_bytes",
            ),
            models.CheckConstraint(condition=Q(bound=None) | Q(bound__gte=models.F("objective")), name="run_bound_above_value"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return RUN_KINDS[RunState(self.state)]

    @property
    def gap(self) -> int:
        """How far the value may lie below the best; 0 is proven best."""
        return (self.bound or 0) - (self.objective or 0)


class MatchDraft(models.Model):
    """匹配方案: the plan of one run on its way from draft to publication, each step by a named person."""

    TRAIL_VALUES = ("batch_id", "run_id", "number", "state", "checked_by_id", "confirmed_by_id", "published_by_id",
                    "checked_at", "confirmed_at", "published_at")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    run = models.OneToOneField(MatchRun, models.PROTECT, verbose_name=_("match run"), related_name="draft")
    number = models.PositiveIntegerField(pgettext_lazy("plan", "number"))
    state = models.CharField(_("state"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFT)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("checked by"), null=True, related_name="+")
    checked_at = models.DateTimeField(_("checked at"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("confirmed by"), null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("published by"), null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    approval = models.ForeignKey(ApprovalPaper, models.PROTECT, verbose_name=_("approval paper"), null=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("match draft")
        verbose_name_plural = _("match drafts")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="draft_number_once"),
            models.UniqueConstraint(fields=["batch"], condition=Q(state="published"), name="draft_published_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, confirmed_by__isnull=False),
                name="draft_published_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} #{self.number}"

    def trail_label(self) -> str:
        """The number of the draft."""
        return f"#{self.number}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return DRAFT_KINDS[DraftState(self.state)]

    @property
    def is_published(self) -> bool:
        """Whether the people concerned may read it."""
        return self.state == DraftState.PUBLISHED


class DraftPlacement(models.Model):
    """拟匹配: where one draft puts one person; no post means it finds none."""

    TRAIL_VALUES = ("draft_id", "application_id", "post_id", "fit")

    draft = models.ForeignKey(MatchDraft, models.CASCADE, verbose_name=_("match draft"), related_name="placements")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name=_("application"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=pgettext_lazy("training", "post"), null=True, related_name="+")
    fit = models.PositiveIntegerField(_("fit"), null=True)
    wish_rank = models.PositiveSmallIntegerField(_("wish met"), null=True)
    locked = models.BooleanField(_("locked"), default=False)
    parts = models.JSONField(_("parts"), default=list)

    class Meta:
        verbose_name = _("placement of a draft")
        verbose_name_plural = _("placements of drafts")
        ordering = ["application__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "application"], name="draft_places_once"),
            models.CheckConstraint(
                condition=Q(post=None, fit=None) | Q(post__isnull=False, fit__isnull=False), name="draft_fit_with_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.application_id}"

    @property
    def shown_fit(self) -> str:
        """The fit as a figure of 100 with one digit."""
        return "" if self.fit is None else f"{self.fit / 100:.1f}"


class DraftReason(models.Model):
    """匹配理由: codes and numbers behind one person's place; sentences are made from them, nothing is solved again."""

    TRAIL_VALUES = ("draft_id", "application_id")

    draft = models.ForeignKey(MatchDraft, models.CASCADE, verbose_name=_("match draft"), related_name="reasons")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name=_("application"), related_name="+")
    data = models.JSONField(_("codes and numbers"))

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        constraints = [models.UniqueConstraint(fields=["draft", "application"], name="reason_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.application_id}"


class DraftCheck(models.Model):
    """复核记录: an independent check of a stored draft, when, by whose order, and what it found."""

    TRAIL_VALUES = ("draft_id", "state", "people", "numbers", "faults_found")

    draft = models.ForeignKey(MatchDraft, models.CASCADE, verbose_name=_("match draft"), related_name="checks")
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    people = models.PositiveIntegerField(_("people checked"), null=True)
    numbers = models.PositiveIntegerField(_("numbers recomputed"), null=True)
    faults_found = models.PositiveIntegerField(_("faults"), null=True)
    faults = models.JSONField(_("what was found"), default=list)
    seconds = models.FloatField(_("seconds"), null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("ordered by"), null=True, related_name="+")
    ordered_at = models.DateTimeField(_("ordered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("check of a draft")
        verbose_name_plural = _("checks of drafts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReviewRequest(models.Model):
    """人工复核申请: a person asks that a human looks again (PIPL art. 24), and the answer."""

    TRAIL_VALUES = ("draft_id", "application_id", "state", "answered_by_id", "answered_at")

    draft = models.ForeignKey(MatchDraft, models.PROTECT, verbose_name=_("match draft"), related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name=_("application"), related_name="+")
    text = models.TextField(_("what should be looked at again"))
    state = models.CharField(_("state"), max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by"), null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("request for a human review")
        verbose_name_plural = _("requests for a human review")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["application", "-id"], name="review_application")]
        constraints = [
            models.UniqueConstraint(fields=["draft", "application"], condition=Q(state="open"), name="review_asked_once"),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="review_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
