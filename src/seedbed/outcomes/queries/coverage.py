"""Reads of the coverage: who is covered, in training, not covered, by county and level; hours of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from seedbed.directory.models import Unit
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import HoursEntry, Standard, Target
from seedbed.outcomes.queries import OFFICE, own_person_id, whole
from seedbed.outcomes.reckoning import hours
from seedbed.outcomes.reckoning.standards import FIRST
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Batch
from seedbed.selection.queries import organising_unit
from seedbed.selection.states import Source

COVERED, TRAINING, OPEN = "covered", "training", "open"


def desk_of(actor: Actor) -> Unit | None:
    """Return the unit whose coverage the officer or leader keeps: that of the newest batch, else the organising unit."""
    batch = Batch.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit").order_by("-starts_on").first()
    return batch.unit if batch is not None else organising_unit(actor)


def targets_visible_to(actor: Actor) -> QuerySet[Target]:
    """Return the people to be covered whom the office keeps, with where each stands (`status`), leavers left out."""
    placements = Placement.objects.filter(person=OuterRef("person"))
    done = Exists(placements.filter(state=PlacementState.COMPLETED))
    now = Exists(placements.filter(state__in=[PlacementState.PLANNED, PlacementState.ACTIVE]))
    status = Case(When(Q(covered_year__isnull=False) | done, then=Value(COVERED)), When(now, then=Value(TRAINING)), default=Value(OPEN), output_field=CharField())
    rows = Target.objects.filter(desk__in=reach(actor, *OFFICE), left_on=None).annotate(status=status)
    return rows.select_related("person__unit__region")


def narrowed(rows: QuerySet[Target], asked: Mapping[str, Any]) -> QuerySet[Target]:
    """Narrow people to be covered; one-sided careers that are not covered stand first."""
    for name in ("level", "status"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("q"):
        rows = rows.filter(Q(person__name__contains=asked["q"]) | Q(person__unit__name__contains=asked["q"]))
    return rows.order_by("-one_sided", "person__sort_key", "pk")


@dataclass(frozen=True)
class CountyLine:
    """One county: how many people are to be covered, and how they stand."""

    name: str
    total: int
    covered: int
    training: int
    open: int
    one_sided: int


def by_county(rows: QuerySet[Target]) -> list[CountyLine]:
    """Return the coverage by county of the units, in one query; units without a county stand together."""
    found: dict[str, dict[str, int]] = {}
    counted = rows.order_by().values_list("person__unit__region__name", "status", "one_sided").annotate(n=Count("pk"))
    for name, status, one_sided, n in counted:
        line = found.setdefault(name or "", {COVERED: 0, TRAINING: 0, OPEN: 0, "one_sided": 0})
        line[status] += n
        line["one_sided"] += n if one_sided and status == OPEN else 0
    return [CountyLine(name, line[COVERED] + line[TRAINING] + line[OPEN], line[COVERED], line[TRAINING], line[OPEN], line["one_sided"]) for name, line in sorted(found.items())]


def standard_in_force(unit_id: int, kind: str) -> tuple[dict[str, Any], str]:
    """Return the content of a standard and how it is called, the first version where none was set."""
    row: Standard | None = whole.newest_standard(unit_id, kind)
    if row is not None:
        return row.content, str(row)
    first = FIRST[kind]
    return dict(first.content), f"{first.source} {first.article} v1".replace("  ", " ")


def standards_visible_to(actor: Actor) -> QuerySet[Standard]:
    """Return the standards that the officer's or leader's office set."""
    return Standard.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit")


def applied_by_batch(actor: Actor) -> list[tuple[Batch, int, int]]:
    """Return per batch how many applied by themselves and how many were brought in by their units, the earliest first."""
    rows = Batch.objects.filter(unit__in=reach(actor, *OFFICE)).exclude(state__in=["planning", "called_off"])
    sent = ~Q(applications__state="draft")
    counted = rows.annotate(by_self=Count("applications", filter=sent & Q(applications__source=Source.SELF)),
                            by_unit=Count("applications", filter=sent & Q(applications__source=Source.IMPORT)))
    return [(batch, batch.by_self, batch.by_unit) for batch in counted.order_by("starts_on", "pk")]


def hours_visible_to(actor: Actor) -> QuerySet[HoursEntry]:
    """Return the entries of training hours: those the office keeps, and the own ones."""
    person = own_person_id(actor)
    own = Q(person=person) if person is not None else Q(pk=None)
    return HoursEntry.objects.filter(Q(desk__in=reach(actor, *OFFICE)) | own).select_related("person", "batch")


def norms_of(person_id: int, level: str, year: int, content: Mapping[str, int]) -> list[hours.Norm]:
    """Return how a person stands against the norms of a year."""
    rows = HoursEntry.objects.filter(person=person_id).values_list("year", "months", "days", "tenths", "online")
    return hours.norms(level, [hours.Entry(*row) for row in rows], year, content)


def level_of(person_id: int) -> str:
    """Return the level by which a person is measured; who stands on no list counts as section level."""
    found = Target.objects.filter(person=person_id).values_list("level", flat=True).first()
    return found or "section"


def behind_norm(actor: Actor, year: int, content: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return, per level, how many people meet their norm of centralised training and how many there are; two queries."""
    kept = Target.objects.filter(desk__in=reach(actor, *OFFICE), left_on=None).order_by()  # without where each stands: nobody asks here
    people = list(kept.values_list("person_id", "level"))
    entries: dict[int, list[hours.Entry]] = {}
    booked = HoursEntry.objects.filter(person__in=kept.values("person")).order_by()
    for person, y, months, days, tenths, online in booked.values_list("person_id", "year", "months", "days", "tenths", "online"):
        entries.setdefault(person, []).append(hours.Entry(y, months, days, tenths, online))
    found: dict[str, tuple[int, int]] = {}
    for person, level in people:
        met, total = found.get(level, (0, 0))
        found[level] = (met + hours.norms(level, entries.get(person, []), year, content)[0].met, total + 1)
    return found



@dataclass(frozen=True)
class UnitLine:
    """One unit directly below the top, with everything under it: how many are not covered, and the one-sided among them."""

    unit: Unit
    open: int
    one_sided: int


def by_unit(rows: QuerySet[Target]) -> list[UnitLine]:
    """Return those not covered by the units that get quotas: the ones directly below the top unit, with all below them."""
    counts: dict[int, list[int]] = {}
    for unit, one_sided, n in rows.filter(status=OPEN).order_by().values_list("person__unit", "one_sided").annotate(n=Count("pk")):
        line = counts.setdefault(unit, [0, 0])
        line[0] += n
        line[1] += n if one_sided else 0
    found: dict[int, list[int]] = {}
    for unit, top in whole.top_units(counts).items():
        line = found.setdefault(top, [0, 0])
        line[0], line[1] = line[0] + counts[unit][0], line[1] + counts[unit][1]
    units = Unit.objects.in_bulk(list(found))
    return sorted((UnitLine(units[top], *line) for top, line in found.items()), key=lambda one: (one.unit.sort_key, one.unit.pk))


def next_batches(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of the office whose quotas may still be written, the next to begin first."""
    return Batch.objects.filter(unit__in=reach(actor, *OFFICE), state__in=["planning", "open"]).select_related("unit", "plan").order_by("starts_on", "pk")
