from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalPaper(models.Model):
    """批件: a superior's signed paper that stands for the second person in a small office."""

    TRAIL_VALUES = ("number", "issuer", "issued_on")

    number = models.CharField(_("paper number"), max_length=80)
    issuer = models.CharField(_("signed by"), max_length=120)
    issued_on = models.DateField(_("date of the paper"))
    purpose = models.CharField(_("what it approves"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), related_name="+")
    at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval paper")
        verbose_name_plural = _("approval papers")
        constraints = [
            models.CheckConstraint(condition=~models.Q(number="") & ~models.Q(issuer=""), name="approval_paper_is_named")
        ]

    def __str__(self) -> str:
        return self.number
