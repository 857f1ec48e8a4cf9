"""Decisions: drafted from the order of priority, released together by a second person, then frozen."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform
from seedbed.selection import notifications, rules
from seedbed.selection.actions.counting import count, lock
from seedbed.selection.models import Application, Batch, Ranking, UnitQuota
from seedbed.selection.queries import bars
from seedbed.selection.queries.ranking import ranked
from seedbed.selection.queries.whole import applications_of, quota_by_unit
from seedbed.selection.reckoning.priority import next_in_reserve
from seedbed.selection.states import (
    APPLICATION_MOVES,
    BATCH_MOVES,
    DECIDED,
    TO_DECIDE,
    ApplicationState,
    BatchState,
)

MOVE_OF = {"proposed": "propose", "reserve": "reserve", "not_chosen": "not_choose"}


def _check_bars(batch: Batch, rows: Iterable[Application], by: Actor, approval: ApprovalPaper | None) -> None:
    """Refuse who has a conflict of interest with anybody on the list, unless a superior's paper stands for another person."""
    barred = bars(by, rows)
    if not barred:
        return
    if approval is None:
        raise RuleBroken(_("You have a conflict of interest with %(count)d of the applicants, so another person takes this step.") % {"count": len(barred)})
    note(batch, "barred person acts on approval", text=f"[approval paper #{approval.pk}: {approval.issuer} {approval.number}]")


@action("selection.propose", allow=rules.runs_batch, label=gettext_lazy("Propose decisions"))
def propose(batch: Batch, *, by: Actor, approval: ApprovalPaper | None = None) -> Ranking:
    """Rank all eligible people by the batch's rules and draft the decisions: proposed, reserve, not chosen.

    Drafts are seen by those who decide only and may be made anew until they are released. Decisions that
    were changed by hand are replaced.
    """
    rule_set = batch.priority
    if rule_set is None:
        raise RuleBroken(_("Choose the order of priority of this batch first."))
    require(batch.state in (BatchState.RANKING, BatchState.PROPOSED), _("Decisions are proposed after the screening and before the release."))
    batch = lock(batch)
    rows = list(applications_of(batch).filter(state__in=TO_DECIDE))
    require(rows, _("Nobody is eligible yet: there is nothing to rank."))
    _check_bars(batch, rows, by, approval)
    places = ranked(batch, rows, rule_set)
    by_id = {row.pk: row for row in rows}
    for place in places:
        perform(by_id[place.id], APPLICATION_MOVES, MOVE_OF[place.outcome], by=by, position=place.position, decision_note="")
    ranking = add(Ranking(batch=batch, rule_set=rule_set, seats=batch.seats, people=len(places),
                          rows=[p.as_row() for p in places], made_by_id=by.account_id))
    perform(batch, BATCH_MOVES, "propose", by=by, proposed_by_id=by.account_id, proposed_at=timezone.now())
    return ranking


@action("selection.decide", allow=rules.runs_application, label=gettext_lazy("Change a drafted decision"))
def decide(application: Application, *, by: Actor, outcome: str, reason: str, approval: ApprovalPaper | None = None) -> Application:
    """Change one drafted decision by hand, with the reason; the place in the order stays and shows beside it.

    Refused for who has a conflict of interest with the person, and after the release.
    """
    require(outcome in MOVE_OF, _("There is no such decision."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    batch = lock(application.batch)
    require(batch.state == BatchState.PROPOSED, _("Decisions are released or not drafted yet; they cannot be changed now."))
    _check_bars(batch, [application], by, approval)
    return perform(application, APPLICATION_MOVES, MOVE_OF[outcome], by=by, note=reason, decision_note=reason.strip())


@action("selection.release", allow=rules.leads_batch, label=gettext_lazy("Release all decisions together"))
def release(batch: Batch, *, by: Actor, approval: ApprovalPaper | None = None) -> Batch:
    """Release every drafted decision at once; afterwards they are frozen and everybody is told.

    Taken by another person than the one who proposed; in a small office by the same one with the
    superior's signed paper. Refused where more people are proposed than there are seats or a unit's
    quota allows, and for who has a conflict of interest with a person on the list.
    """
    batch = lock(batch)
    rows = list(applications_of(batch).filter(state__in=DECIDED))
    chosen = [row for row in rows if row.state == ApplicationState.PROPOSED]
    _check_bars(batch, rows, by, approval)
    require(len(chosen) <= batch.seats, _("%(count)d people are proposed for %(seats)d seats.") % {"count": len(chosen), "seats": batch.seats})
    perform(batch, BATCH_MOVES, "release", by=by, approval=approval, released_by_id=by.account_id, released_at=timezone.now(),
            taken=len(chosen))
    for row in chosen:
        perform(row, APPLICATION_MOVES, "release", by=by)
        count(row, "chosen", 1)
    for row in rows:
        notifications.released(batch, row)
    return batch


@action("selection.move_up", allow=rules.leads_batch, label=gettext_lazy("Move up from the reserve list"))
def move_up(batch: Batch, *, by: Actor) -> Application | None:
    """Give a freed seat to the first of the reserve list whose unit's quota has room; None where nobody can move up.

    Refused before the release and where no seat is free.
    """
    batch = lock(batch)
    require(batch.is_released, _("Decisions are not released yet."))
    require(batch.taken < batch.seats, _("No seat is free."))
    rows = {row.pk: row for row in applications_of(batch).filter(state=ApplicationState.RESERVE)}
    quotas = quota_by_unit(batch, [row.unit_id for row in rows.values()])
    waiting = [(row.position or 0, row.pk, quotas.get(row.unit_id)) for row in rows.values()]
    found = next_in_reserve(waiting, _rooms(batch))
    if found is None:
        note(batch, "nobody to move up")
        return None
    application = perform(rows[found], APPLICATION_MOVES, "move_up", by=by, moved_up_at=timezone.now())
    count(application, "chosen", 1)
    change(batch, taken=batch.taken + 1)
    notifications.moved_up(application)
    return application


def _rooms(batch: Batch) -> Mapping[int, bool]:
    return {q.pk: q.may_be_chosen is None or q.chosen < q.may_be_chosen for q in UnitQuota.objects.filter(batch=batch)}
