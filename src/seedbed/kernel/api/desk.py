"""One room's part of the API."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Annotated, Any, cast

from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field, ValidationError, create_model

from seedbed.kernel import once
from seedbed.kernel.actions import REGISTER, allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.api.bodies import Body, Key, Visible, body_of
from seedbed.kernel.api.doors import READ_FAULTS, WRITE_FAULTS, may_read, unread
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import AlreadyDone, Refused

LONGEST = 200
TITLES: dict[str, Any] = {}  # by operation, in the reader's language; the description itself is in English
MORE_BYTES = 1_000_000


class Done(Schema):
    """That an action was done: its name, what it made or changed, and what it counted."""

    action: str
    kind: str = ""
    id: int | None = None
    told: dict[str, int | str | bool | None] = {}


class Asked(Schema):
    """Which part of a list: at most `limit` rows with keys above `after`."""

    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=LONGEST)] = 50


class Desk:
    """What one room offers; `router` is mounted under the room's name. `sign` keeps names of addresses apart from those of other rooms."""

    def __init__(self, room: str, title: str, *, sign: str = "") -> None:
        self.room, self.router, self.sign = room, Router(tags=[title]), sign

    def lists(self, path: str, model: type[Model], visible: Visible, fields: Sequence[str], *, filters: Sequence[str] = (),
              computed: Mapping[str, tuple[Any, Callable[[Any], Any]]] | None = None) -> None:
        """Offer the rows of a read: a list by key, and each row on its own.

        `fields` are columns that everybody who sees the row may read; `filters` are links by which the list is
        narrowed; `computed` adds values with their types.
        """
        name = path.replace("-", "_")
        item = _schema(model, name, fields, computed or {})
        narrowing: dict[str, Any] = dict.fromkeys(filters, (Key | None, None))
        page = create_model(f"Page{self.sign}{name}", __base__=Schema, items=(list[item], ...), next=(int | None, None))  # type: ignore[valid-type]

        def many(request: HttpRequest, asked: Any) -> Any:
            narrowed = {f: value for f in filters if (value := getattr(asked, f)) is not None}
            rows = list(self._rows(request, visible).filter(pk__gt=asked.after, **narrowed).order_by("pk")[: asked.limit + 1])
            shown = rows[: asked.limit]
            return {"items": [_told(row, fields, computed) for row in shown], "next": shown[-1].pk if len(rows) > len(shown) else None}

        def one(request: HttpRequest, id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Any:
            return _told(get_object_or_404(self._rows(request, visible), pk=id), fields, computed)

        many.__annotations__["asked"] = Query[create_model(f"Asked{self.sign}{name}", __base__=Asked, **narrowing)]
        for address, view, answer, verb in ((f"/{path}", many, page, "list"), (f"/{path}/{{id}}", one, item, "read")):
            TITLES[f"{verb}_{self.room}_{name}"] = title = model._meta.verbose_name_plural if verb == "list" else model._meta.verbose_name
            self.router.get(address, response={200: answer} | READ_FAULTS, url_name=f"{verb}_{self.sign}{name}", operation_id=f"{verb}_{self.room}_{name}",
                            summary=_msgid(title), description="")(view)

    def _rows(self, request: HttpRequest, visible: Visible) -> QuerySet[Any]:
        may_read(actor_of(request), self.room)
        return visible(actor_of(request))

    def does(self, path: str, subjects: Visible, *functions: Callable[..., Any], rows: Mapping[str, Visible] | None = None,
             more: Mapping[str, Any] | None = None) -> None:
        """Offer actions for the subjects of a read, each under `/path/{id}/name`.

        `rows` and `more` say how their other arguments are found and typed (see `body_of`). Asked in this order:
        is the subject visible, is the action allowed, can the body be read.
        """
        for function in functions:
            self._does(path, subjects, function, rows or {}, more or {})

    def _does(self, path: str, subjects: Visible, function: Callable[..., Any], rows: Mapping[str, Visible], more: Mapping[str, Any]) -> None:
        entry = function.action  # type: ignore[attr-defined]
        body, name = body_of(function, rows, more), function.__name__
        TITLES[f"do_{entry.name.replace('.', '_')}"] = entry.label
        extra = {"requestBody": {"required": True, "content": {"application/json": {"schema": _flat(body)}}}, "parameters": [_KEY_HEADER]}

        def act(request: HttpRequest, id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Any:
            by = actor_of(request)
            subject = get_object_or_404(subjects(by), pk=id)
            if not allowed(entry.name, by, subject):
                raise Refused(REGISTER[entry.name].label)
            return _act(request, by, subject, body, function)

        self.router.post(f"/{path}/{{id}}/{name.replace('_', '-')}", response={200: Done} | WRITE_FAULTS, url_name=f"do_{self.sign}{name}",
                         operation_id=f"do_{entry.name.replace('.', '_')}", summary=_msgid(entry.label), description=_plain(entry.doc),
                         openapi_extra=extra)(act)


_KEY_HEADER = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9-]*$"},
    "description": "The same key with the same content is done once; a copy gets the first answer again.",
}


def _act(request: HttpRequest, by: Actor, subject: Any, body: Body, function: Callable[..., Any]) -> Any:
    """Read the body, run the action once per key, tell what was done."""
    if request.content_type != "application/json" or len(request.body) > MORE_BYTES:
        return Status(422, unread([{"loc": ("body",), "msg": "application/json"}]))
    try:
        values = body.read(request.body, by)
    except ValidationError as fault:
        return Status(422, unread(cast(Any, fault.errors(include_url=False, include_context=False, include_input=False))))
    key = request.headers.get("Idempotency-Key", "")[:64]
    if not re.fullmatch("[A-Za-z0-9-]*", key):
        return Status(422, unread([{"loc": ("header", "Idempotency-Key"), "msg": "[A-Za-z0-9-]*"}]))
    with once.claiming(key, request.path.encode() + request.body):
        try:
            done = _done(function.action.name, function(subject, by=by, **values))  # type: ignore[attr-defined]
            once.keep(done.model_dump_json())
            return done
        except AlreadyDone:
            return Done.model_validate_json(once.kept(by) or Done(action=function.action.name).model_dump_json())  # type: ignore[attr-defined]


def _done(name: str, result: Any) -> Done:
    if isinstance(result, Model):
        return Done(action=name, kind=result._meta.label_lower, id=result.pk if isinstance(result.pk, int) else None)
    if is_dataclass(result) and not isinstance(result, type):
        return Done(action=name, told={k: v for k, v in asdict(result).items() if v is None or isinstance(v, int | str | bool)})
    return Done(action=name, told={"count": result} if isinstance(result, int) else {})


KINDS: Mapping[Any, Any] = {
    models.BooleanField: bool, models.IntegerField: int, models.FloatField: float, models.DateTimeField: datetime, models.DateField: date,
    models.JSONField: Any, models.CharField: str, models.TextField: str,
}


def _schema(model: type[Model], name: str, fields: Sequence[str], computed: Mapping[str, tuple[Any, Any]]) -> type[Schema]:
    """The shape of a row: links are keys and bear the name of their column."""
    columns = [cast(Any, model._meta.get_field(f)) for f in fields]
    shape: dict[str, Any] = {column.attname: (_kind(column) | None if column.null else _kind(column), ...) for column in columns}
    shape |= {key: (kind, ...) for key, (kind, _make) in computed.items()}
    return cast(type[Schema], create_model(f"{model.__name__}In{name.title().replace('_', '')}", __base__=Schema, **shape))


def _kind(column: Any) -> Any:
    if column.is_relation:
        return _kind(column.target_field)
    return next(kind for field, kind in KINDS.items() if isinstance(column, field))


def _told(row: Any, fields: Sequence[str], computed: Mapping[str, tuple[Any, Callable[[Any], Any]]] | None) -> dict[str, Any]:
    """One row as plain values."""
    names = [row._meta.get_field(f).attname for f in fields]
    return {name: getattr(row, name) for name in names} | {key: make(row) for key, (_kind, make) in (computed or {}).items()}


def _flat(body: Body) -> dict[str, Any]:
    """The body's JSON Schema without references, as it stands inside an operation."""
    return body.model.model_json_schema()


def _msgid(label: Any) -> str:
    """The untranslated text: the description is in English, its page in the reader's language."""
    with override(None):
        return str(label)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
