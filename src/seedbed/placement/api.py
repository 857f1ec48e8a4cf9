"""Hosts, posts, matching and placements over the API; telephones of contacts are masked."""

from seedbed.directory.queries import units_visible_to
from seedbed.kernel.api import Desk
from seedbed.placement.actions import (
    campaigns,
    canvass,
    hosts,
    matching,
    placements,
    posts,
    settings,
    trials,
    wishes,
)
from seedbed.placement.models import (
    AskedCompany,
    Campaign,
    CampaignTarget,
    ChangeOrder,
    DraftPlacement,
    Host,
    HostOffer,
    MatchDraft,
    MatchRun,
    Placement,
    Post,
    Relay,
    ReviewRequest,
    Trial,
    Wish,
)
from seedbed.placement.queries import campaigns as campaign_queries
from seedbed.placement.queries import hosts as host_queries
from seedbed.placement.queries import matching as match_queries
from seedbed.placement.queries import placements as place_queries
from seedbed.placement.queries import trials as trial_queries
from seedbed.placement.queries import wishes as wish_queries
from seedbed.selection.queries import applications_run_by, batches_run_by

desk = Desk("placement", "placement")
desk.lists("hosts", Host, host_queries.hosts_visible_to,
           ("id", "unit", "keeper", "address", "business", "lodging", "source", "remark", "state", "conditions", "vetted_at", "version"),
           computed={"name": (str, lambda host: host.unit.name), "uscc": (str, lambda host: host.unit.uscc)})
desk.lists("offers", HostOffer, host_queries.offers_visible_to,
           ("id", "host", "batch", "willingness", "reason", "answered_at", "next_year", "min_used", "seats_confirmed_at", "version"), filters=("batch", "host"))
desk.lists("posts", Post, host_queries.posts_visible_to,
           ("id", "offer", "title", "duties", "wanted_majors", "wanted_level", "wanted_experience", "seats_min", "seats_max", "taken", "lodging",
            "lodging_note", "mentor", "contact_name", "contact_phone_masked", "need", "remark", "state", "version"), filters=("offer",))
desk.lists("runs", MatchRun, match_queries.runs_visible_to,
           ("id", "batch", "state", "mode", "seed", "previous", "max_moves", "input_digest", "plan_digest", "engine", "objective", "bound", "proven",
            "placed", "unplaced", "fit_total", "fault", "seconds", "created_at", "ended_at"), filters=("batch",))
desk.lists("drafts", MatchDraft, match_queries.drafts_visible_to,
           ("id", "batch", "run", "number", "state", "checked_at", "confirmed_at", "published_at", "version"), filters=("batch",))
desk.lists("places", DraftPlacement, match_queries.places_visible_to, ("id", "draft", "application", "post", "fit", "wish_rank", "locked", "parts"), filters=("draft",))
desk.lists("trials", Trial, trial_queries.trials_visible_to,
           ("id", "batch", "draft", "kind", "question", "state", "done", "total", "answer", "fault", "seconds", "created_at", "ended_at"), filters=("batch", "draft"))
desk.lists("reviews", ReviewRequest, match_queries.requests_visible_to, ("id", "draft", "application", "text", "state", "asked_at", "answer", "answered_at"))
desk.lists("placements", Placement, place_queries.placements_visible_to,
           ("id", "batch", "application", "person", "state", "post", "draft", "placed_at", "arrived_on", "ended_at", "version"), filters=("batch",))
desk.lists("change-orders", ChangeOrder, place_queries.orders_visible_to,
           ("id", "batch", "placement", "number", "from_post", "to_post", "reason", "state", "proposed_at", "approved_at"), filters=("batch",))

desk.does("units", units_visible_to, hosts.add_host, more={"address": str, "business": str, "lodging": str, "source": str, "remark": str})
desk.does("hosts", host_queries.hosts_visible_to, hosts.change_host, more={"address": str, "business": str, "lodging": str, "source": str, "remark": str})
desk.does("hosts", host_queries.hosts_visible_to, hosts.invite_host, rows={"batch": batches_run_by})
desk.does("hosts", host_queries.hosts_visible_to, hosts.vet_host, hosts.set_host_industries)
desk.does("offers", host_queries.offers_visible_to, hosts.ask_host, hosts.accept_offer, hosts.decline_offer, hosts.state_next_year, hosts.set_offer_bound)
FACTS = {"duties": str, "wanted_majors": str, "wanted_level": str, "wanted_experience": str, "lodging": str, "lodging_note": str, "mentor": str,
         "contact_name": str, "need": int, "remark": str}
desk.does("offers", host_queries.offers_visible_to, posts.add_post, more=FACTS)
desk.does("posts", host_queries.posts_visible_to, posts.change_post, more={"title": str} | FACTS)
desk.does("posts", host_queries.posts_visible_to, posts.close_post, posts.open_post)
desk.does("batches", match_queries.batches_matched_by, matching.start_match, rows={"previous": match_queries.drafts_visible_to})
desk.does("batches", match_queries.batches_matched_by, settings.set_weights, settings.set_rule, wishes.set_wish_window)
desk.does("applications", applications_run_by, settings.lock, settings.ban, rows={"post": host_queries.posts_visible_to, "offer": host_queries.offers_visible_to})
desk.does("drafts", match_queries.drafts_visible_to, matching.check_draft, matching.confirm_draft, matching.publish_draft, matching.reopen_draft)
desk.does("drafts", match_queries.drafts_visible_to, trials.ask_balance)
desk.does("reviews", match_queries.requests_visible_to, matching.answer_review)
desk.does("placements", place_queries.placements_visible_to, placements.propose_change, rows={"post": host_queries.posts_visible_to})
desk.does("placements", place_queries.placements_visible_to, placements.arrive, placements.withdraw, placements.end_early)
desk.does("change-orders", place_queries.orders_visible_to, placements.approve_change, placements.refuse_change)
desk.lists("wishes", Wish, wish_queries.wishes_visible_to, ("id", "application", "rank", "post", "offer"), filters=("application",))
desk.does("wished-applications", wish_queries.applications_wished_for_by, wishes.state_wishes, rows={"choices": host_queries.posts_visible_to})

# -- request campaigns
RELAY = {"relay": campaign_queries.relays_visible_to}
desk.lists("campaigns", Campaign, campaign_queries.campaigns_visible_to,
           ("id", "batch", "ordinal", "state", "pass_on_by", "reach_by", "answer_by", "letter", "opened_at", "closed_at", "version"), filters=("batch",))
desk.lists("campaign-targets", CampaignTarget, campaign_queries.targets_visible_to, ("id", "campaign", "industry", "host_kind", "seats", "posts"), filters=("campaign",))
desk.lists("relays", Relay, campaign_queries.relays_visible_to,
           ("id", "campaign", "unit", "above", "contact_name", "contact_phone_masked", "due_on", "passed_on_at"), filters=("campaign",))
desk.lists("companies", AskedCompany, campaign_queries.companies_visible_to,
           ("id", "campaign", "relay", "host", "earlier_batch", "name", "uscc", "address", "business", "industry", "contact_name", "contact_phone_masked", "asked_at",
            "reminded_at", "answer", "reason", "words", "seats", "beds_women", "beds_men", "answered_by", "answered_at", "offer", "version"), filters=("campaign", "relay"))
desk.does("batches", host_queries.batches_with_hosts_visible_to, campaigns.plan_campaign)
desk.does("campaigns", campaign_queries.campaigns_visible_to, campaigns.change_campaign, campaigns.move_campaign, campaigns.set_target, campaigns.remind_companies)
desk.does("campaigns", campaign_queries.campaigns_visible_to, canvass.list_company, rows=RELAY, more={"address": str, "business": str, "contact_name": str})
desk.does("relays", campaign_queries.relays_visible_to, campaigns.note_passed_on)
desk.does("companies", campaign_queries.companies_visible_to, canvass.change_company, rows=RELAY, more={"address": str, "business": str, "contact_name": str})
desk.does("companies", campaign_queries.companies_visible_to, canvass.answer_request, more={"contact_name": str})
desk.does("companies", campaign_queries.companies_visible_to, canvass.take_up_company)
