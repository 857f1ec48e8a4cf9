"""What the papers of a batch say: who goes where by the plan that counts now, and what a host may be told."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from seedbed.directory.queries.whole import consented_person_ids
from seedbed.placement.models import DraftReason, MatchDraft, MatchRule, Placement, Post
from seedbed.placement.queries.links import CONSENT
from seedbed.placement.queries.placements import newest_draft_of
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Application, Batch

SHOWN = (PlacementState.WAITING, PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.COMPLETED)


@dataclass(frozen=True)
class Seat:
    """One person and the post, with what the draft says of it; `host_may_see` is the recorded consent."""

    application: Application
    post: Post | None
    fit: int | None
    wish_rank: int | None
    host_may_see: bool


@dataclass(frozen=True)
class Outcome:
    """Who goes where in a batch: by its placements once they are published, before that by a draft."""

    batch: Batch
    draft: MatchDraft
    published: bool
    seats: tuple[Seat, ...]

    @property
    def placed(self) -> list[Seat]:
        """Those with a post, host by host."""
        with_post = [seat for seat in self.seats if seat.post is not None]
        return sorted(with_post, key=lambda s: (s.post.offer.host.unit.sort_key, s.post.pk, s.application.number or 0))  # type: ignore[union-attr]

    @property
    def without(self) -> list[Seat]:
        """Those without a post, by number."""
        return [seat for seat in self.seats if seat.post is None]

    def by_host(self) -> dict[int, list[Seat]]:
        """Those with a post, by the offer of their host."""
        groups: dict[int, list[Seat]] = defaultdict(list)
        for seat in self.placed:
            groups[seat.post.offer_id].append(seat)  # type: ignore[union-attr]
        return dict(groups)

    def by_unit(self) -> dict[int, list[Seat]]:
        """Those with a post, by their unit."""
        groups: dict[int, list[Seat]] = defaultdict(list)
        for seat in sorted(self.placed, key=lambda s: (s.application.unit.sort_key, s.application.unit_id, s.application.number or 0)):
            groups[seat.application.unit_id].append(seat)
        return dict(groups)


def outcome_of(batch: Batch) -> Outcome | None:
    """Return who goes where, or None while there is no draft; five queries whatever the size."""
    draft = newest_draft_of(batch)
    if draft is None:
        return None
    may = set(consented_person_ids(CONSENT).values_list("person", flat=True))
    planned = {place.application_id: place for place in draft.placements.select_related(*_paths())}
    if not draft.is_published:
        seats = [Seat(p.application, p.post, p.fit, p.wish_rank, p.application.person_id in may) for p in planned.values()]
        return Outcome(batch, draft, False, tuple(seats))
    rows = Placement.objects.filter(batch=batch, state__in=SHOWN).select_related(*_paths()).order_by("application__number", "pk")
    seats = []
    for row in rows:
        plan = planned.get(row.application_id)
        same = plan is not None and plan.post_id == row.post_id and plan.post_id is not None
        seats.append(Seat(row.application, row.post, plan.fit if plan and same else None, plan.wish_rank if plan and same else None,
                          row.person_id in may))
    return Outcome(batch, draft, True, tuple(seats))


def _paths() -> tuple[str, ...]:
    return ("application__person", "application__unit", "application__batch__plan", "post__offer__host__unit__region")


def reasons_of(draft: MatchDraft) -> dict[int, DraftReason]:
    """Return the stored reasons of a draft by application."""
    return {row.application_id: row for row in DraftReason.objects.filter(draft=draft)}


def rules_kept(batch: Batch) -> QuerySet[MatchRule]:
    """Return the rules that every plan of the batch keeps."""
    return MatchRule.objects.filter(batch=batch).order_by("kind")
