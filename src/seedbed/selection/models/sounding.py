from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Account
from seedbed.selection.models.application import Application


class Sounding(models.Model):
    """摸底: what the officer heard about one applicant; confidential, never scored, never exported.

    All of it (willingness included) is sealed as one; only officers and leaders of the batch read it.
    """

    TRAIL_VALUES = ("application_id", "heard_on")

    application = models.OneToOneField(Application, models.CASCADE, verbose_name=_("application"), related_name="sounding")
    text_sealed = models.TextField(_("notes, sealed"), blank=True)
    heard_on = models.DateField(_("heard on"))
    by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("written by"), related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("sounding")
        verbose_name_plural = _("soundings")

    def __str__(self) -> str:
        return f"{self.application_id}"
