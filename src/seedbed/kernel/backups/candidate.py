"""Builds and examines the database of a backup beside the live one; runs in a process that is connected to it only."""

import io
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from seedbed.kernel import sealed, trail, triggers
from seedbed.kernel.backups.manifest import MANIFEST, TABLES, BackupRefused, Manifest, loads


def build(folder: Path) -> None:
    """Fill the empty database we are connected to from an unpacked backup (SQLite: it is the file itself), then examine it.

    Raises `BackupRefused` if it is not what the manifest says, its trail is broken, or its sealed
    fields cannot be opened. In the end it is brought up to the present version.
    """
    manifest = loads((folder / MANIFEST).read_bytes())
    if connection.vendor == "postgresql":
        _migrate_to(manifest.migrations)
        _copy_in(manifest, folder / TABLES)
    else:
        _require_sound_file()
    _require_same_rows(manifest)
    _require_whole_trail(manifest)
    require_readable_seals()
    call_command("prepare", only="database", stdout=io.StringIO())


def _migrate_to(done: list[list[str]]) -> None:
    """Bring the empty database to the version of the backup."""
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in done}
    graph = executor.loader.graph
    wanted = [key for key in graph.nodes if key in applied and not any(c.key in applied and c.key[0] == key[0] for c in graph.node_map[key].children)]
    executor.migrate(wanted)


def _copy_in(manifest: Manifest, folder: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.drop()
        cursor.execute(f"TRUNCATE {', '.join(quoted(manifest.columns))} CASCADE")
        for table, columns in manifest.columns.items():
            with cursor.copy(f'COPY "{table}" ({", ".join(quoted(columns))}) FROM STDIN') as copy, open(folder / table, "rb") as file:
                while chunk := file.read(1024 * 1024):
                    copy.write(chunk)
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in manifest.columns]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    triggers.install()


def quoted(names: Iterable[str]) -> list[str]:
    """Return names of tables or columns in quotes."""
    return [connection.ops.quote_name(name) for name in names]


def _require_sound_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        sound = cursor.fetchone() == ("ok",)
        cursor.execute("PRAGMA foreign_key_check")
        loose = cursor.fetchone()
    if not sound or loose:
        raise BackupRefused(_("The database in the backup is damaged. Take another backup."))


def _require_same_rows(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for table, count in manifest.rows.items():
            cursor.execute(f"SELECT count(*) FROM {quoted([table])[0]}")  # noqa: S608 - quoted
            if cursor.fetchone() != (count,):
                raise BackupRefused(_("The backup is not complete: the table %(table)s has lost rows. Take another backup.") % {"table": table})


def _require_whole_trail(manifest: Manifest) -> None:
    seq, digest = manifest.head
    if next(trail.verify(known_heads={seq: digest} if seq else {}), None):
        raise BackupRefused(_("The trail in the backup is not whole: somebody may have changed it. Keep the file and tell the auditor."))


def require_readable_seals() -> None:
    """Raise `BackupRefused` if a sealed value of the database cannot be opened with the site's keys."""
    for table, column in sealed_columns():
        with connection.cursor() as cursor:
            name, field = quoted([table, column])
            cursor.execute(f"SELECT {field} FROM {name} WHERE {field} LIKE %s LIMIT 3", ["k%:%"])  # noqa: S608 - quoted
            for (value,) in cursor.fetchall():
                _require_openable(value)


def _require_openable(value: str) -> None:
    try:
        sealed.unseal(value)
    except sealed.WrongKey:
        raise BackupRefused(_("The key file of this site cannot open the sealed fields. Put the site's own key file in place."))


def sealed_columns() -> list[tuple[str, str]]:
    """Return table and column of every sealed field."""
    existing = set(connection.introspection.table_names())
    return [
        (model._meta.db_table, column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in existing
        for column in sealed.columns_of(model)
    ]
