"""The menu as data: which entry for which roles, in which line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BUSINESS = ("trainee", "clerk", "officer", "leader", "service_team")
OFFICE = ("officer", "leader")
WORKERS = ("clerk", *OFFICE)
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
    ("", (
        Entry(_("Home"), "portal:home", "home", EVERYBODY),
        Entry(_("Messages"), "portal:inbox", "info", EVERYBODY),
    )),
    (_("Grass roots"), (
        Entry(_("Outings"), "grassroots:outings", "leaf", WORKERS, "grassroots"),
        Entry(_("Cases"), "cases:cases", "paper", WORKERS, "grassroots"),
        Entry(_("Classes of problems"), "grassroots:classes", "match", WORKERS, "grassroots"),
        Entry(_("Research"), "grassroots:projects", "search", WORKERS, "grassroots"),
        Entry(_("Answers and material"), "grassroots:answers", "help", WORKERS, "grassroots"),
        Entry(_("Figures"), "cases:figures", "rank", WORKERS, "grassroots"),
        Entry(_("Work orders 12345"), "cases:orders", "swap", OFFICE, "grassroots"),
        Entry(_("Settings of cases"), "cases:settings", "settings", OFFICE, "grassroots"),
    )),
    (_("Training"), (
        Entry(_("My week"), "residency:week", "calendar", ("trainee",), "training"),
        Entry(_("Batches"), "selection:batches", "leaf", (*OFFICE, "clerk", "trainee"), "training"),
        Entry(_("My wishes"), "placement:my_wishes", "star", ("trainee",), "training"),
        Entry(_("My place"), "placement:own", "match", ("trainee",), "training"),
        Entry(_("Classes"), "residency:classes", "people", (*OFFICE, "service_team"), "training"),
        Entry(_("Service tickets"), "casework:tickets", "help", (*OFFICE, "service_team"), "training"),
        Entry(_("Schedule"), "gatherings:schedule", "clock", (*OFFICE, "trainee"), "training"),
        Entry(_("Hosts"), "placement:hosts", "building", (*OFFICE, "service_team"), "training"),
        Entry(_("Programmes"), "selection:programmes", "calendar", OFFICE, "training"),
        Entry(_("Rules"), "selection:rules", "rank", OFFICE, "training"),
    )),
    (_("Outcomes"), (
        Entry(_("Outcomes"), "outcomes:batches", "leaf", OFFICE, "training"),
        Entry(_("Leads"), "outcomes:leads", "swap", (*OFFICE, "clerk", "trainee"), "training"),
        Entry(_("Practices"), "outcomes:practices", "leaf", (*OFFICE, "clerk", "trainee"), "training"),
        Entry(_("Sharing sessions"), "outcomes:sharings", "people", (*OFFICE, "clerk", "trainee"), "training"),
        Entry(_("What companies need"), "outcomes:needs", "help", (*OFFICE, "clerk", "trainee"), "training"),
        Entry(_("Coverage"), "outcomes:coverage", "people", OFFICE, "training"),
        Entry(_("My training hours"), "outcomes:my_hours", "clock", ("trainee", "clerk"), "training"),
        Entry(_("Companies visited"), "outcomes:visits", "building", (*OFFICE, "trainee"), "training"),
    )),
    (_("Assessment"), (
        Entry(_("Assessments"), "assessment:rounds", "rank", OFFICE, "training"),
        Entry(_("Appeals"), "assessment:appeals", "warn", OFFICE, "training"),
        Entry(_("My assessments"), "assessment:mine", "star", (*OFFICE, "clerk", "trainee"), "training"),
    )),
    (_("Register"), (
        Entry(_("People"), "directory:people", "people", (*OFFICE, "clerk")),
        Entry(pgettext_lazy("organisation", "Units"), "directory:units", "building", (*OFFICE, "clerk")),
        Entry(_("Ties"), "directory:ties", "swap", (*OFFICE, "clerk", "trainee")),
        Entry(_("Exports"), "directory:releases", "download", (*OFFICE, "clerk", "service_team")),
        Entry(_("Industries"), "directory:industries", "list", (*OFFICE, "clerk", "service_team"), "training"),
    )),
    (_("Notices and complaints"), (
        Entry(_("Public notices"), "casework:notices", "notice", OFFICE),
        Entry(_("Objections"), "casework:objections", "warn", OFFICE),
        Entry(_("Complaints"), "portal:complaints", "help", OFFICE),
    )),
    (_("Office"), (
        Entry(_("Office"), "portal:office", "settings", OFFICE),
        Entry(_("Requests for erasure"), "portal:erasures", "lock", OFFICE),
    )),
    (_("Administration"), (
        Entry(_("Accounts"), "directory:accounts", "person", ("system_admin", "security_admin")),
        Entry(_("Roles"), "directory:grants", "key", ("system_admin", "security_admin")),
        Entry(_("Trail"), "portal:trail", "shield", ("audit_admin",)),
    )),
    (_("About me"), (
        Entry(_("My data"), "portal:privacy", "lock", BUSINESS),
        Entry(_("Who may what"), "portal:who_may_what", "key", EVERYBODY),
    )),
)
