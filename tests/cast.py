"""The named cast: the same people in every test, made through the same actions as in real life.

A small city: the organising department at the city, unit A (the applicant's), unit B (a stranger's),
a host company. Every account has the password `PASSWORD`; officers,
leaders and administrators have their second factor set up with `TOTP_SEED`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP

from seedbed.directory import actions
from seedbed.directory.models import Account, Grant, Person, Unit
from seedbed.directory.roles import SECOND_FACTOR
from seedbed.kernel.actor import Actor, of_account, of_job

TOTP_SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "Sow-early-2026!"
ID_OF_APPLICANT = "431003199302133046"
SETUP = of_job("setup")


def check_digit(first17: str) -> str:
    """Return the 18th character of an ID number (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights, strict=True)) % 11]


def id_number(serial: int, *, birth: str = "19900101", region: str = "431003", female: bool = False) -> str:
    """Return an invented valid ID number; `serial` 0–499 makes it unique for one birth date."""
    first17 = f"{region}{birth}{serial * 2 + (0 if female else 1):03d}"
    return first17 + check_digit(first17)


@dataclass
class Cast:
    """Everybody by name, as `Account`; `actor("officer")` gives the one who acts."""

    root: Unit
    department: Unit
    unit_a: Unit
    unit_b: Unit
    company: Unit
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Account:
        try:
            return self.__dict__["accounts"][name]
        except KeyError:
            raise AttributeError(name)

    def actor(self, name: str) -> Actor:
        """Return a fresh actor, as one request would have."""
        return of_account(Account.objects.get(pk=self.accounts[name].pk))


ROLES: tuple[tuple[str, str, str | None], ...] = (
    # name, role, node
    ("applicant", "trainee", "unit_a"),
    ("other_applicant", "trainee", "unit_b"),
    ("clerk_a", "clerk", "unit_a"),
    ("clerk_b", "clerk", "unit_b"),
    ("officer", "officer", "root"),
    ("leader", "leader", "root"),
    ("service_team", "service_team", "root"),
    ("system_admin", "system_admin", None),
    ("second_system_admin", "system_admin", None),
    ("security_admin", "security_admin", None),
    ("second_security_admin", "security_admin", None),
    ("audit_admin", "audit_admin", None),
)
WITH_PERSON = {"applicant": "unit_a", "other_applicant": "unit_b", "clerk_a": "unit_a", "clerk_b": "unit_b",
               "officer": "department", "leader": "department"}
NAMES = {"applicant": "曾玉兰", "other_applicant": "单志强", "clerk_a": "李文书", "clerk_b": "周文书",
         "officer": "何干事", "leader": "欧阳部长"}


def make_cast(*, profile: str = "full") -> Cast:
    """Set up the site with the whole cast; `profile` is that of the office."""
    root = actions.add_unit(None, by=SETUP, name="郴州市", kind="area", region_id="4310")
    department = actions.add_unit(root, by=SETUP, name="中共郴州市委组织部", kind="party", region_id="4310")
    unit_a = actions.add_unit(root, by=SETUP, name="资兴市住房和城乡建设局", kind="government", region_id="431081", is_economic=True)
    unit_b = actions.add_unit(root, by=SETUP, name="桂阳县教育局", kind="government", region_id="431021")
    company = actions.add_unit(None, by=SETUP, name="佛山市青禾建材有限公司", kind="company", region_id="4406", uscc="91440606735002285T")
    actions.set_up_site(root, by=SETUP, name="郴州市委组织部", home_region="4310", profile=profile)
    cast = Cast(root, department, unit_a, unit_b, company)
    for serial, (name, role, node) in enumerate(ROLES):
        person = None
        if name in WITH_PERSON:
            number = ID_OF_APPLICANT if name == "applicant" else id_number(serial)
            person = actions.add_person(
                getattr(cast, WITH_PERSON[name]), by=SETUP, name=NAMES[name], id_number=number,
                mobile=f"1390735{serial:04d}", sex="female" if name == "applicant" else "male",
                birth_month=date(1993, 2, 1) if name == "applicant" else date(1990, 1, 1),
                political_status="中共党员", education="大学本科", school="中南大学", major="土木工程", post="科员", rank="四级主任科员",
            )
            cast.people[name] = person
        cast.accounts[name] = open_account(name, role, getattr(cast, node) if node else None, person)
    return cast


def open_account(name: str, role: str, unit: Unit | None, person: Person | None = None) -> Account:
    """Open an account with one role in force."""
    account = actions.open_account(
        person, by=SETUP, username=name.replace("_", "-"), display_name=NAMES.get(name, name), password=PASSWORD,
        must_change_password=False,
    )
    grant_role(account, role, unit)
    if role in SECOND_FACTOR:
        TOTP.activate(account, TOTP_SEED)
    return account


def grant_role(account: Account, role: str, unit: Unit | None) -> Grant:
    """Put a role into force for an account."""
    grant = actions.propose_grant(account, by=SETUP, role=role, unit=unit)
    return actions.approve_grant(grant, by=SETUP)


def log_in(client: Any, account: Account) -> Any:
    """Sign an account in with a client that has passed its second factor."""
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
