"""The first hour of a site: top unit, department, officer, and the three administrators, sealed."""

import secrets
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import actions, roles, rules
from seedbed.directory.models import Account, Person, Site, Unit
from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor

SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS = 4


@dataclass
class Founding:
    """What set-up made: the site and the first password of each account, shown once."""

    site: Site
    department: Unit
    officer: Account
    passwords: dict[str, str] = field(default_factory=dict)


def first_password() -> str:
    """Return a password of four groups of five signs that are not mistaken for each other (about 115 bits)."""
    return "-".join("".join(secrets.choice(SIGNS) for _i in range(5)) for _g in range(GROUPS))


@action("directory.found", allow=rules.setup, label=gettext_lazy("Set up the site"))
def found(
    site: None, *, by: Actor, city: str, region: str, department: str, officer: str, profile: str = "small", is_demo: bool = False
) -> Founding:
    """Set the site up in one act: city, department, officer, system, security and audit administrator.

    Each account gets a random first password that must be changed at the first log-in. Refused on a
    site that is set up already.
    """
    require(not Site.objects.exists(), _("This site is set up already."))
    root = actions.add_unit(None, by=by, name=city, kind="area", region_id=region)
    office = actions.add_unit(root, by=by, name=department, kind="party", region_id=region)
    row = actions.set_up_site(root, by=by, name=department, home_region=region, profile=profile, is_demo=is_demo)
    person = actions.add_person(office, by=by, name=officer)
    account, password = open_with_role(by, "officer", officer, person, root, must_change=not is_demo)
    made = Founding(row, office, account, {"officer": password})
    for role in administrators():
        made.passwords[role.key] = open_with_role(by, role.key, str(role.name), None, None, must_change=not is_demo)[1]
    return made


def open_with_role(
    by: Actor, role: str, shown: str, person: Person | None, unit: Unit | None, *, must_change: bool, username: str = ""
) -> tuple[Account, str]:
    """Open an account with one role in force and a random first password; return both."""
    password = first_password()
    account = actions.open_account(
        person, by=by, username=username or role.replace("_", "-"), display_name=shown, password=password, must_change_password=must_change
    )
    grant = actions.propose_grant(account, by=by, role=role, unit=unit)
    actions.approve_grant(grant, by=by)
    return account, password


def administrators() -> list[roles.Role]:
    """Return the three separated administrators in the order of their envelopes."""
    return [role for role in roles.ALL if role.family == "administration"]
