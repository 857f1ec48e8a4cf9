"""Reads of the selection. Every list for a person starts from a `…_visible_to`."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from seedbed.directory.models import Account, Person, Region, Unit
from seedbed.directory.queries import (
    Conflict,
    conflicts_with_each,
    grants_of,
    holds,
    holds_for,
    reach,
    units_visible_to,
)
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob
from seedbed.selection.models import (
    Application,
    Batch,
    Programme,
    Ranking,
    RuleDraft,
    RuleSet,
    Sounding,
    UnitQuota,
    YearPlan,
)
from seedbed.selection.states import ApplicationState, BatchState, RuleKind

OFFICE = ("officer", "leader")
DAY = timedelta(days=1)
NOTICE = "selection"  # purpose of the privacy notice that applicants agree to
APPLICANTS, CORRECTIONS = "selection.applicants", "selection.corrections"


def programmes_visible_to(actor: Actor) -> QuerySet[Programme]:
    """Return the programmes of the units that the officer or leader reaches."""
    return Programme.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit")


def plans_visible_to(actor: Actor) -> QuerySet[YearPlan]:
    """Return the yearly plans of visible programmes."""
    return YearPlan.objects.filter(programme__in=programmes_visible_to(actor)).select_related("programme__unit")


def batches_visible_to(actor: Actor) -> QuerySet[Batch]:
    """Return the batches the actor may see.

    Officers and leaders see those of the units they reach, in any state. Trainees and clerks see every
    batch that was opened or called for, never one in planning. Service team and administrators see none.
    """
    rows = Batch.objects.select_related("plan__programme", "unit", "host_region", "priority", "eligibility")
    own = Q(unit__in=reach(actor, *OFFICE))
    if holds(actor, "trainee", "clerk"):
        return rows.filter(own | ~Q(state__in=[BatchState.PLANNING, BatchState.CALLED_OFF]))
    return rows.filter(own)


def batches_run_by(actor: Actor) -> QuerySet[Batch]:
    """Return the batches whose inside (ranking, screening, imports) the officer or leader may see."""
    return batches_visible_to(actor).filter(unit__in=reach(actor, *OFFICE))


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the applications the actor may see: the own one, those of the clerk's units, those of the officer's batches.

    A draft is seen by its owner alone.
    """
    own = Account.objects.filter(pk=actor.account_id, person__isnull=False).values("person")
    sent = ~Q(state=ApplicationState.DRAFT)
    office = Q(batch__unit__in=reach(actor, *OFFICE)) & sent
    clerk = Q(unit__in=reach(actor, "clerk")) & sent
    rows = Application.objects.filter(Q(person__in=own) | office | clerk)
    return rows.select_related("batch__plan", "batch__unit", "person__unit", "unit")


def applications_run_by(actor: Actor) -> QuerySet[Application]:
    """Return the applications whose inside (checks, sounding, place) the officer or leader may see."""
    rows = Application.objects.filter(batch__unit__in=reach(actor, *OFFICE)).exclude(state=ApplicationState.DRAFT)
    return rows.select_related("batch__plan", "batch__unit", "person__unit", "unit", "screened_with", "recommended_by")


def own_application(actor: Actor, batch: Batch) -> Application | None:
    """Return the actor's own application to a batch, or None."""
    if actor.account is None or actor.account.person_id is None:
        return None
    return applications_visible_to(actor).filter(batch=batch, person=actor.account.person_id).first()


def own_applications(actor: Actor) -> QuerySet[Application]:
    """Return the actor's own applications, the newest first."""
    person = actor.account.person_id if actor.account is not None else None
    return applications_visible_to(actor).filter(person=person).order_by("-pk")


def clerk_applications(actor: Actor, batch: Batch) -> QuerySet[Application]:
    """Return what the clerk's units sent to a batch."""
    rows = applications_visible_to(actor).filter(batch=batch, unit__in=reach(actor, "clerk"))
    return rows.exclude(state=ApplicationState.DRAFT).order_by("unit__sort_key", "number")


def spoken_for_by(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the units for which the clerk speaks."""
    return applications_visible_to(actor).filter(unit__in=reach(actor, "clerk")).exclude(state=ApplicationState.DRAFT)


def soundings_visible_to(actor: Actor) -> QuerySet[Sounding]:
    """Return the soundings of the batches the officer or leader reaches; nobody else sees one."""
    rows = Sounding.objects.filter(application__batch__unit__in=reach(actor, *OFFICE))
    return rows.select_related("application__person", "by")


def rule_sets_visible_to(actor: Actor) -> QuerySet[RuleSet]:
    """Return the rule sets of the units that the officer or leader reaches."""
    return RuleSet.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit")


def rule_drafts_visible_to(actor: Actor) -> QuerySet[RuleDraft]:
    """Return the drafts of rules of the units that the officer or leader reaches."""
    return RuleDraft.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit", "decided_as", "created_by")


def imports_visible_to(actor: Actor) -> QuerySet[ImportJob]:
    """Return the imports of applicants into batches that the officer runs."""
    subjects = batches_run_by(actor).values(subject=Concat(Value("batch:"), Cast("pk", CharField())))
    return ImportJob.objects.filter(kind__in=[APPLICANTS, CORRECTIONS], subject__in=subjects).order_by("-created_at")


def imports_sent_by(actor: Actor, batch_pk: int) -> QuerySet[ImportJob]:
    """Return the lists that the actor has sent corrected to a batch, newest first."""
    owner = f"{actor.kind}:{actor.id}"
    return ImportJob.objects.filter(kind=CORRECTIONS, subject=subject_of(batch_pk), owner=owner).order_by("-created_at")


def subject_of(batch_pk: int) -> str:
    """Return how an import names the batch it belongs to."""
    return f"batch:{batch_pk}"


def batch_of_import(actor: Actor, job: ImportJob) -> Batch | None:
    """Return the batch of an import, or None where the actor does not run it."""
    pk = job.subject.removeprefix("batch:")
    return batches_run_by(actor).filter(pk=int(pk)).first() if pk.isdigit() else None


def quotas_of(batch: Batch) -> QuerySet[UnitQuota]:
    """Return the quotas of a batch by the names of the units."""
    return UnitQuota.objects.filter(batch=batch).select_related("unit").order_by("unit__sort_key")


def latest_ranking(batch: Batch) -> Ranking | None:
    """Return the ranking on which the present decisions rest, or None."""
    return Ranking.objects.filter(batch=batch).select_related("rule_set", "made_by").first()


def counts_by_state(batch: Batch) -> dict[str, int]:
    """Return how many applications of a batch are in each state; drafts are not counted."""
    rows = Application.objects.filter(batch=batch).exclude(state=ApplicationState.DRAFT).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def counts_of(batches: Iterable[Batch]) -> dict[int, tuple[int, int]]:
    """Return per batch how many people applied and how many were chosen; only for those on the page, however many there are."""
    rows = Application.objects.filter(batch__in=batches).exclude(state=ApplicationState.DRAFT).order_by().values_list("batch")
    counted = rows.annotate(applied=Count("pk"), chosen=Count("pk", filter=Q(state=ApplicationState.CHOSEN)))
    return {batch: (applied, chosen) for batch, applied, chosen in counted}


def rules_in_force(unit_id: int, kind: RuleKind) -> RuleSet | None:
    """Return the newest version of a unit's rules of one kind."""
    return RuleSet.objects.filter(unit=unit_id, kind=kind).order_by("-number").first()


def bars(actor: Actor, applications: Iterable[Application]) -> dict[int, list[Conflict]]:
    """Return, per application id, why the actor may not screen, sound or decide on it; only barred ones are in it.

    An account without a person behind it has no unit and no relatives here, so nothing bars it.
    """
    person: Person | None = actor.account.person if actor.account is not None else None
    if person is None:
        return {}
    rows = list(applications)
    found = conflicts_with_each(person, [row.person for row in rows if row.person_id != person.pk])
    barred = {row.pk: found[row.person_id] for row in rows if row.person_id in found}
    return barred | {row.pk: [Conflict("oneself", None)] for row in rows if row.person_id == person.pk}


def organising_unit(actor: Actor) -> Unit | None:
    """Return the unit that organises what this officer adds: the own department where the officer's node covers it, else the node."""
    nodes = [node for role, node in grants_of(actor) if role == "officer" and node is not None]
    person = actor.account.person if actor.account is not None else None
    if person is not None and holds_for(actor, person.unit_id, "officer"):
        return Unit.objects.filter(pk=person.unit_id).first()
    return Unit.objects.filter(pk__in=nodes).order_by("pk").first()


def units_to_choose(actor: Actor) -> QuerySet[Unit]:
    """Return the units that an officer may name in a quota."""
    return units_visible_to(actor).filter(is_active=True)


def cities() -> QuerySet[Region]:
    """Return the cities that can host a batch."""
    return Region.objects.filter(level=2)


def filtered(rows: QuerySet[Application], asked: Mapping[str, Any]) -> QuerySet[Application]:
    """Narrow applications by search words (name, unit, number), state, unit, source, one of the priority claims."""
    words = str(asked.get("q") or "").strip()
    if words:
        found = Q(person__name__icontains=words) | Q(unit__name__icontains=words) | Q(post__icontains=words)
        tail = words.rsplit("-", 1)[-1]
        rows = rows.filter(found | Q(number=int(tail)) if tail.isascii() and tail.isdigit() and len(tail) < 9 else found)
    for name in ("state", "source", "unit"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    claim = {"park": Q(in_park=True), "economic": Q(in_economic=True), "bay": ~Q(bay_kind="none"),
             "talent": Q(is_recruited_talent=True), "conflict": ~Q(declared_conflict="")}.get(str(asked.get("claim") or ""))
    return rows.filter(claim) if claim is not None else rows
