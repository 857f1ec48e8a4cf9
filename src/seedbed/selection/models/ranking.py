from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Account
from seedbed.selection.models.programme import Batch
from seedbed.selection.models.rulesets import RuleSet


class Ranking(models.Model):
    """排序结果: one computed order with the rule version and the reason of every place; never edited."""

    TRAIL_VALUES = ("batch_id", "rule_set_id", "seats", "people")

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("batch"), related_name="rankings")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, verbose_name=_("order of priority"), related_name="+")
    seats = models.PositiveIntegerField(_("seats"))
    people = models.PositiveIntegerField(_("people"))
    rows = models.JSONField(_("places"))
    made_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("made by"), null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["batch", "-made_at"], name="ranking_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.made_at:%Y-%m-%d %H:%M}"
