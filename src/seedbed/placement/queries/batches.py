"""Figures of a batch on its way, over selection and placement."""

from dataclasses import dataclass

from django.db.models import Count

from seedbed.placement.models import MatchDraft, ReviewRequest
from seedbed.placement.queries.hosts import seat_figures
from seedbed.placement.queries.notices import NoticeStand, stand_of
from seedbed.placement.queries.placements import newest_draft_of, open_orders, placement_counts
from seedbed.placement.states.matching import PlacementState, RequestState
from seedbed.selection.models import Application, Batch
from seedbed.selection.states import ApplicationState

S = ApplicationState


@dataclass(frozen=True)
class BatchFigures:
    """How many applied, are proposed, belong to the batch, are placed; what hosts offer; what waits; the public notice."""

    applications: int
    proposed: int
    reserve: int
    not_chosen: int
    people: int
    placed: int
    unplaced: int
    hosts: int
    posts: int
    seats: int
    unsettled: int
    orders: int
    reviews: int
    draft: MatchDraft | None
    notice: NoticeStand


def figures_of(batch: Batch) -> BatchFigures:
    """Count a visible batch in a fixed number of queries."""
    rows = Application.objects.filter(batch=batch).exclude(state=S.DRAFT).order_by().values_list("state").annotate(n=Count("pk"))
    states = dict(rows)
    places, seats = placement_counts(batch), seat_figures(batch)
    placed = places.get(PlacementState.PLANNED, 0) + places.get(PlacementState.ACTIVE, 0) + places.get(PlacementState.COMPLETED, 0)
    waiting = places.get(PlacementState.WAITING, 0)
    return BatchFigures(
        applications=sum(states.values()), proposed=states.get(S.PROPOSED, 0), reserve=states.get(S.RESERVE, 0),
        not_chosen=states.get(S.NOT_CHOSEN, 0), people=placed + waiting, placed=placed, unplaced=waiting,
        hosts=seats.usable, posts=seats.posts, seats=seats.seats_max, unsettled=seats.unsettled, orders=open_orders(batch),
        reviews=ReviewRequest.objects.filter(draft__batch=batch, state=RequestState.OPEN).count(), draft=newest_draft_of(batch),
        notice=stand_of(batch),
    )
