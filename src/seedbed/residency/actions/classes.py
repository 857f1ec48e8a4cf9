"""Writes of classes: opening, groups and posts, arrivals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.placement.actions import placements
from seedbed.residency import rules
from seedbed.residency.actions.leave import rule_or_first
from seedbed.residency.actions.tickets import seed_ticket_rules
from seedbed.residency.models import ClassMember, StudyGroup, TrainingClass
from seedbed.residency.queries import whole
from seedbed.residency.queries.classes import class_of, newcomers, to_arrive
from seedbed.selection import actions as selection
from seedbed.selection.models import Batch
from seedbed.selection.states import BatchState


@dataclass(frozen=True)
class Seat:
    """Where one member stands in the class: group number (0: none), post, whether they lead the group."""

    group: int = 0
    duty: str = ""
    leads: bool = False


@action("residency.open_class", allow=rules.opens_class, label=gettext_lazy("Open the class of a batch"))
def open_class(batch: Batch, *, by: Actor) -> TrainingClass:
    """Open the class (培训班) of a batch whose people are placed: everybody placed becomes a member.

    Refused before anybody is placed, and a second time.
    """
    require(class_of(batch) is None, _("The class of this batch is open already."))
    everybody = gatherings.open_circle(batch.unit, by=by, name=batch.name)
    council = gatherings.open_circle(batch.unit, by=by, name=_("%(batch)s: committee and group leaders") % {"batch": batch.name})
    row = add(TrainingClass(batch=batch, circle=everybody, council=council, leave_rule=rule_or_first()))
    require(_take_in(row, by), _("Nobody of this batch is placed yet."))
    seed_ticket_rules(row, by)
    return row


@action("residency.take_in", allow=rules.runs_class, label=gettext_lazy("Take new people into the class"))
def take_in(row: TrainingClass, *, by: Actor) -> int:
    """Make members of those who were placed later, and let those go who left; returns how many came."""
    count = _take_in(whole.locked_class(row.pk), by)
    note(row, "taken in", text=str(count))
    return count


def _take_in(row: TrainingClass, by: Actor) -> int:
    new = list(newcomers(row))
    for placement in new:
        add(ClassMember(training_class=row, placement=placement, person_id=placement.person_id))
    _set_circles(row, by)
    return len(new)


def _set_circles(row: TrainingClass, by: Actor) -> None:
    members = list(whole.members_here(row))
    start = min(row.batch.starts_on, timezone.localdate())
    gatherings.set_members(row.circle, by=by, people={m.person_id: m.duty == "monitor" for m in members}, on=start)
    gatherings.set_members(row.council, by=by, people={m.person_id: m.duty == "monitor" for m in members if m.in_council}, on=start)


@action("residency.set_groups", allow=rules.runs_class, label=gettext_lazy("Set study groups and posts of the class"))
def set_groups(row: TrainingClass, *, by: Actor, seats: Mapping[int, Seat]) -> TrainingClass:
    """Set group, post and leadership of members, as the page shows them; the circles of meetings follow.

    Refused with two monitors, with two leaders of one group, or with a leader without a group.
    """
    row = whole.locked_class(row.pk)
    members = {member.pk: member for member in row.members.select_related("group", "placement__application__batch__plan")}
    require(set(seats) <= set(members), _("Somebody named here is not in this class."))
    groups = _groups(row, {seat.group for seat in seats.values() if seat.group})
    wanted: dict[int, dict[str, Any]] = {pk: {"group": groups.get(seat.group), "duty": seat.duty, "leads_group": seat.leads} for pk, seat in seats.items()}
    require(sum(seat.duty == "monitor" for seat in seats.values()) <= 1, _("A class has one monitor."))
    leads = [seat.group for seat in seats.values() if seat.leads]
    require(len(leads) == len(set(leads)), _("A group has one leader."))
    require(0 not in leads, _("Who leads a group belongs to one."))
    for pk, values in wanted.items():  # first give up, then take: two people may swap posts
        if any(getattr(members[pk], name) != value for name, value in values.items()):
            change(members[pk], duty="", leads_group=False)
    for pk, values in wanted.items():
        if any(getattr(members[pk], name) != value for name, value in values.items()):
            change(members[pk], **values)
    _drop_empty(row)
    _set_circles(row, by)
    note(row, "groups set")
    return row


def _groups(row: TrainingClass, numbers: Collection[int]) -> dict[int, StudyGroup]:
    known = {group.number: group for group in row.groups.all()}
    return known | {n: add(StudyGroup(training_class=row, number=n)) for n in sorted(numbers) if n not in known}


def _drop_empty(row: TrainingClass) -> None:
    for group in row.groups.filter(members=None):
        remove(group)


@action("residency.divide", allow=rules.runs_class, label=gettext_lazy("Divide a class into study groups"))
def divide(row: TrainingClass, *, by: Actor, count: int) -> TrainingClass:
    """Divide a class into so many groups of nearly equal size, neighbours together: ordered by district and host.

    Posts in the class stay; who led a group has to be named anew.
    """
    members = sorted(whole.members_here(row), key=_address)
    require(0 < count <= max(len(members), 1), _("There cannot be more groups than people."))
    seats = {m.pk: Seat(i * count // len(members) + 1, m.duty) for i, m in enumerate(members)}
    return set_groups(row, by=by, seats=seats)


def _address(member: ClassMember) -> tuple[str, str, str]:
    post = member.placement.post
    unit = post.offer.host.unit if post else None
    return (str(unit.region_id or "") if unit else "", unit.sort_key if unit else "", member.person.sort_key)


@action("residency.note_arrivals", allow=rules.serves_class, label=gettext_lazy("Note arrivals by exception"))
def note_arrivals(row: TrainingClass, *, by: Actor, on: date, except_for: Collection[int] = ()) -> int:
    """Note that everybody still on the way has reported for duty on a day, except those named; returns how many."""
    members = [member for member in to_arrive(row) if member.pk not in except_for]
    for member in members:
        placements.arrive(member.placement, by=by, on=on)
    note(row, "arrivals noted", text=str(len(members)))
    return len(members)


@action("residency.close_class", allow=rules.runs_class, label=gettext_lazy("Close a class at its end"))
def close_class(row: TrainingClass, *, by: Actor) -> int:
    """Close a class after its last day, in one act; returns how many completed the training.

    Everybody at the post has completed it. The circles end, since a class holds no meetings afterwards, and the batch is
    closed. Refused before the last day is over, and while somebody has neither reported for duty nor withdrawn.
    """
    row = whole.locked_class(row.pk)
    require(row.closed_on is None, _("This class is closed already."))
    require(row.batch.ends_on <= timezone.localdate(), _("The class is not over yet: its last day is %(day)s.") % {"day": row.batch.last_day})
    missing = ", ".join(m.person.name for m in to_arrive(row))
    require(not missing, _("Not reported for duty: %(names)s. Note their arrival, or withdraw them.") % {"names": missing})
    members = list(whole.members_at_work(row))
    for member in members:
        placements.complete(member.placement, by=by)
    for circle in (row.circle, row.council):
        gatherings.end_circle(circle, by=by, on=row.batch.ends_on, reason=_("The class has ended."))
    if row.batch.state == BatchState.RELEASED:
        selection.move_batch(row.batch, by=by, move="close")
    change(row, closed_on=timezone.localdate())
    return len(members)


@action("residency.plan_council", allow=rules.runs_class, label=gettext_lazy("Plan the monthly meetings of a class"))
def plan_council(row: TrainingClass, *, by: Actor, first_on: date, plan: Plan) -> TrainingClass:
    """Plan the monthly video meeting with class committee and group leaders until the class ends; its agenda begins with what is still open."""
    require(any(m.in_council for m in whole.members_here(row)), _("Name class committee and group leaders first."))
    require(row.batch.starts_on <= first_on <= row.batch.last_day, _("The course lasts from %(first)s to %(last)s.") % {
        "first": row.batch.starts_on, "last": row.batch.last_day})
    gatherings.plan_series(row.council, by=by, first_on=first_on, last_on=row.batch.last_day, every_weeks=4, plan=plan)
    note(row, "meetings planned")
    return row
