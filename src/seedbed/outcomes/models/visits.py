from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Person
from seedbed.selection.models import Batch


class CompanyVisit(models.Model):
    """走访企业: a company that people of a batch visited, and what they learnt there. No photograph is asked for."""

    TRAIL_VALUES = ("batch_id", "company", "visited_on")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    company = models.CharField(_("company"), max_length=120)
    visited_on = models.DateField(_("visited on"))
    learnt = models.TextField(_("what was learnt"))
    people = models.ManyToManyField(Person, through="VisitMember", related_name="+", verbose_name=_("people"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("visit to a company")
        verbose_name_plural = _("visits to companies")
        ordering = ["-visited_on", "-pk"]
        indexes = [models.Index(fields=["batch", "-visited_on"], name="company_visit_batch")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "company", "visited_on"], name="company_visit_once_a_day",
                                    violation_error_message=_("This visit is registered already; join it instead.")),
            models.CheckConstraint(condition=~Q(company="") & ~Q(learnt=""), name="company_visit_says_where_and_what"),
        ]

    def __str__(self) -> str:
        return self.company

    def trail_label(self) -> str:
        """Names of companies are no personal data."""
        return self.company


class VisitMember(models.Model):
    """走访人员: one person who took part in a visit."""

    TRAIL_VALUES = ("visit_id", "person_id")

    visit = models.ForeignKey(CompanyVisit, models.CASCADE, verbose_name=_("visit"), related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")

    class Meta:
        verbose_name = _("member of a visit")
        verbose_name_plural = _("members of visits")
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="visit_member_once",
                                               violation_error_message=_("This person stands on the visit already."))]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person_id}"
