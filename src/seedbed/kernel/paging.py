"""Long lists in slices: by the last key for lists that grow, by number for short ones."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from seedbed.kernel.screen import Column

M = TypeVar("M", bound=Model)
PLACES = ("after", "before", "page")


@dataclass(frozen=True)
class Slice(Generic[M]):
    """Some rows of a list, and the query strings that lead to the rows before and after them."""

    rows: Sequence[M]
    newer: str = ""
    older: str = ""
    total: int | None = None
    capped: bool = False
    first: int | None = None

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shown(self) -> str:
        """Numbers of the rows shown, such as `51–100`; empty where the place is not known."""
        if self.first is None or not self.rows:
            return ""
        return f"{self.first}–{self.first + len(self.rows) - 1}"


def sorted_by(params: Mapping[str, str], columns: Sequence[Column], default: str) -> tuple[str, ...]:
    """Return the order a person asked for by a column's link, or `default`; unknown names are ignored."""
    wanted = str(params.get("sort", ""))
    known = {c.sort for c in columns if c.sort}
    return (wanted,) if wanted.removeprefix("-") in known else (default,)


def by_number(rows: QuerySet[M], params: Mapping[str, str], *, size: int = 50, late: bool = False) -> Slice[M]:
    """Return one numbered page; a number beyond the end gives the last page, nonsense the first.

    `late` looks for the keys first and reads only those rows whole: where thousands of wide rows have to be sorted.
    """
    total = rows.count()
    last = max(1, -(-total // size))
    page = min(max(_whole(params.get("page", "")), 1), last)
    start = (page - 1) * size
    return Slice(
        _taken(rows, start, start + size, late=late),
        newer=_with(params, page=str(page - 1)) if page > 1 else "",
        older=_with(params, page=str(page + 1)) if page < last else "",
        total=total,
        first=start + 1,
    )


def _taken(rows: QuerySet[M], start: int, stop: int, *, late: bool) -> list[M]:
    if not late:
        return list(rows[start:stop])
    keys = list(rows.values_list("pk", flat=True)[start:stop])
    found = rows.order_by().in_bulk(keys)
    return [found[key] for key in keys]


def by_key(
    rows: QuerySet[M],
    params: Mapping[str, str],
    *,
    order: Sequence[str],
    size: int = 50,
    count_to: int = 0,
    late: bool = False,
    parts: Sequence[QuerySet[M]] = (),
) -> Slice[M]:
    """Return the rows after (or before) the key in `params`; the cost is the same at any depth.

    `order` names fields of the row itself that are never NULL, each with `-` for falling; the primary
    key is added to break ties. A cursor that cannot be read gives the first slice. With `count_to` the
    total is counted up to that many. `late` as in `by_number`. With `parts` the list is made of these: each is looked through in the order of its
    own index, and `rows` reads what they found; one question over all of them would have no index to follow.
    """
    order = (*order, "-pk" if order[-1].startswith("-") else "pk")
    back = "before" in params
    key = _read(rows.model, order, params.get("before") or params.get("after") or "")
    back = back and key is not None
    ways = [_flip(name) for name in order] if back else list(order)
    if parts:
        rows = rows.filter(pk__in={pk for part in parts for pk in _from(part, ways, key).values_list("pk", flat=True)[: size + 1]})
    found = _taken(_from(rows, ways, key), 0, size + 1, late=late)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_newer, has_older = (more, True) if back else (key is not None, more)
    total, capped = _count(rows, count_to)
    return Slice(
        found,
        newer=_with(params, before=_write(found[0], order)) if found and has_newer else "",
        older=_with(params, after=_write(found[-1], order)) if found and has_older else "",
        total=total,
        capped=capped,
    )


def _from(rows: QuerySet[M], ways: Sequence[str], key: Sequence[Any] | None) -> QuerySet[M]:
    return (rows.filter(_beyond(ways, key)) if key else rows).order_by(*ways)


def _count(rows: QuerySet[Any], count_to: int) -> tuple[int | None, bool]:
    if not count_to:
        return None, False
    total = rows.order_by()[: count_to + 1].count()
    return min(total, count_to), total > count_to


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(ways: Sequence[str], key: Sequence[Any]) -> Q:
    """Rows after `key` in lexicographic order; the outer bound lets the index cut first."""
    condition = Q()
    for depth in range(len(ways)):
        same = {ways[i].removeprefix("-"): key[i] for i in range(depth)}
        condition |= Q(**same) & Q(**{f"{ways[depth].removeprefix('-')}__{_side(ways[depth])}": key[depth]})
    return Q(**{f"{ways[0].removeprefix('-')}__{_side(ways[0])}e": key[0]}) & condition


def _side(way: str) -> str:
    return "lt" if way.startswith("-") else "gt"


def _write(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in order]
    text = json.dumps([v if isinstance(v, int | float) else str(v) for v in values], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], cursor: str) -> list[Any] | None:
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [_field(model, name).to_python(v) for name, v in zip(order, values, strict=True)]
    except (ValueError, TypeError, ValidationError, FieldDoesNotExist):
        return None


def _field(model: type[Model], name: str) -> Any:
    name = name.removeprefix("-")
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _with(params: Mapping[str, str], **place: str) -> str:
    """The query string with another place; filters and order stay."""
    query = QueryDict(mutable=True)
    lists = params.lists() if isinstance(params, QueryDict) else ((k, [v]) for k, v in params.items())
    for name, values in lists:
        if name not in PLACES:
            query.setlist(name, list(values))
    query.update(place)
    return "?" + query.urlencode()
