"""The one register of tags, and the checks that every tag makes on its arguments."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Context, Library, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = Library()


def one_of(tag: str, argument: str, value: Any, known: Sequence[str]) -> None:
    """Refuse a value that the tag does not know."""
    if value not in known:
        raise TemplateSyntaxError(f"{tag}: {argument} is one of {', '.join(known)}, not {value!r}")


def is_a(tag: str, argument: str, value: Any, kind: type | tuple[type, ...]) -> None:
    """Refuse a value of another type; a missing variable arrives as an empty string and is refused too."""
    if not isinstance(value, kind):
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        raise TemplateSyntaxError(f"{tag}: {argument} is {names}, not {value!r}")


def all_are(tag: str, argument: str, values: Any, kind: type) -> list[Any]:
    """Return `values` as a list, every one of them of `kind`."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TemplateSyntaxError(f"{tag}: {argument} is a list of {kind.__name__}, not {values!r}")
    found = list(values)
    for value in found:
        is_a(tag, f"each of {argument}", value, kind)
    return found


def needed(tag: str, argument: str, value: Any) -> None:
    """Refuse an empty text where people would meet a nameless thing."""
    if not str(value).strip():
        raise TemplateSyntaxError(f"{tag}: {argument} is empty")


def draw(name: str, context: Context | None = None, /, **values: Any) -> SafeString:
    """Render `ui/<name>.html` with these values and the form token of the page."""
    if context is not None:
        values["csrf_token"] = context.get("csrf_token", "")
    return render_to_string(f"ui/{name}.html", values)


def trimmed(content: str) -> SafeString:
    """Return what a template wrote into a block, without the blanks around it."""
    return mark_safe(content.strip())  # noqa: S308 - rendered by a template, escaped there


def joined(parts: Iterable[str]) -> SafeString:
    """Put rendered parts together."""
    return format_html_join("", "{}", ((part,) for part in parts))


def hidden_inputs(context: Context, once: bool = True) -> SafeString:
    """Return the token against forged forms and, unless `once=False`, a fresh form key (`_once`)."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", ""))
    return token + format_html('<input type="hidden" name="_once" value="{}">', uuid.uuid4()) if once else token
