"""Who may do what with notices, objections and tickets. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import job_named, role_anywhere, role_for_unit, setup
from seedbed.kernel.actor import Actor

PUBLIC = "public"  # the named actor behind a form that anybody may send without an account

drafts_for_desk = role_for_unit("officer", path="pk") | setup
changes_notice = role_for_unit("officer", path="desk_id") | setup
publishes_notice = role_for_unit("officer", "leader", path="desk_id") | setup
takes_down = role_for_unit("officer", "leader", path="desk_id")
closes_notice = job_named("casework.close") | setup
objects = job_named(PUBLIC, "demo")
handles_objection = role_for_unit("officer", path="desk_id") | setup
sets_rules = role_for_unit("officer", "leader", path="root_id") | setup


@predicate
def asked_it(actor: Actor, ticket: Any) -> bool:
    """The ticket is the actor's own."""
    return actor.account is not None and actor.account.person_id is not None and actor.account.person_id == ticket.reporter_id


@predicate
def is_open_to_the_service_team(actor: Actor, ticket: Any) -> bool:
    """Confidential tickets are for the department only."""
    return not ticket.confidential


opens_ticket = role_anywhere("trainee", "clerk", "officer", "leader", "service_team") | setup
keeps_ticket_rules = role_for_unit("officer", "leader", path="pk") | setup
handles_ticket = role_for_unit("officer", "leader", path="desk_id") | (role_for_unit("service_team", path="desk_id") & is_open_to_the_service_team) | setup
rates_ticket = asked_it | setup
reopens_ticket = asked_it | handles_ticket
reads_grievance = role_for_unit("officer", "leader", path="desk_id") | asked_it
