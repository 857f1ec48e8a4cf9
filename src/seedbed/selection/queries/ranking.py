"""The order of a batch, computed from its rows: for drafting decisions and for trying other rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seedbed.kernel.actor import Actor
from seedbed.selection.models import Application, Batch, RuleDraft, RuleSet, UnitQuota
from seedbed.selection.queries import applications_run_by
from seedbed.selection.queries.whole import applications_of, quota_by_unit
from seedbed.selection.reckoning import bay, education, priority
from seedbed.selection.reckoning.priority import Candidate, Difference, Place
from seedbed.selection.states import TO_DECIDE, ApplicationState, BayKind


def rules_met(application: Application, rule_set: RuleSet) -> frozenset[str]:
    """Return the keys of the priority rules that an application meets under the settings of a rule set."""
    content = rule_set.content
    months = bay.read_stay(application.bay_experience).months
    claims = {
        "park": application.in_park, "economic": application.in_economic, "talent": application.is_recruited_talent,
        "bay_work": bay.counts(application.bay_kind, months, internship_counts=bool(content.get("internship_counts")),
                               least_months=int(content.get("least_months", 0))),
    }
    return frozenset(key for key, met in claims.items() if met)


def amounts_of(application: Application) -> dict[str, int]:
    """Return what graded criteria count: whole years of work in the Bay Area, and the step of the education."""
    worked = application.bay_kind == BayKind.WORK
    months = bay.read_stay(application.bay_experience).months if worked else 0
    return {"bay_years": (months or 0) // 12, "education": education.step_of(application.education)}


def ranked(batch: Batch, rows: Iterable[Application], rule_set: RuleSet) -> list[Place]:
    """Return everybody's place under a rule set, with the batch's seats, reserve list and quotas; nothing is stored."""
    rows = list(rows)
    counting = quota_by_unit(batch, [row.unit_id for row in rows])
    limits = dict(UnitQuota.objects.filter(batch=batch).values_list("pk", "may_be_chosen"))
    candidates = [
        Candidate(row.pk, row.number or 0, rules_met(row, rule_set),
                  f"{row.person.birth_month:%Y-%m}" if row.person.birth_month else "", counting.get(row.unit_id), amounts_of(row))
        for row in rows
    ]
    return priority.rank(candidates, priority.read_order(rule_set.content), seats=batch.seats,
                         reserve=batch.reserve_size, quotas=limits)


@dataclass(frozen=True)
class Trial:
    """What other rules would do to a batch: the places before and after, and the differences."""

    before: Sequence[Place]
    after: Sequence[Place]
    differences: Sequence[Difference]


def try_rules(batch: Batch, present: RuleSet, other: RuleSet) -> Trial:
    """Return the effect of another version of the rules on the same people; nothing is stored.

    A released batch can be tried too: everybody who stood in its ranking is ranked anew.
    """
    states = [*TO_DECIDE, "chosen"]
    rows = list(applications_of(batch).filter(state__in=states))
    before, after = ranked(batch, rows, present), ranked(batch, rows, other)
    return Trial(before, after, priority.compare(before, after))


@dataclass(frozen=True)
class Outlook:
    """What a draft of rules would have done to one batch, beside the fixed order."""

    batch: Batch
    people: int
    trial: Trial

    @property
    def coming(self) -> int:
        """How many would come in."""
        return sum(d.comes_in for d in self.trial.differences)

    @property
    def moved(self) -> int:
        """How many would stand at another place."""
        return sum(d.position_before != d.position_after for d in self.trial.differences)


def fixed_order_beside(batch: Batch, draft: RuleDraft) -> RuleSet:
    """Return the rules with which a draft is compared: those in use if they are a fixed order, else the draft's own as one."""
    present = batch.priority
    if present is not None and present.content.get("method", "order") == "order":
        return present
    return RuleSet(kind=draft.kind, unit_id=draft.unit_id, number=0, name=draft.name, content=priority.as_fixed_order(draft.content))


def as_rule_set(draft: RuleDraft) -> RuleSet:
    """Return a draft as rules that were never stored."""
    return RuleSet(kind=draft.kind, unit_id=draft.unit_id, number=0, name=draft.name, content=draft.content)


def outlooks(draft: RuleDraft) -> list[Outlook]:
    """Return the effect of a visible draft on every batch of its unit that had people to rank, the newest first."""
    found = []
    for batch in Batch.objects.filter(unit=draft.unit_id).select_related("plan__programme", "priority").order_by("-starts_on")[:12]:
        trial = try_rules(batch, fixed_order_beside(batch, draft), as_rule_set(draft))
        if trial.after:
            found.append(Outlook(batch, len(trial.after), trial))
    return found


def placed_applications(actor: Actor, batch: Batch) -> dict[int, Application]:
    """Return the applications of a batch that were found eligible, by primary key, for those who run it."""
    states = [*TO_DECIDE, ApplicationState.CHOSEN, ApplicationState.GIVEN_UP]
    return {row.pk: row for row in applications_run_by(actor).filter(batch=batch, state__in=states).order_by("number")}
