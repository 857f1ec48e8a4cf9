"""Which rows belong to a piece of work, and each row as plain data with its sealed texts apart."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.db.models.fields.json import JSONField

from seedbed.kernel.sealed import columns_of, unseal

Rows = dict[type[Model], dict[Any, Model]]
# Rows that are no part of the work (codes that every site has, ways in, what is confidential and never exported).
NEVER = frozenset({"directory.region", "directory.industry", "directory.accesstoken", "directory.grant", "kernel.signedlink",
                   "placement.hostlink", "placement.askedlink", "selection.sounding"})
# Columns that mean something on one site only: log-in, keyed digests, forms half typed.
OF_THE_SITE = frozenset({"password", "last_login", "is_active", "must_change_password", "id_lookup", "sheet_said", "typed_sealed", "typed_at"})
OF_ACCOUNTS_ONLY = frozenset({"is_active"})


def gather(root: Model) -> Rows:
    """Return the root, all that hangs on it (downwards, over every room), and all that those rows name (upwards)."""
    found: Rows = {}
    _downwards(root, found)
    _upwards(list(each(found)), found)
    return found


def each(rows: Rows) -> Iterator[Model]:
    """Yield every row."""
    for group in rows.values():
        yield from group.values()


def ours() -> list[type[Model]]:
    """Return the tables of the rooms that can be archived, by name."""
    return sorted((m for m in apps.get_models() if m.__module__.startswith("seedbed.") and m._meta.label_lower not in NEVER),
                  key=lambda m: m._meta.label_lower)


def _links(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _add(row: Model, found: Rows) -> bool:
    group = found.setdefault(type(row), {})
    is_new = row.pk not in group
    group.setdefault(row.pk, row)
    return is_new


def _downwards(root: Model, found: Rows) -> None:
    """Follow links backwards: whatever names a row of the work belongs to it; copies made from it do not."""
    _add(root, found)
    waiting: dict[type[Model], set[Any]] = {type(root): {root.pk}}
    while waiting:
        target, keys = waiting.popitem()
        for model in ours():
            for field in _links(model):
                if field.related_model is not target or model is type(root):
                    continue
                fresh = {row.pk for row in model._default_manager.filter(**{f"{field.name}__in": keys}) if _add(row, found)}
                if fresh:
                    waiting.setdefault(model, set()).update(fresh)


def _upwards(rows: list[Model], found: Rows) -> None:
    while rows:
        wanted: dict[type[Model], set[Any]] = {}
        for row in rows:
            for field in _links(type(row)):
                key = getattr(row, field.attname)
                target = field.related_model
                if key is not None and target._meta.label_lower not in NEVER and key not in found.get(target, {}):
                    wanted.setdefault(target, set()).add(key)
        rows = [row for model, keys in wanted.items() for row in model._default_manager.filter(pk__in=keys) if _add(row, found)]


# -- as data -------------------------------------------------------------------------------------------------


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the columns of a table that are archived in the clear."""
    sealed = columns_of(model)
    return [f for f in model._meta.concrete_fields if not _is_left(model, f.attname) and f.attname not in sealed]


def _is_left(model: type[Model], name: str) -> bool:
    account = model._meta.label_lower == "directory.account"
    return name in OF_THE_SITE and (account or name not in OF_ACCOUNTS_ONLY)


def sealed_columns(model: type[Model]) -> list[str]:
    """Return the columns of a table that are sealed on the site and go under the archive's own seal."""
    return [name for name in columns_of(model) if not _is_left(model, name)]


def as_data(rows: Iterable[Model]) -> bytes:
    """Rows of one table as canonical JSON, by key."""
    told = [{f.attname: _plain(f, row) for f in columns(type(row))} for row in sorted(rows, key=lambda row: str(row.pk).zfill(24))]
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder).encode()


def _plain(field: Field[Any, Any], row: Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if value is None or isinstance(field, JSONField) else field.to_python(value)


def secrets_of(rows: Rows) -> bytes:
    """The sealed texts of all rows, opened, as canonical JSON; to be sealed again at once."""
    told = {f"{model._meta.label_lower}/{pk}/{name}": text for model, group in rows.items() for pk, row in group.items()
            for name in sealed_columns(model) if (text := unseal(getattr(row, name)))}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
