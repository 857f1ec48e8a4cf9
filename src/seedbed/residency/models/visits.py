"""Visits to hosts, supervision, and changes that somebody asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models import ChangeOrder, HostOffer
from seedbed.residency.models.classes import ClassMember, TrainingClass
from seedbed.residency.reckoning.burden import RuleText
from seedbed.residency.states.visits import WISH_KINDS, FindingState, WishState


class Visit(models.Model):
    """走访督导: the management team at a host: a regular visit, or irregular supervision of study and work."""

    class Kind(models.TextChoices):
        """What it was."""

        VISIT = "visit", _("visit to the host")
        SUPERVISION = "supervision", _("supervision")

    TRAIL_VALUES = ("training_class_id", "offer_id", "kind", "on")

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, verbose_name=_("training class"), related_name="visits")
    offer = models.ForeignKey(HostOffer, models.PROTECT, verbose_name=_("host"), related_name="+")
    kind = models.CharField(pgettext_lazy("visit", "kind"), max_length=12, choices=Kind.choices, default=Kind.VISIT)
    on = models.DateField(_("on the day"))
    visitors = models.CharField(_("who went"), max_length=120)
    met = models.CharField(_("whom they met"), max_length=120, blank=True)
    summary = models.TextField(_("what was seen"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["training_class", "offer", "-on"], name="visit_of_host")]
        constraints = [models.CheckConstraint(condition=~Q(summary="") & ~Q(visitors=""), name="visit_says_who_and_what")]

    def __str__(self) -> str:
        return f"{self.offer} {self.on}"

    def trail_label(self) -> str:
        """The host."""
        return self.offer.trail_label()


class HostWord(models.Model):
    """企业评价: what the host said about one trainee at a visit, in its own words; no mark."""

    TRAIL_VALUES = ("visit_id", "member_id")

    visit = models.ForeignKey(Visit, models.CASCADE, verbose_name=_("visit"), related_name="words")
    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="host_words")
    said_by = models.CharField(_("said by"), max_length=40, blank=True)
    text = models.TextField(_("what the host said"))

    class Meta:
        verbose_name = _("word of a host")
        verbose_name_plural = _("words of hosts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "member"], name="host_word_once_per_visit"),
                       models.CheckConstraint(condition=~Q(text=""), name="host_word_has_a_text")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.member_id}"


class Finding(models.Model):
    """督导发现: what is to be put right after a visit, by whom and until when."""

    TRAIL_VALUES = ("visit_id", "due_on", "state")

    visit = models.ForeignKey(Visit, models.CASCADE, verbose_name=_("visit"), related_name="findings")
    text = models.CharField(_("what was found"), max_length=300)
    owner = models.CharField(_("who puts it right"), max_length=60)
    due_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=FindingState.choices, default=FindingState.OPEN)
    result = models.CharField(_("what was done"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(state="mended") | ~Q(result=""), name="finding_mended_says_how")]

    def __str__(self) -> str:
        return self.text

    def trail_label(self) -> str:
        """The number."""
        return f"#{self.pk}"


class ChangeWish(models.Model):
    """调整申请: a trainee, a host or the office asks for another post or host; the office answers with a change order or a reason."""

    class Side(models.TextChoices):
        """Who asks."""

        TRAINEE = "trainee", _("the trainee")
        HOST = "host", _("the host")

    class Wanted(models.TextChoices):
        """What is asked for."""

        POST = "post", _("another post at the same host")
        HOST = "host", _("another host")
        END = "end", _("an early end")

    TRAIL_VALUES = ("member_id", "side", "wanted", "state", "order_id")

    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="wishes")
    side = models.CharField(_("asked by"), max_length=8, choices=Side.choices)
    wanted = models.CharField(_("wanted"), max_length=6, choices=Wanted.choices)
    reason = models.CharField(_("why"), max_length=500)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=WishState.choices, default=WishState.ASKED)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by"), null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)
    order = models.OneToOneField(ChangeOrder, models.PROTECT, verbose_name=_("change order"), null=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("wish for a change")
        verbose_name_plural = _("wishes for changes")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(state="asked"), name="change_wish_one_open"),
            models.CheckConstraint(condition=~Q(reason=""), name="change_wish_has_a_reason"),
            models.CheckConstraint(condition=Q(state="asked") | Q(answered_at__isnull=False), name="change_wish_answered_has_a_time"),
        ]

    def __str__(self) -> str:
        return self.get_wanted_display()

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return WISH_KINDS[WishState(self.state)]


class BurdenRule(models.Model):
    """减负规则: how many minutes of form-filling a class may ask of a trainee each week, and how long a box takes; versions are rows."""

    TRAIL_VALUES = ("version", "limit_minutes", "seconds", "opening", "writing", "effective_from")

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    limit_minutes = models.PositiveSmallIntegerField(_("minutes of form-filling a week, at most"))
    seconds = models.JSONField(_("seconds by kind of box"))
    opening = models.PositiveSmallIntegerField(_("seconds to find and send a form"))
    writing = models.PositiveSmallIntegerField(_("minutes of one text"))
    article = models.CharField(_("article"), max_length=80)
    source = models.CharField(_("source"), max_length=160)
    effective_from = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("rule of the burden meter")
        verbose_name_plural = _("rules of the burden meter")
        ordering = ["-version"]
        constraints = [models.CheckConstraint(condition=Q(limit_minutes__gte=1, limit_minutes__lte=600), name="burden_limit_makes_sense"),
                       models.CheckConstraint(condition=~Q(article="") & ~Q(source=""), name="burden_names_its_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.article} ({self.version})"

    @property
    def read(self) -> RuleText:
        """The rule as the reckoning takes it."""
        return RuleText(self.limit_minutes, self.seconds, self.opening, self.writing, self.article, self.source)
