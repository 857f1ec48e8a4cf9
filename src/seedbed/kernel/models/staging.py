from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportJob(models.Model):
    """导入任务: one uploaded workbook on its way in, with what was asked and what was answered."""

    TRAIL_VALUES = ("kind", "status", "counts")

    class Status(models.TextChoices):
        STAGED = "staged", pgettext_lazy("state of an import", "waiting to be taken")
        TAKEN = "taken", pgettext_lazy("state of an import", "taken")
        DISCARDED = "discarded", pgettext_lazy("state of an import", "discarded")
        EXPIRED = "expired", pgettext_lazy("state of an import", "expired")

    kind = models.CharField(_("kind of sheet"), max_length=60)
    subject = models.CharField(_("belongs to"), max_length=80, blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("digest of the file"), max_length=64)
    sheet_title = models.CharField(_("sheet"), max_length=100, blank=True)
    owner = models.CharField(_("brought in by"), max_length=100)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.STAGED)
    headings = models.JSONField(_("headings by letter"), default=dict)
    mapping = models.JSONField(_("answers about headings"), default=dict)
    questions = models.JSONField(_("open questions"), default=list)
    remarks = models.JSONField(_("what was left out or noticed"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    records = models.JSONField(_("keys of the records written"), default=list)
    created_at = models.DateTimeField(_("brought in at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["kind", "subject", "-created_at"], name="import_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="staged", closed_at=None) | (~models.Q(status="staged") & ~models.Q(closed_at=None)),
                name="import_closed_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(models.Model):
    """暂存行: one row of a workbook that waits to be mended and taken; erased when the import is closed."""

    class Decision(models.TextChoices):
        TAKE = "", pgettext_lazy("decision on a row", "take")
        LEAVE = "leave", pgettext_lazy("decision on a row", "leave out")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row in the file"))
    key = models.CharField(_("key of the record"), max_length=80, blank=True)
    sealed = models.TextField(_("cells, edits and sensitive values, sealed"))
    values = models.JSONField(_("values that are not sensitive"), default=dict)
    faults = models.JSONField(_("faults"), default=list)
    errors = models.PositiveSmallIntegerField(_("errors"), default=0)
    warnings = models.PositiveSmallIntegerField(_("warnings"), default=0)
    decision = models.CharField(_("decision"), max_length=5, choices=Decision, default=Decision.TAKE, blank=True)

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        ordering = ["job", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="staged_row_once")]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"
