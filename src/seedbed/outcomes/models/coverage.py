"""Whom the programme means to cover, and the ledger of training hours."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.selection.models import Batch


class Level(models.TextChoices):
    """职务层次: by which norm of training hours a person is measured."""

    DIVISION = "division", pgettext_lazy("level of a post", "county-division level")
    SECTION = "section", pgettext_lazy("level of a post", "township-section level and below")


class Target(models.Model):
    """应训对象: one person whom the programme of an office means to cover.

    Whether somebody is in training or covered is read from placements; `covered_year` with its paper stands for
    training before this system. One-sided: a career of home, school and office only (三门干部).
    """

    TRAIL_VALUES = ("desk_id", "person_id", "level", "one_sided", "covered_year", "left_on")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    one_sided = models.BooleanField(_("one-sided career"), default=False)
    covered_year = models.PositiveSmallIntegerField(_("trained before in the year"), null=True, blank=True)
    covered_basis = models.CharField(_("paper of the earlier training"), max_length=120, blank=True)
    left_on = models.DateField(_("left the target group on"), null=True, blank=True)
    left_why = models.CharField(_("why the person left"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("person to be covered")
        verbose_name_plural = _("people to be covered")
        ordering = ["person__sort_key", "pk"]
        indexes = [models.Index(fields=["desk", "level"], name="target_desk_level")]
        constraints = [
            models.UniqueConstraint(fields=["desk", "person"], name="target_once_per_desk"),
            models.CheckConstraint(condition=Q(covered_year=None) | ~Q(covered_basis=""), name="target_trained_before_has_a_paper"),
            models.CheckConstraint(condition=Q(left_on=None) | ~Q(left_why=""), name="target_left_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id}-{self.pk}"


class HoursEntry(models.Model):
    """学时台账: one piece of training of one person, with the paper or batch it rests on."""

    TRAIL_VALUES = ("person_id", "year", "months", "days", "tenths", "online", "batch_id")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    what = models.CharField(_("training"), max_length=120)
    months = models.PositiveSmallIntegerField(_("months"), default=0)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    tenths = models.PositiveIntegerField(_("hours (tenths)"), default=0)
    online = models.BooleanField(_("online"), default=False)
    basis = models.CharField(_("paper"), max_length=120)
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("entry of training hours")
        verbose_name_plural = _("entries of training hours")
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["person", "year"], name="hours_person_year")]
        constraints = [
            models.UniqueConstraint(fields=["person", "batch"], condition=Q(batch__isnull=False), name="hours_of_a_batch_once"),
            models.CheckConstraint(condition=Q(months__gt=0) | Q(days__gt=0) | Q(tenths__gt=0), name="hours_are_more_than_none"),
            models.CheckConstraint(condition=~Q(basis="") & ~Q(what=""), name="hours_rest_on_a_paper"),
            models.CheckConstraint(condition=Q(online=False) | Q(months=0, days=0), name="hours_online_are_hours"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def hours_text(self) -> str:
        """Hours as people read them."""
        return f"{self.tenths / 10:g}"
