"""The time line of an application: whole for those who run the batch, outward for the person and the unit."""

from django.utils.translation import gettext as _

from seedbed.directory.queries.names import names_of
from seedbed.kernel.actions import REGISTER
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.queries import trail_of
from seedbed.kernel.screen import Event
from seedbed.selection.models import Application
from seedbed.selection.states import APPLICATION_MOVES

SIZE = 30


def inside_events(application: Application, *, before: str = "") -> tuple[list[Event], str]:
    """Return what happened to an application with who and why, the newest first, and the query of the older ones."""
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    lines = list(trail_of(application, before=place, limit=SIZE + 1))
    older = f"?before={lines[SIZE - 1].seq}" if len(lines) > SIZE else ""
    who = names_of(lines[:SIZE])
    return [_event(line, who[line.seq]) for line in lines[:SIZE]], older


def _event(line: AuditEvent, who: str) -> Event:
    moves = {move.name: move.label for move in APPLICATION_MOVES}
    known = REGISTER.get(line.action)
    title = moves.get(line.what) or (known.label if known else line.action)
    kind = {"return": "warn", "fail": "bad", "refuse": "bad", "overrule": "warn", "give_up": "bad", "release": "good", "pass": "good"}
    return Event(line.at, title, who=who, text=line.note, kind=kind.get(line.what, "neutral"))


def outward_events(application: Application) -> list[Event]:
    """Return what the person and the unit may know: hand-in, return, opinion, decision once it is released."""
    batch = application.batch
    events = []
    if application.submitted_at:
        text = _("Number %(number)s, receipt %(receipt)s") % {"number": application.shown_number, "receipt": application.receipt} if application.receipt else ""
        events.append(Event(application.submitted_at, _("Submitted"), text=text, kind="info"))
    if application.recommended_at:
        events.append(Event(application.recommended_at, _("Recommended by the unit"), text=application.opinion, kind="good"))
    if batch.released_at and batch.is_released:
        events.append(Event(batch.released_at, _("Decisions released"), text=application.outward_label, kind="done"))
    if application.moved_up_at:
        events.append(Event(application.moved_up_at, _("Moved up from the reserve list"), kind="good"))
    return sorted(events, key=lambda event: event.at, reverse=True)
