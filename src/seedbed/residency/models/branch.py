"""The temporary Party branch of a class."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seedbed.gatherings.models import Circle
from seedbed.residency.models.classes import ClassMember, TrainingClass
from seedbed.residency.states.branch import BRANCH_KINDS, BranchState


class BranchRule(models.Model):
    """临时党支部规定: from how many members on, up to how many, and what it may not do; versions with article and source."""

    TRAIL_VALUES = ("version", "at_least", "at_most", "forbidden", "article", "source", "effective_from")

    version = models.PositiveIntegerField(_("version"), unique=True)
    at_least = models.PositiveSmallIntegerField(_("full members at least"), default=3)
    at_most = models.PositiveSmallIntegerField(_("members at most"), default=50)
    forbidden = models.JSONField(_("what it may not do"), default=list)
    article = models.CharField(_("article"), max_length=60)
    source = models.CharField(_("source"), max_length=200)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("rule of temporary branches")
        verbose_name_plural = _("rules of temporary branches")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.source}{self.article}"


class TempBranch(models.Model):
    """临时党支部: set up by the higher Party organisation's approval, its posts appointed, gone when the class ends.

    `record` is the file that stays: posts, sessions with minutes, what was agreed; frozen when it dissolves.
    """

    TRAIL_VALUES: ClassVar[tuple[str, ...]] = (
        "training_class_id", "name", "state", "rule_id", "approval_number", "approval_issuer", "approved_on", "planned_at", "dissolved_on", "digest")

    training_class = models.OneToOneField(TrainingClass, models.PROTECT, verbose_name=_("training class"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    circle = models.OneToOneField(Circle, models.PROTECT, verbose_name=_("circle"), null=True, related_name="+")
    rule = models.ForeignKey(BranchRule, models.PROTECT, verbose_name=_("rule"), related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BranchState.choices, default=BranchState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    approval_number = models.CharField(_("number of the approval"), max_length=80, blank=True)
    approval_issuer = models.CharField(_("approved by (Party organisation)"), max_length=120, blank=True)
    approved_on = models.DateField(_("approved on"), null=True)
    planned_at = models.DateTimeField(_("planned at"), null=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True)
    record = models.JSONField(_("file that stays"), null=True)
    digest = models.CharField(_("digest of the file"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("temporary branch")
        verbose_name_plural = _("temporary branches")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", approved_on=None)
                | (~Q(state="proposed") & Q(approved_on__isnull=False, circle__isnull=False) & ~Q(approval_number="") & ~Q(approval_issuer="")),
                name="branch_set_up_has_its_approval"),
            models.CheckConstraint(
                condition=(~Q(state="dissolved") & Q(dissolved_on=None, record=None)) | Q(state="dissolved", dissolved_on__isnull=False, record__isnull=False),
                name="branch_dissolved_leaves_its_file"),
        ]

    def __str__(self) -> str:
        return self.name

    def trail_label(self) -> str:
        """The name of the branch."""
        return self.name

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return BRANCH_KINDS[BranchState(self.state)]


class BranchPost(models.Model):
    """支部职务: appointed, never elected."""

    class Post(models.TextChoices):
        """Which post."""

        SECRETARY = "secretary", _("secretary")
        DEPUTY = "deputy", _("deputy secretary")
        ORGANISATION = "organisation", _("committee member for organisation")
        PUBLICITY = "publicity", _("committee member for publicity of the branch")
        DISCIPLINE = "discipline", _("committee member for discipline")

    TRAIL_VALUES = ("branch_id", "member_id", "post")

    branch = models.ForeignKey(TempBranch, models.CASCADE, verbose_name=_("temporary branch"), related_name="posts")
    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="+")
    post = models.CharField(_("post in the branch"), max_length=12, choices=Post.choices)

    class Meta:
        verbose_name = _("post in a branch")
        verbose_name_plural = _("posts in branches")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "post"], name="branch_post_once"),
            models.UniqueConstraint(fields=["branch", "member"], name="branch_one_post_each"),
        ]

    def __str__(self) -> str:
        return self.get_post_display()
