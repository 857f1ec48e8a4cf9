"""Tables of research projects, of the answer library and of policy material."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.grassroots.states import ANSWER_KINDS, AnswerState, ProjectState


class Project(models.Model):
    """调研课题: from the topic to looking back; its three lists are made from the matters of its outings."""

    TRAIL_VALUES = ("unit_id", "title", "lead_id", "state", "due_on")

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    title = models.CharField(_("topic"), max_length=120)
    why = models.TextField(_("why, and what is to be found out"))
    lead = models.ForeignKey(Person, models.PROTECT, verbose_name=_("leads the research"), related_name="+")
    due_on = models.DateField(_("to be finished by"))
    report = models.TextField(_("findings and proposals"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.TOPIC)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("research project")
        verbose_name_plural = _("research projects")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(why=""), name="project_has_topic")]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The topic."""
        return self.title


class ProjectStep(models.Model):
    """调研记录: what was decided or found at each step."""

    TRAIL_VALUES = ("project_id", "what", "by_id")

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("research project"), related_name="steps")
    what = models.CharField(_("step"), max_length=12)
    words = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("step", "by"), null=True, related_name="+")
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a research project")
        verbose_name_plural = _("steps of research projects")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.project_id}"


class Answer(models.Model):
    """答复库: a question that people ask, its answer and the policy it stands on; proposed, then approved by somebody else."""

    TRAIL_VALUES = ("question", "source", "valid_until", "proposed_by_id", "approved_by_id", "state")

    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"))
    source = models.CharField(_("policy and article"), max_length=200)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("approved by"), null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=AnswerState.choices, default=AnswerState.PROPOSED)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("answer of the library")
        verbose_name_plural = _("answers of the library")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer="") & ~Q(source=""), name="answer_is_whole"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(approved_at__isnull=False), name="answer_approved_has_its_day"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return ANSWER_KINDS[AnswerState(self.state)]

    @property
    def is_over(self) -> bool:
        """Whether the policy it stands on has run out."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class Material(models.Model):
    """宣传资料: what is told in policy talks, in plain words, with its source."""

    TRAIL_VALUES = ("title", "source", "valid_until")

    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("in plain words"))
    source = models.CharField(_("policy and article"), max_length=200)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("added by"), null=True, related_name="+")
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(words="") & ~Q(source=""), name="material_is_whole")]

    def __str__(self) -> str:
        return self.title
