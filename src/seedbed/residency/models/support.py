"""Which member a service ticket belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.casework.models import Ticket
from seedbed.residency.models.classes import ClassMember


class MemberTicket(models.Model):
    """学员工单: says that a service ticket was asked by, or for, a member of a class.

    Casework never learns what a ticket belongs to; this row is the link. `lesson` is what the host should do
    differently next time, once it was carried over to the host.
    """

    TRAIL_VALUES = ("member_id", "ticket_id")

    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="tickets")
    ticket = models.OneToOneField(Ticket, models.PROTECT, verbose_name=_("service ticket"), related_name="+")
    lesson = models.CharField(_("condition for the host next time"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ticket of a member")
        verbose_name_plural = _("tickets of members")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.ticket)

    def trail_label(self) -> str:
        """The number of the ticket."""
        return self.ticket.number
