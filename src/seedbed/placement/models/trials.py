"""Trials: questions put to the engine beside the drafts, which they never touch."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models.matching import MatchDraft
from seedbed.placement.states.matching import RUN_KINDS, RunState
from seedbed.selection.models import Batch


class Trial(models.Model):
    """试算: one question about a batch, worked out beside the stored drafts, with its answer as plain numbers and keys."""

    class Kind(models.TextChoices):
        """What is asked."""

        WHAT_IF = "what_if", pgettext_lazy("trial", "what if")
        BALANCE = "balance", pgettext_lazy("trial", "fit against mutual wishes")
        ALLOTMENT = "allotment", pgettext_lazy("trial", "a finished allotment")

    TRAIL_VALUES = ("batch_id", "draft_id", "kind", "state")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    draft = models.ForeignKey(MatchDraft, models.CASCADE, verbose_name=_("match draft"), null=True, blank=True, related_name="trials")
    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind.choices)
    question = models.JSONField(_("question"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    total = models.PositiveSmallIntegerField(_("steps"), default=0)
    answer = models.JSONField(_("answer"), default=dict, blank=True)
    fault = models.JSONField(_("why there is no answer"), default=dict, blank=True)
    seconds = models.FloatField(_("seconds"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["batch", "-id"], name="trial_batch"), models.Index(fields=["state"], name="trial_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | (~Q(answer={}) & Q(ended_at__isnull=False)), name="trial_done_has_answer"),
            models.CheckConstraint(condition=Q(kind="allotment") | Q(draft__isnull=False), name="trial_asks_a_draft"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return RUN_KINDS[RunState(self.state)]
