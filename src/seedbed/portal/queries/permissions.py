"""Who may what and which functions there are, read from the register of actions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.directory.roles import ALL, BY_KEY
from seedbed.kernel.actions import REGISTER, Action

HOLDS = re.compile(r"holds ([a-z_/]+)")
ROOMS = {
    "selection": _("Selection"), "placement": _("Placement"), "outcomes": _("Outcomes"), "casework": _("Cases, public notices and objections"), "grassroots": _("Going to the grass roots"),
    "residency": _("Life in the company"), "gatherings": _("Gatherings"),
    "assessment": _("Assessment"),
    "directory": _("Units, people, accounts"), "portal": _("Portal"), "kernel": _("Foundations"),
}
LINE_OF = dict.fromkeys(("selection", "placement", "residency", "outcomes", "assessment"), "training") | {"grassroots": "grassroots"}
JOB = re.compile(r"job ([a-z_./]+)")
JOBS = {"setup": _("set-up command"), "demo": _("set-up command"), "public": _("anybody, without an account")}
ALSO = {"is_self": _("the person"), "one_of_batch": _("who took part in the batch"), "one_of_desk": _("who took part in a batch"),
        "own_practice": _("who brought it home"), "own_sheet": _("who was asked to mark"), "own_mark": _("who gave the mark"), "own_result": _("the person"), "link_itself": _("the holder of the link"),
        "one_of_visit_batch": _("who took part in the batch"), "own_message": _("the one it was written to")}


@dataclass(frozen=True)
class Permission:
    """One action and who may do it; `rule` is the predicate that is enforced, by its name."""

    name: str
    label: Any
    rule: str
    roles: tuple[str, ...]
    also: tuple[Any, ...]
    doc: str


def permissions() -> list[Permission]:
    """Return every registered action of the lines switched on by name, with the roles that its predicate asks for."""
    return [_permission(entry) for name, entry in sorted(REGISTER.items()) if _is_here(name.partition(".")[0])]


def _is_here(room: str) -> bool:
    """Whether the line of a room is switched on; shared rooms always are."""
    return room not in LINE_OF or LINE_OF[room] in settings.LINES


def _permission(entry: Action) -> Permission:
    rule = str(getattr(entry.allow, "name", "") or getattr(entry.allow, "__name__", ""))
    held = {key for found in HOLDS.findall(rule) for key in found.split("/")}
    roles = tuple(role.key for role in ALL if role.key in held)
    jobs = dict.fromkeys(name for found in JOB.findall(rule) for name in found.split("/"))
    named = [JOBS.get(name) or format_lazy(_("the job {name}"), name=name) for name in jobs]
    also = tuple(dict.fromkeys([*(word for sign, word in ALSO.items() if sign in rule), *named]))
    first = " ".join(entry.doc.split("\n\n")[0].split())
    return Permission(entry.name, entry.label, rule, roles, also, first)


def features() -> Iterator[tuple[Any, list[tuple[Any, str]]]]:
    """Yield the functions of the product room by room, each with the names of those who use it."""
    lines = permissions()
    for room, title in ROOMS.items():
        found = [(line.label, _users(line)) for line in lines if line.name.startswith(f"{room}.")]
        if found:
            yield title, found


def _users(line: Permission) -> str:
    return "、".join([*(str(BY_KEY[role].name) for role in line.roles), *(str(word) for word in line.also)])
