from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models.codes import Industry, Region


class UnitKind(models.TextChoices):
    """机构类型: what kind of organisation a unit is."""

    PARTY = "party", _("Party organisation")
    GOVERNMENT = "government", _("Government organ")
    PARK = "park", _("Industrial park")
    INSTITUTION = "institution", _("Public institution")
    COMPANY = "company", _("Company")
    TALENT_GROUP = "talent_group", _("Talent group")
    CHAMBER = "chamber", _("Chamber of commerce")
    AREA = "area", _("City, county or town")


class Unit(models.Model):
    """组织机构: one organisation of any kind; together they form a forest."""

    TRAIL_VALUES = ("name", "kind", "uscc", "parent_id", "region_id", "is_economic", "is_active")

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sort_key = models.CharField(_("sort key"), max_length=200, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, unique=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("belongs to"), null=True, blank=True, related_name="children")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), null=True, blank=True, related_name="+")
    is_economic = models.BooleanField(_("economic department"), default=False)
    is_active = models.BooleanField(pgettext_lazy("unit", "in use"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "unit")
        verbose_name_plural = pgettext_lazy("organisation", "units")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_per_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="unit_name_once_at_the_top"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """Names of organisations are no personal data."""
        return self.name


class UnitClosure(models.Model):
    """机构层级: every pair of a unit and one above it (itself included, depth 0); kept by `directory.actions`."""

    ancestor = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("above"), related_name="+")
    descendant = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("below"), related_name="+")
    depth = models.PositiveSmallIntegerField(_("steps"))

    class Meta:
        verbose_name = _("unit path")
        verbose_name_plural = _("unit paths")
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="unit_path_once")]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="unit_path_up")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class UnitIndustry(models.Model):
    """产业关联: an industry a unit belongs to, serves, or leads its county or park with."""

    class Relation(models.TextChoices):
        """What the industry is to the unit."""

        OWN = "own", _("own business")
        SERVES = "serves", _("serves it")
        LEADING = "leading", _("leading industry of the area")

    TRAIL_VALUES = ("unit_id", "industry_id", "relation")

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=pgettext_lazy("organisation", "unit"), related_name="industry_links")
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("industry"), related_name="+")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)

    class Meta:
        verbose_name = _("industry of a unit")
        verbose_name_plural = _("industries of units")
        constraints = [models.UniqueConstraint(fields=["unit", "industry", "relation"], name="unit_industry_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.industry_id}"
