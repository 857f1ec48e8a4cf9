"""Tables around cases: who is on a confidential one, which unit is barred, links, call-backs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.models.cases import Case
from seedbed.casework.models.clocks import OfCase
from seedbed.casework.states import ExclusionState
from seedbed.directory.models import Unit
from seedbed.kernel.models import StoredFile


class CaseAccess(OfCase, models.Model):
    """知悉范围: somebody who is on a confidential case; nobody else knows that it exists."""

    TRAIL_VALUES = ("case_id", "account_id")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="access")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+")

    class Meta:
        verbose_name = _("person on a confidential case")
        verbose_name_plural = _("people on confidential cases")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="case_access_once")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.account_id}"


class CaseBar(OfCase, models.Model):
    """回避: a unit whose people must not see a case, because it is about them."""

    TRAIL_VALUES = ("case_id", "unit_id")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="bars")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=pgettext_lazy("organisation", "unit"), related_name="+")

    class Meta:
        verbose_name = _("barred unit")
        verbose_name_plural = _("barred units")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="case_bar_once")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.unit_id}"


class CaseRecusal(OfCase, models.Model):
    """个人回避: somebody with an interest of their own in a case, who neither sees it nor works on it."""

    TRAIL_VALUES = ("case_id", "account_id")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="recusals")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+")

    class Meta:
        verbose_name = _("person who stepped aside")
        verbose_name_plural = _("people who stepped aside")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="case_recusal_once", violation_error_message=_("This person has stepped aside already."))]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.account_id}"


class CaseFollow(OfCase, models.Model):
    """关注: somebody who sees a case and wants to be told how it goes on; it gives no right to see it."""

    TRAIL_VALUES = ("case_id", "account_id")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="follows")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+")

    class Meta:
        verbose_name = _("follower of a case")
        verbose_name_plural = _("followers of cases")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="case_follow_once", violation_error_message=_("You follow this case already."))]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.account_id}"


class CaseFile(OfCase, models.Model):
    """附件: a picture, a letter or a paper of a case, seen by whoever sees the case; nobody has to bring one."""

    TRAIL_VALUES = ("case_id",)

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="files")
    document = models.OneToOneField(StoredFile, models.PROTECT, verbose_name=_("document"), related_name="+")
    label = models.CharField(_("what it shows"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("brought by"), null=True, related_name="+")
    at = models.DateTimeField(_("brought at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}"


class CaseLink(OfCase, models.Model):
    """关联: two cases that belong together; never fused, and taken apart again with a reason."""

    class Kind(models.TextChoices):
        """How they belong together."""

        REPEAT = "repeat", pgettext_lazy("link of cases", "said again by the same person")
        SAME = "same", pgettext_lazy("link of cases", "the same matter, other people")
        FOLLOWS = "follows", pgettext_lazy("link of cases", "follows from it")

    TRAIL_VALUES = ("case_id", "other_id", "kind", "undone_at")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, verbose_name=_("other case"), related_name="links_back")
    kind = models.CharField(pgettext_lazy("link of cases", "kind"), max_length=8, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("linked by"), null=True, related_name="+")
    at = models.DateTimeField(_("linked at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken apart at"), null=True)
    undone_why = models.CharField(_("why it was taken apart"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("link of cases")
        verbose_name_plural = _("links of cases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], condition=Q(undone_at=None), name="case_link_once",
                                    violation_error_message=_("These two cases are linked already.")),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_of_two"),
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(undone_why=""), name="case_link_undone_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}–{self.other_id}"


class CallBack(OfCase, models.Model):
    """回访: whether the person was reached, and two questions: is it solved, are you satisfied.

    One row per closing; a later call adds a row and never overwrites.
    """

    class Solved(models.TextChoices):
        """是否解决."""

        YES = "yes", pgettext_lazy("solved?", "yes")
        PARTLY = "partly", pgettext_lazy("solved?", "partly")
        NO = "no", pgettext_lazy("solved?", "no")

    class Satisfied(models.TextChoices):
        """是否满意."""

        YES = "yes", pgettext_lazy("satisfied?", "satisfied")
        PARTLY = "partly", pgettext_lazy("satisfied?", "fairly satisfied")
        NO = "no", pgettext_lazy("satisfied?", "not satisfied")

    TRAIL_VALUES = ("case_id", "reached", "solved", "satisfied", "exclusion", "late")

    case = models.ForeignKey(Case, models.CASCADE, verbose_name=_("case"), related_name="calls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), null=True, related_name="+")
    at = models.DateTimeField(_("asked at"), auto_now_add=True)
    reached = models.BooleanField(_("reached"))
    solved = models.CharField(_("Is it solved?"), max_length=6, choices=Solved.choices, blank=True)
    satisfied = models.CharField(_("Are you satisfied?"), max_length=6, choices=Satisfied.choices, blank=True)
    word = models.CharField(_("a word"), max_length=300, blank=True)
    late = models.BooleanField(_("a later answer, not counted"), default=False)
    exclusion = models.CharField(_("counted in the rates"), max_length=8, choices=ExclusionState.choices, default=ExclusionState.NONE)
    exclusion_why = models.CharField(_("why it should not count"), max_length=300, blank=True)
    exclusion_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("exclusion asked by"), null=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reached=True) | Q(solved="", satisfied=""), name="call_answers_when_reached"),
            models.CheckConstraint(condition=Q(exclusion="none") | ~Q(exclusion_why=""), name="call_exclusion_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"
