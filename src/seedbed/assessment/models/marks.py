"""Mark sheets, marks, what each rests on, and how it was changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seedbed.assessment.models.rounds import Assessment, Assessor
from seedbed.assessment.states import SHEET_KINDS, Basis, SheetState


class MarkSheet(models.Model):
    """评分表: what one assessor gives to one person."""

    TRAIL_VALUES = ("assessment_id", "assessor_id", "state", "given_at")

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="sheets")
    assessor = models.ForeignKey(Assessor, models.CASCADE, verbose_name=_("assessor"), related_name="sheets")
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices, default=SheetState.OPEN)
    word = models.TextField(_("in words"), blank=True)
    given_at = models.DateTimeField(_("handed in at"), null=True)

    class Meta:
        verbose_name = _("mark sheet")
        verbose_name_plural = _("mark sheets")
        ordering = ["assessor", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "assessor"], name="mark_sheet_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.assessor_id}"

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return SHEET_KINDS[SheetState(self.state)]


class Mark(models.Model):
    """得分: one criterion on one sheet, in hundredths of a point."""

    TRAIL_VALUES = ("sheet_id", "criterion", "points")

    sheet = models.ForeignKey(MarkSheet, models.CASCADE, verbose_name=_("mark sheet"), related_name="marks")
    criterion = models.SlugField(_("criterion"), max_length=40)
    points = models.PositiveIntegerField(_("mark (hundredths)"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(points__lte=10_000), name="mark_is_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.points / 100:g}"


class Evidence(models.Model):
    """得分依据: what a mark rests on, by kind and in words a person can follow up."""

    TRAIL_VALUES = ("mark_id", "basis", "on")

    mark = models.ForeignKey(Mark, models.CASCADE, verbose_name=_("mark"), related_name="evidence")
    basis = models.CharField(_("kind of evidence"), max_length=10, choices=Basis.choices)
    text = models.CharField(_("evidence"), max_length=400)
    on = models.DateField(_("of the day"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence of a mark")
        verbose_name_plural = _("evidence of marks")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="evidence_says_something")]

    def __str__(self) -> str:
        return self.text[:40]


class MarkChange(models.Model):
    """分数调整: a mark that was changed after its sheet was handed in, with the reason."""

    TRAIL_VALUES = ("mark_id", "before", "after", "reason")

    mark = models.ForeignKey(Mark, models.CASCADE, verbose_name=_("mark"), related_name="changes")
    before = models.PositiveIntegerField(_("before (hundredths)"))
    after = models.PositiveIntegerField(_("after (hundredths)"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("changed by"), null=True, related_name="+")
    at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a mark")
        verbose_name_plural = _("changes of marks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mark_change_has_a_reason"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="mark_change_changes_something"),
        ]

    def __str__(self) -> str:
        return self.reason[:40]
