"""Unscoped reads, for actions and jobs only."""

from django.db.models import QuerySet, Sum

from seedbed.outcomes.models import CompanyVisit, Lead, LeadShare, Standard
from seedbed.outcomes.reckoning import names


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
