"""Reads of runs, drafts and reasons. Officers and leaders see drafts; a trainee the own place once it is published."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from seedbed.directory.models import Industry
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import (
    Ban,
    DraftCheck,
    DraftPlacement,
    DraftReason,
    HostOffer,
    Lock,
    MatchDraft,
    MatchRule,
    MatchRun,
    Pair,
    Placement,
    Post,
    ReviewRequest,
    WeightSet,
)
from seedbed.placement.states.matching import OPEN_PLACEMENTS, DraftState
from seedbed.selection.models import Application, Batch

DECIDERS = ("officer", "leader")


def batches_matched_by(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose people and drafts the actor sees: those of an officer's or leader's units."""
    return Batch.objects.filter(unit__in=reach(actor, *DECIDERS)).select_related("unit", "host_region", "plan__programme")


def runs_visible_to(actor: Actor) -> QuerySet[MatchRun]:
    """Return the runs of batches the actor matches, without their bytes."""
    rows = MatchRun.objects.filter(batch__unit__in=reach(actor, *DECIDERS)).defer("input", "plan")
    return rows.select_related("batch__plan", "weights", "created_by")


def drafts_visible_to(actor: Actor) -> QuerySet[MatchDraft]:
    """Return the drafts of batches the actor matches."""
    rows = MatchDraft.objects.filter(batch__unit__in=reach(actor, *DECIDERS)).defer("run__input", "run__plan")
    return rows.select_related("batch__plan", "run__weights", "checked_by", "confirmed_by", "published_by", "approval")


def places_visible_to(actor: Actor) -> QuerySet[DraftPlacement]:
    """Return the places of drafts the actor sees; a trainee only the own one of a published draft."""
    own = Q(draft__state=DraftState.PUBLISHED, application__person__isnull=False, application__person=_person(actor))
    rows = DraftPlacement.objects.filter(Q(draft__batch__unit__in=reach(actor, *DECIDERS)) | own)
    return rows.select_related(
        "draft__batch__plan", "draft__checked_by", "draft__confirmed_by", "application__person", "application__unit",
        "application__batch__plan", "post__offer__host__unit__region",
    )


def _person(actor: Actor) -> int:
    return (actor.account.person_id if actor.account is not None else None) or 0


def own_places(actor: Actor) -> QuerySet[DraftPlacement]:
    """Return the published places of the actor's own person."""
    return places_visible_to(actor).filter(draft__state=DraftState.PUBLISHED, application__person=_person(actor))


def reason_of(place: DraftPlacement) -> DraftReason:
    """Return the stored reason of a visible place."""
    return DraftReason.objects.get(draft=place.draft_id, application=place.application_id)


def requests_visible_to(actor: Actor) -> QuerySet[ReviewRequest]:
    """Return requests for a review: those of matched batches and the actor's own."""
    rows = ReviewRequest.objects.filter(Q(draft__batch__unit__in=reach(actor, *DECIDERS)) | Q(application__person=_person(actor)))
    return rows.select_related("draft__batch__plan", "application__person", "application__batch__plan", "answered_by")


def requests_of(place: DraftPlacement) -> QuerySet[ReviewRequest]:
    """Return the requests about one place, newest first."""
    return ReviewRequest.objects.filter(draft=place.draft_id, application=place.application_id).select_related("answered_by")


def places_of(draft: MatchDraft) -> QuerySet[DraftPlacement]:
    """Return everybody of a visible draft, those without a post first, then by number."""
    rows = draft.placements.select_related("application__person", "application__unit", "application__batch__plan",
                                           "post__offer__host__unit")
    return rows.annotate(none=Q(post=None)).order_by("-none", "application__number")


@dataclass(frozen=True)
class DraftFigures:
    """What a draft does for people: placed or not, wishes met, locked, mean fit in hundredths."""

    people: int
    placed: int
    with_wishes: int
    first_wish: int
    any_wish: int
    locked: int
    mean_fit: int


def figures_of(draft: MatchDraft) -> DraftFigures:
    """Count a draft in two queries."""
    counts = draft.placements.aggregate(
        people=Count("pk"), placed=Count("pk", filter=Q(post__isnull=False)), first_wish=Count("pk", filter=Q(wish_rank=1)),
        any_wish=Count("pk", filter=Q(wish_rank__isnull=False)), locked=Count("pk", filter=Q(locked=True)),
    )
    with_wishes = draft.reasons.exclude(data__first_wish=None).count()
    total, placed = draft.run.fit_total or 0, counts["placed"]
    return DraftFigures(**counts, with_wishes=with_wishes, mean_fit=(2 * total + placed) // (2 * placed) if placed else 0)


def newest_check(draft: MatchDraft) -> DraftCheck | None:
    """Return the latest independent check of a draft, or None."""
    return draft.checks.select_related("ordered_by").first()


# -- what an officer set -----------------------------------------------------------------------------------


def weights_of(batch: Batch) -> QuerySet[WeightSet]:
    """Return all versions of the weights of a visible batch, newest first."""
    return WeightSet.objects.filter(batch=batch).select_related("created_by")


def rules_visible_to(actor: Actor) -> QuerySet[MatchRule]:
    """Return the matching rules of batches the actor matches."""
    return MatchRule.objects.filter(batch__unit__in=reach(actor, *DECIDERS)).select_related("batch")


def locks_visible_to(actor: Actor) -> QuerySet[Lock]:
    """Return the locks of batches the actor matches."""
    rows = Lock.objects.filter(batch__unit__in=reach(actor, *DECIDERS))
    return rows.select_related("application__person", "post__offer__host__unit", "offer__host__unit", "batch", "created_by")


def bans_visible_to(actor: Actor) -> QuerySet[Ban]:
    """Return the bans of batches the actor matches."""
    rows = Ban.objects.filter(batch__unit__in=reach(actor, *DECIDERS))
    return rows.select_related("application__person", "post__offer__host__unit", "offer__host__unit", "batch", "created_by")


def pairs_visible_to(actor: Actor) -> QuerySet[Pair]:
    """Return the pairs of batches the actor matches."""
    rows = Pair.objects.filter(batch__unit__in=reach(actor, *DECIDERS))
    return rows.select_related("first__person", "second__person", "batch", "created_by")


def people_of(batch: Batch) -> QuerySet[Application]:
    """Return the people of a visible batch who are to be matched, in the order of their numbers."""
    held = Placement.objects.filter(batch=batch, state__in=OPEN_PLACEMENTS)
    return Application.objects.filter(pk__in=held.values("application")).select_related("person", "unit", "batch__plan").order_by("number")


def posts_of(batch: Batch) -> QuerySet[Post]:
    """Return the posts offered to a visible batch, host by host."""
    return Post.objects.filter(offer__batch=batch).select_related("offer__host__unit").order_by("offer__host__unit__sort_key", "pk")


def offers_of(batch: Batch) -> QuerySet[HostOffer]:
    """Return the hosts' offers to a visible batch."""
    return HostOffer.objects.filter(batch=batch).select_related("host__unit").order_by("host__unit__sort_key", "pk")


@dataclass(frozen=True)
class NameRows:
    """The rows behind the keys of a stored reason."""

    posts: Mapping[int, tuple[str, int]]
    offers: Mapping[int, str]
    industries: Mapping[str, str]
    people: Mapping[int, str] = field(default_factory=dict)
    rules: list[MatchRule] = field(default_factory=list)
    least: Mapping[int, int] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)


def name_rows(batch: Batch, *, with_people: bool) -> NameRows:
    """Read the names of a batch's posts, hosts and industries, and of its people for those who may see them."""
    posts = {pk: (title, offer) for pk, title, offer in Post.objects.filter(offer__batch=batch).values_list("pk", "title", "offer_id")}
    offers = HostOffer.objects.filter(batch=batch).values_list("pk", "host__unit__name", "min_used")
    people = Application.objects.filter(batch=batch).values_list("pk", "person__name") if with_people else []
    return NameRows(
        posts=posts, offers={pk: name for pk, name, _least in offers}, least={pk: least for pk, _name, least in offers},
        industries=dict(Industry.objects.values_list("code", "name")), people=dict(people),
        rules=list(MatchRule.objects.filter(batch=batch)),
        pairs=list(Pair.objects.filter(batch=batch).select_related("first__person", "second__person")) if with_people else [],
    )
