"""Pictures with their figures: curves, distributions, divided bars, flows, rates with intervals."""

from collections.abc import Sequence
from typing import Any

from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from seedbed.kernel import charts
from seedbed.kernel.charts import Dot, Flow, Height, Piece, Range
from seedbed.kernel.templatetags.ui.register import all_are, draw, needed, register

CURVE_HEIGHT, COLUMN_HEIGHT = 230, 170


@register.filter
def figure(value: float) -> str:
    """Write a number as people read it: grouped, with at most two digits behind the point and no idle zeros."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


@register.simple_tag
def curve(dots: Any, title: Any, across: Any, up: Any) -> SafeString:
    """Draw points joined by a line; `across` and `up` name the axes. The smallest value stands at the corner, not 0."""
    found = all_are("curve", "dots", dots, Dot)
    needed("curve", "title", title)
    if not found:
        return draw("nothing", nothing=gettext("Nothing to show yet."))
    x, y = charts.axes_of(found, CURVE_HEIGHT)
    places = [(dot, x.at(dot.x), y.at(dot.y)) for dot in found]
    line = [(a, b) for dot, a, b in places if not dot.marked]
    below = sorted({(a, dot.x) for dot, a, _b in places})
    ticks = [tick for tick, shown in zip(below, charts.told_apart([a for a, _x in below]), strict=True) if shown]
    ends = [(value, y.at(value)) for value in sorted({y.low, y.high})]
    return draw("curve", title=title, across=across, up=up, width=charts.WIDTH, height=CURVE_HEIGHT, places=places, ends=ends, ticks=ticks,
                line=" ".join(f"{a:g},{b:g}" for a, b in line), base=CURVE_HEIGHT - 34, left=charts.LEFT,
                linked=any(dot.url for dot in found), rows=[(dot.x, dot.y, dot.note) for dot in found], told=any(str(dot.note) for dot in found))


@register.simple_tag
def distribution(items: Any, title: Any, across: Any) -> SafeString:
    """Draw columns side by side; the number stands above each."""
    found = all_are("distribution", "items", items, Height)
    needed("distribution", "title", title)
    return draw("distribution", title=title, across=across, width=charts.WIDTH, height=COLUMN_HEIGHT, base=COLUMN_HEIGHT - 24,
                boxes=charts.columns_of(found, COLUMN_HEIGHT), nothing="" if found else gettext("Nothing to show yet."))


@register.simple_tag
def divided(rows: Any, title: Any) -> SafeString:
    """Draw one divided bar per row; `rows` are pairs of a label and its `Piece`s, all with the same labels."""
    needed("divided", "title", title)
    lines: list[tuple[Any, list[Piece]]] = [(label, all_are("divided", "pieces", pieces, Piece)) for label, pieces in rows]
    shapes = {tuple(str(piece.label) for piece in pieces) for _label, pieces in lines}
    if len(shapes) > 1:
        raise TemplateSyntaxError("divided: all rows have the same pieces")
    most = max((sum(piece.value for piece in pieces) for _label, pieces in lines), default=0)
    return draw("divided", title=title, keys=lines[0][1] if lines else [], nothing="" if lines else gettext("Nothing to show yet."),
                rows=[(label, charts.pieces_of(pieces, most), sum(piece.value for piece in pieces)) for label, pieces in lines])


@register.simple_tag
def flows(items: Any, title: Any, source: Any, target: Any) -> SafeString:
    """Draw who goes from where to where, as ribbons as broad as they are many."""
    found = all_are("flows", "items", items, Flow)
    needed("flows", "title", title)
    return draw("flows", title=title, source=source, target=target, width=charts.WIDTH, left=charts.FLOW_LEFT, right=charts.FLOW_RIGHT,
                drawing=charts.flows_of(found), nothing="" if found else gettext("Nothing to show yet."),
                rows=sorted(found, key=lambda f: (-f.value, f.source, f.target)))


@register.simple_tag
def rates(items: Any, title: Any, mean: float | None = None) -> SafeString:
    """Draw rates in per cent with their intervals; `mean` is that of all, drawn as a line across."""
    found: Sequence[Range] = all_are("rates", "items", items, Range)
    needed("rates", "title", title)
    return draw("rates", title=title, items=found, mean=mean, nothing="" if found else gettext("Nothing to show yet."),
                heading=pgettext("rates", "Group"))


@register.simple_tag
def against(rows: Any, title: Any, first: Any, second: Any) -> SafeString:
    """Draw two numbers of each thing below each other; `rows` are (label, number, number, note)."""
    needed("against", "title", title)
    lines = [(label, a, b, note) for label, a, b, note in rows]
    most = max((max(a, b) for _label, a, b, _note in lines), default=0) or 1
    return draw("against", title=title, first=first, second=second, nothing="" if lines else gettext("Nothing to show yet."),
                rows=[(label, a, b, round(100 * a / most, 2), round(100 * b / most, 2), note) for label, a, b, note in lines])
