"""The stage in the middle of the stay: a class with groups, a schedule behind it and before it, leave."""

from datetime import time, timedelta

from django.utils import timezone

from seedbed.demo import helping, keeping, writing
from seedbed.demo.town import City, own_actor, trainee_first
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.kernel.actor import Actor
from seedbed.placement.actions import wishes
from seedbed.placement.queries.placements import newest_draft_of
from seedbed.residency.actions import classes, leave
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.residency.queries import whole

GROUPS = 6


def living(town: City) -> None:
    """The class has lived in its companies for more than a month: groups, schedule, minutes, leave."""
    assert newest_draft_of(town.the_batch) is not None
    by = town.officer
    start = timezone.now() - timedelta(days=town.days_in)
    wishes.set_wish_window(town.the_batch, by=by, opens_at=start - timedelta(days=30), closes_at=start - timedelta(days=20), max_choices=5)
    row = classes.open_class(town.the_batch, by=by)
    classes.note_arrivals(row, by=by, on=row.batch.starts_on)
    members = list(whole.members_here(row))
    _groups(row, by, members)
    _schedule(row, by)
    _leave(by, trainee_first(members))
    writing.branch_of(town, row)
    writing.works_of(town, trainee_first(members))
    helping.visits_of(town, row)
    helping.meetings_of(town, row)
    helping.tickets_of(town, trainee_first(members))
    keeping.registers_of(town, row, trainee_first(members))


def _groups(row: TrainingClass, by: Actor, members: list[ClassMember]) -> None:
    classes.divide(row, by=by, count=GROUPS)
    found = list(row.members.select_related("group").order_by("group__number", "person__sort_key"))
    first = trainee_first(members)[0]
    duties = dict(zip((m.pk for m in found if m.pk != first.pk), ("deputy", "study", "life", "publicity"), strict=False)) | {first.pk: "monitor"}
    leaders = {m.group_id: m.pk for m in reversed(found)}
    seats = {m.pk: classes.Seat(m.group.number if m.group else 0, duties.get(m.pk, ""), leads=m.pk in leaders.values()) for m in found}
    classes.set_groups(row, by=by, seats=seats)


def _schedule(row: TrainingClass, by: Actor) -> None:
    first, last = row.batch.starts_on, row.batch.last_day
    briefing = Plan("lesson", "开班动员和情况介绍", time(9), 120, "佛山市委党校一号楼", "培训纪律、请假规定、日志要求")
    held = gatherings.plan_one(row.circle, by=by, on=first, plan=briefing)
    gatherings.record(held, by=by, minutes="全体学员参加，明确了纪律要求和联络方式。", missing={})
    gatherings.plan_one(row.circle, by=by, on=timezone.localdate() + timedelta(days=4), plan=Plan("tour", "参观家居产业园", time(14, 30), 150, "佛山市顺德区北滘镇"))
    gatherings.plan_series(row.circle, by=by, first_on=first + timedelta(days=7), last_on=last, every_weeks=4, plan=Plan("lesson", "政策导读", time(19, 30), 60, "线上会议室"))


def _leave(by: Actor, members: list[ClassMember]) -> None:
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for i, (weeks, days) in enumerate(((-3, 4), (-2, 2), (-1, 0), (1, 1))):
        asker, start = members[i], monday + timedelta(weeks=weeks)
        asked = leave.ask_leave(asker, by=own_actor(asker, by), first_on=start, last_on=start + timedelta(days=days), reason="回单位办理交接事项")
        if weeks < 0:
            leave.grant_leave(asked, by=by)
