"""Reads behind a host's link: what one host may see of one batch, and no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from seedbed.directory.queries.whole import consented_person_ids
from seedbed.kernel import links
from seedbed.placement.models import LINK_PURPOSE, HostLink, HostOffer, MatchDraft, Placement
from seedbed.placement.states.matching import SEATED, DraftState

CONSENT = "host_sees_file"
# What rooms that come later offer a host on its page: each gives a label and an address, or None. They enter it when the site starts.
LATER: list[Callable[[HostLink, str], tuple[str, str] | None]] = []


def offered_later(row: HostLink, token: str) -> list[tuple[str, str]]:
    """Return the labels and addresses of what later rooms offer this host."""
    return [found for offer in LATER if (found := offer(row, token)) is not None]


def link_of_token(token: str) -> HostLink | None:
    """Return the open link of a token, or None: unknown, expired, revoked, locked."""
    link = links.find(token, LINK_PURPOSE)
    if link is None:
        return None
    return HostLink.objects.filter(link=link).select_related("link", "offer__host__unit", "offer__batch__unit").first()


@dataclass(frozen=True)
class Guest:
    """One person a host may see: name, post, day of arrival. Nothing else leaves the house."""

    name: str
    post: str
    arrives_on: date


def is_published(offer: HostOffer) -> bool:
    """Tell whether the placements of the offer's batch are published."""
    return MatchDraft.objects.filter(batch=offer.batch_id, state=DraftState.PUBLISHED).exists()


def guests_of(offer: HostOffer) -> list[Guest]:
    """Return the host's people: after publication, and of each only with consent to the newest notice."""
    if not is_published(offer):
        return []
    rows = Placement.objects.filter(post__offer=offer, state__in=SEATED, person__in=consented_person_ids(CONSENT))
    found = rows.order_by("person__sort_key", "pk").values_list("person__name", "post__title", "arrived_on")
    return [Guest(name, post, arrived or offer.batch.starts_on) for name, post, arrived in found]


def hidden_count(offer: HostOffer) -> int:
    """Return how many people of a published batch the host does not see because they have not consented."""
    if not is_published(offer):
        return 0
    rows = Placement.objects.filter(post__offer=offer, state__in=SEATED)
    return rows.exclude(person__in=consented_person_ids(CONSENT)).count()
