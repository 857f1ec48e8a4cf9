"""Triggers that make the trail append-only on both databases, and the head's first row."""

from typing import Any

from django.db import connections

SQLITE = {
    "kernel_auditevent_no_update": "CREATE TRIGGER kernel_auditevent_no_update BEFORE UPDATE ON kernel_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    "kernel_auditevent_no_delete": "CREATE TRIGGER kernel_auditevent_no_delete BEFORE DELETE ON kernel_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
}
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION kernel_trail_is_append_only() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$ LANGUAGE plpgsql
"""
POSTGRES = {
    "kernel_auditevent_no_change": "CREATE TRIGGER kernel_auditevent_no_change BEFORE UPDATE OR DELETE ON "
    "kernel_auditevent FOR EACH ROW EXECUTE FUNCTION kernel_trail_is_append_only()",
    "kernel_auditevent_no_truncate": "CREATE TRIGGER kernel_auditevent_no_truncate BEFORE TRUNCATE ON "
    "kernel_auditevent FOR EACH STATEMENT EXECUTE FUNCTION kernel_trail_is_append_only()",
}


def present(using: str = "default") -> set[str]:
    """Return the names of the trail's triggers that are installed."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'kernel_auditevent'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'kernel_auditevent'::regclass AND NOT tgisinternal "
            "AND tgenabled <> 'D'"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def wanted(using: str = "default") -> set[str]:
    """Return the names of the triggers that must be there."""
    return set(SQLITE if connections[using].vendor == "sqlite" else POSTGRES)


def install(using: str = "default") -> None:
    """Install the triggers that are missing; safe to repeat."""
    connection = connections[using]
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRES
    missing = set(statements) - present(using)
    with connection.cursor() as cursor:
        if missing and connection.vendor != "sqlite":
            cursor.execute(POSTGRES_FUNCTION)
        for name in sorted(missing):
            cursor.execute(statements[name])


def drop(using: str = "default") -> None:
    """Take the triggers away: only for restoring a backup into an empty database and for tests."""
    connection = connections[using]
    table = "" if connection.vendor == "sqlite" else " ON kernel_auditevent"
    with connection.cursor() as cursor:
        for name in present(using):
            cursor.execute(f"DROP TRIGGER {name}{table}")


def ensure_head(using: str = "default") -> None:
    """Make the head row of an empty trail; a trail with lines but no head is left for `verify` to report."""
    from seedbed.kernel.models import AuditEvent, TrailHead  # app ready: called after migrate

    if not TrailHead.objects.using(using).exists() and not AuditEvent.objects.using(using).exists():
        TrailHead.objects.using(using).create(pk=1, seq=0, hash="0" * 64)


def install_after_migrate(using: str = "default", **_: Any) -> None:
    """After every migrate: triggers, the head's first row, the cache table."""
    if "kernel_auditevent" in connections[using].introspection.table_names():
        install(using)
        ensure_head(using)
