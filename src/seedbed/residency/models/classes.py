"""The training class of a batch: its people, groups and posts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person
from seedbed.gatherings.models import Circle
from seedbed.placement.models import Placement
from seedbed.residency.models.leave import LeaveRule
from seedbed.selection.models import Batch


class Rhythm(models.TextChoices):
    """日志频次: how often a journal is asked for. Weekly is the default: less is asked, and better is written."""

    WEEK = "week", _("every week")
    FORTNIGHT = "fortnight", _("every two weeks")
    DAY = "day", _("every working day")


class Duty(models.TextChoices):
    """班干部职务."""

    __empty__ = "—"
    MONITOR = "monitor", _("class monitor")
    DEPUTY = "deputy", _("deputy monitor")
    STUDY = "study", _("committee member for study")
    LIFE = "life", _("committee member for daily life")
    PUBLICITY = "publicity", _("committee member for publicity")


class TrainingClass(models.Model):
    """培训班: what a batch becomes once its people are placed: the frame of its three months.

    `circle` is everybody, `council` the class committee and the group leaders; both meet in gatherings.
    """

    TRAIL_VALUES = ("batch_id", "circle_id", "council_id", "leave_rule_id", "burden_rule_id", "journal_every", "visit_every", "closed_on")

    batch = models.OneToOneField(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    circle = models.OneToOneField(Circle, models.PROTECT, verbose_name=_("circle"), related_name="+")
    council = models.OneToOneField(Circle, models.PROTECT, verbose_name=_("circle of the committee"), related_name="+")
    burden_rule = models.ForeignKey("residency.BurdenRule", models.PROTECT, verbose_name=_("rule of the burden meter"), null=True, related_name="+")
    leave_rule = models.ForeignKey(LeaveRule, models.PROTECT, verbose_name=_("rule of leave"), related_name="+")
    journal_every = models.CharField(_("a journal"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEK)
    visit_every = models.PositiveSmallIntegerField(_("days between two visits to a host"), default=30)
    burden_reason = models.CharField(_("why more is asked than the limit"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(visit_every__gte=1, visit_every__lte=180), name="class_visits_make_sense")]

    def __str__(self) -> str:
        return self.batch.name

    def trail_label(self) -> str:
        """The name of the batch."""
        return self.batch.name


class StudyGroup(models.Model):
    """学习小组."""

    TRAIL_VALUES = ("training_class_id", "number")

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, verbose_name=_("training class"), related_name="groups")
    number = models.PositiveSmallIntegerField(pgettext_lazy("study group", "number"))

    class Meta:
        verbose_name = _("study group")
        verbose_name_plural = _("study groups")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["training_class", "number"], name="study_group_number_once")]

    def __str__(self) -> str:
        return str(_("Group %(number)d") % {"number": self.number})


class ClassMember(models.Model):
    """学员: one placed person in the class, the group and the post they hold in it."""

    TRAIL_VALUES = ("training_class_id", "placement_id", "person_id", "group_id", "duty", "leads_group")

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, verbose_name=_("training class"), related_name="members")
    placement = models.OneToOneField(Placement, models.PROTECT, verbose_name=_("placement"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    group = models.ForeignKey(StudyGroup, models.SET_NULL, verbose_name=_("study group"), null=True, blank=True, related_name="members")
    duty = models.CharField(_("post in the class"), max_length=10, choices=Duty.choices, blank=True, default="")
    leads_group = models.BooleanField(_("leads the group"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("class member")
        verbose_name_plural = _("class members")
        ordering = ["person__sort_key", "pk"]
        indexes = [models.Index(fields=["person"], name="class_member_person")]
        constraints = [
            models.UniqueConstraint(fields=["training_class"], condition=Q(duty="monitor"), name="class_has_one_monitor",
                                    violation_error_message=_("A class has one monitor.")),
            models.UniqueConstraint(fields=["group"], condition=Q(leads_group=True), name="group_has_one_leader",
                                    violation_error_message=_("A group has one leader.")),
            models.CheckConstraint(condition=Q(leads_group=False) | Q(group__isnull=False), name="group_leader_has_a_group",
                                   violation_error_message=_("Who leads a group belongs to one.")),
        ]

    def __str__(self) -> str:
        return self.person.name

    def trail_label(self) -> str:
        """The registered number; names of people are not written into the trail."""
        return self.placement.trail_label()

    @property
    def in_council(self) -> bool:
        """Class committee or group leader."""
        return bool(self.duty) or self.leads_group
