"""Writes of practices brought home and of follow-ups."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import holds_for
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.outcomes import rules
from seedbed.outcomes.models import FollowUp, Practice, PracticeTaken, SharingSession
from seedbed.outcomes.queries import OFFICE, own_person_id, people_of, whole
from seedbed.outcomes.reckoning.hours import months_later
from seedbed.outcomes.states.practices import PRACTICE_MOVES
from seedbed.selection.models import Batch

AFTER = (3, 6, 12)  # months after the course


@action("outcomes.add_practice", allow=rules.finds_lead, label=gettext_lazy("Write down a practice to bring home"))
def add_practice(batch: Batch, *, by: Actor, person: Person, title: str, seen_at: str, what: str) -> Practice:
    """Write down a practice seen at a company; its home is the person's unit. Only the office enters for others."""
    require(own_person_id(by) == person.pk or by.account is None or holds_for(by, batch.unit_id, *OFFICE), _("You can enter this for yourself only."))
    require(people_of(batch).filter(pk=person.pk).exists(), _("%(name)s was never placed with this batch.") % {"name": person.name})
    require(title.strip() and what.strip() and seen_at.strip(), _("Write the title, where it was seen, and what is done."))
    return add(Practice(desk=batch.unit, batch=batch, person=person, home=person.unit, title=title.strip(), seen_at=seen_at.strip(), what=what.strip()))


@action("outcomes.propose_practice", allow=rules.owns_practice, label=gettext_lazy("Propose a practice at home"))
def propose_practice(row: Practice, *, by: Actor) -> Practice:
    """Propose a practice to the home unit; its clerk sees it from now on."""
    return perform(row, PRACTICE_MOVES, "propose", by=by, proposed_on=timezone.localdate())


@action("outcomes.adopt_practice", allow=rules.decides_practice, label=gettext_lazy("Adopt a practice"))
def adopt_practice(row: Practice, *, by: Actor, on: date, basis: str) -> Practice:
    """Note that the home unit adopted a practice, with day and paper; it stands in the library from now on."""
    require(basis.strip(), _("Name the paper or meeting that adopted it."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    return perform(row, PRACTICE_MOVES, "adopt", by=by, adopted_on=on, adopted_basis=basis.strip())


@action("outcomes.decline_practice", allow=rules.decides_practice, label=gettext_lazy("Decline a practice"))
def decline_practice(row: Practice, *, by: Actor, reason: str) -> Practice:
    """Decline a proposed practice with the reason; it may be proposed again."""
    return perform(row, PRACTICE_MOVES, "decline", by=by, note=reason, proposed_on=None)


@action("outcomes.prove_practice", allow=rules.decides_practice, label=gettext_lazy("Note the result of a practice"))
def prove_practice(row: Practice, *, by: Actor, result: str) -> Practice:
    """Note what an adopted practice achieved."""
    require(result.strip(), _("Write what it achieved."))
    return perform(row, PRACTICE_MOVES, "prove", by=by, result=result.strip())


@action("outcomes.take_practice", allow=rules.keeps_lead, label=gettext_lazy("Note that a unit took a practice over"))
def take_practice(row: Practice, *, by: Actor, unit: Unit, on: date, how: str, session: SharingSession | None = None) -> PracticeTaken:
    """Note that another unit took an adopted practice over, and how it came to know it: in a sharing session, for example."""
    require(row.state in ("adopted", "proven"), _("Only an adopted practice is taken over."))
    require(unit.pk != row.home_id, _("This is the home unit itself."))
    require(how.strip() and on <= timezone.localdate(), _("Write how it was taken over, and a day that has come."))
    require(session is None or (session.on <= on and session.practices.filter(pk=row.pk).exists()), _("This practice was not told in that session before this day."))
    return add(PracticeTaken(practice=row, unit=unit, on=on, how=how.strip(), session=session))


@action("outcomes.plan_follow_up", allow=rules.runs_batch, label=gettext_lazy("Plan the follow-up of a batch"))
def plan_follow_up(batch: Batch, *, by: Actor) -> int:
    """Plan, once per person, what the office asks 3, 6 and 12 months after the course; returns how many were new."""
    made = 0
    known = whole.follow_ups_of(batch)
    for person in people_of(batch):
        for months in AFTER:
            if (person.pk, months) not in known:
                add(FollowUp(batch=batch, person=person, months=months, due_on=months_later(batch.last_day, months)))
                made += 1
    note(batch, "follow-up planned", text=str(made))
    return made


@action("outcomes.do_follow_up", allow=rules.runs_follow_up, label=gettext_lazy("Note a follow-up"))
def do_follow_up(row: FollowUp, *, by: Actor, text: str, on: date) -> FollowUp:
    """Note what the office heard about what came of the course at home; refused before the day it is due."""
    require(text.strip(), _("Write what came of it."))
    require(row.done_on is None, _("This follow-up was noted before."))
    require(row.due_on <= on <= timezone.localdate(), _("It is noted from %(day)s on, and not for a day to come.") % {"day": row.due_on})
    return change(row, heard=text.strip(), done_on=on, done_by_id=by.account_id)
