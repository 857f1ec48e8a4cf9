"""Sharing sessions at home: what people told of the course, and what their colleagues took over from there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Person, Unit
from seedbed.gatherings.models import Gathering
from seedbed.outcomes.models.practices import Practice
from seedbed.selection.models import Batch


class SharingSession(models.Model):
    """回单位分享: somebody told colleagues at home about the course. No picture and no count of listeners is asked for."""

    TRAIL_VALUES = ("desk_id", "batch_id", "home_id", "on", "gathering_id")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("who shared"), related_name="+")
    home = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit where it was shared"), related_name="+")
    on = models.DateField(_("day"))
    title = models.CharField(_("what was shared"), max_length=120)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    echo = models.TextField(_("what came back"), blank=True)
    gathering = models.OneToOneField(Gathering, models.PROTECT, verbose_name=_("gathering"), null=True, related_name="+")
    practices = models.ManyToManyField(Practice, through="SharedPractice", related_name="+", verbose_name=_("practices told"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), null=True, related_name="+")

    class Meta:
        verbose_name = _("sharing session")
        verbose_name_plural = _("sharing sessions")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["desk", "-on"], name="sharing_of_desk"), models.Index(fields=["home", "-on"], name="sharing_of_home")]
        constraints = [
            models.UniqueConstraint(fields=["person", "home", "on"], name="sharing_once_a_day", violation_error_message=_("This session is entered already.")),
            models.CheckConstraint(condition=~Q(title=""), name="sharing_says_what"),
        ]

    def __str__(self) -> str:
        return self.title


class SharedPractice(models.Model):
    """分享的做法: a practice that was told in a session."""

    TRAIL_VALUES = ("session_id", "practice_id")

    session = models.ForeignKey(SharingSession, models.CASCADE, verbose_name=_("sharing session"), related_name="told")
    practice = models.ForeignKey(Practice, models.CASCADE, verbose_name=_("practice brought home"), related_name="+")

    class Meta:
        verbose_name = _("practice told in a session")
        verbose_name_plural = _("practices told in sessions")
        constraints = [models.UniqueConstraint(fields=["session", "practice"], name="practice_told_once_per_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.practice_id}"
