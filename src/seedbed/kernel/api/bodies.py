"""From a function's signature to the body of a request: what may be sent, with bounds, and what rows it names."""

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Union

from django.db.models import Model, QuerySet
from django.http import Http404
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, create_model

from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper

Visible = Callable[[Actor], QuerySet[Any]]
# Bounds of the database and of sense: no NUL in texts, no number that a column cannot hold, no day that cannot be reckoned with.
Text = Annotated[str, StringConstraints(max_length=4000, pattern="^[^\\x00]*$")]
Number = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Many = Annotated[list[Key], Field(max_length=200)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC))]
PLAIN: Mapping[Any, Any] = {str: Text, int: Number, bool: bool, date: Day, datetime: Moment}


@dataclass(frozen=True)
class Body:
    """The body of one action: its model, and which of its fields name rows that the actor must see."""

    model: type[BaseModel]
    rows: Mapping[str, Visible]

    def read(self, raw: bytes, by: Actor) -> dict[str, Any]:
        """Return the action's arguments. Raises pydantic's `ValidationError`, or 404 where a named row is not there."""
        sent = self.model.model_validate_json(raw or b"{}")
        values = {name: getattr(sent, name) for name in sent.model_fields_set}
        return {name.removesuffix("_id") if name in self.rows else name: self._row(name, value, by) for name, value in values.items()}

    def _row(self, name: str, value: Any, by: Actor) -> Any:
        if name not in self.rows or value is None:
            return value
        if isinstance(value, list):
            return [self._row(name, key, by) for key in value]
        found = self.rows[name](by).filter(pk=value).first()
        if found is None:
            raise Http404
        return found


def body_of(function: Callable[..., Any], rows: Mapping[str, Visible], more: Mapping[str, Any]) -> Body:
    """Return the body of an action.

    `rows` says by which reads the rows named by `…_id` are found; `more` gives the types of what goes into a
    `**` parameter, each of them optional. The superior's paper is not taken here: it is filed on the page.
    """
    fields: dict[str, Any] = {}
    parameters = list(inspect.signature(inspect.unwrap(function)).parameters.values())[1:]
    for parameter in parameters:
        if parameter.name == "by" or parameter.kind is parameter.VAR_KEYWORD or _is_paper(parameter.annotation):
            continue
        default = ... if parameter.default is parameter.empty else parameter.default
        if parameter.name in rows:
            kind: Any = Many if _is_many(parameter.annotation) else Key
            fields[f"{parameter.name}_id"] = (kind | None if _is_optional(parameter.annotation) else kind, default)
        else:
            fields[parameter.name] = (_typed(parameter.annotation), default)
    fields |= {name: (_typed(kind), None) for name, kind in more.items()}
    name = "".join(part.title() for part in function.__name__.split("_"))
    model = create_model(name, __config__=ConfigDict(extra="forbid"), **fields)
    return Body(model, {f"{name}_id": visible for name, visible in rows.items()})


def _is_optional(annotation: Any) -> bool:
    return type(None) in typing.get_args(annotation)


def _is_many(annotation: Any) -> bool:
    """Whether a parameter takes several rows, in their order."""
    return any(typing.get_origin(part) in (list, Sequence, Iterable) for part in (annotation, *typing.get_args(annotation)))


def _is_paper(annotation: Any) -> bool:
    return ApprovalPaper in (annotation, *typing.get_args(annotation))


def _typed(annotation: Any) -> Any:
    """A type as it may be sent: plain types with bounds, inside of unions, lists, pairs and dictionaries too."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    if inspect.isclass(annotation) and issubclass(annotation, Model):
        raise TypeError(f"say by which read rows of {annotation.__name__} are found")
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (Union, types.UnionType):
        return Union[tuple(_typed(part) for part in parts)]  # noqa: UP007 - the parts are known only here
    if origin in (list, tuple):
        return origin[tuple(_typed(part) for part in parts)]
    if origin is dict:
        return dict[_typed(parts[0]), _typed(parts[1])]
    return annotation
