"""Who may do what in placement. Predicates take (actor, subject)."""

from typing import Any

from rules import predicate

from seedbed.directory.rules import job_named, role_for_unit, setup
from seedbed.kernel.actor import Actor
from seedbed.placement.models import CAMPAIGN_PURPOSE, LINK_PURPOSE

# -- hosts, posts, wishes, links -----------------------------------------------------------------------

keeps_host = role_for_unit("officer", "leader", "service_team", path="keeper_id") | setup
vets_host = role_for_unit("officer", "leader", path="keeper_id") | setup
keeps_offer = role_for_unit("officer", "leader", "service_team", path="host.keeper_id") | setup
keeps_post = role_for_unit("officer", "leader", "service_team", path="offer.host.keeper_id") | setup
decides_post = role_for_unit("officer", "leader", path="offer.host.keeper_id") | setup
links_offer = role_for_unit("officer", "service_team", path="host.keeper_id") | setup
keeps_link = role_for_unit("officer", "service_team", path="offer.host.keeper_id") | setup
adds_host = role_for_unit("officer", "leader", path="pk") | setup
fills_batch = role_for_unit("officer", "leader", "service_team", path="unit_id") | setup
announces_batch = role_for_unit("officer", path="unit_id") | setup  # casework lets only officers draft
runs_batch = role_for_unit("officer", "leader", path="unit_id") | setup
enters_batch_wishes = role_for_unit("officer", path="unit_id") | setup
enters_wishes = role_for_unit("officer", path="batch.unit_id") | setup


@predicate
def is_the_host(actor: Actor, offer: Any) -> bool:
    """The actor is an open link that was made for this offer."""
    link = actor.link
    return link is not None and link.is_open and link.purpose == LINK_PURPOSE and link.scope.get("offer") == offer.pk


@predicate
def link_itself(actor: Actor, host_link: Any) -> bool:
    """The actor is the very link that is used."""
    return actor.link is not None and actor.link.pk == host_link.link_id and actor.link.is_open


@predicate
def own_application(actor: Actor, application: Any) -> bool:
    """The application is that of the actor's own person."""
    return actor.account is not None and actor.account.person_id is not None and (
        actor.account.person_id == application.person_id
    )


answers_offer = keeps_offer | is_the_host
states_wishes = own_application | enters_wishes

# -- matching, drafts, placements ----------------------------------------------------------------------

matches_batch = role_for_unit("officer", "leader", path="unit_id") | setup
matches_for = role_for_unit("officer", "leader", path="batch.unit_id") | setup
match_job = job_named("placement.match")
check_job = job_named("placement.check")
trial_job = job_named("placement.trial")
expire_job = job_named("placement.expire_trials")
answers_review = role_for_unit("officer", "leader", path="draft.batch.unit_id")
sees_off = role_for_unit("officer", "leader", "service_team", path="batch.unit_id") | setup


@predicate
def own_draft_place(actor: Actor, place: Any) -> bool:
    """The published place is that of the actor's own person."""
    account = actor.account
    return account is not None and account.person_id is not None and account.person_id == place.application.person_id


# -- request campaigns ---------------------------------------------------------------------------------

plans_campaign = runs_batch
keeps_campaign = role_for_unit("officer", "leader", "service_team", path="batch.unit_id") | setup
keeps_relay = role_for_unit("officer", "leader", "service_team", path="campaign.batch.unit_id") | setup
takes_up = role_for_unit("officer", path="campaign.batch.unit_id") | setup
links_company = role_for_unit("officer", "service_team", path="campaign.batch.unit_id") | setup
links_campaign = role_for_unit("officer", "service_team", path="batch.unit_id") | setup
keeps_asked_link = role_for_unit("officer", "service_team", path="company.campaign.batch.unit_id") | setup
remind_job = job_named("placement.remind")
reminds = keeps_campaign | remind_job


@predicate
def is_the_company(actor: Actor, company: Any) -> bool:
    """The actor is an open link that was made for this company in this campaign."""
    link = actor.link
    return link is not None and link.is_open and link.purpose == CAMPAIGN_PURPOSE and link.scope.get("company") == company.pk


answers_request = keeps_relay | is_the_company


@predicate
def asked_link_itself(actor: Actor, asked_link: Any) -> bool:
    """The actor is the very link by which a company answers."""
    return actor.link is not None and actor.link.pk == asked_link.link_id and actor.link.is_open
