from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models.people import Person
from seedbed.directory.models.units import Unit


class TieKind(models.TextChoices):
    """关系类型: ties that can be a conflict of interest (公务员法 arts 74-77, 公务员回避规定)."""

    RELATIVE = "relative", _("relative of")
    RELATIVE_WORKS = "relative_works", _("a relative works there")
    IN_CHARGE = "in_charge", _("in charge of its approvals, funds or inspections")
    SUPERVISES = "supervises", _("supervises")
    SUBSIDISES = "subsidises", _("awards money to")
    CONTRACTS = "contracts", _("has a contract with")
    DISPUTE = "dispute", _("is in dispute with")
    HOME_TIE = "home_tie", _("founded or led by people from home")


NO_CONFLICT = frozenset({TieKind.HOME_TIE})


class Tie(models.Model):
    """亲属及利害关系: a declared or derived tie between two people, a person and a unit, or two units.

    Only what a conflict check needs is kept: which two, what kind, who declared it. No family data.
    """

    TRAIL_VALUES = ("kind", "person_id", "unit_id", "other_person_id", "other_unit_id", "ended_at")

    kind = models.CharField(_("kind"), max_length=20, choices=TieKind.choices)
    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("person"), null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=pgettext_lazy("organisation", "unit"), null=True, blank=True, related_name="+")
    other_person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("other person"), null=True, blank=True, related_name="+")
    other_unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("other unit"), null=True, blank=True, related_name="+")
    source = models.CharField(_("declared by"), max_length=120, blank=True)
    declared_at = models.DateTimeField(_("declared at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.CheckConstraint(
                condition=(Q(person=None) & Q(unit__isnull=False)) | (Q(person__isnull=False) & Q(unit=None)),
                name="tie_has_one_first_side",
            ),
            models.CheckConstraint(
                condition=(Q(other_person=None) & Q(other_unit__isnull=False))
                | (Q(other_person__isnull=False) & Q(other_unit=None)),
                name="tie_has_one_second_side",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
