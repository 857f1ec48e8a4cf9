"""What many tests begin from: made once through the actions of real life, then laid down again row by row.

Making the cast takes twenty times as long as writing its rows, and every test wants it fresh.
"""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.conf import settings
from django.db.models import Model

T = TypeVar("T")
Rows = dict[type[Model], dict[Any, Model]]


def everything() -> Rows:
    """Return every row of every table by its key."""
    return {model: model._base_manager.in_bulk() for model in apps.get_models(include_auto_created=True)}


def values(row: Model) -> list[Any]:
    """Return what a row holds, column by column."""
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def uploads() -> set[Path]:
    """Return the files that lie in the site's folder of uploads."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


class Kept(Generic[T]):
    """What was made once, with the rows and files that this added and the rows it changed."""

    def __init__(self) -> None:
        self.made: T | None = None
        self.added: dict[type[Model], list[Model]] = {}
        self.changed: list[Model] = []
        self.files: dict[Path, bytes] = {}

    def lay(self, make: Callable[[], T]) -> T:
        """Return what `make` makes, for one test alone; the second time only its rows are written.

        What it was made from has to be there each time in the same rows, as it is when that was laid too.
        """
        if self.made is None:
            before, files = everything(), uploads()
            self.made = make()
            self._compare(before, everything())
            self.files = {path: path.read_bytes() for path in uploads() - files}
        else:
            self._write()
        return copy.deepcopy(self.made)

    def _compare(self, before: Rows, after: Rows) -> None:
        for model, rows in after.items():
            known = before[model]
            self.added[model] = [row for key, row in rows.items() if key not in known]
            self.changed += [row for key, row in rows.items() if key in known and values(row) != values(known[key])]

    def _write(self) -> None:
        """Write the rows as they stood: a raw insert sets no time anew. Files went when the test before was taken back."""
        for path, content in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for model, rows in self.added.items():
            if rows:
                model._base_manager._insert(copy.deepcopy(rows), fields=model._meta.concrete_fields, using="default", raw=True)
        for row in self.changed:
            columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
            type(row)._base_manager.filter(pk=row.pk).update(**columns)
