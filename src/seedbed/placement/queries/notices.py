"""Reads of the public notices of a batch."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.casework.models import Objection, PublicNotice
from seedbed.casework.queries import is_open
from seedbed.casework.states import NoticeState, ObjectionState
from seedbed.placement.models import BatchNotice
from seedbed.selection.models import Batch


@dataclass(frozen=True)
class NoticeStand:
    """The newest public notice of a batch; how many objections came to all its notices, how many of them wait."""

    notice: PublicNotice | None
    objections: int
    unanswered: int

    @property
    def is_under_way(self) -> bool:
        """Whether a notice is drafted or published: then no other one is drafted."""
        return self.notice is not None and self.notice.state in {NoticeState.DRAFT, NoticeState.PUBLISHED}

    @property
    def has_run(self) -> bool:
        """Whether the newest notice stood until its last day and every objection is answered."""
        return self.notice is not None and self.notice.state != NoticeState.TAKEN_DOWN and not hindrance(self)


def stand_of(batch: Batch) -> NoticeStand:
    """Return how it stands with the public notice of a visible batch, in two queries."""
    link = BatchNotice.objects.filter(batch=batch).select_related("notice").first()
    of_batch = Objection.objects.filter(notice__in=BatchNotice.objects.filter(batch=batch).order_by().values("notice"))
    counts = of_batch.aggregate(all=Count("pk"), unanswered=Count("pk", filter=~Q(state=ObjectionState.ANSWERED)))
    return NoticeStand(link.notice if link else None, counts["all"], counts["unanswered"])


def hindrance(stand: NoticeStand) -> str:
    """Return the sentence that says why the plan is not published yet, or ""; no notice at all hinders nothing.

    The last day counts whole. A notice whose last day is over does not hinder, even before it was closed.
    """
    notice = stand.notice
    if notice is not None and notice.state == NoticeState.DRAFT:
        return _("The public notice %(number)s is only drafted. Publish it and wait for its last day, or take it down.") % {"number": notice.number}
    if notice is not None and notice.ends_on is not None and is_open(notice):
        return _("The public notice runs until the end of %(day)s. The plan can be published after that day.") % {
            "day": notice.ends_on.isoformat()}
    if stand.unanswered:
        return ngettext("%(count)d objection to the public notice is not answered yet. Answer it first.",
                        "%(count)d objections to the public notice are not answered yet. Answer them first.",
                        stand.unanswered) % {"count": stand.unanswered}
    return ""
