"""Who may do what with the outcomes. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import role_for_unit, setup
from seedbed.kernel.actor import Actor
from seedbed.outcomes import queries

runs_batch = role_for_unit("officer", "leader", path="unit_id") | setup
keeps_lead = role_for_unit("officer", "leader", path="desk_id") | setup
owns_lead = role_for_unit("clerk", path="owner_id")
sets_standard = role_for_unit("officer", "leader", path="pk") | setup


@predicate
def one_of_batch(actor: Actor, batch: Any) -> bool:
    """The actor is or was placed with this batch."""
    return queries.was_placed(actor, batch.pk)


@predicate
def one_of_desk(actor: Actor, lead: Any) -> bool:
    """The actor is or was placed with a batch of the office that keeps the lead."""
    return queries.was_placed_by(actor, lead.desk_id)


@predicate
def one_of_visit_batch(actor: Actor, visit: Any) -> bool:
    """The actor is or was placed with the batch that made the visit."""
    return queries.was_placed(actor, visit.batch_id)


@predicate
def own_practice(actor: Actor, practice: Any) -> bool:
    """The actor's own person brought the practice home."""
    person = queries.own_person_id(actor)
    return person is not None and person == practice.person_id


owns_practice = own_practice | keeps_lead
decides_practice = role_for_unit("clerk", path="home_id") | keeps_lead
runs_follow_up = role_for_unit("officer", "leader", path="batch.unit_id") | setup
finds_lead = one_of_batch | runs_batch
joins_lead = one_of_desk | keeps_lead
follows_lead = owns_lead | keeps_lead
reports_visit = one_of_batch | runs_batch
joins_visit = one_of_visit_batch | role_for_unit("officer", "leader", path="batch.unit_id") | setup
keeps_certificate = keeps_lead
keeps_need = keeps_lead
answers_need = role_for_unit("clerk", path="owner_id") | keeps_lead
tells_session = own_practice | role_for_unit("clerk", path="home_id") | keeps_lead
