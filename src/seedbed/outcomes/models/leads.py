"""Leads for investment: the company, who has the credit, how it goes, what it is worth by which document."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.kernel.models import StoredFile
from seedbed.outcomes.models.standards import Standard
from seedbed.outcomes.reckoning.shares import WHOLE, percent
from seedbed.outcomes.states.leads import LEAD_KINDS, LeadState
from seedbed.selection.models import Batch


class Lead(models.Model):
    """招商线索: a company that may invest at home, found by people of a batch.

    A credit code stands on one lead that is not given up: nobody claims a company twice. `shared` is the
    sum of the shares of those who found it: 0 while they are not agreed, then the whole.
    """

    TRAIL_VALUES = ("desk_id", "batch_id", "company", "uscc", "state", "owner_id", "standard_id", "handed_at", "sign_by",
                    "signed_for_at", "reply_by", "replied_at", "shared")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    company = models.CharField(_("company"), max_length=120)
    company_key = models.CharField(_("company (key for comparing)"), max_length=120, db_index=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    business = models.CharField(_("main business"), max_length=300, blank=True)
    wishes = models.TextField(_("what the company wishes"), blank=True)
    place = models.CharField(_("where it may invest"), max_length=120, blank=True)
    contact = models.CharField(_("whom to speak to"), max_length=80, blank=True)
    found_on = models.DateField(_("found on"))
    not_same = models.CharField(_("why it is another company"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=LeadState.choices, default=LeadState.FOUND)
    owner = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("followed up by"), null=True, related_name="+")
    standard = models.ForeignKey(Standard, models.PROTECT, verbose_name=_("deadlines by"), null=True, related_name="+")
    handed_at = models.DateTimeField(_("handed over at"), null=True)
    sign_by = models.DateField(_("to be signed for until"), null=True)
    signed_for_at = models.DateTimeField(_("signed for at"), null=True)
    signed_for_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("signed for by"), null=True, related_name="+")
    reply_by = models.DateField(_("reply until"), null=True)
    provisional = models.BooleanField(_("dates are provisional"), default=False)
    replied_at = models.DateTimeField(_("first reply at"), null=True)
    shared = models.PositiveSmallIntegerField(_("credit shared out"), default=0)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["desk", "state"], name="lead_desk_state"),
            models.Index(fields=["owner", "state"], name="lead_owner_state"),
            models.Index(fields=["batch", "state"], name="lead_batch_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc="") & ~Q(state="given_up"), name="lead_company_claimed_once",
                violation_error_message=_("A lead with this credit code is registered already."),
            ),
            models.CheckConstraint(condition=~Q(company="") & ~Q(company_key=""), name="lead_names_a_company"),
            models.CheckConstraint(condition=Q(shared__in=[0, WHOLE]), name="lead_credit_is_whole_or_open"),
            models.CheckConstraint(
                condition=Q(state__in=["found", "given_up"]) | Q(owner__isnull=False, handed_at__isnull=False, sign_by__isnull=False),
                name="lead_handed_over_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["found", "handed", "given_up"]) | Q(signed_for_at__isnull=False, reply_by__isnull=False),
                name="lead_followed_up_is_signed_for",
            ),
        ]

    def __str__(self) -> str:
        return self.company

    def trail_label(self) -> str:
        """Names of companies are no personal data."""
        return self.company

    @property
    def shown_number(self) -> str:
        """Number such as `X2026-0017`."""
        return f"X{self.found_on.year}-{self.pk:04d}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return LEAD_KINDS[LeadState(self.state)]


class LeadShare(models.Model):
    """贡献份额: one person's part in a lead, in hundredths of a percent, and what the person did for it."""

    TRAIL_VALUES = ("lead_id", "person_id", "points")

    lead = models.ForeignKey(Lead, models.CASCADE, verbose_name=_("lead"), related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    did = models.CharField(_("what the person did"), max_length=300)
    points = models.PositiveSmallIntegerField(_("share (hundredths of a percent)"), default=0)

    class Meta:
        verbose_name = _("share of a lead")
        verbose_name_plural = _("shares of leads")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "person"], name="lead_share_once_per_person",
                                    violation_error_message=_("This person stands on the lead already.")),
            models.CheckConstraint(condition=Q(points__lte=WHOLE), name="lead_share_is_a_part"),
            models.CheckConstraint(condition=~Q(did=""), name="lead_share_says_what_was_done"),
        ]

    def __str__(self) -> str:
        return percent(self.points)


class LeadReport(models.Model):
    """线索进展: one report of the owner on how a lead goes; the people who found it read it."""

    TRAIL_VALUES = ("lead_id", "move", "on")

    lead = models.ForeignKey(Lead, models.CASCADE, verbose_name=_("lead"), related_name="reports")
    move = models.CharField(_("step"), max_length=20, blank=True)
    on = models.DateField(_("day"))
    text = models.TextField(_("how it goes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reported by"), null=True, related_name="+")
    at = models.DateTimeField(_("reported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("report on a lead")
        verbose_name_plural = _("reports on leads")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="lead_report_says_something")]

    def __str__(self) -> str:
        return self.text[:40]


class LeadAmount(models.Model):
    """线索金额: money that belongs to a lead, in whole fen, only with the document that shows it."""

    class Kind(models.TextChoices):
        """What the money is."""

        CONTRACT = "contract", pgettext_lazy("kind of amount", "agreed by contract")
        PAID_IN = "paid_in", pgettext_lazy("kind of amount", "paid in")
        BUILT = "built", pgettext_lazy("kind of amount", "invested in buildings and machines")

    TRAIL_VALUES = ("lead_id", "kind", "fen", "on", "document_id")

    lead = models.ForeignKey(Lead, models.CASCADE, verbose_name=_("lead"), related_name="amounts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    fen = models.BigIntegerField(_("amount (fen)"))
    on = models.DateField(_("day"))
    document = models.OneToOneField(StoredFile, models.PROTECT, verbose_name=_("document"), related_name="+")
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), null=True, related_name="+")
    at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("amount of a lead")
        verbose_name_plural = _("amounts of leads")
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(fen__gt=0), name="lead_amount_is_positive")]

    def __str__(self) -> str:
        return str(self.fen)
