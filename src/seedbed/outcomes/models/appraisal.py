from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.assessment.models import Round
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
