"""Tables of placement. Import from here, never from the modules inside."""

from seedbed.placement.models.campaigns import (
    CAMPAIGN_PURPOSE,
    AskedCompany,
    AskedLink,
    AskedPost,
    Campaign,
    CampaignTarget,
    Relay,
)
from seedbed.placement.models.hosts import (
    USABLE,
    Host,
    HostOffer,
    HostSource,
    HostState,
    Lodging,
    NextYear,
    Post,
    Willingness,
)
from seedbed.placement.models.links import LINK_PURPOSE, HostLink
from seedbed.placement.models.matching import (
    DraftCheck,
    DraftPlacement,
    DraftReason,
    MatchDraft,
    MatchRun,
    ReviewRequest,
)
from seedbed.placement.models.notices import BatchNotice
from seedbed.placement.models.placements import ChangeOrder, Placement
from seedbed.placement.models.settings import Ban, Lock, MatchRule, Pair, RuleKind, WeightSet
from seedbed.placement.models.trials import Trial
from seedbed.placement.models.wishes import Wish, WishReceipt, WishWindow

__all__ = [
    "CAMPAIGN_PURPOSE",
    "LINK_PURPOSE",
    "USABLE",
    "AskedCompany",
    "AskedLink",
    "AskedPost",
    "Ban",
    "BatchNotice",
    "Campaign",
    "CampaignTarget",
    "ChangeOrder",
    "DraftCheck",
    "DraftPlacement",
    "DraftReason",
    "Host",
    "HostLink",
    "HostOffer",
    "HostSource",
    "HostState",
    "Lock",
    "Lodging",
    "MatchDraft",
    "MatchRule",
    "MatchRun",
    "NextYear",
    "Pair",
    "Placement",
    "Post",
    "Relay",
    "ReviewRequest",
    "RuleKind",
    "Trial",
    "WeightSet",
    "Willingness",
    "Wish",
    "WishReceipt",
    "WishWindow",
]
