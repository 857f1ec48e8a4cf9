"""Screening by machine-checked conditions, overruling with a reason, and the officer's confidential sounding."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform
from seedbed.selection import reasons, rules
from seedbed.selection.actions.counting import lock
from seedbed.selection.models import Application, Batch, RuleSet, Sounding
from seedbed.selection.queries import bars
from seedbed.selection.queries.facts import facts_of
from seedbed.selection.queries.whole import applications_of, years_trained
from seedbed.selection.reckoning import eligibility
from seedbed.selection.reckoning.eligibility import Answer
from seedbed.selection.states import APPLICATION_MOVES, ApplicationState, BatchState, Willingness

TO_SCREEN = (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED, ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
SOUNDED = ("willingness", "facts", "circumstances", "unit_need")


@dataclass(frozen=True)
class Screened:
    """What a screening of a whole batch did; `barred` were left for another officer, `kept` had been overruled."""

    eligible: int
    ineligible: int
    barred: int
    kept: int


def _check_bar(application: Application, by: Actor, approval: ApprovalPaper | None) -> None:
    """Refuse an officer with a conflict of interest, unless the superior's paper of a small office stands for another one."""
    found = bars(by, [application]).get(application.pk)
    if not found:
        return
    if approval is None:
        raise RuleBroken(reasons.bar(found))
    note(application, "barred officer acts on approval", text=f"[approval paper #{approval.pk}: {approval.issuer} {approval.number}]")


def _check_stage(batch: Batch) -> None:
    require(batch.state in (BatchState.OPEN, BatchState.SCREENING), _("Screening is over; go back to screening first."))


def _conditions(batch: Batch) -> RuleSet:
    if batch.eligibility is None:
        raise RuleBroken(_("Choose the conditions of this batch first."))
    return batch.eligibility


def _settle(application: Application, answers: list[Answer], rule_set: RuleSet, by: Actor) -> bool:
    """Store what the conditions said and move the application accordingly; returns whether it is eligible."""
    eligible = eligibility.is_eligible(answers)
    kept: dict[str, Any] = {"screening": [a.as_row() for a in answers], "screened_with_id": rule_set.pk, "screened_at": timezone.now(), "overruled": ""}
    target = ApplicationState.ELIGIBLE if eligible else ApplicationState.INELIGIBLE
    if application.state == target:
        change(application, **kept)
    else:
        perform(application, APPLICATION_MOVES, "pass" if eligible else "fail", by=by, **kept)
    return eligible


@action("selection.screen", allow=rules.runs_application, label=gettext_lazy("Screen an application"))
def screen(application: Application, *, by: Actor, approval: ApprovalPaper | None = None) -> Application:
    """Check one application against the batch's conditions; an overruling before is void. Barred officers are refused."""
    batch = application.batch
    _check_stage(batch)
    _check_bar(application, by, approval)
    rule_set = _conditions(batch)
    trained = years_trained([application.person_id], apart_from=batch)
    _settle(application, eligibility.screen(facts_of(application, trained), rule_set.content["rules"]), rule_set, by)
    return application


@action("selection.screen_batch", allow=rules.runs_batch, label=gettext_lazy("Screen all applications"))
def screen_batch(batch: Batch, *, by: Actor) -> Screened:
    """Check every application of the batch against its conditions.

    Those that an officer overruled stay as they are. Those the actor may not judge are left for another
    officer; how many is in the result.
    """
    _check_stage(batch)
    rule_set = _conditions(batch)
    lock(batch)
    note(batch, "screened")
    rows = list(applications_of(batch).filter(state__in=TO_SCREEN))
    barred = bars(by, rows)
    trained = years_trained([row.person_id for row in rows], apart_from=batch)
    free = [row for row in rows if row.pk not in barred and not row.overruled]
    results = [_settle(row, eligibility.screen(facts_of(row, trained), rule_set.content["rules"]), rule_set, by) for row in free]
    kept = sum(bool(row.overruled) for row in rows)
    return Screened(results.count(True), results.count(False), len(rows) - len(free) - kept, kept)


@action("selection.overrule", allow=rules.runs_application, label=gettext_lazy("Overrule the check"))
def overrule(application: Application, *, by: Actor, eligible: bool, reason: str, approval: ApprovalPaper | None = None) -> Application:
    """Decide otherwise than the conditions, with the reason, which stands beside what they said."""
    _check_stage(application.batch)
    _check_bar(application, by, approval)
    return perform(application, APPLICATION_MOVES, "overrule" if eligible else "refuse", by=by, note=reason, overruled=reason.strip())


@action("selection.sound", allow=rules.runs_application, label=gettext_lazy("Write down a sounding"))
def sound(application: Application, *, by: Actor, heard_on: date, willingness: str = "", facts: str = "", circumstances: str = "",
          unit_need: str = "", approval: ApprovalPaper | None = None) -> Sounding:
    """Keep what was heard about an applicant: facts, willingness, circumstances, what the unit needs.

    Sealed, read by officers and leaders of the batch only, never scored and never exported. Of the
    family only what concerns a declared conflict may stand here.
    """
    require(application.batch.state not in (BatchState.CLOSED, BatchState.CALLED_OFF), _("This batch is closed."))
    require(willingness in Willingness.values, _("There is no such answer."))
    require(heard_on <= timezone.localdate(), _("This day lies in the future."))
    _check_bar(application, by, approval)
    text = json.dumps({"willingness": willingness, "facts": facts, "circumstances": circumstances, "unit_need": unit_need}, ensure_ascii=False)
    values: dict[str, Any] = {"text_sealed": sealed.seal(text), "heard_on": heard_on, "by_id": by.account_id}
    found = Sounding.objects.filter(application=application).first()
    return change(found, **values) if found is not None else add(Sounding(application=application, **values))
