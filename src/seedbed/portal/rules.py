"""Who may do what in the portal. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.queries import holds_for, site
from seedbed.directory.rules import is_self, job_named, role_anywhere, role_for_unit
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import OutboxMessage
from seedbed.selection.rules import runs_batch

PUBLIC = "public"  # the named actor behind a form that anybody may send without an account


@predicate
def own_message(actor: Actor, message: Any = None) -> bool:
    """The message was written to the actor's account."""
    return isinstance(message, OutboxMessage) and actor.account_id is not None and message.recipient == str(actor.account_id)


@predicate(name="holds officer for the top unit")
def serves_the_site(actor: Actor, complaint: Any = None) -> bool:
    """The actor is an officer for the site's top unit, to which complaints go."""
    office = site()
    return office is not None and holds_for(actor, office.root_id, "officer")


complains = job_named(PUBLIC, "demo")
handles_complaint = serves_the_site
exports_own = is_self
reads_message = own_message
verifies_trail = role_anywhere("audit_admin")
archives_batch = runs_batch
records_assessment = role_anywhere("officer", "leader")
sets_retention = role_anywhere("officer", "leader") | job_named("setup", "demo")
erases = job_named("portal.erase")
examines_erasure = role_for_unit("officer", "leader")
decides_erasure = role_for_unit("officer", "leader", path="person.unit_id")
ends_blocking = job_named("portal.end_blocking")
opens_blocked = role_for_unit("leader", path="person.unit_id")
lays_archive = job_named("archive")
