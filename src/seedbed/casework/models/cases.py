"""Tables of cases: the register, who works on what, who may see what is confidential, links, call-backs."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.casework.models.clocks import ClockRule, OfCase
from seedbed.casework.reckoning import clocks
from seedbed.casework.states import CASE_KINDS, AssignmentState, CaseState
from seedbed.directory.models import Unit


class Channel(models.TextChoices):
    """来源渠道: one register for all of them."""

    VISIT = "visit", pgettext_lazy("channel", "visit or outing")
    RECEPTION = "reception", pgettext_lazy("channel", "reception day")
    ON_SITE = "on_site", pgettext_lazy("channel", "on-site office")
    WALK_IN = "walk_in", pgettext_lazy("channel", "came in person")
    PHONE = "phone", pgettext_lazy("channel", "telephone")
    LETTER = "letter", pgettext_lazy("channel", "letter")
    WEB = "web", pgettext_lazy("channel", "this site")
    LEADER = "leader", pgettext_lazy("channel", "note by a leader")
    HOTLINE = "hotline", pgettext_lazy("channel", "hotline 12345")


class Urgency(models.TextChoices):
    """紧急程度."""

    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent: 24 hours")
    EMERGENCY = "emergency", pgettext_lazy("urgency", "emergency: 2 hours")


class Outcome(models.TextChoices):
    """办理结果: why a case is closed; only the first two say that something was mended."""

    SOLVED = "solved", pgettext_lazy("outcome", "solved")
    PARTLY = "partly", pgettext_lazy("outcome", "partly solved")
    EXPLAINED = "explained", pgettext_lazy("outcome", "explained")
    PLANNED = "planned", pgettext_lazy("outcome", "taken into a plan")
    UNABLE = "unable", pgettext_lazy("outcome", "cannot be solved for now")
    UNTRUE = "untrue", pgettext_lazy("outcome", "found to be untrue")
    NOT_OURS = "not_ours", pgettext_lazy("outcome", "belongs elsewhere")
    DUPLICATE = "duplicate", pgettext_lazy("outcome", "the same as another case")
    PETITION = "petition", pgettext_lazy("outcome", "belongs to the petition channel")


REPORTABLE = (Outcome.SOLVED, Outcome.PARTLY, Outcome.EXPLAINED, Outcome.PLANNED, Outcome.UNABLE, Outcome.UNTRUE)
ENDABLE = (Outcome.SOLVED, Outcome.EXPLAINED, Outcome.NOT_OURS, Outcome.DUPLICATE, Outcome.PETITION, Outcome.UNTRUE)


class CaseDesk(models.Model):
    """办理台: a unit that registers and gives out cases for its area, with the counters of its numbers."""

    TRAIL_VALUES = ("unit_id", "code", "year", "last")

    unit = models.OneToOneField(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    code = models.CharField(_("letters before the number"), max_length=6, unique=True)
    year = models.PositiveSmallIntegerField(_("year of the counters"))
    last = models.PositiveIntegerField(_("last number"), default=0)
    free = models.JSONField(_("numbers of this year that became free"), default=list, editable=False)

    class Meta:
        verbose_name = _("case desk")
        verbose_name_plural = _("case desks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.unit)


class Category(models.Model):
    """事项类别: what cases are about, as a tree; gives the rule of the clock."""

    TRAIL_VALUES = ("code", "name_zh", "name_en", "parent_id", "rule_code", "in_use")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("belongs to"), null=True, related_name="children")
    rule_code = models.CharField(_("time limit"), max_length=30, default="days_15")
    in_use = models.BooleanField(pgettext_lazy("category", "in use"), default=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Route(models.Model):
    """派单规则: which unit takes which category in which area."""

    TRAIL_VALUES = ("desk_id", "category_id", "area_id", "unit_id")

    desk = models.ForeignKey(CaseDesk, models.CASCADE, verbose_name=_("case desk"), related_name="routes")
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"), related_name="+")
    area = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("area"), null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("leading unit"), related_name="+")

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["category__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "category", "area"], name="route_once"),
            models.UniqueConstraint(fields=["desk", "category"], condition=Q(area=None), name="route_everywhere_once"),
        ]

    def __str__(self) -> str:
        return f"{self.category} → {self.unit}"


class Case(models.Model):
    """办件: one matter, registered once, whichever way it came.

    The row does not know what it belongs to. Desk, leading unit, who entered it, assignments and, where it is
    confidential, the list of those on it decide alone who sees it. A confidential one holds its words sealed and
    has a number that counts nothing. Who the person is lies sealed in every case.
    """

    TRAIL_VALUES = ("number", "desk_id", "channel", "category_id", "area_id", "urgency", "confidential", "lead_id", "state", "outcome", "due_at",
                    "rebounds", "review_on", "entered_by_id", "external", "petition_number")

    number = models.CharField(_("number of the case"), max_length=24, unique=True)
    former_number = models.CharField(_("number before it became confidential"), max_length=24, blank=True)
    desk = models.ForeignKey(CaseDesk, models.PROTECT, verbose_name=_("case desk"), related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    received_at = models.DateTimeField(_("received at"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), null=True, related_name="+")
    title = models.CharField(_("title"), max_length=80, blank=True)
    words = models.TextField(_("what it is about"), blank=True)
    words_sealed = models.TextField(_("what it is about (sealed)"), blank=True)
    confidential = models.BooleanField(_("confidential"), default=False)
    area = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("area"), related_name="+")
    place = models.CharField(pgettext_lazy("case", "place"), max_length=80, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"), related_name="+")
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    caller_sealed = models.TextField(_("who asks (sealed)"), blank=True)
    wants_reply = models.BooleanField(_("a reply is wanted"), default=False)
    secret_digest = models.CharField(_("digest of the secret word"), max_length=64, blank=True)
    external = models.CharField(_("number of the work order outside"), max_length=40, blank=True)
    external_digest = models.CharField(_("digest of the number outside"), max_length=64, blank=True)
    particulars_sealed = models.TextField(_("title, place and remarks (sealed)"), blank=True)
    petition_number = models.CharField(_("number in the national petition system"), max_length=40, blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("leading unit"), null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.REGISTERED)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer to the person"), blank=True)
    answer_sealed = models.TextField(_("answer to the person (sealed)"), blank=True)
    review_on = models.DateField(_("looked at again on"), null=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reported by"), null=True, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reviewed by"), null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("approved by"), null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("checked by"), null=True, related_name="+")
    due_at = models.DateTimeField(_("safe end of the handling"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    rebounds = models.PositiveSmallIntegerField(_("opened again"), default=0)
    signs = models.TextField(_("signs to search by"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["desk", "-id"], name="case_desk"),
            models.Index(fields=["lead", "-id"], name="case_lead"),
            models.Index(fields=["entered_by", "-id"], name="case_entered"),
            models.Index(fields=["area", "category", "-id"], name="case_area"),
            models.Index(fields=["desk", "-id"], condition=Q(closed_at=None), name="case_open_at_desk"),
            models.Index(fields=["lead", "-id"], condition=Q(closed_at=None), name="case_open_at_unit"),
            models.Index(fields=["desk", "lead", "due_at", "received_at"], condition=Q(closed_at=None, confidential=False), name="case_open"),
            models.Index(fields=["received_at", "desk"], name="case_received"),
            models.Index(fields=["closed_at", "desk"], condition=Q(closed_at__isnull=False), name="case_closed"),
            models.Index(fields=["desk", "review_on"], condition=Q(review_on__isnull=False), name="case_review"),
            models.Index(fields=["desk", "external_digest"], condition=~Q(external_digest=""), name="case_order_sealed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(confidential=False, words_sealed="", answer_sealed="", particulars_sealed="", external_digest="") & ~Q(words="")
                                   | Q(confidential=True, title="", words="", answer="", place="", external="") & ~Q(words_sealed=""),
                                   name="case_confidential_is_sealed"),
            models.CheckConstraint(condition=Q(confidential=False) | Q(signs=""), name="case_confidential_is_not_searched"),
            models.CheckConstraint(condition=Q(state__in=["registered", "ended"], lead=None) | ~Q(state__in=["registered", "ended"]) & Q(lead__isnull=False), name="case_given_has_a_unit"),
            models.CheckConstraint(condition=~Q(state__in=["struck_off", "ended"]) & Q(closed_at=None) | Q(state__in=["struck_off", "ended"], closed_at__isnull=False) & ~Q(outcome=""),
                                   name="case_closed_has_outcome"),
            models.CheckConstraint(condition=~Q(outcome="planned") | Q(review_on__isnull=False), name="case_planned_is_looked_at_again"),
            models.CheckConstraint(condition=~Q(outcome="petition") | ~Q(petition_number=""), name="case_petition_has_number"),
            models.CheckConstraint(condition=Q(wants_reply=False) | ~Q(caller_sealed=""), name="case_reply_has_somebody"),
            models.UniqueConstraint(fields=["desk", "external"], condition=~Q(external=""), name="case_external_once",
                                    violation_error_message=_("This work order was taken in before.")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def trail_is_silent(self) -> bool:
        """Of a confidential case the trail keeps who did what, never a value or a word."""
        return self.confidential

    def trail_label(self) -> str:
        """The number; of a confidential case only its key."""
        return f"#{self.pk}" if self.confidential else self.number

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return CASE_KINDS[CaseState(self.state)]

    @property
    def state_name(self) -> str:
        """The state in words, for lists: Django's own way translates all of the states for each row."""
        return str(CaseState(self.state).label)

    @property
    def heading(self) -> str:
        """The title, or that it is confidential."""
        return str(_("confidential case")) if self.confidential else self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.closed_at is None

    @property
    def is_over(self) -> bool:
        """Whether it is open although the safe end has passed."""
        return self.is_open and self.due_at is not None and self.due_at <= timezone.now()

    @property
    def due_on(self) -> date | None:
        """The day by which one is on the safe side."""
        return clocks.last_day(self.due_at) if self.due_at else None


class Assignment(OfCase, models.Model):
    """交办: one unit's part of a case, leading or assisting, with its own clocks."""

    class Kind(models.TextChoices):
        """Leading or assisting."""

        LEAD = "lead", pgettext_lazy("assignment", "leads")
        ASSIST = "assist", pgettext_lazy("assignment", "assists")

    TRAIL_VALUES = ("case_id", "unit_id", "kind", "rule_id", "state", "signed_by_id")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")
    kind = models.CharField(pgettext_lazy("assignment", "kind"), max_length=6, choices=Kind.choices)
    rule = models.ForeignKey(ClockRule, models.PROTECT, verbose_name=_("own time limit"), related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("given by"), null=True, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("signed for by"), null=True, related_name="+")
    signed_at = models.DateTimeField(_("signed for at"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=AssignmentState.choices, default=AssignmentState.GIVEN)
    word = models.CharField(_("what was done, or why it was sent back"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["unit", "state"], name="assignment_unit"),
            models.Index(fields=["unit", "kind", "state", "case"], name="assignment_kind"),  # answers what a unit assists in without a look at the rows
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], condition=~Q(state="returned"), name="assignment_once",
                                    violation_error_message=_("This unit has a part of the case already.")),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="lead") & ~Q(state="returned"), name="assignment_one_leads"),
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_by__isnull=False, signed_at__isnull=False), name="assignment_signed_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"


class CaseStep(OfCase, models.Model):
    """办理记录: a word on the way, never edited; public ones are shown to the person who asked."""

    TRAIL_VALUES = ("case_id", "by_id", "public")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=pgettext_lazy("step", "by"), null=True, related_name="+")
    at = models.DateTimeField(_("written at"), auto_now_add=True)
    what = models.CharField(_("step"), max_length=60, blank=True)
    words = models.TextField(_("text"), blank=True)
    words_sealed = models.TextField(_("text (sealed)"), blank=True)
    public = models.BooleanField(_("the person who asked reads it"), default=False)

    class Meta:
        verbose_name = _("step of a case")
        verbose_name_plural = _("steps of cases")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id}"
