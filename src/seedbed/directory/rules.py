"""Who may do what in the directory. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory import queries
from seedbed.directory.models import AccessToken, Grant
from seedbed.kernel.actor import Actor


def role_anywhere(*roles: str) -> Any:
    """Make a predicate: the actor holds one of the roles for any node."""

    @predicate(name=f"holds {'/'.join(roles)}")
    def held(actor: Actor, subject: Any = None) -> bool:
        return queries.holds(actor, *roles)

    return held


def role_for_unit(*roles: str, path: str = "unit_id") -> Any:
    """Make a predicate: the actor holds one of the roles for the subject's unit, found by a dotted path."""

    @predicate(name=f"holds {'/'.join(roles)} for {path}")
    def held(actor: Actor, subject: Any = None) -> bool:
        value = subject
        for step in path.split("."):
            value = getattr(value, step)
        return queries.holds_for(actor, value, *roles)

    return held


def job_named(*names: str) -> Any:
    """Make a predicate: the actor is one of the named system jobs."""

    @predicate(name=f"job {'/'.join(names)}")
    def is_job(actor: Actor, subject: Any = None) -> bool:
        return actor.kind == "job" and actor.id in names

    return is_job


@predicate
def is_self(actor: Actor, subject: Any = None) -> bool:
    """The subject is the actor's own account or the person behind it."""
    account = actor.account
    return account is not None and (subject == account or (account.person_id is not None and subject == account.person))


@predicate
def grant_of_another(actor: Actor, grant: Grant) -> bool:
    """Nobody edits the own roles, and nobody approves what they proposed."""
    return actor.account_id is not None and grant.account_id != actor.account_id


@predicate
def owns_token(actor: Actor, token: AccessToken) -> bool:
    """The token belongs to the actor's own account."""
    return actor.account_id is not None and token.account_id == actor.account_id


setup = job_named("setup", "demo")
keeps_accounts = role_anywhere("system_admin") | setup
keeps_rights = role_anywhere("security_admin")
approves_grant = (keeps_rights & grant_of_another) | setup
keeps_people = role_for_unit("officer", "leader", "clerk") | setup
keeps_people_of = role_for_unit("officer", "leader", "clerk", path="pk") | setup
keeps_units = role_anywhere("officer") | setup
runs_office = role_anywhere("officer", "leader") | setup
revokes_token = owns_token | keeps_rights
may_consent = is_self | runs_office


@predicate
def brings_sheet(actor: Actor, place: Any) -> bool:
    """The actor may bring this kind of list in for this subject, as the list itself says."""
    return bool(place.trip.brings(actor, place.subject))


asks_release = role_for_unit("officer", "leader", "clerk", "service_team", path="unit")
decides_release = role_for_unit("officer", "leader", path="unit_id") | setup
