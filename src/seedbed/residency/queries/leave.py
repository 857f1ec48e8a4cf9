"""Reads of leave: who asked, and how full each meter is."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import ANNOUNCED_UNTIL, works
from seedbed.residency.models import ClassMember, Leave, LeaveRule, TrainingClass
from seedbed.residency.queries.classes import OFFICE, person_of
from seedbed.residency.reckoning.leave import Meter, Works, workdays
from seedbed.residency.states.leave import LeaveState
from seedbed.selection.models import Batch


def leaves_visible_to(actor: Actor) -> QuerySet[Leave]:
    """Return the leave of classes the actor runs, and the own."""
    rows = Leave.objects.filter(Q(member__training_class__batch__unit__in=reach(actor, *OFFICE)) | Q(member__person=person_of(actor), member__person__isnull=False))
    return rows.select_related("member__person", "member__training_class__batch__plan", "member__training_class__leave_rule", "member__placement__application__batch__plan", "decided_by")


def waiting(rows: QuerySet[Leave]) -> QuerySet[Leave]:
    """Narrow to what waits for a decision, the next to begin first."""
    return rows.filter(state=LeaveState.ASKED).order_by("first_on", "pk")


def named(rows: QuerySet[Leave]) -> QuerySet[Leave, tuple[str, int, date]]:
    """Return of each leave only who, in which class, and from when: a list that names them needs no more."""
    return rows.select_related(None).values_list("member__person__name", "member__training_class", "first_on")


def rule_in_force() -> LeaveRule | None:
    """Return the newest rule of leave."""
    return LeaveRule.objects.order_by("-version").first()


def calendar_of(batch: Batch) -> Works:
    """Return the function that says on which days of a batch people work, with what the office has entered itself."""
    table = calendar_table(batch.starts_on - timedelta(days=31), batch.ends_on + timedelta(days=31))
    return lambda day: works(day, table)


def is_provisional(batch: Batch) -> bool:
    """Whether the course runs into a year whose holidays are not announced yet."""
    return batch.last_day.year > ANNOUNCED_UNTIL and not calendar_table(batch.last_day.replace(month=1, day=1), batch.last_day)


def meters_of(row: TrainingClass) -> dict[int, Meter]:
    """Return the meter of every member of a class, in two queries however many there are."""
    course = 2 * workdays(row.batch.starts_on, row.batch.last_day, calendar_of(row.batch))
    used: dict[int, dict[str, int]] = defaultdict(lambda: {"asked": 0, "granted": 0})
    rows = Leave.objects.filter(member__training_class=row, state__in=[LeaveState.ASKED, LeaveState.GRANTED])
    for member, state, halves in rows.values_list("member", "state", "halves"):
        used[member][state] += halves
    rule = row.leave_rule
    return {pk: Meter(course, used[pk]["granted"], used[pk]["asked"], rule.share, rule.warn_percent)
            for pk in row.members.values_list("pk", flat=True)}


def meter_of(member: ClassMember) -> Meter:
    """Return the meter of one member."""
    row = member.training_class
    course = 2 * workdays(row.batch.starts_on, row.batch.last_day, calendar_of(row.batch))
    amounts = {"asked": 0, "granted": 0}
    for state, halves in Leave.objects.filter(member=member, state__in=list(amounts)).values_list("state", "halves"):
        amounts[state] += halves
    return Meter(course, amounts["granted"], amounts["asked"], row.leave_rule.share, row.leave_rule.warn_percent)


def leaves_of(row: TrainingClass) -> QuerySet[Leave]:
    """Return the leave of everybody in a visible class, for its figures."""
    return Leave.objects.filter(member__training_class=row)
