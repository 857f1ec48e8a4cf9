"""Figures of a batch on its way, over selection and placement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from seedbed.placement.models import ChangeOrder, MatchDraft, Placement, ReviewRequest
from seedbed.placement.queries.hosts import SeatFigures, seat_figures_of_each
from seedbed.placement.queries.notices import NoticeStand, stand_of_each
from seedbed.placement.queries.placements import newest_draft_of_each
from seedbed.placement.states.matching import OrderState, PlacementState, RequestState
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
    return figures_of_each([batch])[batch.pk]


def figures_of_each(batches: Iterable[Batch]) -> dict[int, BatchFigures]:
    """Count several visible batches, in the same number of queries as one."""
    pks = [batch.pk for batch in batches]
    applications = _by_state(Application.objects.filter(batch__in=pks).exclude(state=S.DRAFT))
    places = _by_state(Placement.objects.filter(batch__in=pks))
    orders = _counted(ChangeOrder.objects.filter(batch__in=pks, state=OrderState.PROPOSED), "batch")
    reviews = _counted(ReviewRequest.objects.filter(draft__batch__in=pks, state=RequestState.OPEN), "draft__batch")
    seats, drafts, stands = seat_figures_of_each(pks), newest_draft_of_each(pks), stand_of_each(pks)
    return {pk: _figures(applications.get(pk, {}), places.get(pk, {}), seats[pk], orders=orders.get(pk, 0), reviews=reviews.get(pk, 0),
                         draft=drafts.get(pk), notice=stands[pk]) for pk in pks}


def _by_state(rows: QuerySet[Any]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for batch, state, count in rows.order_by().values_list("batch", "state").annotate(n=Count("pk")):
        found.setdefault(batch, {})[state] = count
    return found


def _counted(rows: QuerySet[Any], batch: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(batch).annotate(n=Count("pk")))


def _figures(states: dict[str, int], places: dict[str, int], seats: SeatFigures, **more: Any) -> BatchFigures:
    placed = sum(places.get(state, 0) for state in (PlacementState.PLANNED, PlacementState.ACTIVE, PlacementState.COMPLETED))
    waiting = places.get(PlacementState.WAITING, 0)
    return BatchFigures(
        applications=sum(states.values()), proposed=states.get(S.PROPOSED, 0), reserve=states.get(S.RESERVE, 0),
        not_chosen=states.get(S.NOT_CHOSEN, 0), people=placed + waiting, placed=placed, unplaced=waiting,
        hosts=seats.usable, posts=seats.posts, seats=seats.seats_max, unsettled=seats.unsettled, **more)
