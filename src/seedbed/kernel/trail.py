"""The tamper-evident trail: append-only lines, each sealed by the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from seedbed.kernel.models import AuditEvent, TrailHead

GENESIS = "0" * 64
CHUNK = 1000


@dataclass
class Line:
    """One line before it is chained: which object, what happened, which fields."""

    action: str
    what: str
    actor_kind: str
    actor_id: str
    actor_label: str
    object_type: str
    object_id: str
    object_label: str
    changes: dict[str, Any]
    note: str
    act_id: str = ""


def line(act: Any, obj: Model, what: str, changes: Mapping[str, Any], note: str) -> Line:
    """Build the line of one changed object.

    Of a field only its name is kept, unless the model lists it in `TRAIL_VALUES`: values are shown only
    where somebody decided that they are harmless. A silent object (`trail_is_silent`) leaves neither values nor words.
    """
    silent = getattr(obj, "trail_is_silent", False)
    shown = set() if silent else set(getattr(obj, "TRAIL_VALUES", ()))
    kept = {name: _pair(pair) if name in shown else None for name, pair in changes.items() if name != "version"}
    return Line(
        act.name, what, act.by.kind, act.by.id, act.by.kept_label[:80], obj._meta.label, str(obj.pk),
        _label_of(obj), kept, "" if silent else note[:2000], act.act_id,
    )


def _label_of(obj: Model) -> str:
    """Objects may give a harmless label (a number or title); names of people are not written here."""
    label = getattr(obj, "trail_label", None)
    return str(label())[:120] if label else ""


def _pair(pair: Any) -> list[Any]:
    return [_plain(x) for x in pair]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)


def append(lines: list[Line]) -> None:
    """Chain the lines onto the head and insert them; called once, last in the transaction.

    The head row is locked here and nowhere else, always as the last lock of a transaction, so that
    two acts can never wait for each other through it.
    """
    head = TrailHead.objects.select_for_update().get(pk=1)
    seq, last, now = head.seq, head.hash, timezone.now()
    rows = []
    for item in lines:
        seq += 1
        row = AuditEvent(
            seq=seq, at=now, act_id=item.act_id, action=item.action, what=item.what,
            actor_kind=item.actor_kind, actor_id=item.actor_id, actor_label=item.actor_label,
            object_type=item.object_type, object_id=item.object_id, object_label=item.object_label,
            changes=item.changes, note=item.note, previous=last,
        )
        row.hash = last = digest(row)
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)
    TrailHead.objects.filter(pk=1).update(seq=seq, hash=last)


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 over the line's content and the hash of the line before it."""
    content = [
        event.previous, event.seq, event.at.astimezone(UTC).isoformat(), event.act_id, event.action, event.what, event.actor_kind,
        event.actor_id, event.actor_label, event.object_type, event.object_id, event.object_label,
        event.changes, event.note,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


FAULTS = {
    "missing": pgettext_lazy("trail line", "missing"),
    "out of chain": pgettext_lazy("trail line", "out of chain"),
    "changed": pgettext_lazy("trail line", "changed"),
    "cut off": pgettext_lazy("trail line", "cut off"),
    "differs from the head": pgettext_lazy("trail line", "differs from the head"),
    "differs from the checkpoint": pgettext_lazy("trail line", "differs from the checkpoint"),
}


@dataclass(frozen=True)
class TrailFault:
    """One place where the trail does not hold: the line's number and what is wrong with it (a key of `FAULTS`)."""

    seq: int
    kind: str

    @property
    def label(self) -> str:
        """What is wrong, for people."""
        return str(FAULTS[self.kind])


def verify(
    *,
    start: int = 0,
    start_hash: str = GENESIS,
    known_heads: Mapping[int, str] | None = None,
    using: str = "default",
) -> Iterator[TrailFault]:
    """Walk the chain from `start` and yield every fault: changed, missing, out of chain, cut off.

    `known_heads` maps line numbers to hashes that were written outside of the database; a line that
    no longer exists or differs from them betrays a trail that was rewritten or cut off. `using` names
    the database, for example a backup that is being looked at.
    """
    known = dict(known_heads or {})
    # Read before the walk: acts go on meanwhile and may only add lines behind this one.
    head = TrailHead.objects.using(using).get(pk=1)
    if head.seq < start:
        yield TrailFault(head.seq, "cut off")
    if known.setdefault(head.seq, head.hash) != head.hash or known.pop(start, start_hash) != start_hash:
        yield TrailFault(head.seq, "differs from the head")
    seq, last = start, start_hash
    for event in AuditEvent.objects.using(using).filter(seq__gt=start).order_by("seq").iterator(chunk_size=CHUNK):
        if event.seq != seq + 1:
            yield TrailFault(seq + 1, "missing")
        if event.previous != last:
            yield TrailFault(event.seq, "out of chain")
        if digest(event) != event.hash:
            yield TrailFault(event.seq, "changed")
        if known.pop(event.seq, event.hash) != event.hash:
            yield TrailFault(event.seq, "differs from the head")
        seq, last = event.seq, event.hash
    for missing in sorted(n for n in known if n > start):
        yield TrailFault(missing, "cut off")
