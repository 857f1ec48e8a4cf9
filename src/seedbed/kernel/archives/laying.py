"""Puts the rows of an archive into an empty site, under the keys they had, and seals their secrets anew."""

import base64
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import BinaryField, Model

from seedbed.kernel.archives.gathering import Rows, columns, sealed_columns
from seedbed.kernel.archives.packing import Archive
from seedbed.kernel.sealed import lookup, seal


def lay(archive: Archive) -> Rows:
    """Write every row; the database's own constraints are asked at the end of the act. Returns the rows."""
    found: Rows = {}
    for name, told in archive.data.items():
        model = apps.get_model(name)
        found[model] = {}
        for values in told:
            row = _row(model, values, archive.secrets)
            if not model._default_manager.filter(pk=row.pk).exists():  # rules that every site brings along
                row.save_base(raw=True, force_insert=True)
            found[model][row.pk] = row
    _go_on_counting(list(found))
    return found


def _row(model: type[Model], values: Mapping[str, Any], secrets: Mapping[str, str]) -> Model:
    row = model()
    for field in columns(model):
        value = values[field.attname]
        if isinstance(field, BinaryField) and value is not None:
            value = base64.b64decode(value)
        setattr(row, field.attname, value if value is None else field.to_python(value))
    for name in sealed_columns(model):
        text = secrets.get(f"{model._meta.label_lower}/{row.pk}/{name}", "")
        setattr(row, name, seal(text))
        twin = name.replace("_sealed", "_lookup")
        if text and twin in {f.attname for f in model._meta.concrete_fields}:
            setattr(row, twin, lookup(text))
    if model._meta.label_lower == "directory.account":
        row.set_unusable_password()  # type: ignore[attr-defined]
        row.is_active = False  # type: ignore[attr-defined]
    return row


def _go_on_counting(models: list[type[Model]]) -> None:
    """Let the database count on after the highest key, where it keeps a counter."""
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        with connection.cursor() as cursor:
            cursor.execute(statement)
