"""The menu as data: which entry for which roles, in which line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

BUSINESS = ("trainee", "clerk", "officer", "leader", "service_team")
OFFICE = ("officer", "leader")
EVERYBODY = (*BUSINESS, "system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True)
class Entry:
    """One menu entry: shown to whoever holds one of `roles`, if its line is switched on."""

    label: Any
    url: str
    icon: str
    roles: tuple[str, ...]
    line: str = ""


GROUPS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    ("", (Entry(_("Home"), "portal:home", "home", EVERYBODY),)),
)
