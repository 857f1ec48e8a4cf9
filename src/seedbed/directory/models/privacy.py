from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models.people import Person


class PrivacyNotice(models.Model):
    """隐私告知: one version of what people are told about their data (PIPL art. 17), never edited."""

    TRAIL_VALUES = ("purpose", "version", "effective_from")

    purpose = models.CharField(_("purpose"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="privacy_notice_version_once")]

    def __str__(self) -> str:
        return f"{self.purpose} v{self.version}"


class ConsentRecord(models.Model):
    """知情同意: a person's separate consent to one version of a notice (PIPL arts 14, 23), and its withdrawal."""

    TRAIL_VALUES = ("notice_id", "person_id", "given_at", "withdrawn_at", "way")

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, verbose_name=_("notice"), related_name="+")
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    way = models.CharField(
        _("way"), max_length=10,
        choices=[("screen", _("on screen by the person")), ("paper", _("on a signed paper"))],
    )
    paper_number = models.CharField(_("number of the signed paper"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["person", "notice"], condition=models.Q(withdrawn_at=None), name="consent_once_in_force"),
            models.CheckConstraint(condition=~models.Q(way="paper") | ~models.Q(paper_number=""), name="consent_on_paper_has_its_number"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.notice_id}"
