"""Who may do what in the selection. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.queries import holds
from seedbed.directory.rules import role_for_unit, setup
from seedbed.kernel.actor import Actor
from seedbed.selection.states import ApplicationState

runs_unit = role_for_unit("officer", path="pk") | setup
runs_batch = role_for_unit("officer", path="unit_id") | setup
leads_batch = role_for_unit("officer", "leader", path="unit_id")
runs_plan = role_for_unit("officer", path="programme.unit_id") | setup
opens_batch = role_for_unit("officer", path="programme.unit_id") | setup
speaks_for_unit = role_for_unit("clerk", path="unit_id")


@predicate
def may_apply(actor: Actor, batch: Any = None) -> bool:
    """A trainee's account with a person behind it."""
    return actor.account is not None and actor.account.person_id is not None and holds(actor, "trainee")


@predicate
def is_own(actor: Actor, application: Any = None) -> bool:
    """The application is that of the person behind the account."""
    person_id = getattr(actor.account, "person_id", None)
    return person_id is not None and application.person_id == person_id


@predicate
def is_sent(actor: Actor, application: Any = None) -> bool:
    """The application was handed in: drafts belong to their owners alone."""
    return bool(application.state != ApplicationState.DRAFT)


runs_application = (role_for_unit("officer", path="batch.unit_id") | setup) & is_sent
leads_application = role_for_unit("officer", "leader", path="batch.unit_id") & is_sent
gives_up = is_own | leads_application | setup
returns = speaks_for_unit | runs_application


@predicate(name="holds clerk")
def sends_corrections(actor: Actor, batch: Any = None) -> bool:
    """A clerk of some unit; whose rows these are is asked row by row."""
    return holds(actor, "clerk")
