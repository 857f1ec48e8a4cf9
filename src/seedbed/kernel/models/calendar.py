from django.db import models
from django.utils.translation import gettext_lazy as _


class Workday(models.Model):
    """工作日历: whether people work on one date, by the State Council's yearly notice."""

    TRAIL_VALUES = ("date", "works", "source")

    date = models.DateField(_("date"), primary_key=True)
    works = models.BooleanField(_("working day"))
    source = models.CharField(_("source"), max_length=120)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()
