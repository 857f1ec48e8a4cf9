"""Writes of visits to companies."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.outcomes import rules
from seedbed.outcomes.models import CompanyVisit, VisitMember
from seedbed.outcomes.queries import people_of
from seedbed.selection.models import Batch


@action("outcomes.add_visit", allow=rules.reports_visit, label=gettext_lazy("Register a visit to a company"))
def add_visit(batch: Batch, *, by: Actor, company: str, visited_on: date, learnt: str, people: Iterable[Person]) -> CompanyVisit:
    """Register a company that people of a batch visited; refused for a day to come, without people, or with a stranger."""
    members = {person.pk: person for person in people}
    require(company.strip() and learnt.strip(), _("Write down the company and what was learnt."))
    require(visited_on <= timezone.localdate(), _("This day has not come yet."))
    require(members and people_of(batch).filter(pk__in=members).count() == len(members), _("A visit needs people of this batch."))
    visit = add(CompanyVisit(batch=batch, company=company.strip(), visited_on=visited_on, learnt=learnt.strip()))
    for person in members.values():
        add(VisitMember(visit=visit, person=person))
    return visit


@action("outcomes.join_visit", allow=rules.joins_visit, label=gettext_lazy("Join a registered visit"))
def join_visit(visit: CompanyVisit, *, by: Actor, person: Person) -> VisitMember:
    """Put another person of the batch on a visit."""
    require(people_of(visit.batch).filter(pk=person.pk).exists(), _("%(name)s was never placed with this batch.") % {"name": person.name})
    return add(VisitMember(visit=visit, person=person))
