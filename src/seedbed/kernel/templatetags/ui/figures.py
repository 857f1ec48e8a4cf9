"""Figures, times, progress and bars; everything that people would rather look at than read."""

from datetime import date, datetime
from typing import Any

from django.template import Context, TemplateSyntaxError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from seedbed.kernel.screen import KINDS, Bar, Event, Stat
from seedbed.kernel.templatetags.ui.register import all_are, draw, is_a, needed, one_of, register

JOB_STATES = ("waiting", "running", "done", "failed")
Number = (int, float)


@register.filter
def plain_number(value: float) -> str:
    """Write a number as SVG wants it: with a point, without grouping."""
    return f"{value:g}"


@register.simple_tag
def moment(value: Any, kind: str = "date") -> SafeString:
    """Write a point in time in Asia/Shanghai with its machine-readable form; nothing for None."""
    one_of("moment", "kind", kind, ("date", "time", "both"))
    if value is None or value == "":
        return SafeString("")
    is_a("moment", "value", value, (datetime, date))
    machine = value.isoformat()
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    elif kind != "date":
        raise TemplateSyntaxError("moment: a day has no time; kind='date'")
    return format_html('<time datetime="{}">{}</time>', machine, _written(value, kind))


def _written(value: date, kind: str) -> str:
    """Year-month-day is read alike in both languages and lines up in a column."""
    return value.strftime({"date": "%Y-%m-%d", "time": "%H:%M", "both": "%Y-%m-%d %H:%M"}[kind])


@register.simple_tag
def time_line(events: Any, more: str = "") -> SafeString:
    """Draw events, the newest first as given; `more` leads to the older ones."""
    return draw("time_line", events=all_are("time_line", "events", events, Event), more=more)


@register.simple_tag
def stat(label: Any, value: Any, unit: Any = "", sub: Any = "", url: str = "", kind: str = "neutral") -> SafeString:
    """Draw one figure with its name."""
    needed("stat", "label", label)
    one_of("stat", "kind", kind, KINDS)
    return draw("stat", item=Stat(label, value, unit, sub, url, kind))


@register.simple_tag
def stats(items: Any) -> SafeString:
    """Draw a row of figures."""
    return draw("stats", items=all_are("stats", "items", items, Stat))


@register.simple_tag(takes_context=True)
def progress(
    context: Context, url: str, done: int = 0, total: int = 0, text: Any = "", state: str = "running"
) -> SafeString:
    """Draw the bar of a job; while it waits or runs the browser asks `url` each second for a new one."""
    needed("progress", "url", url)
    is_a("progress", "done", done, int)
    is_a("progress", "total", total, int)
    one_of("progress", "state", state, JOB_STATES)
    words = {
        "waiting": pgettext("state", "waiting for its turn"), "running": pgettext("state", "running"),
        "done": pgettext("state", "finished"), "failed": pgettext("state", "failed"),
    }
    share = 100 if state == "done" else min(100, done * 100 // total) if total else None
    request = context.get("request")
    return draw(
        "progress", url=url, text=text, state=state, word=words[state], share=share, done=done, total=total,
        live=state in ("waiting", "running"), fragment=bool(getattr(request, "htmx", False)),
    )


@register.simple_tag
def meter(value: Any, label: Any = "", weight: Any = "", kind: str = "auto", sentence: Any = "", unit: str = "") -> SafeString:
    """Draw one part of a score from 0 to 100, with `unit` behind the figure; None says that there is no data."""
    one_of("meter", "kind", kind, ("auto", *KINDS))
    if value is not None:
        is_a("meter", "value", value, Number)
        if not 0 <= value <= 100:
            raise TemplateSyntaxError(f"meter: value is 0 to 100 or None, not {value!r}")
    tone = kind if kind != "auto" else _tone(value)
    shown = value if value is None or isinstance(value, int) else f"{value:.2f}"  # below each other the points stand in line
    return draw("meter", value=value, shown=shown, unit=unit, label=label, weight=weight, sentence=sentence, kind=tone)


def _tone(value: float | None) -> str:
    if value is None:
        return "neutral"
    return "good" if value >= 70 else "info" if value >= 40 else "waiting"


@register.simple_tag
def bars(items: Any, unit: Any = "", caption: Any = "") -> SafeString:
    """Draw a bar chart with its figures; the longest bar is the largest value."""
    found = all_are("bars", "items", items, Bar)
    top = max((bar.value for bar in found), default=0) or 1
    rows = [(bar, round(bar.value * 100 / top, 1)) for bar in found]
    return draw("bars", rows=rows, unit=unit, caption=caption, nothing=gettext("Nothing to show yet."))
