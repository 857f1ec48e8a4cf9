"""Reads of placements: who is where, told to each role only as far as it needs it."""

from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet

from seedbed.directory.queries import holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import ChangeOrder, MatchDraft, Placement, Post
from seedbed.placement.states.matching import SEATED, DraftState, PlacementState
from seedbed.selection.models import Batch

DECIDERS = ("officer", "leader")


def placements_visible_to(actor: Actor) -> QuerySet[Placement]:
    """Return the placements the actor may see.

    Officers and leaders: all of their batches. Service team: whoever has a post. A unit's clerk: the people
    of the own unit once they have a post. A trainee: the own.
    """
    person = actor.account.person_id if actor.account is not None else None
    posted = Q(post__isnull=False)
    mine = Q(person__isnull=False, person=person) if person else Q(pk=None)
    rows = Placement.objects.filter(
        Q(batch__unit__in=reach(actor, *DECIDERS))
        | (Q(batch__unit__in=reach(actor, "service_team"), state__in=SEATED) & posted)
        | (Q(application__unit__in=reach(actor, "clerk")) & posted)
        | mine
    )
    return rows.select_related("application__person", "application__unit", "application__batch__plan", "batch__plan",
                               "post__offer__host__unit__region", "person", "draft")


def batches_with_placements_visible_to(actor: Actor) -> QuerySet[Batch]:
    """Return the batches in which the actor sees at least the list of who is where."""
    decided = Q(unit__in=reach(actor, *DECIDERS, "service_team"))
    clerk = Q(pk__in=Placement.objects.filter(application__unit__in=reach(actor, "clerk"), post__isnull=False).values("batch"))
    return Batch.objects.filter(decided | clerk).select_related("unit", "host_region", "plan__programme")


def decides(actor: Actor, batch: Batch) -> bool:
    """Tell whether the actor decides about the batch, as officer or leader."""
    return holds_for(actor, batch.unit_id, *DECIDERS)


def orders_visible_to(actor: Actor) -> QuerySet[ChangeOrder]:
    """Return the change orders of batches of an officer or leader."""
    rows = ChangeOrder.objects.filter(batch__unit__in=reach(actor, *DECIDERS))
    return rows.select_related("placement__application__person", "placement__application__batch__plan", "batch__plan",
                               "from_post__offer__host__unit", "to_post__offer__host__unit", "proposed_by", "approved_by")


def where_everyone_is(rows: QuerySet[Placement], batch: Batch) -> QuerySet[Placement]:
    """Narrow visible placements to those of a batch who belong to it now, by district, host and number."""
    open_rows = rows.filter(batch=batch, state__in=[PlacementState.WAITING, *SEATED])
    return open_rows.order_by(
        F("post__offer__host__unit__region").asc(nulls_last=True), "post__offer__host__unit__sort_key", "application__number", "pk")


def placement_counts(batch: Batch) -> dict[str, int]:
    """Return how many placements of a batch are in each state."""
    return dict(Placement.objects.filter(batch=batch).order_by().values_list("state").annotate(n=Count("pk")))


def free_posts(batch: Batch) -> QuerySet[Post]:
    """Return the posts of a batch with a free seat, host by host."""
    rows = Post.objects.filter(offer__batch=batch, state=Post.State.OPEN, taken__lt=F("seats_max"))
    return rows.select_related("offer__host__unit").order_by("offer__host__unit__sort_key", "pk")


def published_draft_of(batch: Batch) -> MatchDraft | None:
    """Return the published draft of a visible batch, or None."""
    return MatchDraft.objects.filter(batch=batch, state=DraftState.PUBLISHED).select_related("run").defer("run__input", "run__plan").first()


def newest_draft_of(batch: Batch) -> MatchDraft | None:
    """Return the draft that counts now: the published one, else the furthest on its way, else the newest."""
    return newest_draft_of_each([batch.pk]).get(batch.pk)


def newest_draft_of_each(batches: Sequence[int]) -> dict[int, MatchDraft]:
    """Return, by batch, the draft that counts now; batches without a draft are absent. One query."""
    order = [DraftState.PUBLISHED, DraftState.CONFIRMED, DraftState.CHECKED, DraftState.DRAFT]
    drafts = MatchDraft.objects.filter(batch__in=batches).select_related("run").defer("run__input", "run__plan")
    best = sorted(drafts, key=lambda draft: (order.index(DraftState(draft.state)), -draft.number), reverse=True)
    return {draft.batch_id: draft for draft in best}


def open_orders(batch: Batch) -> int:
    """Return how many change orders of a batch wait for a decision."""
    return ChangeOrder.objects.filter(batch=batch, state="proposed").count()
