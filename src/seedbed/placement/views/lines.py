"""Lines of the trail as entries of a time line."""

from django.db.models import Model

from seedbed.directory.queries.names import names_of
from seedbed.kernel.actions import REGISTER
from seedbed.kernel.queries import trail_of
from seedbed.kernel.screen import Event


def events_of(obj: Model, limit: int = 20) -> list[Event]:
    """Return the newest lines of one object: what was done, by whom, with which reason."""
    lines = list(trail_of(obj, limit=limit))
    who = names_of(lines)
    return [Event(line.at, REGISTER[line.action].label if line.action in REGISTER else line.action, who=who[line.seq], text=line.note) for line in lines]
