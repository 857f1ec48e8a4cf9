"""What `seedbed doctor` looks at: each check says in one sentence how things stand and what to do."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.models import Failure

from seedbed.kernel import heads, rounds, triggers
from seedbed.kernel.backups import candidate, writing
from seedbed.kernel.backups.manifest import BackupRefused
from seedbed.kernel.models import AuditEvent, OutboxMessage

State = Literal["good", "warn", "bad"]
BACKUP_AGE = timedelta(hours=26)  # a daily backup and some time to make it
WORKER_SILENCE = 180
MESSAGE_AGE = timedelta(hours=1)
CLOCK_TOLERANCE = 300
DISK_BAD, DISK_WARN = 200 * 2**20, 2**30
SHORTEST_SECRET = 40
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
# Known to Django as a risk, settled here: preload lists are for public sites, an office decides on its own.
SETTLED = {"security.W021"}


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    check: str
    state: State
    sentence: str


Check = Callable[[], Iterator[tuple[State, str]]]
CHECKS: dict[str, tuple[Any, Check]] = {}


def check(name: str, label: Any) -> Callable[[Check], Check]:
    """Enter a check into the list; it yields what is wrong, and nothing if all is well."""

    def wrap(body: Check) -> Check:
        CHECKS[name] = (label, body)
        return body

    return wrap


def examine() -> list[Finding]:
    """Run every check; a check that fails itself is a finding too."""
    found: list[Finding] = []
    for name, (label, body) in CHECKS.items():
        try:
            wrong = list(body())
        except Exception as fault:  # a doctor that faints helps nobody
            wrong = [("bad", _("%(label)s could not be examined: %(fault)s") % {"label": label, "fault": fault})]
        found += [Finding(name, state, sentence) for state, sentence in wrong]
        if not wrong:
            found.append(Finding(name, "good", str(label)))
    return found


@check("migrations", gettext_lazy("The tables are up to date"))
def migrations() -> Iterator[tuple[State, str]]:
    """Tables of an older version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield "bad", _("%(count)s steps of the tables are waiting. Stop the site, make a backup, run “seedbed prepare”.") % {"count": len(waiting)}


@check("triggers", gettext_lazy("The trail is protected against changes"))
def protection() -> Iterator[tuple[State, str]]:
    """Triggers that somebody took away."""
    missing = triggers.wanted() - triggers.present()
    if missing:
        yield "bad", _("The trail is not protected: %(names)s are missing. Find out who removed them, then run “seedbed prepare”.") % {
            "names": ", ".join(sorted(missing))
        }


@check("chain", gettext_lazy("The trail is whole"))
def chain() -> Iterator[tuple[State, str]]:
    """Lines that were changed, deleted or cut off."""
    _last, faults = heads.verify()
    for fault in faults[:3]:
        yield "bad", _("The trail is not whole at line %(line)s (%(kind)s). Keep this machine as it is and tell the auditor.") % {
            "line": fault.seq,
            "kind": fault.label,
        }


@check("backup", gettext_lazy("There is a fresh backup"))
def backup() -> Iterator[tuple[State, str]]:
    """No backup, or an old one, or one that lies beside its key."""
    folder = _backup_folder()
    newest = writing.newest(folder) if folder.exists() else None
    if newest is None:
        yield "bad", _("There is no backup in %(folder)s. Run “seedbed backup FOLDER” every day.") % {"folder": folder}
        return
    age = timedelta(seconds=time.time() - newest.stat().st_mtime)
    if age > BACKUP_AGE:
        yield "bad", _("The newest backup is %(hours)s hours old (%(file)s). Run “seedbed backup FOLDER” every day.") % {
            "hours": int(age.total_seconds() // 3600),
            "file": newest,
        }
    if settings.SEALED_KEY_FILE.resolve().is_relative_to(folder.resolve()):
        yield "bad", _("The key file lies beside the backups: who steals one has both. Keep it in another place.")


def _backup_folder() -> Path:
    """Return where the last backup went, else where backups belong."""
    noted: Path = settings.VAR / "backups-are-in"
    folder: Path = Path(noted.read_text(encoding="utf-8")) if noted.exists() else settings.BACKUPS
    return folder


@check("disk", gettext_lazy("There is room on the disk"))
def disk() -> Iterator[tuple[State, str]]:
    """A disk that is nearly full."""
    free = shutil.disk_usage(settings.VAR).free
    if free < DISK_WARN:
        yield "bad" if free < DISK_BAD else "warn", _("The disk has only %(free)s MB left. Make room or move old backups away.") % {"free": free // 2**20}


@check("clock", gettext_lazy("The clock is right"))
def clock() -> Iterator[tuple[State, str]]:
    """A clock behind the trail's last line, or apart from the database's."""
    last = AuditEvent.objects.order_by("-seq").first()
    ahead = (last.at - timezone.now()).total_seconds() if last else 0
    if ahead > CLOCK_TOLERANCE:
        yield "bad", _("The clock is behind: the last line of the trail is %(minutes)s minutes ahead of it. Set the clock.") % {"minutes": int(ahead // 60)}
    apart = abs(_database_time() - time.time())
    if apart > CLOCK_TOLERANCE:
        yield "bad", _("The clocks of this machine and of the database are %(minutes)s minutes apart. Set them.") % {"minutes": int(apart // 60)}


def _database_time() -> float:
    if connection.vendor != "postgresql":
        return time.time()  # the same machine
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return float(cursor.fetchone()[0])


@check("https", gettext_lazy("The way to the site is safe"))
def https() -> Iterator[tuple[State, str]]:
    """Anything that lets passwords travel readable or shows the inside of the program."""
    names = set(settings.ALLOWED_HOSTS)
    if settings.DEBUG:
        yield "bad", _("SEEDBED_DEBUG is on: error pages show the inside of the program. Switch it off.")
    if "*" in names:
        yield "bad", _("SEEDBED_HOSTS allows every name. Name the site's own addresses.")
    if names <= LOOPBACK:
        return
    if not settings.HTTPS:
        yield "bad", _("Other machines may call this site without encryption: passwords could be read on the way. Set up https and SEEDBED_HTTPS=1.")
        return
    for warning in checks.run_checks(include_deployment_checks=True):
        if warning.is_serious() or warning.id not in SETTLED:
            yield "warn", f"{warning.id}: {warning.msg}"


@check("secrets", gettext_lazy("The secrets are the site's own"))
def secrets() -> Iterator[tuple[State, str]]:
    """Secrets that are short, readable by others, or missing; first passwords that still lie about."""
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or settings.SECRET_KEY.startswith("django-insecure") or len(set(settings.SECRET_KEY)) < 10:
        yield "bad", _("The secret in SEEDBED_SECRET_KEY is too simple. Take it away: the site makes a good one by itself.")
    for path in (settings.VAR / "secret_key", settings.SEALED_KEY_FILE):
        if path.exists() and os.name == "posix" and path.stat().st_mode & 0o077:
            yield "bad", _("Others on this machine can read %(path)s. Run “chmod 600” on it.") % {"path": path}
    envelopes = settings.VAR / "envelopes"
    if envelopes.exists() and any(envelopes.iterdir()):
        yield "warn", _("First passwords lie in %(folder)s. Print them, seal the envelopes, delete the files.") % {"folder": envelopes}


@check("keys", gettext_lazy("The sealed fields can be opened"))
def keys() -> Iterator[tuple[State, str]]:
    """A key file that is missing or belongs to another site."""
    if not settings.SEALED_KEY_FILE.exists():
        yield "bad", _("The key file %(path)s is missing. Put it back from where it is kept; without it ID numbers cannot be read.") % {
            "path": settings.SEALED_KEY_FILE
        }
        return
    try:
        candidate.require_readable_seals()
    except BackupRefused as refusal:
        yield "bad", str(refusal)


@check("worker", gettext_lazy("The worker is at work"))
def worker() -> Iterator[tuple[State, str]]:
    """No worker, or work that failed."""
    seen = cache.get(rounds.WORKER_SEEN)
    if seen is None or timezone.now().timestamp() - seen > WORKER_SILENCE:
        yield "bad", _("No worker is running: matching and messages wait. Start “seedbed qcluster”.")
    failed = Failure.objects.filter(stopped__gt=timezone.now() - timedelta(days=1)).count()
    if failed:
        yield "warn", _("%(count)s jobs failed in the last 24 hours. See the worker's log.") % {"count": failed}


@check("messages", gettext_lazy("Messages get out"))
def messages() -> Iterator[tuple[State, str]]:
    """Messages that cannot be delivered."""
    waiting = OutboxMessage.objects.filter(sent_at=None, created_at__lt=timezone.now() - MESSAGE_AGE)
    count, worst = waiting.count(), waiting.exclude(last_error="").first()
    if count:
        yield "warn", _("%(count)s messages have waited for more than an hour. Last error: %(error)s") % {
            "count": count,
            "error": worst.last_error if worst else "–",
        }
