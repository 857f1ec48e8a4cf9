"""What people brought home: practices on their way into use, who took them over, and the organisation's follow-up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Person, Unit
from seedbed.outcomes.states.practices import PRACTICE_KINDS, PracticeState
from seedbed.selection.models import Batch


class Practice(models.Model):
    """经验转化: a practice seen at a company, proposed in the home unit, adopted, with its result. Adopted ones form the library."""

    TRAIL_VALUES = ("desk_id", "batch_id", "title", "state", "home_id", "adopted_on")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("brought home by"), related_name="+")
    home = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("home unit"), related_name="+")
    title = models.CharField(_("title"), max_length=120)
    seen_at = models.CharField(_("seen at"), max_length=120)
    what = models.TextField(_("what is done there, and how it could be done at home"))
    state = models.CharField(_("state"), max_length=10, choices=PracticeState.choices, default=PracticeState.SEEN)
    proposed_on = models.DateField(_("proposed on"), null=True)
    adopted_on = models.DateField(_("adopted on"), null=True)
    adopted_basis = models.CharField(_("paper or meeting of the adoption"), max_length=160, blank=True)
    result = models.TextField(_("result"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("practice brought home")
        verbose_name_plural = _("practices brought home")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["desk", "state"], name="practice_desk_state"), models.Index(fields=["home", "state"], name="practice_home_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(what=""), name="practice_says_what"),
            models.CheckConstraint(condition=Q(state__in=["seen", "proposed"]) | (Q(adopted_on__isnull=False) & ~Q(adopted_basis="")), name="practice_adopted_has_day_and_paper"),
            models.CheckConstraint(condition=~Q(state="proven") | ~Q(result=""), name="practice_proven_has_a_result"),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The title."""
        return self.title

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return PRACTICE_KINDS[PracticeState(self.state)]


class PracticeTaken(models.Model):
    """推广采用: another unit took a practice over, for example after a sharing session."""

    TRAIL_VALUES = ("practice_id", "unit_id", "on", "session_id")

    practice = models.ForeignKey(Practice, models.CASCADE, verbose_name=_("practice brought home"), related_name="taken")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("taken over by"), related_name="+")
    on = models.DateField(_("day"))
    how = models.CharField(_("how: sharing session, visit, paper"), max_length=160)
    session = models.ForeignKey("outcomes.SharingSession", models.PROTECT, verbose_name=_("heard in the session"), null=True, related_name="taken")

    class Meta:
        verbose_name = _("practice taken over")
        verbose_name_plural = _("practices taken over")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "unit"], name="practice_taken_once_per_unit",
                                               violation_error_message=_("This unit has taken the practice over already."))]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.unit_id}"


class FollowUp(models.Model):
    """跟踪问效: what the organisation asks after some months about one person of a batch: what came of it at home.

    Led by the office; there is no club of former trainees and nobody is ranked.
    """

    TRAIL_VALUES = ("batch_id", "person_id", "months", "due_on", "done_on")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    months = models.PositiveSmallIntegerField(_("months after the course"))
    due_on = models.DateField(_("due on"))
    heard = models.TextField(_("what came of it"), blank=True)
    done_on = models.DateField(_("done on"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("done by"), null=True, related_name="+")

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["batch", "due_on"], name="follow_up_batch_due")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person", "months"], name="follow_up_once"),
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(heard=""), name="follow_up_done_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.months}"
