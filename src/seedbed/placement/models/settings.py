"""What an officer sets before a match: weights, rules, locks, bans, pairs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models.hosts import HostOffer, Post
from seedbed.selection.models import Application, Batch


class WeightSet(models.Model):
    """匹配权重: one version of the weights of a batch; never edited, a change makes the next version."""

    TRAIL_VALUES = ("batch_id", "version", "values", "note")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    version = models.PositiveIntegerField(_("version"))
    values = models.JSONField(_("weights"))
    note = models.CharField(_("why they were changed"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        verbose_name = _("weights")
        verbose_name_plural = _("weights")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["batch", "version"], name="weights_version_once")]

    def __str__(self) -> str:
        return f"v{self.version}"

    def trail_label(self) -> str:
        """The version."""
        return str(self)


class RuleKind(models.TextChoices):
    """匹配规则种类."""

    UNIT_CAP = "unit_cap", _("at most so many of one unit at one host")
    COUNTY_CAP = "county_cap", _("at most so many of one county at one host")
    PARTY_PER_HOST = "party_per_host", _("at least so many Party members at every host that is used")
    PARTY_PER_DISTRICT = "party_per_district", _("at least so many Party members in every district that is used")
    HOST_MINIMUM = "host_minimum", _("a host is used only from so many people")


class MatchRule(models.Model):
    """匹配规则: one rule that every plan of the batch keeps."""

    TRAIL_VALUES = ("batch_id", "kind", "number", "note")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    kind = models.CharField(_("rule"), max_length=20, choices=RuleKind.choices)
    number = models.PositiveSmallIntegerField(pgettext_lazy("quantity", "number"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        verbose_name = _("matching rule")
        verbose_name_plural = _("matching rules")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind"], name="match_rule_once_per_kind"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="match_rule_number_is_small"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class _Place(models.Model):
    """A place named by an officer: one post, or any post of one host."""

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("application"), related_name="+")
    post = models.ForeignKey(
        Post, models.CASCADE, verbose_name=pgettext_lazy("training", "post"), null=True, blank=True, related_name="+"
    )
    offer = models.ForeignKey(
        HostOffer, models.CASCADE, verbose_name=_("any post of this host"), null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        abstract = True


class Lock(_Place):
    """锁定: this person goes here in every further run."""

    TRAIL_VALUES = ("batch_id", "application_id", "post_id", "offer_id")

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "application"], name="lock_once_per_person"),
            models.CheckConstraint(
                condition=Q(post=None, offer__isnull=False) | Q(post__isnull=False, offer=None), name="lock_names_one_place"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"


class Ban(_Place):
    """禁配: this person does not go here in any further run."""

    TRAIL_VALUES = ("batch_id", "application_id", "post_id", "offer_id")

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "post", "offer"], name="ban_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(post=None, offer__isnull=False) | Q(post__isnull=False, offer=None), name="ban_names_one_place"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ban_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"


class Pair(models.Model):
    """结伴或分开: two people who go to the same host, or to different ones."""

    class Kind(models.TextChoices):
        """Together or apart."""

        TOGETHER = "together", _("to the same host")
        APART = "apart", _("to different hosts")

    TRAIL_VALUES = ("batch_id", "kind", "first_id", "second_id")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="+")
    kind = models.CharField(_("how"), max_length=10, choices=Kind.choices)
    first = models.ForeignKey(Application, models.CASCADE, verbose_name=_("first person"), related_name="+")
    second = models.ForeignKey(Application, models.CASCADE, verbose_name=_("second person"), related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("set by"), null=True, related_name="+")
    created_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="pair_in_one_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="pair_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.second_id}"
