"""What companies need: noted by those who work there, handed over, answered; some become leads or tickets."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.models import Ticket
from seedbed.directory.models import Person, Unit
from seedbed.outcomes.models.leads import Lead
from seedbed.outcomes.states.needs import NEED_KINDS, NeedState
from seedbed.selection.models import Batch


class CompanyNeed(models.Model):
    """企业需求: what a company needs, who heard it, to whom it was handed, what was answered and when.

    What becomes a lead or a service ticket keeps the link; nothing is typed a second time.
    """

    class Kind(models.TextChoices):
        """What is needed."""

        TALENT = "talent", pgettext_lazy("kind of need", "talent")
        LAND = "land", pgettext_lazy("kind of need", "land and premises")
        POLICY = "policy", pgettext_lazy("kind of need", "policy and permits")
        MARKETS = "markets", pgettext_lazy("kind of need", "markets and suppliers")
        FINANCE = "finance", pgettext_lazy("kind of need", "finance")
        OTHER = "other", pgettext_lazy("kind of need", "other")

    TRAIL_VALUES = ("desk_id", "batch_id", "company", "kind", "state", "owner_id", "answer_by", "lead_id", "ticket_id")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("who heard it"), related_name="+")
    company = models.CharField(_("company"), max_length=120)
    kind = models.CharField(pgettext_lazy("need", "kind"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("what is needed"), max_length=2000)
    noted_on = models.DateField(_("noted on"))
    state = models.CharField(_("state"), max_length=10, choices=NeedState.choices, default=NeedState.NOTED)
    owner = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("handed over to"), null=True, related_name="+")
    answer_by = models.DateField(_("answer until"), null=True)
    answer = models.CharField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by"), null=True, related_name="+")
    lead = models.OneToOneField(Lead, models.PROTECT, verbose_name=_("lead"), null=True, related_name="+")
    ticket = models.OneToOneField(Ticket, models.PROTECT, verbose_name=_("service ticket"), null=True, related_name="+")

    class Meta:
        verbose_name = _("need of a company")
        verbose_name_plural = _("needs of companies")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["desk", "state"], name="need_desk_state"), models.Index(fields=["owner", "state"], name="need_owner_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(company="") & ~Q(text=""), name="need_says_who_and_what"),
            models.CheckConstraint(condition=~Q(state="handed") | Q(owner__isnull=False, answer_by__isnull=False), name="need_handed_has_owner_and_date"),
            models.CheckConstraint(condition=~Q(state="answered") | (Q(answered_on__isnull=False) & ~Q(answer="")), name="need_answered_says_what"),
            models.CheckConstraint(condition=~Q(state="lead") | Q(lead__isnull=False), name="need_that_became_a_lead_has_it"),
            models.CheckConstraint(condition=~Q(state="ticket") | Q(ticket__isnull=False), name="need_that_became_a_ticket_has_it"),
        ]

    def __str__(self) -> str:
        return self.company

    def trail_label(self) -> str:
        """Names of companies are no personal data."""
        return self.company

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return NEED_KINDS[NeedState(self.state)]
