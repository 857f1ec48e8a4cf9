"""Tables of outings: who went where, how many people were met, which matters were raised, what it taught."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.models import Case
from seedbed.directory.models import Person, Unit
from seedbed.grassroots.models.projects import Answer, Material, Project
from seedbed.grassroots.states import OUTING_KINDS, BookingState, OutingState
from seedbed.kernel.models import StoredFile


class OutingKind(models.TextChoices):
    """四下基层."""

    TALK = "talk", pgettext_lazy("outing", "policy talk")
    RESEARCH = "research", pgettext_lazy("outing", "investigation and research")
    RECEPTION = "reception", pgettext_lazy("outing", "reception day")
    ON_SITE = "on_site", pgettext_lazy("outing", "on-site office")


class Met(models.TextChoices):
    """见到的群众: kinds of people, only counted."""

    VILLAGERS = "villagers", pgettext_lazy("people met", "villagers and residents")
    CADRES = "cadres", pgettext_lazy("people met", "village and community staff")
    COMPANIES = "companies", pgettext_lazy("people met", "people of companies and cooperatives")
    NEEDY = "needy", pgettext_lazy("people met", "people in difficulty")


class Outing(models.Model):
    """下基层活动: one outing of one of the four kinds, planned and recorded.

    People met are numbers by kind, never names, opinions or traits. It is for planning and for the matters raised,
    never a mark of those who went.
    """

    TRAIL_VALUES = ("unit_id", "kind", "on", "area_id", "state", "published", "receives_id", "project_id")

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit that goes"), related_name="+")
    kind = models.CharField(pgettext_lazy("outing", "kind"), max_length=10, choices=OutingKind.choices)
    title = models.CharField(_("title"), max_length=80)
    on = models.DateField(_("day"))
    starts = models.TimeField(_("begins at"), null=True, blank=True)
    area = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("where"), related_name="+")
    place = models.CharField(pgettext_lazy("outing", "place"), max_length=80, blank=True)
    aim = models.TextField(_("aim, and whom to see"), blank=True)
    receives = models.ForeignKey(Person, models.PROTECT, verbose_name=_("leader who receives"), null=True, blank=True, related_name="+")
    slots = models.PositiveSmallIntegerField(_("times to book"), default=0)
    published = models.BooleanField(_("published"), default=False)
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("research project"), null=True, blank=True, related_name="outings")
    material = models.ForeignKey(Material, models.PROTECT, verbose_name=_("material told"), null=True, blank=True, related_name="+")
    met = models.JSONField(_("people met, by kind"), default=dict)
    summary = models.TextField(_("what happened"), blank=True)
    lesson = models.TextField(_("what it taught"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=OutingState.choices, default=OutingState.PLANNED)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("outing")
        verbose_name_plural = _("outings")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["unit", "-on"], name="outing_unit"), models.Index(fields=["area", "-on"], name="outing_area")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="outing_has_a_title"),
            models.CheckConstraint(condition=~Q(state="held") | Q(recorded_at__isnull=False), name="outing_held_is_recorded"),
            models.CheckConstraint(condition=Q(published=False) | Q(kind="reception", receives__isnull=False, starts__isnull=False), name="outing_published_is_a_reception"),
            models.CheckConstraint(condition=Q(slots__lte=40), name="outing_slots_make_sense"),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The title."""
        return self.title

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return OUTING_KINDS[OutingState(self.state)]

    @property
    def people(self) -> int:
        """How many people were met."""
        return sum(int(n) for n in self.met.values())

    @property
    def met_words(self) -> list[tuple[Any, int]]:
        """How many of each kind were met."""
        return [(Met(kind).label, n) for kind, n in self.met.items() if n]


class OutingMember(models.Model):
    """下基层人员: one of those who go."""

    TRAIL_VALUES = ("outing_id", "person_id")

    outing = models.ForeignKey(Outing, models.CASCADE, verbose_name=_("outing"), related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")

    class Meta:
        verbose_name = _("one who goes")
        verbose_name_plural = _("those who go")
        ordering = ["person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["outing", "person"], name="outing_member_once")]

    def __str__(self) -> str:
        return f"{self.outing_id}/{self.person_id}"


class OutingStop(models.Model):
    """走访点: a unit or company that is seen or sits at the table, or a group of households; never a single household or person.

    It shows where nobody was for long. Who lives there is nowhere, and nothing is counted for those who went.
    """

    TRAIL_VALUES = ("outing_id", "unit_id", "group")

    outing = models.ForeignKey(Outing, models.CASCADE, verbose_name=_("outing"), related_name="stops")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), null=True, related_name="+")
    group = models.CharField(_("group of households"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("stop of an outing")
        verbose_name_plural = _("stops of outings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__isnull=False, group="") | Q(unit=None) & ~Q(group=""), name="stop_is_a_unit_or_a_group"),
            models.UniqueConstraint(fields=["outing", "unit"], name="stop_unit_once"),
            models.UniqueConstraint(fields=["outing", "group"], condition=~Q(group=""), name="stop_group_once"),
        ]

    def __str__(self) -> str:
        return self.group or str(self.unit)


class Ending(models.TextChoices):
    """现场办公结果: how an item of the table ends on the day."""

    SOLVED = "solved", pgettext_lazy("item of the table", "solved now")
    BY_DATE = "by_date", pgettext_lazy("item of the table", "by a date by a unit")
    EXPLAINED = "explained", pgettext_lazy("item of the table", "explained")
    ELSEWHERE = "elsewhere", pgettext_lazy("item of the table", "other channel")
    PLANNED = "planned", pgettext_lazy("item of the table", "planned, looked at again")


class Matter(models.Model):
    """反映事项: one matter raised in an outing; where somebody has to do something it is a case.

    What is told in confidence is no matter here: only the confidential case holds it.
    """

    TRAIL_VALUES = ("outing_id", "case_id", "ending", "unit_id", "until")

    outing = models.ForeignKey(Outing, models.CASCADE, verbose_name=_("outing"), related_name="matters")
    words = models.CharField(_("what was raised"), max_length=500)
    ending = models.CharField(_("how it ends"), max_length=10, choices=Ending.choices, blank=True)
    answer = models.CharField(_("answer or arrangement"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit at the table"), null=True, blank=True, related_name="+")
    until = models.DateField(_("until, or looked at again on"), null=True, blank=True)
    case = models.OneToOneField(Case, models.PROTECT, verbose_name=_("case"), null=True, related_name="+")
    library = models.OneToOneField(Answer, models.SET_NULL, verbose_name=_("answer of the library"), null=True, related_name="+")
    at = models.DateTimeField(_("raised at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("matter raised")
        verbose_name_plural = _("matters raised")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="matter_has_words"),
            models.CheckConstraint(condition=~Q(ending="by_date") | Q(unit__isnull=False, until__isnull=False), name="matter_by_date_has_unit_and_day"),
            models.CheckConstraint(condition=~Q(ending="planned") | Q(until__isnull=False), name="matter_planned_is_looked_at_again"),
        ]

    def __str__(self) -> str:
        return self.words[:40]


class OutingPaper(models.Model):
    """签字件: the table of an outing as it was signed, or another paper signed there, brought in afterwards."""

    TRAIL_VALUES = ("outing_id",)

    outing = models.ForeignKey(Outing, models.CASCADE, verbose_name=_("outing"), related_name="papers")
    document = models.OneToOneField(StoredFile, models.PROTECT, verbose_name=_("document"), related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("brought by"), null=True, related_name="+")
    at = models.DateTimeField(_("brought at"), auto_now_add=True)

    class Meta:
        verbose_name = _("signed paper of an outing")
        verbose_name_plural = _("signed papers of outings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outing_id}"


class Booking(models.Model):
    """预约: a time of a reception day and an alias; no subject, no name."""

    TRAIL_VALUES = ("outing_id", "slot", "state")

    outing = models.ForeignKey(Outing, models.CASCADE, verbose_name=_("reception day"), related_name="bookings")
    slot = models.PositiveSmallIntegerField(_("which time"))
    alias = models.CharField(_("how you want to be called"), max_length=20)
    secret_digest = models.CharField(_("digest of the secret word"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=BookingState.choices, default=BookingState.BOOKED)
    at = models.DateTimeField(_("booked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["slot", "pk"]
        constraints = [models.UniqueConstraint(fields=["outing", "slot"], condition=Q(state="booked"), name="booking_slot_once",
                                               violation_error_message=_("Somebody else was faster: this time is taken. Choose another one."))]

    def __str__(self) -> str:
        return self.alias


class Charge(models.Model):
    """包案: a leader takes over a case until it is closed."""

    TRAIL_VALUES = ("case_id", "leader_id", "ended_at")

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=_("case"), related_name="+")
    leader = models.ForeignKey(Person, models.PROTECT, verbose_name=_("leader in charge"), related_name="+")
    since = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("case in a leader's charge")
        verbose_name_plural = _("cases in leaders' charge")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="charge_one_leader",
                                               violation_error_message=_("Another leader has this case in charge."))]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.leader_id}"
