"""What holds a page together: head, cards, facts, notices, steps, tabs, folds, dialogs, icons, language."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from seedbed.kernel.screen import ICONS, Step, Tab
from seedbed.kernel.templatetags.ui.register import all_are, draw, is_a, needed, one_of, register, trimmed

CARD_KINDS = ("plain", "quiet", "good", "warn", "danger")
NOTICE_KINDS = ("info", "good", "warn", "danger")
NOTICE_ICONS = {"info": "info", "good": "check", "warn": "warn", "danger": "ban"}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw one of our icons; it is hidden from screen readers, so words must stand beside it."""
    one_of("icon", "name", name, tuple(ICONS))
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_block_tag
def page_head(content: str, title: Any, sub: Any = "", crumbs: Any = (), kicker: Any = "") -> SafeString:
    """Draw the page's heading with the way back (`crumbs`: pairs of label and address) and its actions."""
    needed("page_head", "title", title)
    return draw("page_head", title=title, sub=sub, crumbs=_pairs(crumbs), kicker=kicker, content=trimmed(content))


def _pairs(crumbs: Any) -> list[tuple[Any, str]]:
    if not crumbs:
        return []
    if isinstance(crumbs, str) or not isinstance(crumbs, Iterable):
        raise TemplateSyntaxError(f"page_head: crumbs is a list of pairs (label, address), not {crumbs!r}")
    pairs = [tuple(crumb) for crumb in crumbs]
    if any(len(pair) != 2 for pair in pairs):
        raise TemplateSyntaxError(f"page_head: crumbs is a list of pairs (label, address), not {crumbs!r}")
    return [(label, str(url)) for label, url in pairs]


@register.simple_block_tag
def card(
    content: str, title: Any = "", sub: Any = "", kind: str = "plain", id: str = "", flush: bool = False, foot: Any = ""
) -> SafeString:
    """Draw a panel; `flush=True` lets a table reach its edges."""
    one_of("card", "kind", kind, CARD_KINDS)
    is_a("card", "flush", flush, bool)
    return draw("card", title=title, sub=sub, kind=kind, id=id, flush=flush, foot=foot, content=content)


@register.simple_block_tag
def columns(content: str, count: int = 2) -> SafeString:
    """Put the children side by side, below each other on a phone."""
    one_of("columns", "count", str(count), ("1", "2", "3", "4"))
    return format_html('<div class="columns columns-{}">{}</div>', count, content)


@register.simple_block_tag
def stack(content: str, gap: str = "normal") -> SafeString:
    """Put the children below each other at an even distance."""
    one_of("stack", "gap", gap, ("tight", "normal", "wide"))
    return format_html('<div class="stack stack-{}">{}</div>', gap, content)


@register.simple_block_tag
def facts(content: str, columns: int = 1) -> SafeString:
    """Draw a definition list from the `fact`s inside."""
    one_of("facts", "columns", str(columns), ("1", "2", "3"))
    return format_html('<dl class="facts facts-{}">{}</dl>', columns, content)


@register.simple_block_tag
def fact(content: str, label: Any, wide: bool = False) -> SafeString:
    """Draw one name and its value; nothing inside shows as a dash."""
    needed("fact", "label", label)
    is_a("fact", "wide", wide, bool)
    value = trimmed(content) or mark_safe('<span class="none">—</span>')
    return format_html('<div class="{}"><dt>{}</dt><dd>{}</dd></div>', "fact wide" if wide else "fact", label, value)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: Any = "") -> SafeString:
    """Draw a message that belongs to the page; the word of the kind is read out."""
    one_of("notice", "kind", kind, NOTICE_KINDS)
    word = {
        "info": pgettext("notice", "For information"), "good": pgettext("notice", "Done"), "warn": pgettext("notice", "Please note"),
        "danger": pgettext("notice", "Not possible"),
    }[kind]
    return draw("notice", kind=kind, title=title, icon=NOTICE_ICONS[kind], word=word, content=trimmed(content))


@register.simple_tag
def secrets_banner() -> SafeString:
    """Draw the banner that state secrets, work secrets and cadre archives must not be entered."""
    return draw("secrets_banner")


@register.simple_block_tag
def empty(content: str, title: Any, text: Any = "") -> SafeString:
    """Say kindly that there is nothing yet; the block holds what to do next."""
    needed("empty", "title", title)
    return draw("empty", title=title, text=text, content=trimmed(content))


@register.simple_tag
def steps(items: Any) -> SafeString:
    """Draw the way of a batch and where it stands."""
    return draw("steps", items=all_are("steps", "items", items, Step))


@register.simple_tag
def tabs(items: Any) -> SafeString:
    """Draw links to sister pages."""
    return draw("tabs", items=all_are("tabs", "items", items, Tab))


@register.simple_block_tag
def fold(content: str, summary: Any, open: bool = False) -> SafeString:
    """Fold away what not everybody needs."""
    needed("fold", "summary", summary)
    is_a("fold", "open", open, bool)
    return format_html(
        '<details class="fold"{}><summary>{}{}</summary><div class="fold-body">{}</div></details>',
        mark_safe(" open") if open else "", icon("right"), summary, content,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: Any, trigger: Any, url: str, kind: str = "plain") -> SafeString:
    """Draw a link to `url` that opens the block as a dialog where JavaScript runs."""
    for name, value in (("id", id), ("title", title), ("trigger", trigger), ("url", url)):
        needed("dialog", name, value)
    one_of("dialog", "kind", kind, ("plain", "primary", "danger", "quiet"))
    return draw("dialog", id=id, title=title, trigger=trigger, url=url, kind=kind, content=content)


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """Draw the two buttons Chinese and English; they post to Django's `set_language`."""
    codes = [code for code, _name in settings.LANGUAGES]
    names = {"zh-hans": "中文", "en": "English"}
    now = get_language()
    return draw("language_switch", context, languages=[(c, names.get(c, c), c == now) for c in codes])
