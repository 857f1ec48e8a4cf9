"""Unscoped reads, for actions and jobs only."""

from datetime import date

from django.db.models import QuerySet

from seedbed.casework.models import NoticeRule, PublicNotice, TicketRule


def notices_over(today: date) -> QuerySet[PublicNotice]:
    """Return published notices whose last day lies before `today`."""
    return PublicNotice.objects.filter(state="published", ends_on__lt=today)


def rules_of(kind: str) -> QuerySet[NoticeRule]:
    """Return every version of the rule of one kind, the newest first."""
    return NoticeRule.objects.filter(kind=kind).order_by("-version")


def last_number(year: int) -> int:
    """Return the highest number used in a year, 0 before the first."""
    numbers = PublicNotice.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    return max((int(n.split("-")[1]) for n in numbers), default=0)


def ticket_rules_of(kind: str) -> QuerySet[TicketRule]:
    """Return every version of the limits of one kind of ticket, the newest first."""
    return TicketRule.objects.filter(kind=kind).order_by("-version")
