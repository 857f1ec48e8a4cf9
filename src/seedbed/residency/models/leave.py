"""Leave and its rule."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seedbed.residency.reckoning.leave import in_days
from seedbed.residency.states.leave import LEAVE_KINDS, LeaveState


class LeaveRule(models.Model):
    """请假规定: the share of the course that may be leave, with article and source; a change makes the next version."""

    TRAIL_VALUES = ("version", "numerator", "denominator", "warn_percent", "article", "source", "effective_from")

    version = models.PositiveIntegerField(_("version"), unique=True)
    numerator = models.PositiveSmallIntegerField(_("share (above)"), default=1)
    denominator = models.PositiveSmallIntegerField(_("share (below)"), default=7)
    warn_percent = models.PositiveSmallIntegerField(_("warn from (percent of the share)"), default=70)
    article = models.CharField(_("article"), max_length=40)
    source = models.CharField(_("source"), max_length=200)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("rule of leave")
        verbose_name_plural = _("rules of leave")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(condition=Q(numerator__gte=1, denominator__gt=F("numerator")), name="leave_share_is_below_one"),
            models.CheckConstraint(condition=Q(warn_percent__gte=1, warn_percent__lte=100), name="leave_warns_within_the_share"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.article}"

    @property
    def share(self) -> Fraction:
        """The share as an exact number."""
        return Fraction(self.numerator, self.denominator)


class Leave(models.Model):
    """请假: one absence asked for, counted in half working days with make-up days."""

    TRAIL_VALUES = ("member_id", "first_on", "last_on", "from_noon", "to_noon", "halves", "state", "despite", "decided_by_id")

    member = models.ForeignKey("ClassMember", models.PROTECT, verbose_name=_("class member"), related_name="leaves")
    first_on = models.DateField(_("first day away"))
    from_noon = models.BooleanField(_("away from noon only"), default=False)
    last_on = models.DateField(_("last day away"))
    to_noon = models.BooleanField(_("back at noon"), default=False)
    halves = models.PositiveSmallIntegerField(_("half working days"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=LeaveState.choices, default=LeaveState.ASKED)
    despite = models.BooleanField(_("granted although it passes the share"), default=False)
    word = models.CharField(_("word of the office"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["member", "state", "first_on"], name="leave_of_member")]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="leave_ends_after_start",
                                   violation_error_message=_("The last day lies before the first.")),
            models.CheckConstraint(condition=~Q(reason=""), name="leave_has_a_reason"),
            models.CheckConstraint(condition=~Q(state__in=["granted", "refused"]) | Q(decided_at__isnull=False), name="leave_decided_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"

    def trail_label(self) -> str:
        """The days."""
        return str(self)

    @property
    def days(self) -> str:
        """The working days it costs, such as `1.5`."""
        return in_days(self.halves)

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return LEAVE_KINDS[LeaveState(self.state)]
