"""Puts a backup in the place of the live data, after it was examined beside them."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from seedbed.kernel import heads
from seedbed.kernel.backups.manifest import (
    FILES,
    MANIFEST,
    SQLITE_MEMBER,
    BackupRefused,
    Manifest,
    require_known,
)
from seedbed.kernel.backups.unpacking import contents, unpack

SCRATCH = "seedbed_restoring"


def verify(path: Path) -> Manifest:
    """Unpack, build and examine a backup beside the live data, throw the result away, and return its manifest."""
    with _examined(path) as (manifest, _folder):
        return manifest


def restore(path: Path) -> Manifest:
    """Put a backup in the place of the live data and return its manifest.

    Raises `BackupRefused` before anything is touched: a damaged or newer backup, other keys, a site
    that still works. The live database is kept under another name, its files stay.
    """
    with _examined(path) as (manifest, folder):
        require_idle()
        _add_files(folder / FILES)
        if connection.vendor == "postgresql":
            _swap_schemas()
        else:
            _swap_files(folder / SQLITE_MEMBER)
    heads.note(remark=heads.RESTORED)
    return manifest


@contextmanager
def _examined(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """Yield the manifest and the folder of a backup that passed every check."""
    require_known(contents(path))
    _require_room(path)
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".restoring-") as name:
        folder = Path(name)
        manifest = unpack(path, folder)
        (folder / MANIFEST).write_bytes(manifest.dumps())
        with _candidate(folder) as url:
            _build_in_own_process(url, folder)
            yield manifest, folder


def _require_room(path: Path) -> None:
    needed, free = 8 * path.stat().st_size, shutil.disk_usage(settings.VAR).free
    if free < needed:
        raise BackupRefused(
            _("The disk has %(free)s MB left; to restore safely %(needed)s MB are needed.")
            % {"free": free // 2**20, "needed": needed // 2**20}
        )


@contextmanager
def _candidate(folder: Path) -> Iterator[str]:
    """Yield the URL of the place where the backup's database is built: a file of its own, or a schema of its own."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / SQLITE_MEMBER}"
        return
    given = os.environ["DATABASE_URL"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCRATCH}")
    try:
        yield f"{given}{'&' if '?' in given else '?'}options={quote(f'-c search_path={SCRATCH}')}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE")


def _build_in_own_process(url: str, folder: Path) -> None:
    """Build and examine in a process that knows no other database, so that nothing can reach the live one by mistake."""
    command = [sys.executable, "-m", "seedbed.config.command", "restore", "--candidate", str(folder)]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, encoding="utf-8")  # noqa: S603 - ourselves
    if done.returncode:
        raise BackupRefused(done.stderr.strip().removeprefix("CommandError: "))


def require_idle() -> None:
    """Raise `BackupRefused` while another process works with the live database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                           "AND backend_type = 'client backend'")
            busy = cursor.fetchone() != (0,)
    else:
        connection.close()
        busy = not _is_alone(Path(str(connection.settings_dict["NAME"])))
    if busy:
        raise BackupRefused(_("The site is running. Stop the web and worker processes, then restore again."))


def _is_alone(path: Path) -> bool:
    """Whether nobody has the SQLite file open; as a side effect its log is written back into it."""
    if not path.exists():
        return True
    own = sqlite3.connect(path, timeout=0)
    try:
        return own.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    except sqlite3.OperationalError:
        return False
    finally:
        own.close()


def _swap_files(fresh: Path) -> None:
    """Keep the live file under another name and put the new one in its place, in one step each."""
    live = Path(str(connection.settings_dict["NAME"]))
    if live.exists():
        os.link(live, live.with_name(f"{live.name}.before-{timezone.now():%Y%m%dT%H%M%SZ}"))
    for log in ("-wal", "-shm"):
        live.with_name(live.name + log).unlink(missing_ok=True)
    os.replace(fresh, live)


def _swap_schemas() -> None:
    """Rename the live schema and the new one in one statement; the old one stays for a look back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (live,) = cursor.fetchone()
        old = f"before_{timezone.now():%Y%m%d%H%M%S}"
        cursor.execute(f'ALTER SCHEMA "{live}" RENAME TO "{old}"; ALTER SCHEMA {SCRATCH} RENAME TO "{live}"')
    connection.close()


def _add_files(folder: Path) -> None:
    """Add the backup's files; names are random and contents never change, so nothing is overwritten."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(folder.rglob("*")) if folder.exists() else []:
        target = root / path.relative_to(folder)
        if path.is_file() and not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.replace(path, target)
