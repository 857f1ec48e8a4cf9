"""Outings as entries of a calendar: in the own calendar of who goes, one by one, and the published reception days for everybody."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from seedbed.gatherings.calendar import Entry, source
from seedbed.grassroots import queries
from seedbed.grassroots.models import Outing
from seedbed.kernel.actor import Actor

STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}
MORNING, LASTS, SLOT = time(9), timedelta(hours=2), timedelta(minutes=20)


def entry_of(row: Outing) -> Entry:
    """Return the entry of one outing; a reception day lasts as long as its times, everything else two hours."""
    starts = datetime.combine(row.on, row.starts or MORNING, tzinfo=timezone.get_current_timezone())
    lasts = SLOT * row.slots if row.slots else LASTS
    return Entry(f"outing-{row.pk}", row.version, row.recorded_at or starts, starts, starts + lasts, row.title, f"{row.area} {row.place}".strip(), STATUS[row.state], str(row.get_kind_display()),
                 reverse("grassroots:outing", args=[row.pk]))


@source
def going(actor: Actor) -> Iterable[Entry]:
    """Return the outings that the actor takes part in."""
    return [entry_of(row) for row in queries.going(actor)[:500]]
