"""Reads for a person's file: finding people, and the time line with who opened it."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from seedbed.directory.models import Account, Person
from seedbed.directory.queries import accounts_visible_to, people_visible_to
from seedbed.directory.queries.names import names_of
from seedbed.kernel.actions import REGISTER
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.queries import trail_of
from seedbed.kernel.screen import Event

OPENED = "opened"
AGAIN_AFTER = timedelta(minutes=30)
SIZE = 30


def people_called(actor: Actor, text: str) -> QuerySet[Person]:
    """Return the visible people whose name contains the text or whose reading begins with it."""
    text = text.strip()
    return people_visible_to(actor).filter(Q(name__contains=text) | Q(sort_key__startswith=text.lower()))


def opens_anew(person: Person, actor: Actor) -> bool:
    """Tell whether this opening is worth a line: not by the person, and not again within half an hour."""
    if actor.account is not None and actor.account.person_id == person.pk:
        return False
    since = timezone.now() - AGAIN_AFTER
    return not _lines(person).filter(what=OPENED, actor_kind=actor.kind, actor_id=actor.id, at__gte=since).exists()


def _lines(person: Person) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type=person._meta.label, object_id=str(person.pk))


def _page(person: Person, before: str) -> list[AuditEvent]:
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    return list(trail_of(person, before=place, limit=SIZE + 1))


def events_of(person: Person, *, before: str = "") -> list[Event]:
    """Return what happened to the file, the newest first: changes, openings, with reason and who."""
    lines = _page(person, before)[:SIZE]
    who = names_of(lines)
    return [_event(line, who[line.seq]) for line in lines]


def older_of(person: Person, *, before: str = "") -> str:
    """Return the query string of the older lines, or ""."""
    lines = _page(person, before)
    return f"?before={lines[SIZE - 1].seq}" if len(lines) > SIZE else ""


def _event(line: AuditEvent, who: str) -> Event:
    known = REGISTER.get(line.action)
    kind = "warn" if line.what == "revealed" else "neutral"
    title = _("Opened the file") if line.what == OPENED else str(known.label) if known else line.action
    fields = [str(getattr(Person._meta.get_field(name.removesuffix("_id")), "verbose_name", name)) for name in line.changes if _is_field(name)]
    text = line.note if not fields or line.what == "added" else f"{'、'.join(fields)} {line.note}".strip()
    return Event(line.at, title, who=who, text=text, kind=kind)


def _is_field(name: str) -> bool:
    known = {f.attname for f in Person._meta.concrete_fields} | {f.name for f in Person._meta.concrete_fields}
    return name in known


def accounts_called(actor: Actor, text: str) -> QuerySet[Account]:
    """Return the visible accounts whose log-in name or shown name contains the text."""
    text = text.strip()
    return accounts_visible_to(actor).filter(Q(username__contains=text.lower()) | Q(display_name__contains=text))
