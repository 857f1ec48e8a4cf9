"""Programmes, yearly plans, batches, quotas and rule sets."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import publish_notice
from seedbed.directory.models import Unit
from seedbed.directory.queries import notice_in_force, site
from seedbed.kernel.actions import action, add, change, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.workflow import perform
from seedbed.selection import rules
from seedbed.selection.actions.counting import lock, recount
from seedbed.selection.actions.standards import CONDITIONS, NOTICE_EN, NOTICE_ZH, PRIORITY, STANDARD
from seedbed.selection.models import Application, Batch, Programme, RuleSet, UnitQuota, YearPlan
from seedbed.selection.queries import NOTICE, rules_in_force
from seedbed.selection.queries.whole import applications_of
from seedbed.selection.reckoning import eligibility, priority
from seedbed.selection.states import (
    APPLICATION_MOVES,
    BATCH_MOVES,
    DECIDED,
    ApplicationState,
    BatchState,
    RuleKind,
)

OPEN_TO_CHANGE = (BatchState.PLANNING, BatchState.OPEN, BatchState.SCREENING, BatchState.RANKING)
MOVED_BY_HAND = ("open", "close_applications", "reopen", "rank", "screen_again", "take_back", "close", "call_off")


@action("selection.add_programme", allow=rules.runs_unit, label=gettext_lazy("Add a programme"))
def add_programme(unit: Unit, *, by: Actor, name: str, purpose: str = "") -> Programme:
    """Add a programme of the organising unit. Its name is used once per unit."""
    require(name.strip(), _("A programme needs a name."))
    require(not Programme.objects.filter(unit=unit, name=name.strip()).exists(), _("There is a programme of this name already."))
    return add(Programme(unit=unit, name=name.strip(), purpose=purpose))


@action("selection.change_programme", allow=rules.runs_batch, label=gettext_lazy("Change a programme"))
def change_programme(programme: Programme, *, by: Actor, version: int | None = None, **fields: Any) -> Programme:
    """Change name, purpose or whether it is in use."""
    return change(programme, version=version, **fields)


@action("selection.add_plan", allow=rules.runs_batch, label=gettext_lazy("Add a yearly plan"))
def add_plan(programme: Programme, *, by: Actor, year: int, target: int, basis: str = "") -> YearPlan:
    """Plan how many people the programme sends in a year (about a hundred in the city's practice); one plan a year."""
    require(not YearPlan.objects.filter(programme=programme, year=year).exists(), _("There is a plan for %(year)d already.") % {"year": year})
    require(target >= 1, _("A plan sends at least one person."))
    return add(YearPlan(programme=programme, year=year, target=target, basis=basis))


@action("selection.change_plan", allow=rules.runs_plan, label=gettext_lazy("Change a yearly plan"))
def change_plan(plan: YearPlan, *, by: Actor, version: int | None = None, **fields: Any) -> YearPlan:
    """Change the target or the paper it rests on."""
    return change(plan, version=version, **fields)


@action("selection.add_batch", allow=rules.opens_batch, label=gettext_lazy("Add a batch"))
def add_batch(plan: YearPlan, *, by: Actor, starts_on: date, ends_on: date, host_region_id: str, seats: int,
              name: str = "", **fields: Any) -> Batch:
    """Add the next batch of a year, with the rules in force (the standard ones where none were published yet).

    `ends_on` is the day after the last day. Without a name it is called by year and number.
    """
    ordinal = 1 + (plan.batches.aggregate(last=Max("ordinal"))["last"] or 0)
    unit = plan.programme.unit
    fields.setdefault("priority", _rules_or_standard(unit, RuleKind.PRIORITY, by))
    fields.setdefault("eligibility", _rules_or_standard(unit, RuleKind.ELIGIBILITY, by))
    batch = Batch(plan=plan, ordinal=ordinal, name=name.strip() or _standard_name(plan, ordinal), unit=unit,
                  starts_on=starts_on, ends_on=ends_on, host_region_id=host_region_id, seats=seats, **fields)
    _check_dates(batch)
    return add(batch)


def _standard_name(plan: YearPlan, ordinal: int) -> str:
    return f"{plan.programme.name}{plan.year}年第{ordinal}期"


def _rules_or_standard(unit: Unit, kind: RuleKind, by: Actor) -> RuleSet:
    found = rules_in_force(unit.pk, kind)
    if found is not None:
        return found
    content = PRIORITY if kind == RuleKind.PRIORITY else CONDITIONS
    return publish_rules(unit, by=by, kind=kind, name=STANDARD[kind], content=content,
                         effective_from=timezone.localdate(), decided_by="随系统提供的范本，待本单位确认")


def _check_dates(batch: Batch) -> None:
    require(batch.ends_on > batch.starts_on, _("The batch ends before it begins."))
    require(batch.seats >= 1, _("A batch has at least one seat."))
    if batch.opens_on or batch.closes_on:
        require(batch.opens_on and batch.closes_on and batch.closes_on > batch.opens_on,
                _("The time for applications needs a first day and a later day on which it is over."))


@action("selection.copy_batch", allow=rules.runs_batch, label=gettext_lazy("Copy a batch"))
def copy_batch(batch: Batch, *, by: Actor, plan: YearPlan, starts_on: date, name: str = "") -> Batch:
    """Make the next batch from an earlier one: seats, host city, quotas, rule sets, all dates shifted alike.

    People, decisions and counts are not copied. Weights of later stages find their model through `copied_from`.
    """
    shift = starts_on - batch.starts_on
    copy = add_batch(
        plan, by=by, name=name, starts_on=starts_on, ends_on=batch.ends_on + shift, host_region_id=batch.host_region_id,
        seats=batch.seats, reserve_size=batch.reserve_size, opens_on=_shifted(batch.opens_on, shift),
        closes_on=_shifted(batch.closes_on, shift), priority=batch.priority, eligibility=batch.eligibility, copied_from=batch,
    )
    for quota in batch.quotas.all():
        add(UnitQuota(batch=copy, unit_id=quota.unit_id, may_recommend=quota.may_recommend, may_be_chosen=quota.may_be_chosen))
    return copy


def _shifted(day: date | None, shift: timedelta) -> date | None:
    return day + shift if day else None


@action("selection.change_batch", allow=rules.runs_batch, label=gettext_lazy("Change a batch"))
def change_batch(batch: Batch, *, by: Actor, version: int | None = None, **fields: Any) -> Batch:
    """Change dates, seats, host city or rule sets of a batch whose decisions are not proposed yet."""
    require(batch.state in OPEN_TO_CHANGE, _("Decisions are proposed or released; take the proposal back first."))
    for name, value in fields.items():
        setattr(batch, name, value)
    _check_dates(batch)
    for name, kind in (("priority", RuleKind.PRIORITY), ("eligibility", RuleKind.ELIGIBILITY)):
        chosen = fields.get(name)
        require(chosen is None or (chosen.kind == kind and chosen.unit_id == batch.unit_id),
                _("These rules are of another kind or another unit."))
    stored = Batch.objects.get(pk=batch.pk)
    return change(stored, version=version, **fields)


@action("selection.move_batch", allow=rules.runs_batch, label=gettext_lazy("Move a batch to its next stage"))
def move_batch(batch: Batch, *, by: Actor, move: str, note: str = "") -> Batch:
    """Take a batch one step on or back: open, close_applications, reopen, rank, screen_again, take_back, close, call_off.

    Opening needs dates for applications and publishes the standard privacy notice where none was published.
    Ranking begins when nobody waits for screening. Going back to screening takes all drafted decisions back.
    """
    require(move in MOVED_BY_HAND, _("There is no such step."))
    if move in ("open", "reopen"):
        _prepare_opening(batch, by)
    if move == "rank":
        _check_all_screened(batch)
    if move in ("screen_again", "take_back"):
        lock(batch)
        _undo_decisions(batch, by, note)
        return perform(batch, BATCH_MOVES, move, by=by, note=note, proposed_by_id=None, proposed_at=None)
    return perform(batch, BATCH_MOVES, move, by=by, note=note)


def _prepare_opening(batch: Batch, by: Actor) -> None:
    require(batch.opens_on and batch.closes_on, _("Say first from when until when people may apply."))
    require(batch.closes_on and batch.closes_on > timezone.localdate(), _("The time for applications is over; change its dates first."))
    home = site()
    if notice_in_force(NOTICE) is None and home is not None:
        publish_notice(home, by=by, purpose=NOTICE, text_zh=NOTICE_ZH, text_en=NOTICE_EN)


def _check_all_screened(batch: Batch) -> None:
    waiting = Application.objects.filter(batch=batch, state__in=[ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED]).count()
    require(not waiting, _("%(count)d applications wait for screening.") % {"count": waiting})
    found = Application.objects.filter(batch=batch, state=ApplicationState.ELIGIBLE).exists()
    require(found, _("Nobody is eligible yet: there is nothing to rank."))


def _undo_decisions(batch: Batch, by: Actor, note: str) -> None:
    for application in applications_of(batch).filter(state__in=DECIDED):
        perform(application, APPLICATION_MOVES, "undo", by=by, note=note, position=None, decision_note="")


@action("selection.set_quota", allow=rules.runs_batch, label=gettext_lazy("Set a quota"))
def set_quota(batch: Batch, *, by: Actor, unit: Unit, may_recommend: int | None, may_be_chosen: int | None) -> UnitQuota:
    """Set how many people a unit (with everything below it) may recommend and have chosen; None is no limit.

    Refused where more people were recommended already. Counts of the batch are made anew.
    """
    require(batch.state in OPEN_TO_CHANGE, _("Decisions are proposed or released; take the proposal back first."))
    lock(batch)
    quota = UnitQuota.objects.filter(batch=batch, unit=unit).first()
    if quota is None:
        quota = add(UnitQuota(batch=batch, unit=unit))
    change(quota, recommended=0, chosen=0, may_recommend=None, may_be_chosen=None)
    recount(batch)
    quota.refresh_from_db()
    require(may_recommend is None or quota.recommended <= may_recommend,
            _("%(unit)s has recommended %(count)d people already.") % {"unit": unit, "count": quota.recommended})
    require(may_be_chosen is None or quota.chosen <= may_be_chosen,
            _("Of %(unit)s %(count)d people are chosen already.") % {"unit": unit, "count": quota.chosen})
    return change(quota, may_recommend=may_recommend, may_be_chosen=may_be_chosen)


@action("selection.remove_quota", allow=rules.runs_batch, label=gettext_lazy("Remove a quota"))
def remove_quota(batch: Batch, *, by: Actor, unit: Unit) -> Batch:
    """Remove a unit's quota; the quota of a unit above it counts from now on, if there is one with room."""
    require(batch.state in OPEN_TO_CHANGE, _("Decisions are proposed or released; take the proposal back first."))
    lock(batch)
    quota = UnitQuota.objects.filter(batch=batch, unit=unit).first()
    require(quota, _("There is no such quota."))
    if quota is not None:
        remove(quota)
    recount(batch)
    return batch


@action("selection.publish_rules", allow=rules.runs_unit, label=gettext_lazy("Publish a version of rules"))
def publish_rules(unit: Unit, *, by: Actor, kind: str, name: str, content: Mapping[str, Any], effective_from: date,
                  decided_by: str) -> RuleSet:
    """Publish the next version of a unit's priority rules or conditions; versions are never edited.

    Refused where the rules are not well formed or nobody is named who decided them.
    """
    require(decided_by.strip(), _("Say who decided these rules, by which paper."))
    try:
        if kind == RuleKind.PRIORITY:
            priority.read_order(content)
        else:
            eligibility.check_content(content)
    except (ValueError, TypeError, KeyError) as fault:
        raise RuleBroken(_("These rules are not well formed: %(what)s.") % {"what": fault})
    before = rules_in_force(unit.pk, RuleKind(kind))
    number = before.number + 1 if before else 1
    return add(RuleSet(unit=unit, kind=kind, number=number, name=name, content=dict(content),
                       effective_from=effective_from, decided_by=decided_by.strip()))
