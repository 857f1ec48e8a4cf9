"""Tables that become cards on a phone, and the way through long lists."""

import re
from typing import Any

from django.template import Context, TemplateSyntaxError
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from seedbed.kernel.paging import Slice
from seedbed.kernel.screen import Column
from seedbed.kernel.templatetags.ui.register import draw, is_a, register

# The rows are written by our templates and everything from people in them is escaped, so a `<td` in the
# text is always a cell of ours.
CELL = re.compile(r"<(tr|td)\b([^>]*)>", re.IGNORECASE)
SPAN = re.compile(r'colspan="?(\d+)')
ROW_ID = re.compile(r'data-id="([^"]*)"')


@register.simple_block_tag(takes_context=True)
def table(
    context: Context, content: str, columns: Any, rows: Any = None, caption: Any = "", empty: Any = "",
    dense: bool = True, select: str = "",
) -> SafeString:
    """Draw a table from plain rows; each cell gets the heading and kind of its column by position.

    `rows` may be a `Slice`, whose pager then stands below. Where the block is empty, the sentence `empty`
    is shown. `select` names the form to which a tick box (`pick`) of each `<tr data-id>` belongs.
    """
    is_a("table", "dense", dense, bool)
    found = _columns(columns)
    if not content.strip():
        return draw("empty", title=empty or gettext("Nothing here yet."), text="", content="")
    return draw(
        "table",
        columns=[(c, *_sort_link(context, c)) for c in found],
        caption=caption, dense=dense, select=select,
        body=_label_cells(content, found, select),
        slice=rows if isinstance(rows, Slice) else None,
    )


def _columns(columns: Any) -> list[Column]:
    if isinstance(columns, str) or not hasattr(columns, "__iter__"):
        raise TemplateSyntaxError(f"table: columns is a list of Column or of texts, not {columns!r}")
    found = [c if isinstance(c, Column) else Column(c) for c in columns]
    if not found:
        raise TemplateSyntaxError("table: columns is empty")
    return found


def _sort_link(context: Context, column: Column) -> tuple[str, str]:
    """Address that sorts by this column (the other way round if it already does) and its present order."""
    request = context.get("request")
    if not column.sort or request is None:
        return "", ""
    query = request.GET.copy()
    for name in ("after", "before", "page"):
        query.pop(name, None)
    now = query.get("sort", "")
    query["sort"] = f"-{column.sort}" if now == column.sort else column.sort
    order = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now, "")
    return "?" + query.urlencode(), order


def _label_cells(content: str, columns: list[Column], select: str) -> SafeString:
    """Write heading and kind onto the cells of each row, counting columns from the left."""
    labels = [escape(c.title) for c in columns]
    place = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal place
        tag, attributes = found[1].lower(), found[2]
        if tag == "tr":
            place = 0
            return found[0] + (_tick(attributes, select) if select else "")
        if place >= len(columns):
            raise TemplateSyntaxError(f"table: a row has more cells than the {len(columns)} columns")
        column, label = columns[place], labels[place]
        span = SPAN.search(attributes)
        place += int(span[1]) if span else 1
        if span:
            return f"<td{attributes}>"
        return f'<td{_with_class(attributes, column.kind)} data-label="{label}">'

    return mark_safe(CELL.sub(mark, content))  # noqa: S308 - made from our template, labels escaped


def _with_class(attributes: str, kind: str) -> str:
    if kind == "text":
        return attributes
    if 'class="' in attributes:
        return attributes.replace('class="', f'class="{kind} ', 1)
    return f'{attributes} class="{kind}"'


def _tick(attributes: str, form: str) -> str:
    value = ROW_ID.search(attributes)
    if value is None:
        return "<td></td>"
    label = escape(gettext("Pick this row"))
    return (
        f'<td class="pick"><input type="checkbox" name="pick" value="{value[1]}" form="{conditional_escape(form)}"'
        f' aria-label="{label}"></td>'
    )


@register.simple_tag
def pager(slice: Any) -> SafeString:
    """Draw the way to the rows before and after; nothing where there is only one slice."""
    is_a("pager", "slice", slice, Slice)
    return draw("pager", slice=slice)


@register.filter
def needs_pager(slice: Any) -> bool:
    """Whether a slice has rows before or after it, or a total to tell."""
    return isinstance(slice, Slice) and bool(slice.newer or slice.older or slice.total)
