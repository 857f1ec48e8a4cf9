"""How the people of a batch are assessed, and what companies said that their marks rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.assessment.models import MarkSheet, Round
from seedbed.residency.models import HostWord
from seedbed.selection.models import Batch


class BatchRound(models.Model):
    """期次考核: says that a round of assessment is about the people of a batch. Assessment itself never learns it."""

    class Stage(models.TextChoices):
        """When the people are assessed."""

        DURING = "during", pgettext_lazy("stage of assessment", "during the course")
        AFTER = "after", pgettext_lazy("stage of assessment", "after the course")

    TRAIL_VALUES = ("batch_id", "round_id", "stage")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    round = models.OneToOneField(Round, models.PROTECT, verbose_name=_("round of assessment"), related_name="+")
    stage = models.CharField(_("stage"), max_length=6, choices=Stage.choices)

    class Meta:
        verbose_name = _("assessment of a batch")
        verbose_name_plural = _("assessments of batches")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "stage"], name="batch_assessed_once_per_stage",
                                               violation_error_message=_("This batch has its assessment of this stage already."))]

    def __str__(self) -> str:
        return str(self.round)


class WordUsed(models.Model):
    """评价引用: a word of a host, noted at a visit, on which the company's marks of a sheet rest. Neither the sheet nor the visit knows it."""

    TRAIL_VALUES = ("sheet_id", "word_id")

    sheet = models.ForeignKey(MarkSheet, models.CASCADE, verbose_name=_("mark sheet"), related_name="+")
    word = models.ForeignKey(HostWord, models.PROTECT, verbose_name=_("word of a host"), related_name="+")

    class Meta:
        verbose_name = _("word used as evidence")
        verbose_name_plural = _("words used as evidence")
        constraints = [models.UniqueConstraint(fields=["sheet", "word"], name="word_used_once_per_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.word_id}"
