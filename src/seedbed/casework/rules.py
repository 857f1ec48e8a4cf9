"""Who may do what with notices, objections, tickets and cases. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.casework.queries import cases
from seedbed.directory.queries import holds_for
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


# -- cases and their clocks ----------------------------------------------------------------------------------


@predicate
def sees_case(actor: Actor, case: Any) -> bool:
    """The actor may see the case; whoever may not cannot do anything to it either."""
    return _sees(actor, case)


def _sees(actor: Actor, case: Any) -> bool:
    """Asked once per request or act, however many buttons a page has."""
    key = f"sees case {case.pk}"
    if key not in actor.memo:
        actor.memo[key] = cases.handles(actor, case)
    return bool(actor.memo[key])


@predicate
def sees_case_of(actor: Actor, row: Any) -> bool:
    """The actor may see the case to which a part, a clock, a link or a call-back belongs."""
    return _sees(actor, row.case)


@predicate
def works_in_lead(actor: Actor, case: Any) -> bool:
    """The actor belongs to the unit that leads the case."""
    return holds_for(actor, case.lead_id, "clerk", "officer", "leader")


@predicate
def entered_case(actor: Actor, case: Any) -> bool:
    """The actor entered the case."""
    return actor.account_id is not None and case.entered_by_id == actor.account_id


@predicate
def entered_file(actor: Actor, row: Any) -> bool:
    """The actor brought the file."""
    return actor.account_id is not None and row.by_id == actor.account_id


@predicate
def is_on_case(actor: Actor, case: Any) -> bool:
    """The actor is on the list of a confidential case."""
    return not case.confidential or case.access.filter(account=actor.account_id).exists()


at_desk = role_for_unit("officer", path="desk.unit_id")
over_desk = role_for_unit("officer", "leader", path="desk.unit_id")
keeps_desk = role_for_unit("officer", "leader", path="pk") | setup
keeps_routes = role_for_unit("officer", "leader", path="unit_id") | setup
keeps_clock_rules = role_for_unit("officer", "leader", path="root_id") | setup
registers_case = role_anywhere("clerk", "officer", "leader") | job_named(PUBLIC, "demo") | setup
gives_case = (at_desk & sees_case) | setup
ends_case = ((at_desk | entered_case) & sees_case) | setup
takes_part = (role_for_unit("clerk", "officer", "leader", path="unit_id") & sees_case_of) | setup
reports_case = (works_in_lead & sees_case) | setup
writes_step = (role_anywhere("clerk", "officer", "leader") & sees_case) | setup
says_again = job_named(PUBLIC, "demo")
follows_case = role_anywhere("clerk", "officer", "leader") & sees_case
answers_from_above = role_anywhere("officer", "leader") | setup  # which cases: the room that gathered them knows
reviews_case = (over_desk & sees_case) | setup
approves_case = (role_for_unit("leader", path="desk.unit_id") & sees_case) | setup
strikes_off_case = (over_desk & sees_case) | setup
steps_aside = role_anywhere("clerk", "officer", "leader") & sees_case
guards_case = (over_desk & sees_case) | setup
reads_case = is_on_case & sees_case & role_anywhere("clerk", "officer", "leader")
reads_caller = (over_desk | works_in_lead | entered_case) & sees_case
drops_file = ((entered_file | role_for_unit("officer", "leader", path="case.desk.unit_id")) & sees_case_of) | setup
undoes_link = role_anywhere("officer", "leader") & sees_case_of
pauses_clock = (role_for_unit("officer", "leader", path="case.desk.unit_id") & sees_case_of) | setup
asks_extension = (role_anywhere("clerk", "officer", "leader") & sees_case_of) | setup
decides_extension = (role_for_unit("officer", "leader", path="clock.case.desk.unit_id")) | setup
tells = job_named("casework.tell") | setup
reckons = job_named("casework.reckon") | setup
calls_back = (over_desk & sees_case) | setup
judges_call = (role_for_unit("officer", "leader", path="case.desk.unit_id") & sees_case_of) | setup
takes_orders = role_for_unit("officer", path="unit_id") | setup
