"""Who may do what with assessments. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.assessment.models import Appeal, MarkSheet
from seedbed.directory.rules import role_for_unit, setup
from seedbed.kernel.actor import Actor

LINK_PURPOSE = "assessment.assessor"

sets_schemes = role_for_unit("officer", "leader", path="pk") | setup
opens_rounds = role_for_unit("officer", "leader", path="pk") | setup
runs_round = role_for_unit("officer", "leader", path="desk_id") | setup
runs_of_round = role_for_unit("officer", "leader", path="round.desk_id") | setup
runs_of_sheet = role_for_unit("officer", "leader", path="assessment.round.desk_id") | setup


@predicate
def own_sheet(actor: Actor, sheet: MarkSheet) -> bool:
    """The sheet belongs to the actor's account, or to the very link that is used."""
    assessor = sheet.assessor
    if actor.link is not None:
        return assessor.link_id == actor.link.pk and actor.link.is_open and actor.link.purpose == LINK_PURPOSE
    return actor.account_id is not None and assessor.account_id == actor.account_id


@predicate
def own_mark(actor: Actor, mark: Any) -> bool:
    """The mark stands on the actor's own sheet."""
    return own_sheet(actor, mark.sheet)


@predicate
def link_itself(actor: Actor, assessor: Any) -> bool:
    """The actor is the very link of this assessor."""
    return actor.link is not None and assessor.link_id == actor.link.pk and actor.link.is_open


@predicate
def own_result(actor: Actor, assessment: Any) -> bool:
    """The result is that of the actor's own person."""
    account = actor.account
    return account is not None and account.person_id is not None and account.person_id == assessment.person_id


@predicate
def no_hand_in_it(actor: Actor, appeal: Appeal) -> bool:
    """The actor gave no mark in this assessment and is not the person assessed."""
    assessment = appeal.assessment
    marked = MarkSheet.objects.filter(assessment=assessment, assessor__account=actor.account_id).exists()
    return not marked and (actor.account is None or actor.account.person_id != assessment.person_id)


marks = own_sheet | setup
answers_appeal = (role_for_unit("officer", "leader", path="assessment.round.desk_id") & no_hand_in_it) | setup
