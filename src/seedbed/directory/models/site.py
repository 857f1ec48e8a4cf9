from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models.codes import Region
from seedbed.directory.models.units import Unit


class Site(models.Model):
    """站点设置: the one row that says whose site this is and which profile it runs under."""

    class Profile(models.TextChoices):
        """How many people run the office."""

        SMALL = "small", _("small office: one officer, second person by signed paper")
        FULL = "full", _("full office: second person in the system")

    TRAIL_VALUES = ("name", "profile", "root_id", "home_region_id")

    name = models.CharField(_("name of the office"), max_length=80)
    profile = models.CharField(_("profile"), max_length=10, choices=Profile.choices, default=Profile.SMALL)
    root = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("top unit"), related_name="+")
    home_region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("home city"), null=True, related_name="+")
    is_demo = models.BooleanField(_("demo data"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_site")]

    def __str__(self) -> str:
        return self.name
