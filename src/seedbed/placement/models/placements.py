"""Who is where: placements and the orders that change them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person
from seedbed.kernel.models import ApprovalPaper
from seedbed.placement.models.hosts import Post
from seedbed.placement.models.matching import MatchDraft
from seedbed.placement.states.matching import (
    OPEN_PLACEMENTS,
    ORDER_KINDS,
    PLACEMENT_KINDS,
    SEATED,
    OrderState,
    PlacementState,
)
from seedbed.selection.models import Application, Batch


class Placement(models.Model):
    """驻企培训: one chosen person of one batch and the post they have, from waiting to the end.

    A trainee has one open placement at a time. The seat counts on the post while it is planned or active.
    """

    TRAIL_VALUES = ("batch_id", "application_id", "person_id", "state", "post_id", "draft_id", "placed_at", "arrived_on", "ended_at")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name=_("application"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=PlacementState.choices, default=PlacementState.WAITING)
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=pgettext_lazy("training", "post"), null=True, related_name="placements")
    draft = models.ForeignKey(MatchDraft, models.PROTECT, verbose_name=_("placed by draft"), null=True, related_name="+")
    placed_at = models.DateTimeField(_("placed at"), null=True)
    arrived_on = models.DateField(_("reported for duty on"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["application__number", "pk"]
        indexes = [
            models.Index(fields=["batch", "state"], name="placement_batch_state"),
            models.Index(fields=["person", "state"], name="placement_by_person"),
            models.Index(fields=["post", "state"], name="placement_by_post"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN_PLACEMENTS), name="placement_one_open_per_person"),
            models.UniqueConstraint(fields=["application"], name="placement_once_per_application"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(post=None), name="placement_waiting_has_no_post"),
            models.CheckConstraint(
                condition=~Q(state__in=SEATED) | Q(post__isnull=False, placed_at__isnull=False), name="placement_seated_has_a_post"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_PLACEMENTS, ended_at=None) | (~Q(state__in=OPEN_PLACEMENTS) & Q(ended_at__isnull=False)),
                name="placement_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def trail_label(self) -> str:
        """The registered number; names of people are not written into the trail."""
        return self.application.shown_number

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return PLACEMENT_KINDS[PlacementState(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether the person still belongs to the batch."""
        return self.state in OPEN_PLACEMENTS


class ChangeOrder(models.Model):
    """调整单: a change after publication: from where, to where, why, and who approved it."""

    TRAIL_VALUES = ("batch_id", "placement_id", "number", "from_post_id", "to_post_id", "state", "proposed_by_id",
                    "approved_by_id", "approved_at")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="orders")
    number = models.PositiveIntegerField(pgettext_lazy("change order", "number"))
    from_post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("from"), null=True, related_name="+")
    to_post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("to"), related_name="+")
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=OrderState.choices, default=OrderState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    approved_at = models.DateTimeField(_("decided at"), null=True)
    approval = models.ForeignKey(ApprovalPaper, models.PROTECT, verbose_name=_("approval paper"), null=True, related_name="+")

    class Meta:
        verbose_name = _("change order")
        verbose_name_plural = _("change orders")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="change_order_number_once"),
            models.UniqueConstraint(fields=["placement"], condition=Q(state="proposed"), name="change_order_one_open_per_placement"),
            models.CheckConstraint(condition=~Q(reason=""), name="change_order_has_a_reason"),
            models.CheckConstraint(condition=Q(from_post=None) | ~Q(from_post=models.F("to_post")), name="change_order_changes_the_post"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(approved_at__isnull=False), name="change_order_decided_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    def trail_label(self) -> str:
        """The number of the order."""
        return self.shown_number

    @property
    def shown_number(self) -> str:
        """Number such as `2026-2-T003`."""
        return f"{self.batch.code}-T{self.number:03d}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return ORDER_KINDS[OrderState(self.state)]
