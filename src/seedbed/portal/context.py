"""What the frame of every page shows: menu by role, name of the site, who is signed in."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

import seedbed
from seedbed.directory.queries import grants_of, site_name
from seedbed.directory.roles import BY_KEY
from seedbed.kernel.screen import MenuGroup, MenuItem, Screen
from seedbed.portal.menu import GROUPS


def screen(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `screen` for base.html; read only when a template asks for it."""
    return {"screen": SimpleLazyObject(lambda: _screen(request))}


def _screen(request: HttpRequest) -> Screen:
    actor = getattr(request, "actor", None)
    common: dict[str, Any] = {"name": site_name(), "lines": settings.LINES, "version": seedbed.__version__,
              "evaluation": settings.EVALUATION, "home": reverse("portal:home"),
              "complaint": reverse("portal:complaint"), "privacy": reverse("portal:privacy")}
    if actor is None or actor.account is None:
        return Screen(**common)
    roles = list(dict.fromkeys(role for role, _node in grants_of(actor)))
    menu = [group for group in (_group(label, entries, roles, request.path) for label, entries in GROUPS) if group]
    return Screen(menu=menu, roles=[BY_KEY[r].name for r in roles], account=actor.label, tokens=reverse("directory:tokens"), **common)


@cache
def _address(name: str, prefix: str) -> str:
    """The address of an entry of the menu: the same for everybody, and every page has thirty of them."""
    return reverse(name)


def _group(label: Any, entries: Any, roles: list[str], path: str) -> MenuGroup | None:
    items = [
        MenuItem(entry.label, url := _address(entry.url, get_script_prefix()), entry.icon, current=path == url)
        for entry in entries
        if set(entry.roles) & set(roles) and (not entry.line or entry.line in settings.LINES)
    ]
    return MenuGroup(label, items) if items else None
