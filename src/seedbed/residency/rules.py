"""Who may do what in residency. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import job_named, role_for_unit, setup
from seedbed.kernel.actor import Actor
from seedbed.placement.models import LINK_PURPOSE

OFFICE = ("officer", "leader")


def own_person(path: str) -> Any:
    """Make a predicate: the subject, or what the dotted path leads to, is the actor's own person."""

    @predicate(name="own person")
    def is_own(actor: Actor, subject: Any) -> bool:
        value = subject
        for step in path.split("."):
            value = getattr(value, step)
        return actor.account is not None and actor.account.person_id is not None and actor.account.person_id == value

    return is_own


opens_class = role_for_unit(*OFFICE, path="unit_id") | setup
runs_class = role_for_unit(*OFFICE, path="batch.unit_id") | setup
serves_class = role_for_unit(*OFFICE, "service_team", path="batch.unit_id") | setup
runs_member = role_for_unit(*OFFICE, path="training_class.batch.unit_id") | setup
serves_member = role_for_unit(*OFFICE, "service_team", path="training_class.batch.unit_id") | setup
is_member = own_person("person_id")
asks_leave = is_member | runs_member
decides_leave = role_for_unit(*OFFICE, path="member.training_class.batch.unit_id") | setup
takes_leave_back = own_person("member.person_id") | decides_leave
sets_leave_rule = role_for_unit(*OFFICE, path="root_id") | setup

# -- the temporary branch ----------------------------------------------------------------------------------

runs_branch = role_for_unit(*OFFICE, path="training_class.batch.unit_id") | setup
dissolves_branch = job_named("residency.dissolve") | runs_branch
sets_branch_rule = sets_leave_rule

# -- what trainees write -----------------------------------------------------------------------------------

writes = is_member | setup
edits_work = own_person("member.person_id") | setup
reads_work = role_for_unit(*OFFICE, path="member.training_class.batch.unit_id") | setup
comments_work = edits_work | reads_work
revises_entry = own_person("author.person_id") | setup
comments_entry = role_for_unit(*OFFICE, path="training_class.batch.unit_id") | setup
sets_class = runs_class

# -- help, visits, changes ---------------------------------------------------------------------------------

asks_help = is_member | serves_member
carries_lesson = role_for_unit(*OFFICE, path="member.training_class.batch.unit_id") | setup
follows_finding = role_for_unit(*OFFICE, path="visit.training_class.batch.unit_id") | setup


@predicate
def is_the_host(actor: Actor, member: Any) -> bool:
    """The actor is an open link made for the host at which the member is."""
    link, post = actor.link, member.placement.post
    return link is not None and link.is_open and link.purpose == LINK_PURPOSE and post is not None and link.scope.get("offer") == post.offer_id


asks_change = is_member | runs_member | is_the_host
answers_wish = carries_lesson
takes_wish_back = own_person("member.person_id")

# -- registers ---------------------------------------------------------------------------------------------

enters_line = serves_class
enters_gift = runs_member | is_member
strikes_line = role_for_unit(*OFFICE, path="training_class.batch.unit_id") | setup
decides_line = strikes_line
