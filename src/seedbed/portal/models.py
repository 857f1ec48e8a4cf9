"""Tables of the portal: complaints and suggestions from any page, how long things are kept, requests to erase one person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person
from seedbed.portal.states import COMPLAINT_KINDS, ERASURE_KINDS, ComplaintState, ErasureState


class Complaint(models.Model):
    """投诉建议: what anybody wants to tell the office about this site; content, contact and answer are sealed."""

    class Kind(models.TextChoices):
        """What the sender calls it."""

        COMPLAINT = "complaint", pgettext_lazy("kind of complaint", "complaint")
        SUGGESTION = "suggestion", pgettext_lazy("kind of complaint", "suggestion")
        DATA = "data", pgettext_lazy("kind of complaint", "request about my personal data")

    TRAIL_VALUES = ("number", "kind", "state", "is_anonymous", "handled_by_id")

    number = models.CharField(_("receipt number"), max_length=20, unique=True)
    secret_digest = models.CharField(_("digest of the secret word"), max_length=64)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    page = models.CharField(_("page it was sent from"), max_length=200, blank=True)
    content_sealed = models.TextField(_("content (sealed)"))
    contact_sealed = models.TextField(_("contact (sealed)"), blank=True)
    is_anonymous = models.BooleanField(_("without a name"), default=True)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=10, choices=ComplaintState.choices, default=ComplaintState.RECEIVED)
    answer_sealed = models.TextField(_("answer (sealed)"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("handled by"), null=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("complaint or suggestion")
        verbose_name_plural = _("complaints and suggestions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "-id"], name="complaint_state")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="answered") & Q(answered_at__isnull=False) & ~Q(answer_sealed=""))
                | (Q(state="received") & Q(answered_at=None)),
                name="complaint_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=True, contact_sealed="") | (Q(is_anonymous=False) & ~Q(contact_sealed="")),
                name="complaint_contact_is_sealed_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def trail_label(self) -> str:
        """The receipt number."""
        return self.number

    @property
    def state_kind(self) -> str:
        """Kind of badge."""
        return COMPLAINT_KINDS[ComplaintState(self.state)]


class RetentionRule(models.Model):
    """留存期限: how many months each table is kept after its batch or its end; a new version is a new row, in force from its day."""

    TRAIL_VALUES = ("number", "months", "effective_from")

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    months = models.JSONField(_("months by table"))
    article = models.CharField(_("article"), max_length=80)
    source = models.CharField(_("source"), max_length=160)
    effective_from = models.DateField(_("in force from"))
    swept_on = models.DateField(_("nothing more was over on"), null=True)

    class Meta:
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=~Q(article="") & ~Q(source=""), name="retention_names_its_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.article} ({self.number})"


class ImpactAssessment(models.Model):
    """个人信息保护影响评估: what an office found before it handles data in one of the ways of PIPL art. 55; the newest of a way counts.

    What has to be said are the three points of art. 56; it is kept for three years at least, and nothing here erases it.
    """

    TRAIL_VALUES = ("number", "occasion", "paper", "made_on")

    class Occasion(models.TextChoices):
        """The cases of article 55."""

        SENSITIVE = "sensitive", _("(1) sensitive personal data")
        MACHINE = "machine", _("(2) decisions prepared by machine")
        ENTRUSTED = "entrusted", _("(3) entrusting, handing on, publishing")
        ABROAD = "abroad", _("(4) data that go abroad")
        OTHER = "other", _("(5) other handling with great effect on people")

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    occasion = models.CharField(_("case of article 55"), max_length=10, choices=Occasion.choices)
    lawful = models.TextField(_("whether purpose and manner are lawful, justified and necessary"))
    effects = models.TextField(_("effect on people's rights, and the risks"))
    measures = models.TextField(_("whether the protection is lawful, works and fits the risk"))
    paper = models.CharField(_("paper by which it was approved"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), null=True, related_name="+")
    made_on = models.DateField(_("made on"))

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=~Q(lawful="") & ~Q(effects="") & ~Q(measures="") & ~Q(paper=""), name="assessment_says_the_three_points")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} ({self.number})"


class Erasure(models.Model):
    """个人信息删除申请: the request to erase what is held about one person (PIPL art. 47), and what became of it.

    What a law still wants kept is blocked: the rows stay without a name, and who they are about lies sealed in
    `kept_sealed` until `kept_until`, for nothing but that law.
    """

    TRAIL_VALUES = ("person_id", "ground", "state", "kept_until")

    class Ground(models.TextChoices):
        """The case of article 47, paragraph 1."""

        ACHIEVED = "achieved", _("(1) the purpose is achieved, cannot be achieved, or does not need it any more")
        OVER = "over", _("(2) the service has ended, or the time of keeping is over")
        WITHDRAWN = "withdrawn", _("(3) the consent was withdrawn")
        UNLAWFUL = "unlawful", _("(4) it was handled against law or agreement")
        OTHER = "other", _("(5) another case named by law")

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    paper = models.CharField(_("what the request says"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=ErasureState.choices, default=ErasureState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("examined by"), null=True, related_name="+")
    examined_at = models.DateTimeField(_("examined at"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    word = models.CharField(_("reason of the refusal"), max_length=400, blank=True)
    outcome = models.JSONField(_("what became of it, table by table"), default=list)
    kept_sealed = models.TextField(_("who it is about (sealed, blocked)"), blank=True)
    kept_until = models.DateField(_("blocked until"), null=True)

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=["asked", "examined"]), name="erasure_once_at_a_time"),
            models.CheckConstraint(condition=~Q(paper=""), name="erasure_says_why"),
            models.CheckConstraint(condition=~Q(state__in=["examined", "done"]) | Q(examined_at__isnull=False), name="erasure_after_a_copy"),
            models.CheckConstraint(condition=~Q(state__in=["done", "refused"]) | Q(decided_at__isnull=False), name="erasure_decided_has_time"),
            models.CheckConstraint(condition=Q(kept_sealed="") | Q(kept_until__isnull=False), name="erasure_blocked_until_a_day"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return ERASURE_KINDS[ErasureState(self.state)]
