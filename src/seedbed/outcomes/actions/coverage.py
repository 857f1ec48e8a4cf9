"""Writes of the coverage: whom it means, who left, hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import add_person
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries.whole import unit_named
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import count_workdays
from seedbed.outcomes import rules
from seedbed.outcomes.models import HoursEntry, Target
from seedbed.outcomes.queries import whole
from seedbed.outcomes.reckoning.hours import whole_months
from seedbed.selection import actions as selection
from seedbed.selection.models import Batch

LONGEST = 2_000


@dataclass(frozen=True)
class Tally:
    """How many people a list added, changed, and left as they were."""

    added: int
    changed: int
    same: int


@action("outcomes.set_targets", allow=rules.sets_standard, label=gettext_lazy("Take a list of people to be covered"))
def set_targets(desk: Unit, *, by: Actor, rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Take a list of people to be covered: name, unit, level, one-sided, earlier training with its paper.

    People are found by name and unit and entered once; who is on no list is entered as a person of the unit.
    All or none: refused with the line where a unit is not known or a name stands twice in one unit.
    """
    lines = list(rows)
    require(0 < len(lines) <= LONGEST, _("A list holds from 1 to %(most)d people.") % {"most": LONGEST})
    counts = {"added": 0, "changed": 0, "same": 0}
    for number, line in enumerate(lines, 1):
        counts[_take(desk, number, line, by)] += 1
    note(desk, "targets taken", text=str(len(lines)))
    return Tally(**counts)


def _take(desk: Unit, number: int, line: Mapping[str, Any], by: Actor) -> str:
    unit = unit_named(line["unit"])
    require(unit is not None, _("Line %(number)d: no unit is called “%(unit)s”.") % {"number": number, "unit": line["unit"]})
    assert unit is not None
    people = whole.people_called(line["name"], unit)
    require(len(people) < 2, _("Line %(number)d: %(name)s stands twice in this unit; enter the person by hand.") % {"number": number, "name": line["name"]})
    person = people[0] if people else add_person(unit, by=by, name=line["name"])
    return _put(desk, person, {name: line[name] for name in ("level", "one_sided", "covered_year", "covered_basis")})[1]


@action("outcomes.put_target", allow=rules.sets_standard, label=gettext_lazy("Enter or correct one person to be covered"))
def put_target(desk: Unit, *, by: Actor, name: str, unit: Unit, level: str, one_sided: bool, covered_year: int | None, covered_basis: str) -> Target:
    """Enter one person to be covered, or correct what is known; who is on no list is entered as a person of the unit.

    Refused where two people of the unit have this name, and where earlier training has no paper.
    """
    people = whole.people_called(name, unit)
    require(len(people) < 2, _("This name stands twice in the unit; enter the person by hand."))
    require(covered_year is None or covered_basis.strip(), _("Earlier training needs its paper."))
    person = people[0] if people else add_person(unit, by=by, name=name)
    return _put(desk, person, {"level": level, "one_sided": one_sided, "covered_year": covered_year, "covered_basis": covered_basis.strip()})[0]


def _put(desk: Unit, person: Person, facts: Mapping[str, Any]) -> tuple[Target, str]:
    held = whole.target_of(desk, person)
    if held is None:
        return add(Target(desk=desk, person=person, **facts)), "added"
    if all(getattr(held, name) == value for name, value in facts.items()):
        return held, "same"
    return change(held, **facts), "changed"


@action("outcomes.targets_from_batches", allow=rules.sets_standard, label=gettext_lazy("Add the applicants to those to be covered"))
def targets_from_batches(desk: Unit, *, by: Actor) -> Tally:
    """Add everybody who applied for a batch of the office and is on no list yet, as section level until changed."""
    added = 0
    for person in whole.applicants_without_target(desk):
        add(Target(desk=desk, person=person, level="section"))
        added += 1
    note(desk, "targets from batches", text=str(added))
    return Tally(added, 0, 0)


@action("outcomes.change_target", allow=rules.keeps_lead, label=gettext_lazy("Change a person to be covered"))
def change_target(row: Target, *, by: Actor, level: str, one_sided: bool, covered_year: int | None, covered_basis: str,
                  left_on: date | None = None, left_why: str = "") -> Target:
    """Correct level, career, earlier training, or note that the person left the target group, with the reason."""
    require(covered_year is None or covered_basis.strip(), _("Earlier training needs its paper."))
    require(left_on is None or left_why.strip(), _("Write why the person left the target group."))
    return change(row, level=level, one_sided=one_sided, covered_year=covered_year, covered_basis=covered_basis.strip(), left_on=left_on, left_why=left_why.strip())


@action("outcomes.add_hours", allow=rules.sets_standard, label=gettext_lazy("Enter training hours"))
def add_hours(desk: Unit, *, by: Actor, person: Person, year: int, what: str, basis: str, months: int = 0, days: int = 0, tenths: int = 0, online: bool = False) -> HoursEntry:
    """Enter training of a person with its paper; online training counts in hours only."""
    require(what.strip() and basis.strip(), _("Name the training and its paper."))
    require(months or days or tenths, _("Enter months, days or hours."))
    require(not online or (months == 0 and days == 0), _("Online training counts in hours only."))
    require(2000 <= year <= timezone.localdate().year, _("This year is not possible."))
    return add(HoursEntry(desk=desk, person=person, year=year, what=what.strip(), basis=basis.strip(), months=months, days=days, tenths=tenths, online=online))


@action("outcomes.credit_batch", allow=rules.runs_batch, label=gettext_lazy("Enter the training of a batch into the ledger"))
def credit_batch(batch: Batch, *, by: Actor) -> int:
    """Enter, once per person, the months and working days of a batch that is over, for everybody who completed it or was there to its end.

    Returns how many entries were made; refused before the last day.
    """
    require(batch.ends_on <= timezone.localdate(), _("The batch ends on %(day)s; its training is entered afterwards.") % {"day": batch.last_day})
    made = 0
    for placement in whole.uncredited_placements(batch):
        first = placement.arrived_on or batch.starts_on
        days = count_workdays(first, batch.last_day, calendar_table(first, batch.ends_on))
        add(HoursEntry(desk=batch.unit, person=placement.person, year=batch.last_day.year, what=batch.name[:120], months=whole_months(first, batch.ends_on), days=days,
                       basis=_("batch %(code)s") % {"code": batch.code}, batch=batch))
        made += 1
    note(batch, "training credited", text=str(made))
    return made


@action("outcomes.write_quotas", allow=rules.runs_batch, label=gettext_lazy("Write the proposed quotas into a batch"))
def write_quotas(batch: Batch, *, by: Actor, quotas: Mapping[Unit, int]) -> int:
    """Write the quotas that were proposed and confirmed as what each unit may recommend; units without one keep what they have.

    Returns how many were written. Refused, all together, where a unit has recommended more people already.
    """
    written = {unit: count for unit, count in quotas.items() if count > 0}
    require(written, _("There is nobody to be covered, so no quota is proposed."))
    for unit, count in written.items():
        selection.set_quota(batch, by=by, unit=unit, may_recommend=count, may_be_chosen=None)
    note(batch, "quotas written", text=str(len(written)))
    return len(written)
