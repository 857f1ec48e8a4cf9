from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """年度放假安排: one year's official notice as it was taken in; a mended one is the next version."""

    TRAIL_VALUES = ("year", "version", "source")

    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=120)
    at = models.DateTimeField(_("taken in at"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar of a year")
        verbose_name_plural = _("calendars of years")
        ordering = ["year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_once"),
            models.CheckConstraint(condition=models.Q(year__gte=2000, year__lte=2100) & ~models.Q(source=""), name="calendar_year_makes_sense"),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


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
