"""Reads of leads and of visits to companies."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from seedbed.directory.queries import holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import CompanyVisit, Lead, LeadAmount, LeadReport, LeadShare
from seedbed.outcomes.queries import OFFICE, offices_that_placed, own_person_id, whole
from seedbed.outcomes.reckoning.names import key
from seedbed.outcomes.states.leads import FOLLOWED, LeadState
from seedbed.selection.models import Batch


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """Return the leads the actor may see.

    Officers and leaders: those their office keeps. The clerk of the unit that follows one up: those handed
    over to it. A trainee: those on which the own name stands.
    """
    person = own_person_id(actor)
    mine = LeadShare.objects.filter(person=person).values("lead") if person is not None else []
    rows = Lead.objects.filter(
        Q(desk__in=reach(actor, *OFFICE)) | (Q(owner__in=reach(actor, "clerk")) & ~Q(state=LeadState.FOUND)) | Q(pk__in=mine))
    return rows.select_related("desk", "batch", "owner", "standard")


def keeps(actor: Actor, lead: Lead) -> bool:
    """Tell whether the actor's office keeps the lead."""
    return holds_for(actor, lead.desk_id, *OFFICE)


def narrowed(rows: QuerySet[Lead], asked: Mapping[str, Any]) -> QuerySet[Lead]:
    """Narrow leads by words of the company's name or its credit code, state, and what is late."""
    words = str(asked.get("q") or "").strip()
    if words:
        rows = rows.filter(Q(company__icontains=words) | Q(uscc=words.upper()) | Q(company_key=key(words)))
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("batch"):
        rows = rows.filter(batch=asked["batch"])
    return rows


def shares_shown_to(actor: Actor, lead: Lead) -> list[tuple[LeadShare, bool]]:
    """Return who stands on a lead, each with whether the actor may see the share: the office all, a person the own."""
    every, person = keeps(actor, lead), own_person_id(actor)
    return [(share, every or share.person_id == person) for share in whole.shares_of(lead)]


def reports_of(lead: Lead) -> QuerySet[LeadReport]:
    """Return the reports on a visible lead, the newest first."""
    return LeadReport.objects.filter(lead=lead).select_related("by").order_by("-pk")


def amounts_of(lead: Lead) -> QuerySet[LeadAmount]:
    """Return the documented amounts of a visible lead."""
    return LeadAmount.objects.filter(lead=lead).select_related("document").order_by("-on", "-pk")


def amount_visible_to(actor: Actor, pk: int) -> QuerySet[LeadAmount]:
    """Return an amount as a list of one if its lead is visible."""
    return LeadAmount.objects.filter(pk=pk, lead__in=leads_visible_to(actor)).select_related("document")


def duplicates(company: str, uscc: str, *, apart_from: int | None = None) -> list[Lead]:
    """Return the leads that may mean the same company: by credit code first, then by name."""
    same = whole.claims_of_code(uscc, apart_from=apart_from)
    others = [lead for lead in whole.similar_leads(company, apart_from=apart_from) if same is None or lead.pk != same.pk]
    return [same, *others] if same is not None else others


def lead_to_join(actor: Actor, pk: int) -> Lead | None:
    """Return a lead that the actor may ask to stand on: one of the office of an own batch."""
    open_to = Q(desk__in=reach(actor, *OFFICE)) | Q(desk__in=offices_that_placed(actor))
    return Lead.objects.filter(open_to, pk=pk).exclude(state=LeadState.GIVEN_UP).select_related("desk").first()


def counts_by_state(rows: QuerySet[Lead]) -> dict[str, int]:
    """Return how many leads are in each state."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def fen_by_kind(rows: QuerySet[Lead]) -> dict[str, int]:
    """Return the sum of the documented amounts of leads by kind."""
    found = LeadAmount.objects.filter(lead__in=rows.order_by().values("pk")).order_by()
    return dict(found.values_list("kind").annotate(total=Sum("fen")))


def to_sign_for(actor: Actor) -> QuerySet[Lead]:
    """Return the leads that wait for the signature of the actor's unit."""
    return leads_visible_to(actor).filter(state=LeadState.HANDED, owner__in=reach(actor, "clerk")).order_by("sign_by")


def to_reply(actor: Actor) -> QuerySet[Lead]:
    """Return the leads to which the actor's unit has not replied yet."""
    return leads_visible_to(actor).filter(state__in=FOLLOWED, replied_at=None, owner__in=reach(actor, "clerk")).order_by("reply_by")


def to_hand_over(actor: Actor) -> QuerySet[Lead]:
    """Return the leads that the actor's office has not handed over yet."""
    return Lead.objects.filter(desk__in=reach(actor, *OFFICE), state=LeadState.FOUND)


def visits_visible_to(actor: Actor) -> QuerySet[CompanyVisit]:
    """Return the visits to companies the actor may see: the office all of its batches, a person those of the own batches."""
    from_own = CompanyVisit.objects.filter(members__person=own_person_id(actor), members__person__isnull=False)
    rows = CompanyVisit.objects.filter(Q(batch__unit__in=reach(actor, *OFFICE)) | Q(pk__in=from_own.values("pk")))
    return rows.select_related("batch").prefetch_related("people")


def visit_of_batch(batch: Batch, pk: int) -> QuerySet[CompanyVisit]:
    """Return a visit of a batch as a list of one."""
    return CompanyVisit.objects.filter(batch=batch, pk=pk)
