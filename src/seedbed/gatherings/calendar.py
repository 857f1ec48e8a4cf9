"""The schedule as an iCalendar file (RFC 5545), for the calendar programs of phones and desks."""

from collections.abc import Iterable
from datetime import UTC

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from seedbed.gatherings.models import Gathering

PRODUCT = "-//Seedbed//Schedule//ZH"
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}


def calendar_of(name: str, rows: Iterable[Gathering]) -> bytes:
    """Return the calendar of some gatherings: title, place, time, state; no names of people, no minutes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for row in rows:
        calendar.add_component(_event(row))
    return calendar.to_ical()


def _event(row: Gathering) -> Event:
    event = Event()
    event.add("uid", f"gathering-{row.pk}@seedbed")
    event.add("sequence", row.version)
    event.add("dtstamp", row.changed_at.astimezone(UTC))
    event.add("last-modified", row.changed_at.astimezone(UTC))
    event.add("dtstart", row.starts_at.astimezone(UTC))
    event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("summary", row.title)
    event.add("location", row.place)
    event.add("status", STATUS[row.state])
    why = _("Cancelled: %(title)s") % {"title": row.why_cancelled} if row.why_cancelled else ""
    event.add("description", f"{row.get_kind_display()} · {row.circle.name}\n{why}".strip())
    return event
