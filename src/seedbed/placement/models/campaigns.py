"""Request campaigns: what a batch needs from companies, through whom they are asked, and what each of them says.

`Campaign` has targets and deadlines; a `Relay` (talent group, chamber, association) passes the request on; an
`AskedCompany` answers. Not every company asked becomes a host: `offer` is set when a willing one is taken up.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Industry, Unit
from seedbed.kernel.models import SignedLink
from seedbed.placement.models.hosts import Host, HostOffer
from seedbed.placement.states.campaigns import (
    ANSWER_KINDS,
    CAMPAIGN_KINDS,
    AnsweredBy,
    CampaignAnswer,
    CampaignState,
    DeclineReason,
    HostKind,
)
from seedbed.selection.models import Batch

CAMPAIGN_PURPOSE = "placement.campaign"


class Campaign(models.Model):
    """企业征集: the request of one batch to companies, with a deadline for each stage."""

    TRAIL_VALUES = ("batch_id", "ordinal", "state", "pass_on_by", "reach_by", "answer_by")

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    ordinal = models.PositiveSmallIntegerField(pgettext_lazy("campaign", "number"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=CampaignState.choices, default=CampaignState.PLANNING)
    pass_on_by = models.DateField(_("the talent group passes on by"))
    reach_by = models.DateField(_("chambers and associations reach companies by"))
    answer_by = models.DateField(_("companies answer by"))
    letter = models.TextField(_("what the request says"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("planned by"), null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("request campaign")
        verbose_name_plural = _("request campaigns")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "ordinal"], name="campaign_number_once"),
            models.CheckConstraint(condition=Q(pass_on_by__lte=F("reach_by"), reach_by__lte=F("answer_by")), name="campaign_deadlines_in_order",
                                   violation_error_message=_("The deadlines follow each other: pass on, reach the companies, answer.")),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.ordinal}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return CAMPAIGN_KINDS[self.state]


class CampaignTarget(models.Model):
    """征集目标: so many seats and posts from companies of one industry and kind."""

    TRAIL_VALUES = ("campaign_id", "industry_id", "host_kind", "seats", "posts")

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name=_("request campaign"), related_name="targets")
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("industry"), null=True, blank=True, related_name="+")
    host_kind = models.CharField(_("kind of host"), max_length=8, choices=HostKind.choices, blank=True, default="")
    seats = models.PositiveSmallIntegerField(pgettext_lazy("host", "seats"), default=0)
    posts = models.PositiveSmallIntegerField(pgettext_lazy("training", "posts"), default=0)

    class Meta:
        verbose_name = _("target of a campaign")
        verbose_name_plural = _("targets of campaigns")
        ordering = ["industry_id", "host_kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "industry", "host_kind"], name="target_once_per_industry"),
            models.UniqueConstraint(fields=["campaign", "host_kind"], condition=Q(industry=None), name="target_once_for_all_industries"),
            models.CheckConstraint(condition=Q(seats__gte=1) | Q(posts__gte=1), name="target_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.industry_id or ''} {self.host_kind}".strip()


class Relay(models.Model):
    """转办单位: who passes the request on to the next: the talent group, a chamber, an association."""

    TRAIL_VALUES = ("campaign_id", "unit_id", "above_id", "due_on", "passed_on_at")

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name=_("request campaign"), related_name="relays")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    above = models.ForeignKey("self", models.PROTECT, verbose_name=_("asked through"), null=True, blank=True, related_name="below")
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone_sealed = models.TextField(_("telephone (sealed)"), blank=True)
    contact_phone_masked = models.CharField(_("telephone (masked)"), max_length=20, blank=True)
    due_on = models.DateField(_("passes on by"))
    passed_on_at = models.DateTimeField(_("passed on at"), null=True)

    class Meta:
        verbose_name = _("relay of a campaign")
        verbose_name_plural = _("relays of campaigns")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="relay_once_per_campaign"),
            models.CheckConstraint(condition=~Q(above=F("id")), name="relay_is_not_above_itself"),
        ]

    def __str__(self) -> str:
        return self.unit.name


class AskedCompany(models.Model):
    """征集企业: one company in one campaign with its answer; a host only when it is taken up."""

    TRAIL_VALUES = ("campaign_id", "relay_id", "host_id", "earlier_batch_id", "answer", "reason", "answered_by", "seats", "asked_at",
                    "answered_at", "reminded_at", "offer_id")

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name=_("request campaign"), related_name="companies")
    relay = models.ForeignKey(Relay, models.PROTECT, verbose_name=_("asked through"), null=True, blank=True, related_name="companies")
    host = models.ForeignKey(Host, models.PROTECT, verbose_name=_("host"), null=True, blank=True, related_name="+")
    earlier_batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("was interested since"), null=True, blank=True, related_name="+")
    name = models.CharField(_("company"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    business = models.TextField(_("main business"), blank=True)
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("industry"), null=True, blank=True, related_name="+")
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone_sealed = models.TextField(_("telephone (sealed)"), blank=True)
    contact_phone_masked = models.CharField(_("telephone (masked)"), max_length=20, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    answer = models.CharField(pgettext_lazy("campaign", "answer"), max_length=9, choices=CampaignAnswer.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=DeclineReason.choices, blank=True)
    words = models.CharField(_("in its words"), max_length=500, blank=True)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("host", "seats"), null=True)
    beds_women = models.PositiveSmallIntegerField(_("beds for women"), null=True)
    beds_men = models.PositiveSmallIntegerField(_("beds for men"), null=True)
    answered_by = models.CharField(_("how it answered"), max_length=8, choices=AnsweredBy.choices, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    offer = models.ForeignKey(HostOffer, models.PROTECT, verbose_name=_("offer of a host"), null=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("company asked")
        verbose_name_plural = _("companies asked")
        ordering = ["pk"]
        indexes = [models.Index(fields=["campaign", "answer"], name="asked_campaign_answer")]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="asked_once_by_name"),
            models.UniqueConstraint(fields=["campaign", "uscc"], condition=~Q(uscc=""), name="asked_once_by_code"),
            models.CheckConstraint(condition=~Q(name=""), name="asked_has_a_name"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by="") | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="asked_answer_has_time_and_way"),
            models.CheckConstraint(condition=Q(answer__in=["", "yes"], reason="") | (~Q(answer__in=["", "yes"]) & ~Q(reason="")),
                                   name="asked_declines_with_reason"),
            models.CheckConstraint(condition=Q(answer="yes", seats__gte=1) | (~Q(answer="yes") & Q(seats=None)), name="asked_willing_names_seats"),
            models.CheckConstraint(condition=Q(offer=None) | Q(answer="yes"), name="asked_taken_up_is_willing"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """Names of companies are no personal data."""
        return self.name

    @property
    def answer_kind(self) -> str:
        """Kind of the badge."""
        return ANSWER_KINDS[self.answer]

    @property
    def is_silent(self) -> bool:
        """Whether it was asked and has not answered."""
        return self.asked_at is not None and not self.answer


class AskedPost(models.Model):
    """征集岗位: a post that a willing company offers, before anybody has vetted it."""

    company = models.ForeignKey(AskedCompany, models.CASCADE, verbose_name=_("company asked"), related_name="posts")
    title = models.CharField(pgettext_lazy("training", "post"), max_length=80)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("host", "seats"), default=1)
    duties = models.TextField(_("duties of the post"), blank=True)

    class Meta:
        verbose_name = _("post offered in a campaign")
        verbose_name_plural = _("posts offered in campaigns")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "title"], name="asked_post_once"),
            models.CheckConstraint(condition=Q(seats__gte=1) & ~Q(title=""), name="asked_post_has_title_and_seats"),
        ]

    def __str__(self) -> str:
        return self.title


class AskedLink(models.Model):
    """征集链接: a signed link for the contact of one company asked."""

    TRAIL_VALUES = ("company_id", "link_id", "made_by_id")

    company = models.ForeignKey(AskedCompany, models.CASCADE, verbose_name=_("company asked"), related_name="links")
    link = models.OneToOneField(SignedLink, models.PROTECT, verbose_name=_("signed link"), related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("link of a company asked")
        verbose_name_plural = _("links of companies asked")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.link.label
