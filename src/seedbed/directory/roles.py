"""Roles: what each may do, in words a clerk can read. Held for a node of the organisation forest."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """One role. `family` separates business from the three administrators; nobody holds both."""

    key: str
    name: Any
    description: Any
    family: str = "business"
    second_factor: bool = False


TRAINEE = Role(
    "trainee", _("Trainee"), _("Applies, states wishes, reads the own result and its reasons. Sees only the own file.")
)
CLERK = Role(
    "clerk", _("Unit clerk"),
    _("Recommends people of the own unit within its quota, returns and resubmits. Sees only the own unit and below."),
)
OFFICER = Role(
    "officer", _("Department officer"),
    _("Runs the batches: screening, ranking, hosts, matching, papers. Sees everything of the line below the own node."),
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

ALL = (TRAINEE, CLERK, OFFICER, LEADER, SERVICE_TEAM, SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
BY_KEY = {role.key: role for role in ALL}
ADMINISTRATORS = tuple(role.key for role in ALL if role.family == "administration")
SECOND_FACTOR = frozenset(role.key for role in ALL if role.second_factor)
CHOICES = [(role.key, role.name) for role in ALL]
