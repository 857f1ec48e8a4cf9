"""Watches the statements that are sent to the database, and strikes one of them down when asked to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r'^\s*(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?([a-z_]+)"?', re.IGNORECASE)


class Struck(Exception):
    """Stands for a server that goes away in the middle."""


@contextmanager
def writes(*, strike: int = 0) -> Iterator[list[tuple[str, str]]]:
    """Collect every statement that writes, as (what, table); the one with number `strike` never reaches the database."""
    found: list[tuple[str, str]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if hit := WRITES.match(sql):
            found.append((hit[1].upper().replace("INSERT OR IGNORE", "INSERT"), hit[2]))
            if len(found) == strike:
                raise Struck(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def rows(tables: set[str]) -> dict[str, list[str]]:
    """Return everything that is stored in some tables."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(tables):
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = sorted(repr(row) for row in cursor.fetchall())
    return found
