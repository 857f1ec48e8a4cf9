"""Unscoped reads, for actions and jobs only."""

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from seedbed.directory.models import Person, Unit, UnitClosure
from seedbed.outcomes.models import (
    Certificate,
    CompanyVisit,
    FollowUp,
    HoursEntry,
    Lead,
    LeadShare,
    Standard,
    Target,
)
from seedbed.outcomes.reckoning import names
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.residency.models import ClassMember
from seedbed.selection.models import Application, Batch


def newest_standard(unit_id: int, kind: str) -> Standard | None:
    """Return the newest version of a standard of a unit."""
    return Standard.objects.filter(unit=unit_id, kind=kind).order_by("-number").first()


def claims_of_code(uscc: str, *, apart_from: int | None = None) -> Lead | None:
    """Return the lead that holds a credit code, wherever it is kept."""
    return Lead.objects.filter(uscc=uscc).exclude(state="given_up").exclude(pk=apart_from).first() if uscc else None


def similar_leads(company: str, *, apart_from: int | None = None) -> list[Lead]:
    """Return open leads whose company may be the same, the most alike first.

    Every open lead is compared: a few thousand short keys take milliseconds.
    """
    rows = Lead.objects.exclude(state="given_up").exclude(pk=apart_from)
    found = names.alike(company, rows.values_list("pk", "company_key"))
    by_pk = rows.select_related("desk", "batch").in_bulk(found[:10])
    return [by_pk[pk] for pk in found[:10]]


def locked_lead(lead: Lead) -> Lead:
    """Lock a lead before its shares are counted."""
    return Lead.objects.select_for_update().get(pk=lead.pk)


def shares_of(lead: Lead) -> QuerySet[LeadShare]:
    """Return the shares of a lead in the order in which people joined."""
    return LeadShare.objects.filter(lead=lead).select_related("person").order_by("pk")


def sum_of_shares(lead: Lead) -> int:
    """Return the sum of the shares of a lead."""
    return shares_of(lead).aggregate(total=Sum("points"))["total"] or 0


def visit_of(pk: int) -> CompanyVisit:
    """Return a visit."""
    return CompanyVisit.objects.get(pk=pk)


def people_called(name: str, unit: Unit) -> list[Person]:
    """Return up to two people of a unit with this name."""
    return list(Person.objects.filter(name=name, unit=unit)[:2])


def target_of(desk: Unit, person: Person) -> Target | None:
    """Return the row of a person to be covered."""
    return Target.objects.filter(desk=desk, person=person).first()


def applicants_without_target(desk: Unit) -> QuerySet[Person]:
    """Return those who applied for a batch of an office and are not on its list of people to be covered."""
    applied = Application.objects.filter(batch__unit=desk).exclude(state="draft").values("person")
    return Person.objects.filter(pk__in=applied).exclude(pk__in=Target.objects.filter(desk=desk).values("person")).order_by("pk")


def follow_ups_of(batch: Batch) -> set[tuple[int, int]]:
    """Return the person and months of every follow-up that is planned for a batch."""
    return set(FollowUp.objects.filter(batch=batch).values_list("person_id", "months"))


def uncredited_placements(batch: Batch) -> QuerySet[Placement]:
    """Return the placements of people who were there to the end of a batch and whose training is not in the ledger."""
    rows = Placement.objects.filter(batch=batch, state__in=[PlacementState.ACTIVE, PlacementState.COMPLETED])
    return rows.exclude(person__in=HoursEntry.objects.filter(batch=batch).values("person")).select_related("person")


def locked_unit(pk: int) -> Unit:
    """Lock an organising unit before its next certificate number is read."""
    return Unit.objects.select_for_update().get(pk=pk)


def last_certificate(unit_id: int, year: int) -> int:
    """Return the last running number of a unit in a year, 0 before the first."""
    return Certificate.objects.filter(desk=unit_id, year=year).order_by("-sequence").values_list("sequence", flat=True).first() or 0


def certificates_of(batch: Batch) -> QuerySet[Certificate]:
    """Return the valid certificates of a batch in the order of their numbers."""
    return Certificate.objects.filter(batch=batch, state="issued").select_related("person__unit", "batch__unit", "batch__host_region", "desk").order_by("year", "sequence")


def member_of(batch: Batch, person_id: int) -> ClassMember | None:
    """Return the place of a person in the class of a batch, or None."""
    return ClassMember.objects.filter(training_class__batch=batch, person=person_id).select_related("training_class__batch__unit", "person").first()


def top_units(units: Iterable[int]) -> dict[int, int]:
    """Return, for each unit, the unit directly below the top under which it stands; a top unit stands for itself."""
    found = {pk: pk for pk in units}
    rows = UnitClosure.objects.filter(descendant__in=list(found), ancestor__parent__parent=None, ancestor__parent__isnull=False)
    return found | dict(rows.values_list("descendant", "ancestor"))
