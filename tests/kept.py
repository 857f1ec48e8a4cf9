"""What many tests begin from: made once through the actions of real life, then laid down again row by row.

Making the cast takes twenty times as long as writing its rows, and every test wants it fresh.
"""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db.models import Model

T = TypeVar("T")
Rows = dict[type[Model], dict[Any, Model]]


def everything() -> Rows:
    """Return every row of every table by its key."""
    return {model: model._base_manager.in_bulk() for model in apps.get_models(include_auto_created=True)}


def values(row: Model) -> list[Any]:
    """Return what a row holds, column by column."""
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


class Kept(Generic[T]):
    """What was made once, with the rows that this added and changed."""

    def __init__(self) -> None:
        self.made: T | None = None
        self.added: dict[type[Model], list[Model]] = {}
        self.changed: list[Model] = []

    def lay(self, make: Callable[[], T]) -> T:
        """Return what `make` makes, for one test alone; the second time only its rows are written.

        What it was made from has to be there each time in the same rows, as it is when that was laid too.
        """
        if self.made is None:
            before = everything()
            self.made = make()
            self._compare(before, everything())
        else:
            self._write()
        return copy.deepcopy(self.made)

    def _compare(self, before: Rows, after: Rows) -> None:
        for model, rows in after.items():
            known = before[model]
            self.added[model] = [row for key, row in rows.items() if key not in known]
            self.changed += [row for key, row in rows.items() if key in known and values(row) != values(known[key])]

    def _write(self) -> None:
        """Write the rows as they stood: a raw insert sets no time anew."""
        for model, rows in self.added.items():
            if rows:
                model._base_manager._insert(copy.deepcopy(rows), fields=model._meta.concrete_fields, using="default", raw=True)
        for row in self.changed:
            columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
            type(row)._base_manager.filter(pk=row.pk).update(**columns)
