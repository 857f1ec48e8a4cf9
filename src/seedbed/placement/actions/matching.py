"""Writes of the match: runs and their results, drafts on their way to publication, requests for a review."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import jobs
from seedbed.kernel.actions import action, add, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform
from seedbed.placement import notifications, rules
from seedbed.placement.actions.notices import refuse_unless_settled
from seedbed.placement.actions.placements import assign
from seedbed.placement.actions.settings import lock, weights_in_force
from seedbed.placement.models import (
    DraftCheck,
    DraftPlacement,
    DraftReason,
    MatchDraft,
    MatchRun,
    Post,
    ReviewRequest,
)
from seedbed.placement.queries import whole
from seedbed.placement.reckoning.results import Result
from seedbed.placement.states.matching import (
    CHECK_MOVES,
    DRAFT_MOVES,
    REQUEST_MOVES,
    RUN_MOVES,
    PlacementState,
    RunState,
)
from seedbed.selection.models import Application, Batch


@action("placement.start_match", allow=rules.matches_batch, label=gettext_lazy("Run the match"))
def start_match(batch: Batch, *, by: Actor, mode: str = "fit", seed: int = 0, previous: MatchDraft | None = None,
                max_moves: int | None = None) -> MatchRun:
    """Queue a run of the match with the weights, rules, locks and bans in force; a job does it.

    With `previous` and `max_moves` at most so many people change their place against that draft.
    Refused while another run of the batch is under way or while nobody waits for a post.
    """
    require(mode in MatchRun.Objective.values, _("Choose what is to be made best."))
    require(max_moves is None or previous is not None, _("Choose the draft with which to compare."))
    require(previous is None or previous.batch_id == batch.pk, _("This draft belongs to another batch."))
    batch = whole.locked_batch(batch)
    require(not whole.runs_under_way(batch).exists(), _("A run is under way. Wait until it has ended."))
    require(whole.open_placements(batch).exists(), _("Nobody has been released yet: release the decisions first."))
    weights = weights_in_force(batch, by=by)
    run = add(MatchRun(batch=batch, mode=mode, seed=seed, weights=weights, previous=previous, max_moves=max_moves,
                       created_by_id=by.account_id))
    jobs.enqueue("placement.match", run.pk)
    return run


@action("placement.begin_run", allow=rules.match_job, label=gettext_lazy("Begin a run"))
def begin_run(run: MatchRun, *, by: Actor, stage: str) -> MatchRun:
    """Note that a worker has the run and at which stage it is."""
    return perform(run, RUN_MOVES, "start", by=by, stage=stage)


@action("placement.finish_run", allow=rules.match_job, label=gettext_lazy("Store the result of a run"))
def finish_run(run: MatchRun, *, by: Actor, result: Result, seconds: float) -> MatchDraft:
    """Store a checked plan with every person's place and reason as the next draft of the batch."""
    batch = whole.locked_batch(run.batch)
    perform(run, RUN_MOVES, "finish", by=by, stage="", seconds=seconds, ended_at=timezone.now(),
            input=result.input, input_digest=result.input_digest, plan=result.plan, plan_digest=result.plan_digest,
            engine=dict(result.engine), objective=result.objective, bound=result.bound, proven=result.proven,
            placed=result.placed, unplaced=len(result.places) - result.placed, fit_total=result.fit_total)
    draft = add(MatchDraft(batch=batch, run=run, number=whole.next_draft_number(batch)))
    for place in result.places:
        add(DraftPlacement(draft=draft, application_id=place.application, post_id=place.post, fit=place.fit,
                           wish_rank=place.wish_rank, locked=place.locked, parts=list(place.parts)))
        add(DraftReason(draft=draft, application_id=place.application, data=dict(place.reason)))
    return draft


@action("placement.fail_run", allow=rules.match_job, label=gettext_lazy("End a run without a plan"))
def fail_run(run: MatchRun, *, by: Actor, fault: dict[str, Any], seconds: float) -> MatchRun:
    """End a run that found no plan, with the codes of what stood in the way."""
    return perform(run, RUN_MOVES, "fail", by=by, stage="", fault=fault, seconds=seconds, ended_at=timezone.now())


@action("placement.check_draft", allow=rules.matches_for, label=gettext_lazy("Mark a draft as checked"))
def check_draft(draft: MatchDraft, *, by: Actor, version: int | None = None) -> MatchDraft:
    """Say as a person that the draft was read and may go to the one who confirms (PIPL art. 24)."""
    _still_whole(draft)
    return perform(draft, DRAFT_MOVES, "check", by=by, checked_by_id=by.account_id, checked_at=timezone.now())


@action("placement.confirm_draft", allow=rules.matches_for, label=gettext_lazy("Confirm a draft"))
def confirm_draft(draft: MatchDraft, *, by: Actor, approval: ApprovalPaper | None = None) -> MatchDraft:
    """Confirm a checked draft: another person than the one who checked it, or the superior's signed paper."""
    _still_whole(draft)
    return perform(draft, DRAFT_MOVES, "confirm", by=by, approval=approval, confirmed_by_id=by.account_id,
                   confirmed_at=timezone.now(), approval_id=approval.pk if approval else None)


@action("placement.reopen_draft", allow=rules.matches_for, label=gettext_lazy("Take a draft back"))
def reopen_draft(draft: MatchDraft, *, by: Actor, reason: str) -> MatchDraft:
    """Take a checked or confirmed draft back to draft, with the reason. A published one stays published."""
    return perform(draft, DRAFT_MOVES, "reopen", by=by, note=reason, checked_by_id=None, checked_at=None,
                   confirmed_by_id=None, confirmed_at=None, approval_id=None)


@action("placement.publish_draft", allow=rules.matches_for, label=gettext_lazy("Publish a draft"))
def publish_draft(draft: MatchDraft, *, by: Actor, approval: ApprovalPaper | None = None) -> MatchDraft:
    """Publish a confirmed draft: everybody in it is placed and takes the seat, in one act.

    From then on only change orders change a place. Another person than the one who confirmed; in a small
    office the paper of the confirmation stands for the second person here too. Refused if somebody
    withdrew or joined since, another draft is published, a seat has gone, or a public notice of the batch is
    not over or an objection to it not answered. A notice posted on paper only is not asked for.
    """
    batch = whole.locked_batch(draft.batch)
    require(whole.published_draft(batch) is None, _("A plan of this batch is published already; changes are made by change orders."))
    refuse_unless_settled(batch)
    _still_whole(draft)
    perform(draft, DRAFT_MOVES, "publish", by=by, approval=approval or draft.approval,
            published_by_id=by.account_id, published_at=timezone.now())
    placements = {p.application_id: p for p in whole.open_placements(batch)}
    places = draft.placements.filter(post__isnull=False).select_related("post__offer")
    for place in sorted(places, key=lambda place: place.post_id or 0):
        if place.post is not None:
            assign(placements[place.application_id], place.post, by=by, under=draft)
    notifications.published(draft, list(placements.values()))
    return draft


def _still_whole(draft: MatchDraft) -> None:
    """Refuse a draft that no longer speaks of exactly the people who wait for a post."""
    waiting = set(whole.open_placements(draft.batch).filter(state=PlacementState.WAITING).values_list("application_id", flat=True))
    drafted = set(draft.placements.values_list("application_id", flat=True))
    require(waiting == drafted, _("Somebody withdrew or joined since this draft was made. Run the match again."))


@action("placement.order_check", allow=rules.matches_for, label=gettext_lazy("Check a draft again"))
def order_check(draft: MatchDraft, *, by: Actor) -> DraftCheck:
    """Queue an independent check of the stored plan, its prices and its reasons; a job does it."""
    require(not draft.checks.filter(state=RunState.QUEUED).exists(), _("A check is under way already."))
    check = add(DraftCheck(draft=draft, ordered_by_id=by.account_id))
    jobs.enqueue("placement.check", check.pk)
    return check


@action("placement.note_check", allow=rules.check_job, label=gettext_lazy("Note the result of a check"))
def note_check(check: DraftCheck, *, by: Actor, people: int, numbers: int, faults: list[str], seconds: float) -> DraftCheck:
    """Store what an independent check found."""
    return perform(check, CHECK_MOVES, "note", by=by, people=people, numbers=numbers, faults_found=len(faults),
                   faults=faults[:100], seconds=seconds)


@action("placement.ask_review", allow=rules.own_draft_place, label=gettext_lazy("Ask for a human review"))
def ask_review(place: DraftPlacement, *, by: Actor, text: str) -> ReviewRequest:
    """Ask, as the person concerned, that a human looks at the own published result again (PIPL art. 24)."""
    require(place.draft.is_published, _("This plan is not published yet."))
    require(text.strip(), _("Say what should be looked at again."))
    require(not whole.open_review(place.draft_id, place.application_id), _("Your request is with the office already."))
    return add(ReviewRequest(draft=place.draft, application=place.application, text=text.strip()[:4000]))


@action("placement.answer_review", allow=rules.answers_review, label=gettext_lazy("Answer a request for review"))
def answer_review(request_row: ReviewRequest, *, by: Actor, answer: str) -> ReviewRequest:
    """Answer a request by name; the person reads the answer. A change itself goes by a change order."""
    require(answer.strip(), _("Write the answer: the person will read it."))
    note(request_row.draft, "review answered")
    perform(request_row, REQUEST_MOVES, "answer", by=by, note=_("answered"), answer=answer.strip(),
            answered_by_id=by.account_id, answered_at=timezone.now())
    notifications.answered(request_row)
    return request_row


@action("placement.move_person", allow=rules.matches_for, label=gettext_lazy("Move a person and run the match again"))
def move_person(application: Application, *, by: Actor, post: Post, reason: str) -> MatchRun:
    """Lock a person to a post and queue a run that arranges everybody else around it, in one act.

    Refused after publication: then a change order is the way.
    """
    require(whole.published_draft(application.batch) is None,
            _("A plan of this batch is published already; changes are made by change orders."))
    lock(application, by=by, post=post, reason=reason)
    return start_match(application.batch, by=by)
