"""Tables of the portal: complaints and suggestions from any page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.portal.states import COMPLAINT_KINDS, ComplaintState


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
