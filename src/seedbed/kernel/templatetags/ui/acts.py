"""Buttons that change something, and badges that say how a thing stands."""

from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seedbed.kernel.screen import KINDS, ActionButton
from seedbed.kernel.templatetags.ui.register import (
    all_are,
    draw,
    hidden_inputs,
    is_a,
    joined,
    needed,
    one_of,
    register,
)


@register.simple_tag
def state_badge(label: Any, kind: str = "neutral") -> SafeString:
    """Draw a state as a word; the colour only helps."""
    needed("state_badge", "label", label)
    one_of("state_badge", "kind", kind, KINDS)
    return format_html('<span class="badge badge-{}">{}</span>', kind, label)


@register.simple_tag(takes_context=True)
def action(context: Context, button: Any) -> SafeString:
    """Draw one button: a link, a form, a form behind a question, or grey with its reason."""
    is_a("action", "button", button, ActionButton)
    needed("action", "label", button.label)
    return draw("action", context, button=button, hidden=hidden_inputs(context) if button.method == "post" else "")


@register.simple_tag(takes_context=True)
def actions_bar(context: Context, buttons: Any, align: str = "start") -> SafeString:
    """Draw a row of buttons; an empty list draws nothing."""
    one_of("actions_bar", "align", align, ("start", "end"))
    found = all_are("actions_bar", "buttons", buttons, ActionButton)
    if not found:
        return SafeString("")
    inside = joined(action(context, button) for button in found)
    return format_html('<div class="actions actions-{}">{}</div>', align, inside)
