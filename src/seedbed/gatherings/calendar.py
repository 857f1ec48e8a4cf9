"""The schedule as an iCalendar file (RFC 5545), for the calendar programs of phones and desks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from seedbed.gatherings.models import Gathering
from seedbed.kernel.actor import Actor

PRODUCT = "-//Seedbed//Schedule//ZH"
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}
SOURCES: list[Callable[[Actor], "Iterable[Entry]"]] = []  # later rooms put what stands in somebody's own calendar besides


@dataclass(frozen=True)
class Entry:
    """What a calendar program is told of one thing: title, place, time, state; no names of people, no minutes."""

    uid: str
    version: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    status: str
    text: str = ""
    url: str = ""  # where the page of the thing is; calendar programs are not told


def source(function: Callable[[Actor], Iterable[Entry]]) -> Callable[[Actor], Iterable[Entry]]:
    """Let a later room add entries to the own calendar of people."""
    SOURCES.append(function)
    return function


def more_of(actor: Actor, since: datetime) -> list[Entry]:
    """Return what later rooms put into the actor's own calendar, as far as it ends later than `since`."""
    return sorted((row for more in SOURCES for row in more(actor) if row.ends_at > since), key=lambda row: row.starts_at)


def entries_of(rows: Iterable[Gathering]) -> list[Entry]:
    """Return the entries of some gatherings."""
    return [_entry(row) for row in rows]


def _entry(row: Gathering) -> Entry:
    why = _("Cancelled: %(title)s") % {"title": row.why_cancelled} if row.why_cancelled else ""
    return Entry(f"gathering-{row.pk}", row.version, row.changed_at, row.starts_at, row.ends_at, row.title, row.place, STATUS[row.state],
                 f"{row.get_kind_display()} · {row.circle.name}\n{why}".strip())


def calendar_of(name: str, rows: Iterable[Entry]) -> bytes:
    """Return a calendar of some entries."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for row in rows:
        calendar.add_component(_event(row))
    return calendar.to_ical()


def _event(row: Entry) -> Event:
    event = Event()
    event.add("uid", f"{row.uid}@seedbed")
    event.add("sequence", row.version)
    event.add("dtstamp", row.changed_at.astimezone(UTC))
    event.add("last-modified", row.changed_at.astimezone(UTC))
    event.add("dtstart", row.starts_at.astimezone(UTC))
    event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("summary", row.title)
    event.add("location", row.place)
    event.add("status", row.status)
    event.add("description", row.text)
    return event
