"""Unscoped reads, for actions, the engine's instance and jobs only."""

from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from seedbed.placement.models import (
    AskedCompany,
    Ban,
    Campaign,
    ChangeOrder,
    DraftCheck,
    DraftPlacement,
    Host,
    HostOffer,
    Lock,
    MatchDraft,
    MatchRule,
    MatchRun,
    Pair,
    Placement,
    Post,
    ReviewRequest,
    Trial,
    WeightSet,
    Wish,
)
from seedbed.placement.states.matching import OPEN_PLACEMENTS, DraftState, RequestState, RunState
from seedbed.selection.models import Batch


def open_placements(batch: Batch) -> QuerySet[Placement]:
    """Return everybody who belongs to the batch now, in the order of their numbers."""
    rows = Placement.objects.filter(batch=batch, state__in=OPEN_PLACEMENTS)
    return rows.select_related("application__person__unit", "application__unit__region", "application__batch__plan", "person__unit")


def posts_of_batch(batch: Batch) -> QuerySet[Post]:
    """Return every post that hosts offer to the batch, usable or not."""
    return Post.objects.filter(offer__batch=batch).select_related("offer__host__unit__region").order_by("pk")


def locked_posts(*ids: int | None) -> dict[int, Post]:
    """Return posts by primary key, each locked until the act ends, always in the same order."""
    wanted = sorted({pk for pk in ids if pk is not None})
    return {post.pk: post for post in Post.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")}


def locked_batch(batch: Batch) -> Batch:
    """Return the batch, locked until the act ends; numbers within it are then given one at a time."""
    return Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)


def wishes_of_batch(batch: Batch) -> QuerySet[Wish]:
    """Return the wishes of everybody in the batch."""
    return Wish.objects.filter(application__batch=batch).order_by("application", "rank")


def newest_weights(batch: Batch) -> WeightSet | None:
    """Return the weights in force for the batch."""
    return WeightSet.objects.filter(batch=batch).order_by("-version").first()


def rules_of_batch(batch: Batch) -> QuerySet[MatchRule]:
    """Return the rules every plan of the batch keeps."""
    return MatchRule.objects.filter(batch=batch)


def locks_of_batch(batch: Batch) -> QuerySet[Lock]:
    """Return the locks of the batch."""
    return Lock.objects.filter(batch=batch)


def bans_of_batch(batch: Batch) -> QuerySet[Ban]:
    """Return the bans of the batch."""
    return Ban.objects.filter(batch=batch)


def pairs_of_batch(batch: Batch) -> QuerySet[Pair]:
    """Return the pairs of the batch."""
    return Pair.objects.filter(batch=batch)


def runs_under_way(batch: Batch) -> QuerySet[MatchRun]:
    """Return the runs of the batch that have not ended."""
    return MatchRun.objects.filter(batch=batch, state__in=[RunState.QUEUED, RunState.RUNNING])


def published_draft(batch: Batch) -> MatchDraft | None:
    """Return the published draft of the batch, or None."""
    return MatchDraft.objects.filter(batch=batch, state=DraftState.PUBLISHED).first()


def places_in_newest_drafts(batch: Batch, count: int) -> set[tuple[int, int]]:
    """Return (application, post) of everybody placed in the newest drafts of a batch."""
    newest = list(MatchDraft.objects.filter(batch=batch).order_by("-number").values_list("pk", flat=True)[:count])
    rows = DraftPlacement.objects.filter(draft__in=newest, post__isnull=False)
    return set(rows.values_list("application_id", "post_id"))


def next_draft_number(batch: Batch) -> int:
    """Return the number of the next draft; the caller holds the batch's lock."""
    return (MatchDraft.objects.filter(batch=batch).aggregate(n=Max("number"))["n"] or 0) + 1


def next_order_number(batch: Batch) -> int:
    """Return the number of the next change order; the caller holds the batch's lock."""
    return (ChangeOrder.objects.filter(batch=batch).aggregate(n=Max("number"))["n"] or 0) + 1


def placement_of(application_id: int) -> Placement | None:
    """Return the placement of an application, or None."""
    return Placement.objects.filter(application=application_id).first()


def open_placement_of_person(person_id: int) -> Placement | None:
    """Return the one open placement of a person, in whatever batch, or None."""
    return Placement.objects.filter(person=person_id, state__in=OPEN_PLACEMENTS).first()


def open_review(draft_id: int, application_id: int) -> ReviewRequest | None:
    """Return a person's request for a review that waits for an answer, or None."""
    return ReviewRequest.objects.filter(draft=draft_id, application=application_id, state=RequestState.OPEN).first()


def run_row(pk: int) -> MatchRun:
    """Return a run with all that a job needs."""
    return MatchRun.objects.select_related("batch", "weights", "previous").get(pk=pk)


def waiting_runs() -> QuerySet[MatchRun]:
    """Return the runs nobody has taken yet, oldest first."""
    return MatchRun.objects.filter(state=RunState.QUEUED).order_by("pk")


def check_row(pk: int) -> DraftCheck:
    """Return an ordered check with its draft and run."""
    return DraftCheck.objects.select_related("draft__run", "draft__batch").get(pk=pk)


def waiting_checks() -> QuerySet[DraftCheck]:
    """Return the checks nobody has taken yet, oldest first."""
    return DraftCheck.objects.filter(state=RunState.QUEUED).order_by("pk")


def trial_row(pk: int) -> Trial:
    """Return a trial with all that a job needs."""
    rows = Trial.objects.select_related("batch", "draft__run__weights", "draft__batch").defer("draft__run__input", "draft__run__plan")
    return rows.get(pk=pk)


def input_of(run: int) -> bytes:
    """Return the problem that a run solved, as it was stored."""
    return bytes(MatchRun.objects.values_list("input", flat=True).get(pk=run) or b"")


def waiting_trials() -> QuerySet[Trial]:
    """Return the trials nobody has taken yet, oldest first."""
    return Trial.objects.filter(state=RunState.QUEUED).order_by("pk")


def next_campaign_number(batch: Batch) -> int:
    """Return the number of the batch's next request campaign."""
    return 1 + (Campaign.objects.filter(batch=batch).aggregate(last=Max("ordinal"))["last"] or 0)


def campaign_row(pk: int) -> Campaign:
    """Return a request campaign by key, for the job."""
    return Campaign.objects.select_related("batch").get(pk=pk)


def open_campaigns(today: date) -> QuerySet[Campaign]:
    """Return the request campaigns under way whose last day is not past."""
    return Campaign.objects.filter(state="open", answer_by__gte=today).order_by("pk")


def interested_companies(batch: Batch) -> list[AskedCompany]:
    """Return the companies whose last word in an earlier campaign of the same office was “next year”, once each."""
    rows = AskedCompany.objects.filter(campaign__batch__unit=batch.unit_id).exclude(campaign__batch=batch).exclude(answer="")
    newest = {row.uscc or row.name: row for row in rows.select_related("campaign__batch", "host").order_by("answered_at", "pk")}
    return [row for row in newest.values() if row.answer == "next_year"]


def interested_hosts(batch: Batch) -> list[HostOffer]:
    """Return the newest offer, to an earlier batch, of each host that wants to be asked again or perhaps; not of those refused or stopped."""
    rows = HostOffer.objects.filter(host__keeper=batch.unit_id).exclude(batch=batch).exclude(next_year="").exclude(host__state__in=["refused", "stopped"])
    newest = {row.host_id: row for row in rows.select_related("host__unit", "batch").order_by("batch__starts_on", "pk")}
    return [row for row in newest.values() if row.next_year in {"yes", "maybe"}]


def host_called(name: str, uscc: str) -> Host | None:
    """Return the host with this credit code, or with this name where no code is given."""
    wanted = Q(unit__uscc=uscc) if uscc else Q(unit__name=name)
    return Host.objects.filter(wanted).select_related("unit").first()


TRIALS_LAST = timedelta(days=180)


def overdue_trials() -> QuerySet[Trial]:
    """Return the trials that were asked more than 180 days ago."""
    return Trial.objects.filter(created_at__lt=timezone.now() - TRIALS_LAST).order_by("pk")
