"""The public notices that were opened for the chosen people of a batch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.casework.models import PublicNotice
from seedbed.selection.models import Batch


class BatchNotice(models.Model):
    """批次公示: says that a public notice is about the chosen people of a batch.

    Casework never learns what a notice belongs to; this row is the link. A batch may have several, one
    after another, when an earlier one was taken down or somebody moved up after it.
    """

    TRAIL_VALUES = ("batch_id", "notice_id")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    notice = models.OneToOneField(PublicNotice, models.PROTECT, verbose_name=_("public notice"), related_name="+")

    class Meta:
        verbose_name = _("public notice of a batch")
        verbose_name_plural = _("public notices of batches")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.notice)

    def trail_label(self) -> str:
        """The public number of the notice."""
        return self.notice.number
