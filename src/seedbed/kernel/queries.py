"""Reads of the foundations."""

from datetime import date

from django.db.models import Max, Model, QuerySet

from seedbed.kernel.models import AuditEvent, CalendarYear, OutboxMessage, Workday


def calendar_table(first: date, last: date) -> dict[date, bool]:
    """Return the site's own calendar between two dates; empty where the library's word holds."""
    return dict(Workday.objects.filter(date__range=(first, last)).values_list("date", "works"))


def calendar_versions() -> dict[int, int]:
    """Return the newest version of each year whose official calendar was taken in."""
    return dict(CalendarYear.objects.order_by().values_list("year").annotate(Max("version")))


def trail_of(obj: Model, *, before: int | None = None, limit: int = 50) -> QuerySet[AuditEvent]:
    """Return the newest lines of one object, paged by line number."""
    lines = AuditEvent.objects.filter(object_type=obj._meta.label, object_id=str(obj.pk)).order_by("-seq")
    if before is not None:
        lines = lines.filter(seq__lt=before)
    return lines[:limit]


def inbox_of(account_id: int, *, limit: int = 50) -> QuerySet[OutboxMessage]:
    """Return the newest messages for one account inside the product."""
    return OutboxMessage.objects.filter(channel="inbox", recipient=str(account_id)).order_by("-created_at")[:limit]


def unread_count(account_id: int) -> int:
    """Return how many messages wait unread, at most 100."""
    rows = OutboxMessage.objects.filter(channel="inbox", recipient=str(account_id), read_at=None)
    return rows[:100].count()
