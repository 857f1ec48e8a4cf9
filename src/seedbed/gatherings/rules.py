"""Who may do what with gatherings. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import role_for_unit, setup
from seedbed.gatherings import queries
from seedbed.kernel.actor import Actor


@predicate
def a_job(actor: Actor, subject: Any = None) -> bool:
    """A job of the room that opened the circle, for example when its time is over."""
    return actor.kind == "job"


@predicate
def keeps_circle(actor: Actor, circle: Any) -> bool:
    """The actor's own person writes the records of the circle."""
    return queries.keeps_records(actor, circle.pk)


@predicate
def keeps_gathering(actor: Actor, gathering: Any) -> bool:
    """The actor's own person writes the records of the gathering's circle."""
    return queries.keeps_records(actor, gathering.circle_id)


@predicate
def keeps_item(actor: Actor, item: Any) -> bool:
    """The actor's own person writes the records of the circle in which it was agreed."""
    return queries.keeps_records(actor, item.gathering.circle_id)


@predicate
def owns_item(actor: Actor, item: Any) -> bool:
    """The actor is the one who does it."""
    return item.owner_id == queries.own_person(actor)


@predicate
def is_expected(actor: Actor, gathering: Any) -> bool:
    """The actor's own person belongs to the circle on that day."""
    person = queries.own_person(actor)
    return person is not None and queries.expected(gathering).filter(pk=person).exists()


@predicate
def own_account(actor: Actor, account: Any) -> bool:
    """The account is the actor's own."""
    return actor.account_id == account.pk


opens_circle = role_for_unit("officer", "leader", path="pk") | setup
runs_circle = role_for_unit("officer", "leader", path="desk_id") | setup | a_job
plans = role_for_unit("officer", "leader", path="desk_id") | keeps_circle | setup
records = role_for_unit("officer", "leader", path="circle.desk_id") | keeps_gathering | setup
follows_up = role_for_unit("officer", "leader", path="gathering.circle.desk_id") | keeps_item | setup
finishes = owns_item | follows_up
excuses_self = is_expected
keeps_feed = own_account
