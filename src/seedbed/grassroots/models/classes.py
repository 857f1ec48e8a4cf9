"""Tables of classes of problems: like cases with one root, raised to the level that can solve it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.models import Case
from seedbed.directory.models import Unit
from seedbed.grassroots.states import CLASS_KINDS, ClassState


class Level(models.TextChoices):
    """层级: at which level the root lies."""

    VILLAGE = "village", pgettext_lazy("level", "village or community")
    TOWN = "town", pgettext_lazy("level", "town")
    COUNTY = "county", pgettext_lazy("level", "county")
    CITY = "city", pgettext_lazy("level", "city")
    PROVINCE = "province", pgettext_lazy("level", "province and above")


class ProblemClass(models.Model):
    """一类事: many cases with one root; it has an owner, a cause, a measure, and the unit that can solve it."""

    TRAIL_VALUES = ("name", "unit_id", "owner_id", "level", "raised_to_id", "until", "state")

    name = models.CharField(_("name"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit that gathers"), related_name="+")
    owner = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit that answers for it"), related_name="+")
    level = models.CharField(_("level of the root"), max_length=10, choices=Level.choices)
    cause = models.TextField(_("cause"))
    measure = models.TextField(_("measure"))
    raised_to = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("raised to"), null=True, blank=True, related_name="+")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("raised by"), null=True, related_name="+")
    paper = models.CharField(_("number of the paper"), max_length=60, blank=True)
    until = models.DateField(_("to be solved by"), null=True, blank=True)
    result = models.TextField(_("what was changed"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ClassState.choices, default=ClassState.GATHERED)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("class of problems")
        verbose_name_plural = _("classes of problems")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(cause="") & ~Q(measure=""), name="class_is_whole"),
            models.CheckConstraint(condition=~Q(state__in=["raised", "taken_up"]) | Q(raised_to__isnull=False) & ~Q(paper=""), name="class_raised_to_somebody"),
            models.CheckConstraint(condition=~Q(state__in=["solved", "closed"]) | ~Q(result=""), name="class_solved_has_result"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """The name."""
        return self.name

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return CLASS_KINDS[ClassState(self.state)]


class ClassCase(models.Model):
    """一类事办件: one case of a class; a case belongs to one class at a time."""

    TRAIL_VALUES = ("problem_id", "case_id")

    problem = models.ForeignKey(ProblemClass, models.CASCADE, verbose_name=_("class of problems"), related_name="cases")
    case = models.OneToOneField(Case, models.PROTECT, verbose_name=_("case"), related_name="+")

    class Meta:
        verbose_name = _("case of a class")
        verbose_name_plural = _("cases of classes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.problem_id}/{self.case_id}"


class ClassStep(models.Model):
    """一类事记录: a word on the way of a class."""

    TRAIL_VALUES = ("problem_id", "what", "by_id")

    problem = models.ForeignKey(ProblemClass, models.CASCADE, verbose_name=_("class of problems"), related_name="steps")
    what = models.CharField(_("step"), max_length=12)
    words = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("step", "by"), null=True, related_name="+")
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a class")
        verbose_name_plural = _("steps of classes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.problem_id}"
