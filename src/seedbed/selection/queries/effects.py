"""Which decisions the rows of a corrected sheet touch, computed by doing them on paper: nothing is stored."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seedbed.kernel.actor import Actor
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.facts import facts_of, read_bay
from seedbed.selection.queries.ranking import ranked
from seedbed.selection.queries.whole import applications_of, years_trained
from seedbed.selection.reckoning import eligibility, priority
from seedbed.selection.reckoning.eligibility import Answer
from seedbed.selection.reckoning.priority import Difference
from seedbed.selection.states import TO_DECIDE, ApplicationState


@dataclass(frozen=True)
class Touch:
    """A decision of a later stage that rests on an application: its sentence and where it stands."""

    text: str
    url: str = ""


@dataclass
class Effect:
    """What a change does to one application: conditions that answer otherwise, and another place in the order."""

    flips: list[tuple[Answer, Answer]] = field(default_factory=list)
    eligible_before: bool = True
    eligible_after: bool = True
    place: Difference | None = None

    @property
    def turns(self) -> bool:
        """Whether the person becomes eligible, or ceases to be."""
        return self.eligible_before != self.eligible_after


@dataclass(frozen=True)
class Outlook:
    """The effects of all rows together: per application in the file, and on people who are not in it."""

    effects: Mapping[int, Effect]
    others: Sequence[tuple[Application, Difference]]


LaterReader = Callable[[Actor, Batch, Sequence[int]], dict[int, list[Touch]]]
LATER: list[LaterReader] = []  # later stages add what rests on an application; this room does not know them


def touches(actor: Actor, batch: Batch, applications: Iterable[int]) -> dict[int, list[Touch]]:
    """Return, per application, the decisions of later stages that rest on it."""
    wanted = list(applications)
    found: dict[int, list[Touch]] = {pk: [] for pk in wanted}
    for reader in LATER:
        for pk, told in reader(actor, batch, wanted).items():
            found[pk] += told
    return found


def outlook(batch: Batch, changed: Mapping[int, tuple[Application, Mapping[str, Any]]], gone: Iterable[int] = ()) -> Outlook:
    """Return what changes would do: `changed` gives applications with their new columns, `gone` those that leave.

    Conditions are asked for whoever was screened already, places are computed where the batch is being ranked.
    """
    after = {pk: _changed(application, columns) for pk, (application, columns) in changed.items()}
    effects = {pk: Effect() for pk in after}
    _conditions(batch, changed, after, effects)
    others = _places(batch, after, effects, set(gone))
    return Outlook(effects, others)


def _changed(application: Application, columns: Mapping[str, Any]) -> Application:
    values = dict(columns)
    if values.get("bay_experience", application.bay_experience) != application.bay_experience:
        values |= read_bay(values["bay_experience"])
    copied = copy.copy(application)
    for name, value in values.items():
        setattr(copied, name, value)
    return copied


def _conditions(batch: Batch, before: Mapping[int, tuple[Application, Any]], after: Mapping[int, Application], effects: Mapping[int, Effect]) -> None:
    if batch.eligibility is None:
        return
    asked = {pk: pair[0] for pk, pair in before.items() if pair[0].screened_at and not pair[0].overruled}
    trained = years_trained([a.person_id for a in asked.values()], apart_from=batch)
    conditions = batch.eligibility.content["rules"]
    for pk, application in asked.items():
        old = eligibility.screen(facts_of(application, trained), conditions)
        new = eligibility.screen(facts_of(after[pk], trained), conditions)
        effects[pk].flips = [(a, b) for a, b in zip(old, new, strict=True) if a.ok != b.ok]
        effects[pk].eligible_before, effects[pk].eligible_after = eligibility.is_eligible(old), eligibility.is_eligible(new)


def _places(batch: Batch, after: Mapping[int, Application], effects: Mapping[int, Effect], gone: set[int]) -> list[tuple[Application, Difference]]:
    """Note other places in the effects; return what happens to people outside the file."""
    if batch.priority is None:
        return []
    present = list(applications_of(batch).filter(state__in=[*TO_DECIDE, ApplicationState.CHOSEN]))
    out = gone | {pk for pk, effect in effects.items() if effect.turns and not effect.eligible_after}
    then = [after.get(a.pk, a) for a in present if a.pk not in out]
    moved = priority.compare(ranked(batch, present, batch.priority), ranked(batch, then, batch.priority))
    for difference in moved:
        if difference.id in effects and difference.position_before != difference.position_after:
            effects[difference.id].place = difference
    people = {a.pk: a for a in present}
    return [(people[d.id], d) for d in moved if d.id not in effects and d.id not in gone and d.outcome_before != d.outcome_after]
