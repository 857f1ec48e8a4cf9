"""Who may do what in the line of the grass roots. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import job_named, role_anywhere, role_for_unit, setup
from seedbed.grassroots import queries
from seedbed.kernel.actor import Actor

PUBLIC = "public"
WORKERS = ("clerk", "officer", "leader")


@predicate
def goes_along(actor: Actor, outing: Any) -> bool:
    """The actor's own person takes part in the outing."""
    person = queries.person_of(actor)
    return person is not None and outing.members.filter(person=person).exists()


plans = role_for_unit(*WORKERS, path="pk") | setup
records = role_for_unit(*WORKERS, path="unit_id") | goes_along | setup
publishes = role_for_unit("officer", "leader", path="unit_id") | setup
books = job_named(PUBLIC, "demo")
works_on_matter = role_for_unit(*WORKERS, path="outing.unit_id") | setup
takes_charge = role_for_unit("officer", "leader", path="desk.unit_id") | setup
takes_set = role_anywhere("officer", "leader") | setup  # each case is asked for by itself
ends_charge = role_for_unit("officer", "leader", path="case.desk.unit_id") | setup
proposes_answer = role_anywhere(*WORKERS) | setup
approves_answer = role_anywhere("officer", "leader") | setup
opens_project = role_for_unit(*WORKERS, path="pk") | setup
runs_project = role_for_unit(*WORKERS, path="unit_id") | setup
gathers = role_for_unit(*WORKERS, path="pk") | setup
keeps_class = role_for_unit("officer", "leader", path="unit_id") | setup
takes_up_class = role_for_unit("officer", "leader", path="raised_to_id") | setup
solves_class = role_for_unit("officer", "leader", path="raised_to_id") | role_for_unit("officer", "leader", path="owner_id") | setup
gathers_row = role_for_unit(*WORKERS, path="unit_id") | setup
