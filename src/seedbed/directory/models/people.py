from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models.units import Unit


class Sex(models.TextChoices):
    """性别."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")


class Person(models.Model):
    """人员: one person once, whatever lines they take part in.

    The ID number is sealed; `id_lookup` finds it and keeps it unique; `id_masked` is what people see.
    Batch-specific facts (duties, wishes, claims) belong to the application, not here.
    """

    TRAIL_VALUES = ("unit_id", "is_active")

    name = models.CharField(_("name"), max_length=40)
    sort_key = models.CharField(_("sort key"), max_length=120, db_index=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices, blank=True)
    birth_month = models.DateField(_("month of birth"), null=True, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=20, blank=True)
    political_status = models.CharField(_("political status"), max_length=20, blank=True)
    id_sealed = models.TextField(_("ID number (sealed)"), blank=True)
    id_lookup = models.CharField(_("ID number (lookup)"), max_length=64, null=True, blank=True, unique=True)
    id_masked = models.CharField(_("ID number (masked)"), max_length=18, blank=True)
    mobile_sealed = models.TextField(_("mobile (sealed)"), blank=True)
    mobile_masked = models.CharField(_("mobile (masked)"), max_length=20, blank=True)
    education = models.CharField(_("education"), max_length=20, blank=True)
    school = models.CharField(_("school"), max_length=80, blank=True)
    major = models.CharField(_("major"), max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    post = models.CharField(pgettext_lazy("job", "post"), max_length=60, blank=True)
    rank = models.CharField(_("rank"), max_length=30, blank=True)
    is_active = models.BooleanField(_("in service"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["unit", "sort_key"], name="person_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(id_lookup=None, id_sealed="") | (Q(id_lookup__isnull=False) & ~Q(id_sealed="")),
                name="person_id_is_sealed_with_lookup",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_party_member(self) -> bool:
        """Full or probationary member of the Party (中共党员, 中共预备党员)."""
        return self.political_status in {"中共党员", "中共预备党员"}
