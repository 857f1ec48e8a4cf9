"""What a backup says of itself, and the refusals that follow from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from seedbed.kernel import sealed
from seedbed.kernel.faults import SeedbedError

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_MEMBER = "database.sqlite3"
TABLES = "tables/"
FILES = "files/"
# Who is signed in, what is cached: of no use in another life of the site.
LEFT_OUT = {"django_session", "kernel_cache"}


class BackupRefused(SeedbedError):
    """The file is no backup that this site can take back; nothing was changed."""


@dataclass(frozen=True)
class Member:
    """One file inside the backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup: what it was made of, by which version, sealed with which key."""

    made_at: str
    engine: str
    key: str
    migrations: list[list[str]]
    rows: dict[str, int]
    columns: dict[str, list[str]]
    head: list[Any]
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def dumps(self) -> bytes:
        """Return the manifest as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def loads(raw: bytes) -> Manifest:
    """Read a manifest. Raises `BackupRefused` if it is none, or of a form that only a newer version knows."""
    try:
        found: Mapping[str, Any] = json.loads(raw)
        if found["format"] > FORMAT:
            raise BackupRefused(_("This backup was made by a newer version of Seedbed. Install that version first."))
        return Manifest(**{**found, "members": {name: Member(**m) for name, m in found["members"].items()}})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupRefused(_("The backup is damaged: its table of contents cannot be read."))


def key_fingerprint() -> str:
    """Return what tells this site's keys from others without giving them away; "" if there are no keys yet."""
    if not settings.SEALED_KEY_FILE.exists():
        return ""
    return sealed.lookup("fingerprint of the keys")[:16]


def require_known(manifest: Manifest) -> None:
    """Raise `BackupRefused` for another kind of database, a newer version, or another site's keys."""
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if manifest.engine != connection.vendor:
        raise BackupRefused(
            _("This backup is of %(theirs)s, this site runs on %(ours)s. Set DATABASE_URL for %(theirs)s and try again.")
            % {"theirs": names.get(manifest.engine, manifest.engine), "ours": names[connection.vendor]}
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    newer = [name for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise BackupRefused(
            _("This backup was made by a newer version of Seedbed (it knows the step %(name)s). Install that version first.")
            % {"name": newer[0]}
        )
    if manifest.key and manifest.key != key_fingerprint():
        raise BackupRefused(
            _("The keys in %(path)s are not those that sealed this backup. Put the site's key file there first; it is kept apart from the backups.")
            % {"path": settings.SEALED_KEY_FILE}
        )


def digest_of(path: Path) -> Member:
    """Return size and SHA-256 of a file."""
    with open(path, "rb") as file:
        return Member(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
