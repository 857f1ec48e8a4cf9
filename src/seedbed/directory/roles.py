"""Roles: what each may do, in words a clerk can read. Held for a node of the organisation forest."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """One role. `family` separates business from the three administrators; nobody holds both."""

    key: str
    name: Any
    description: Any
    family: str = "business"
    second_factor: bool = False
    line: str = ""

    @property
    def is_here(self) -> bool:
        """Whether a line that uses the role is switched on."""
        return not self.line or self.line in settings.LINES


def _duties(always: Any, **lines: Any) -> Any:
    """What a role does in the lines that are switched on, and then what it sees."""
    told = [words for line, words in lines.items() if line in settings.LINES]
    return format_lazy("{} " * len(told) + "{}", *told, always) if told else lazystr(always)


TRAINEE = Role(
    "trainee", _("Trainee"), _("Applies, states wishes, reads the own result and its reasons. Sees only the own file."),
    line="training",
)
CLERK = Role(
    "clerk", _("Unit clerk"),
    _duties(_("Sees only the own unit and below."), training=_("Recommends people of the own unit within its quota, returns and resubmits."),
            grassroots=_("Records outings, registers what people tell, signs for the unit's cases, works on them and reports.")),
)
OFFICER = Role(
    "officer", _("Department officer"),
    _duties(_("Sees everything of the line below the own node."), training=_("Runs the batches: screening, ranking, hosts, matching, papers."),
            grassroots=_("Runs the case desk: gives cases to units, reviews, checks, strikes off, calls back.")),
    second_factor=True,
)
LEADER = Role(
    "leader", _("Leader"),
    _("Releases and confirms what an officer prepared, as the second person. Sees what the officer sees."),
    second_factor=True,
)
SERVICE_TEAM = Role(
    "service_team", _("Service team"),
    _("Entrusted company: hosts, seats, lodging and logistics only. Sees no selection, no marks, no appraisal."),
    line="training",
)
SYSTEM_ADMIN = Role(
    "system_admin", _("System administrator"),
    _("Keeps the site running and opens or closes accounts. Sees no business data and grants no rights."),
    family="administration", second_factor=True,
)
SECURITY_ADMIN = Role(
    "security_admin", _("Security administrator"),
    _("Grants and takes back roles. Sees no business data; never edits the own roles."),
    family="administration", second_factor=True,
)
AUDIT_ADMIN = Role(
    "audit_admin", _("Audit administrator"),
    _("Reads the trail and checks it. Changes nothing and sees no business data."),
    family="administration", second_factor=True,
)

EVERY = (TRAINEE, CLERK, OFFICER, LEADER, SERVICE_TEAM, SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
ALL = tuple(role for role in EVERY if role.is_here)
BY_KEY = {role.key: role for role in EVERY}
ADMINISTRATORS = tuple(role.key for role in EVERY if role.family == "administration")
SECOND_FACTOR = frozenset(role.key for role in EVERY if role.second_factor)
CHOICES = [(role.key, role.name) for role in EVERY]
OFFERED = [(role.key, role.name) for role in ALL]
