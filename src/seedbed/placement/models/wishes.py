"""Wishes of trainees: ranked posts (or hosts) in a window of a batch.

For those who build on them: an application's wishes are `Wish` rows with rank 1..n, each for one post or
for one host's offer (as the window says); there are none where nobody stated any, which is no fault.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models.hosts import HostOffer, Post
from seedbed.selection.models import Application, Batch


class WishWindow(models.Model):
    """志愿填报时段: when the people of a batch may state wishes, how many, and for what."""

    class Subject(models.TextChoices):
        """What a wish names."""

        POST = "post", _("single posts")
        HOST = "host", _("hosts")

    TRAIL_VALUES = ("opens_at", "closes_at", "max_choices", "wish_for")

    batch = models.OneToOneField(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    max_choices = models.PositiveSmallIntegerField(_("wishes at most"), default=5)
    wish_for = models.CharField(_("wishes name"), max_length=4, choices=Subject.choices, default=Subject.POST)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("window for wishes")
        verbose_name_plural = _("windows for wishes")
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="wish_window_ends_after_start"),
            models.CheckConstraint(condition=Q(max_choices__gte=1, max_choices__lte=20), name="wish_window_choices_bounded"),
        ]

    def __str__(self) -> str:
        return str(self.batch)


class Wish(models.Model):
    """志愿: one ranked choice of one application."""

    TRAIL_VALUES = ("application_id", "post_id", "offer_id", "rank")

    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("application"), related_name="+")
    rank = models.PositiveSmallIntegerField(pgettext_lazy("wish", "rank"))
    post = models.ForeignKey(
        Post, models.CASCADE, verbose_name=pgettext_lazy("training", "post"), null=True, blank=True, related_name="wishes"
    )
    offer = models.ForeignKey(
        HostOffer, models.CASCADE, verbose_name=_("offer of a host"), null=True, blank=True, related_name="wishes"
    )

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["application_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["application", "post"], name="wish_post_once"),
            models.UniqueConstraint(fields=["application", "offer"], name="wish_host_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="wish_rank_from_one"),
            models.CheckConstraint(
                condition=Q(post=None, offer__isnull=False) | Q(post__isnull=False, offer=None), name="wish_names_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.rank}"


class WishReceipt(models.Model):
    """志愿回执: proof that a list of wishes was handed in, with its time and hash; never edited."""

    class Way(models.TextChoices):
        """How the wishes came in."""

        SCREEN = "screen", _("on screen by the person")
        PAPER = "paper", _("from a signed paper")

    TRAIL_VALUES = ("application_id", "digest", "way", "count")

    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("application"), related_name="+")
    handed_in_at = models.DateTimeField(_("handed in at"))
    digest = models.CharField(_("hash"), max_length=64)
    count = models.PositiveSmallIntegerField(_("wishes"))
    way = models.CharField(_("way"), max_length=6, choices=Way.choices)
    paper_number = models.CharField(_("number of the signed paper"), max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("receipt of wishes")
        verbose_name_plural = _("receipts of wishes")
        ordering = ["-handed_in_at", "-pk"]
        indexes = [models.Index(fields=["application", "-handed_in_at"], name="wish_receipt_application")]
        constraints = [
            models.CheckConstraint(condition=~Q(way="paper") | ~Q(paper_number=""), name="wish_paper_has_its_number")
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def shown_digest(self) -> str:
        """The hash in groups of eight, as it is read out and fits a phone."""
        return " ".join(self.digest[i : i + 8] for i in range(0, 64, 8))
