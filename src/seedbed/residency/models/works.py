"""What trainees write: journals, essays, research; and the dossiers of their companies."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models import HostOffer
from seedbed.residency.models.classes import ClassMember, TrainingClass
from seedbed.residency.states.works import WORK_KINDS, WorkState


class WorkKind(models.TextChoices):
    """文稿类型."""

    JOURNAL = "journal", _("journal")
    ESSAY = "essay", _("essay")
    RESEARCH = "research", _("research report")


class Work(models.Model):
    """文稿: a journal about one period, an essay or a research report of one trainee. `body` is what stands now.

    Essays and research carry the statement that they are the trainee's own work when they are handed in.
    """

    TRAIL_VALUES = ("member_id", "kind", "first_on", "last_on", "state", "own_work_at", "handed_in_at", "accepted_at")

    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="works")
    kind = models.CharField(pgettext_lazy("text", "kind"), max_length=10, choices=WorkKind.choices)
    first_on = models.DateField(_("about the days from"), null=True)
    last_on = models.DateField(_("about the days until"), null=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=WorkState.choices, default=WorkState.DRAFT)
    own_work_at = models.DateTimeField(_("stated as own work at"), null=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("read by"), null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = pgettext_lazy("work", "text")
        verbose_name_plural = pgettext_lazy("work", "texts")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["member", "kind", "-first_on"], name="work_of_member"),
                   models.Index(fields=["state", "handed_in_at"], name="work_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["member", "first_on"], condition=Q(kind="journal"), name="journal_once_per_period",
                                    violation_error_message=_("There is a journal for these days already.")),
            models.CheckConstraint(condition=~Q(kind="journal") | Q(first_on__isnull=False, last_on__isnull=False), name="journal_has_its_days"),
            models.CheckConstraint(condition=Q(kind="journal") | ~Q(title=""), name="essay_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=["draft", "returned"]) | (Q(handed_in_at__isnull=False) & ~Q(body="")), name="work_handed_in_has_a_text"),
            models.CheckConstraint(condition=Q(kind="journal") | Q(state__in=["draft", "returned"]) | Q(own_work_at__isnull=False), name="essay_is_stated_as_own_work"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.first_on} – {self.last_on}"

    def trail_label(self) -> str:
        """The number; titles are the trainee's."""
        return f"#{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return WORK_KINDS[WorkState(self.state)]


class WorkVersion(models.Model):
    """稿次: what was handed in, each time; never edited."""

    TRAIL_VALUES = ("work_id", "number", "handed_in_at")

    work = models.ForeignKey(Work, models.CASCADE, verbose_name=pgettext_lazy("work", "text"), related_name="versions")
    number = models.PositiveSmallIntegerField(pgettext_lazy("work", "number"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("text"))
    handed_in_at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = pgettext_lazy("work", "version")
        verbose_name_plural = pgettext_lazy("work", "versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="work_version_once")]

    def __str__(self) -> str:
        return f"{self.work_id}/{self.number}"


class WorkComment(models.Model):
    """批阅: a word of the office on a text, or the trainee's answer."""

    TRAIL_VALUES = ("work_id", "number", "by_id")

    work = models.ForeignKey(Work, models.CASCADE, verbose_name=pgettext_lazy("work", "text"), related_name="comments")
    number = models.PositiveSmallIntegerField(_("about version"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("comment", "by"), related_name="+")
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment on a text")
        verbose_name_plural = _("comments on texts")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="work_comment_has_a_text")]

    def __str__(self) -> str:
        return f"{self.work_id}"


class Question(models.TextChoices):
    """企业研究提纲: what a dossier asks about a company."""

    CHAIN = "chain", _("Which firms stand upstream and downstream of it?")
    STRATEGY = "strategy", _("What is its strategy?")
    PHILOSOPHY = "philosophy", _("What does it believe in, how is it led?")
    LESSON = "lesson", _("What does that mean for our county, park or office?")
    RISK = "risk", _("Which risks did it survive, and how?")
    TROUBLE = "trouble", _("How did it get out of trouble?")
    POLICY = "policy", _("Which policies did it seize, and how?")
    GOVERNMENT = "government", _("How did government serve it, what did it miss?")


class DossierEntry(models.Model):
    """企业研究条目: what one trainee found out about a host under one question, dated; a correction is a new entry.

    Several write at the same time: every entry stands by itself, so that nobody overwrites anybody.
    """

    TRAIL_VALUES = ("training_class_id", "offer_id", "question", "author_id", "replaces_id")

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, verbose_name=_("training class"), related_name="+")
    offer = models.ForeignKey(HostOffer, models.PROTECT, verbose_name=_("host"), related_name="+")
    question = models.CharField(_("question"), max_length=10, choices=Question.choices)
    author = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("written by"), related_name="+")
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    replaces = models.OneToOneField("self", models.PROTECT, verbose_name=_("replaces"), null=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("entry of a dossier")
        verbose_name_plural = _("entries of dossiers")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["offer", "question"], name="dossier_question")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="dossier_entry_has_a_text")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.question}"


class DossierComment(models.Model):
    """企业研究批注: a word of the office on an entry."""

    TRAIL_VALUES = ("entry_id", "by_id")

    entry = models.ForeignKey(DossierEntry, models.CASCADE, verbose_name=_("entry of a dossier"), related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("comment", "by"), related_name="+")
    text = models.CharField(_("text"), max_length=1000)
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment on an entry")
        verbose_name_plural = _("comments on entries")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="dossier_comment_has_a_text")]

    def __str__(self) -> str:
        return f"{self.entry_id}"
