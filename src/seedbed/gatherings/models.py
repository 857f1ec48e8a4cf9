"""Tables of gatherings: circles of people, what they plan, who was missing, what was agreed.

Nothing here knows who uses it: the room that opens a circle keeps its id. The desk on the circle and the
people in it decide alone who may see what.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.gatherings.states import GATHERING_KINDS, ITEM_KINDS, GatheringState, ItemState
from seedbed.kernel.models import SignedLink


class GatheringKind(models.TextChoices):
    """活动类型."""

    STUDY = "study", _("study together")
    SHARING = "sharing", _("sharing by a member")
    SEMINAR = "seminar", _("seminar on a theme")
    THEME_DAY = "theme_day", _("theme day of the Party branch")
    LESSON = "lesson", _("lesson or briefing")
    TOUR = "tour", _("visit to a company or place")
    MEETING = "meeting", pgettext_lazy("gathering", "meeting")
    VIDEO = "video", _("video meeting")


class Circle(models.Model):
    """参加范围: people who meet again and again, and the desk that runs their meetings."""

    TRAIL_VALUES = ("desk_id", "name", "ended_on")

    desk = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("desk"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    ended_on = models.DateField(_("ended on"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="circle_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """The name of the circle."""
        return self.name


class CircleMember(models.Model):
    """参加人员: one person in a circle from a day on; `keeps` may write its records."""

    TRAIL_VALUES = ("circle_id", "person_id", "keeps", "since", "until")

    circle = models.ForeignKey(Circle, models.CASCADE, verbose_name=_("circle"), related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    keeps = models.BooleanField(_("writes the records"), default=False)
    since = models.DateField(_("from"))
    until = models.DateField(_("until (day after the last day)"), null=True)

    class Meta:
        verbose_name = _("member of a circle")
        verbose_name_plural = _("members of circles")
        ordering = ["person__sort_key", "pk"]
        indexes = [models.Index(fields=["person", "circle"], name="circle_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], condition=Q(until=None), name="circle_member_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="circle_member_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.circle_id}/{self.person_id}"


class Series(models.Model):
    """系列活动: the same thing again and again; its dates are gatherings of their own, so that one can move."""

    TRAIL_VALUES = ("circle_id", "kind", "title", "first_on", "last_on", "every_weeks")

    circle = models.ForeignKey(Circle, models.PROTECT, verbose_name=_("circle"), related_name="series")
    kind = models.CharField(pgettext_lazy("gathering", "kind"), max_length=10, choices=GatheringKind.choices)
    title = models.CharField(_("title"), max_length=120)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    every_weeks = models.PositiveSmallIntegerField(_("every how many weeks"), default=1)

    class Meta:
        verbose_name = _("series of gatherings")
        verbose_name_plural = _("series of gatherings")
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="series_ends_after_start"),
            models.CheckConstraint(condition=Q(every_weeks__gte=1, every_weeks__lte=12), name="series_rhythm_makes_sense"),
        ]

    def __str__(self) -> str:
        return self.title


class Gathering(models.Model):
    """活动: one planned meeting or lesson. Everybody in the circle is expected; only who was missing is noted."""

    TRAIL_VALUES = ("circle_id", "series_id", "kind", "title", "place", "starts_at", "ends_at", "state", "lead_id")

    circle = models.ForeignKey(Circle, models.PROTECT, verbose_name=_("circle"), related_name="gatherings")
    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("series of gatherings"), null=True, related_name="gatherings")
    kind = models.CharField(pgettext_lazy("gathering", "kind"), max_length=10, choices=GatheringKind.choices)
    title = models.CharField(_("title"), max_length=120)
    place = models.CharField(pgettext_lazy("gathering", "place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    lead = models.ForeignKey(Person, models.PROTECT, verbose_name=_("speaks or leads"), null=True, blank=True, related_name="+")
    agenda = models.TextField(_("agenda and material"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=GatheringState.choices, default=GatheringState.PLANNED)
    why_cancelled = models.CharField(_("why it was cancelled"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), null=True)
    changed_at = models.DateTimeField(_("changed at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["circle", "starts_at"], name="gathering_circle")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="gathering_has_a_title"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start",
                                   violation_error_message=_("A gathering ends after it has begun.")),
            models.CheckConstraint(condition=~Q(state="held") | Q(recorded_at__isnull=False), name="gathering_held_has_its_record"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(why_cancelled=""), name="gathering_cancelled_has_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The title."""
        return self.title

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return GATHERING_KINDS[GatheringState(self.state)]


class Absence(models.Model):
    """缺席: the exception: one expected person who was or will be missing, and why."""

    class Reason(models.TextChoices):
        """Why somebody was missing."""

        EXCUSED = "excused", pgettext_lazy("absence", "excused")
        LEAVE = "leave", pgettext_lazy("absence", "on leave")
        MISSING = "missing", pgettext_lazy("absence", "missing without word")

    TRAIL_VALUES = ("gathering_id", "person_id", "reason")

    gathering = models.ForeignKey(Gathering, models.CASCADE, verbose_name=_("gathering"), related_name="absences")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, default=Reason.EXCUSED)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="absence_once")]

    def __str__(self) -> str:
        return f"{self.gathering_id}/{self.person_id}"


class ActionItem(models.Model):
    """议定事项: what was agreed in a gathering, who does it and until when."""

    TRAIL_VALUES = ("gathering_id", "owner_id", "due_on", "state")

    gathering = models.ForeignKey(Gathering, models.PROTECT, verbose_name=_("agreed in"), related_name="items")
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, verbose_name=_("who does it"), related_name="+")
    due_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices, default=ItemState.OPEN)
    result = models.CharField(_("result"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner", "state", "due_on"], name="item_of_owner")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="item_has_a_text"),
            models.CheckConstraint(condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                                   name="item_closed_has_a_time"),
        ]

    def __str__(self) -> str:
        return self.text

    def trail_label(self) -> str:
        """The number of the item."""
        return f"#{self.pk}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return ITEM_KINDS[ItemState(self.state)]


class Feed(models.Model):
    """日历订阅: the address under which a calendar program reads one account's schedule; only its hash is kept."""

    TRAIL_VALUES = ("account_id", "link_id")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="+")
    link = models.OneToOneField(SignedLink, models.PROTECT, verbose_name=_("signed link"), related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account_id}"
