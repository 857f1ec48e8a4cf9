"""The trail's head, kept in a file outside the database: whoever rewrites the trail cannot rewrite this too."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from seedbed.kernel import trail
from seedbed.kernel.models import AuditEvent, TrailCheckpoint, TrailHead

RESTORED = "restored"


def head_file() -> Path:
    """Return the file of this site; a copy of it belongs to another machine or on paper."""
    path: Path = settings.TRAIL_HEADS_FILE
    return path


def note(*, remark: str = "", using: str = "default") -> tuple[int, str]:
    """Append the present head to the file and return it; the file is only ever written at its end."""
    head = TrailHead.objects.using(using).get(pk=1)
    line = f"{timezone.now():%Y-%m-%dT%H:%M:%S%z} {head.seq} {head.hash} {remark}".rstrip()
    path = head_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="ascii") as file:
        file.write(f"{line}\n")
    return head.seq, head.hash


def read(path: Path) -> dict[int, str]:
    """Return the noted heads by line number. After a restore, heads of lines that were lost with it no longer count.

    Raises `ValueError` with the number of a line that is no head.
    """
    known: dict[int, str] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        parts = text.split()
        if not parts:
            continue
        if len(parts) < 3 or not parts[1].isdecimal() or len(parts[2]) != 64:
            raise ValueError(f"{path}:{number}")
        seq = int(parts[1])
        if RESTORED in parts[3:]:
            known = {n: h for n, h in known.items() if n <= seq}
        known[seq] = parts[2]
    known.pop(0, None)
    return known


def verify(*, heads: Path | None = None, resume: bool = False) -> tuple[int, list[trail.TrailFault]]:
    """Check the trail against itself and the heads kept outside; return the last line and the faults.

    With `resume` the walk begins at the newest checkpoint. A walk without a fault leaves a checkpoint.
    """
    path = heads or head_file()
    known = read(path) if path.exists() else {}
    start = TrailCheckpoint.objects.order_by("-seq").first() if resume else None
    if start is None:
        faults = list(trail.verify(known_heads=known))
    else:
        faults = list(trail.verify(start=start.seq, start_hash=start.hash, known_heads=known))
        if not AuditEvent.objects.filter(seq=start.seq, hash=start.hash).exists():
            faults.append(trail.TrailFault(start.seq, "differs from the checkpoint"))
    last = AuditEvent.objects.order_by("-seq").first()
    if last is None:
        return 0, faults
    if not faults:
        with transaction.atomic():
            TrailCheckpoint.objects.get_or_create(seq=last.seq, defaults={"hash": last.hash})
    return last.seq, faults
