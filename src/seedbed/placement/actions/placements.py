"""Writes of placements: taking over the chosen, placing, changing, withdrawing."""

from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform
from seedbed.placement import notifications, rules
from seedbed.placement.models import ChangeOrder, MatchDraft, Placement, Post
from seedbed.placement.queries import whole
from seedbed.placement.states.matching import ORDER_MOVES, PLACEMENT_MOVES, PlacementState
from seedbed.selection import actions as selection
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.whole import chosen_applications


@action("placement.take_over", allow=rules.matches_batch, label=gettext_lazy("Release the decisions and take the chosen over"))
def take_over(batch: Batch, *, by: Actor, approval: ApprovalPaper | None = None) -> Batch:
    """Release all decisions of a batch together and make a waiting placement for everybody chosen, in one act.

    Refused where selection refuses the release: nothing proposed, or no second person and no paper.
    """
    selection.release(batch, by=by, approval=approval)
    for application in chosen_applications(batch):
        _wait(application)
    note(batch, "taken over")
    return batch


def _wait(application: Application) -> Placement:
    held = whole.open_placement_of_person(application.person_id)
    require(held is None, _("%(name)s still has a placement in another batch.") % {"name": application.person.name})
    return add(Placement(batch=application.batch, application=application, person=application.person))


@action("placement.assign", allow=rules.matches_for, label=gettext_lazy("Place on a post"))
def assign(placement: Placement, post: Post, *, by: Actor, under: MatchDraft | ChangeOrder) -> Placement:
    """Place a waiting person on a post and take the seat.

    `under` is the published draft or approved change order that says so. Refused when no seat is free,
    the post is closed or its seats are not settled.
    """
    _check_basis(placement, post, under)
    _take_seat(whole.locked_posts(post.pk)[post.pk])
    draft = under if isinstance(under, MatchDraft) else None
    return perform(placement, PLACEMENT_MOVES, "assign", by=by, post=post, draft=draft, placed_at=timezone.now())


@action("placement.transfer", allow=rules.matches_for, label=gettext_lazy("Change the post"))
def transfer(placement: Placement, post: Post, *, by: Actor, under: ChangeOrder) -> Placement:
    """Move a placed person to another post: takes the new seat and frees the old one, or does neither."""
    _check_basis(placement, post, under)
    posts = whole.locked_posts(placement.post_id, post.pk)
    placement.refresh_from_db()
    require(placement.post_id == under.from_post_id, _("This person is no longer where the change order says."))
    require(placement.post_id != post.pk, _("This person is on that post already."))
    _take_seat(posts[post.pk])
    _free_seat(placement)
    move = "transfer" if placement.state == PlacementState.PLANNED else "transfer_at_work"
    return perform(placement, PLACEMENT_MOVES, move, by=by, post=post, placed_at=timezone.now())


def _check_basis(placement: Placement, post: Post, under: MatchDraft | ChangeOrder) -> None:
    require(under.batch_id == placement.batch_id and post.offer.batch_id == placement.batch_id,
            _("Person, post and decision belong to different batches."))
    if isinstance(under, MatchDraft):
        require(under.is_published, _("People are placed only by a published plan or an approved change order."))
    else:
        require(under.state == "approved" and under.placement_id == placement.pk and under.to_post_id == post.pk,
                _("The change order does not say this, or is not approved."))


def _take_seat(post: Post) -> None:
    """Count one seat more; the caller holds the post's lock, and the database has the last word."""
    names = {"post": post.title, "host": post.offer.host.unit.name}
    require(post.state == Post.State.OPEN, _("“%(post)s” at %(host)s is closed.") % names)
    require(post.seats_max is not None, _("The seats of “%(post)s” at %(host)s are still to be settled.") % names)
    require(post.taken < (post.seats_max or 0), _("“%(post)s” at %(host)s has no free seat.") % names)
    change(post, taken=F("taken") + 1)


def _free_seat(placement: Placement) -> None:
    """Give the seat of a placement back, if it has one."""
    if placement.post_id is not None:
        post = whole.locked_posts(placement.post_id)[placement.post_id]
        change(post, taken=F("taken") - 1)


@action("placement.withdraw", allow=rules.matches_for, label=gettext_lazy("Withdraw a placement"))
def withdraw(placement: Placement, *, by: Actor, reason: str) -> Placement | None:
    """Let a chosen person go before the start, in one act: the seat is freed, the application given up, and
    the first of the reserve list moves up and waits for a post. Returns that new placement, or None.

    Refused once the person has reported for duty; then `end_early` is the way.
    """
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    whole.locked_batch(placement.batch)
    whole.locked_posts(placement.post_id)
    placement.refresh_from_db()
    if placement.state == PlacementState.PLANNED:
        _free_seat(placement)
    perform(placement, PLACEMENT_MOVES, "withdraw", by=by, note=reason, ended_at=timezone.now())
    selection.give_up(placement.application, by=by, reason=reason)
    moved_up = selection.move_up(placement.batch, by=by)
    return _wait(moved_up) if moved_up is not None else None


@action("placement.arrive", allow=rules.sees_off, label=gettext_lazy("Note that a person has reported for duty"))
def arrive(placement: Placement, *, by: Actor, on: date) -> Placement:
    """Note the day on which a placed person reported at the host; not a day to come."""
    require(on <= timezone.localdate(), _("This day has not come yet."))
    return perform(placement, PLACEMENT_MOVES, "arrive", by=by, arrived_on=on)


@action("placement.end_early", allow=rules.matches_for, label=gettext_lazy("End a placement early"))
def end_early(placement: Placement, *, by: Actor, reason: str) -> Placement:
    """End a placement before its time, with the reason; the seat is freed."""
    _free_seat(placement)
    return perform(placement, PLACEMENT_MOVES, "end_early", by=by, note=reason, ended_at=timezone.now())


@action("placement.complete", allow=rules.matches_for, label=gettext_lazy("Note that a person has completed the training"))
def complete(placement: Placement, *, by: Actor) -> Placement:
    """Note that a person who was at the post to the end has completed the training; refused before the batch is over."""
    require(placement.batch.ends_on <= timezone.localdate(), _("The batch is not over yet."))
    return perform(placement, PLACEMENT_MOVES, "complete", by=by, ended_at=timezone.now())


@action("placement.propose_change", allow=rules.matches_for, label=gettext_lazy("Propose a change order"))
def propose_change(placement: Placement, post: Post, *, by: Actor, reason: str) -> ChangeOrder:
    """Propose, after publication, that a person goes to another post; a second person approves it.

    Refused before publication (then the match is run again), without a reason, or while another order for
    this person is open.
    """
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(whole.published_draft(placement.batch), _("Nothing is published yet: change the draft and run the match again."))
    batch = whole.locked_batch(placement.batch)
    require(placement.is_open, _("This placement has ended."))
    require(post.offer.batch_id == batch.pk, _("Person, post and decision belong to different batches."))
    require(placement.post_id != post.pk, _("This person is on that post already."))
    require(not placement.orders.filter(state="proposed").exists(), _("A change order for this person is open already."))
    return add(ChangeOrder(batch=batch, placement=placement, number=whole.next_order_number(batch), reason=reason.strip(),
                           from_post_id=placement.post_id, to_post=post, proposed_by_id=by.account_id))


@action("placement.approve_change", allow=rules.matches_for, label=gettext_lazy("Approve a change order"))
def approve_change(order: ChangeOrder, *, by: Actor, approval: ApprovalPaper | None = None) -> ChangeOrder:
    """Approve a change order and carry it out in the same act; another person than the proposer, or a paper."""
    perform(order, ORDER_MOVES, "approve", by=by, approval=approval, approved_by_id=by.account_id,
            approved_at=timezone.now(), approval_id=approval.pk if approval else None)
    act = assign if order.from_post_id is None else transfer
    act(order.placement, order.to_post, by=by, under=order)
    notifications.changed(order)
    return order


@action("placement.refuse_change", allow=rules.matches_for, label=gettext_lazy("Refuse a change order"))
def refuse_change(order: ChangeOrder, *, by: Actor, reason: str) -> ChangeOrder:
    """Refuse a change order with a reason; nothing moves."""
    return perform(order, ORDER_MOVES, "refuse", by=by, note=reason, approved_by_id=by.account_id, approved_at=timezone.now())
