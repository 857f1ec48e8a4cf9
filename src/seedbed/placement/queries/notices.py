"""Reads of the public notices of a batch."""

from collections.abc import Sequence
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
    return stand_of_each([batch.pk])[batch.pk]


def stand_of_each(batches: Sequence[int]) -> dict[int, NoticeStand]:
    """Return how it stands with the public notices of several batches, in two queries together."""
    links = list(BatchNotice.objects.filter(batch__in=batches).select_related("notice"))
    counts = Objection.objects.filter(notice__in=[link.notice_id for link in links]).order_by().values("notice").annotate(
        all=Count("pk"), unanswered=Count("pk", filter=~Q(state=ObjectionState.ANSWERED)))
    found = {row["notice"]: row for row in counts}
    stands = {}
    for pk in batches:
        own = [link for link in links if link.batch_id == pk]
        told = [found[link.notice_id] for link in own if link.notice_id in found]
        stands[pk] = NoticeStand(own[0].notice if own else None, sum(row["all"] for row in told), sum(row["unanswered"] for row in told))
    return stands


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
