from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """行政区划: province, city or county with its GB/T 2260 code."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level"), choices=[(1, _("Province")), (2, _("City")), (3, _("County"))])
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("belongs to"), null=True, related_name="children")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """国民经济行业分类 GB/T 4754-2017: section (A), division (2 digits), group (3) or class (4)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=[(1, _("Section")), (2, _("Division")), (3, _("Group")), (4, _("Class"))]
    )
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("belongs to"), null=True, related_name="children")

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
