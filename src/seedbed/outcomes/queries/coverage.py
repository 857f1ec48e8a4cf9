"""Reads of the coverage: who is covered, in training, not covered, by county and level; hours of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from seedbed.directory.models import Unit
from seedbed.directory.queries import people_visible_to, reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import HoursEntry, Standard, Target
from seedbed.outcomes.models.coverage import Level
from seedbed.outcomes.queries import OFFICE, own_person_id, whole
from seedbed.outcomes.reckoning import hours
from seedbed.outcomes.reckoning.standards import FIRST
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import organising_unit
from seedbed.selection.states import Source

COVERED, TRAINING, OPEN = "covered", "training", "open"
SHOWN = 12  # batches in a picture


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


def keepers_visible_to(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose people to be covered the actor keeps."""
    return Unit.objects.filter(pk__in=reach(actor, *OFFICE))


def kept_by(desk: Unit) -> QuerySet[Target]:
    """Return the people to be covered of an office, leavers left out."""
    return Target.objects.filter(desk=desk, left_on=None).select_related("person").order_by("person__sort_key", "pk")


def names_twice(actor: Actor, wanted: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return the names that two people of one unit have, out of pairs of name and unit, among those in reach."""
    pairs = set(wanted)
    rows = people_visible_to(actor).filter(name__in={name for name, _unit in pairs}, unit__in={unit for _name, unit in pairs}).order_by()
    return {(name, unit) for name, unit, n in rows.values_list("name", "unit").annotate(n=Count("pk", distinct=True)) if n > 1} & pairs


@dataclass(frozen=True)
class Line:
    """One county, unit or level: how many people are to be covered, and how they stand; one-sided: among those not covered."""

    name: str
    total: int
    covered: int
    training: int
    open: int
    one_sided: int
    unit: Unit | None = None


@dataclass(frozen=True)
class Breakdown:
    """The coverage by county of the units, by the units that get quotas, and by level."""

    counties: list[Line]
    units: list[Line]
    levels: list[Line]


def breakdown(rows: QuerySet[Target]) -> Breakdown:
    """Return the coverage by county, unit and level.

    The database counts by unit, so that it need not look up a county for everybody; units without a county stand
    together. Units: those directly below the top unit, each with everything under it.
    """
    counted = list(rows.order_by().values_list("person__unit", "level", "status", "one_sided").annotate(n=Count("pk")))
    units = Unit.objects.select_related("region").in_bulk({unit for unit, *_more in counted})
    tops = whole.top_units(units)
    heads = units | Unit.objects.in_bulk(set(tops.values()) - set(units))
    county = {pk: unit.region.name if unit.region else "" for pk, unit in units.items()}
    counties = _lines((county[unit], *more) for unit, _level, *more in counted)
    levels = _lines((level, *more) for _unit, level, *more in counted)
    by_head = _lines((str(tops[unit]), *more) for unit, _level, *more in counted)
    named = [replace(line, name=heads[int(line.name)].name, unit=heads[int(line.name)]) for line in by_head]
    return Breakdown(counties, sorted(named, key=lambda line: (heads[line.unit.pk].sort_key, line.unit.pk) if line.unit else ("", 0)), levels)


def _lines(counted: Iterable[tuple[Any, ...]]) -> list[Line]:
    found: dict[str, dict[str, int]] = {}
    for name, status, one_sided, n in counted:
        line = found.setdefault(name, {COVERED: 0, TRAINING: 0, OPEN: 0, "one_sided": 0})
        line[status] += n
        line["one_sided"] += n if one_sided and status == OPEN else 0
    return [Line(name, line[COVERED] + line[TRAINING] + line[OPEN], line[COVERED], line[TRAINING], line[OPEN], line["one_sided"]) for name, line in sorted(found.items())]


def by_county(rows: QuerySet[Target]) -> list[Line]:
    """Return the coverage by county of the units."""
    return breakdown(rows).counties


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
    """Return per batch how many applied by themselves and how many were brought in by their units: the last twelve, the earliest first."""
    rows = Batch.objects.filter(unit__in=reach(actor, *OFFICE)).exclude(state__in=["planning", "called_off"])
    newest = list(rows.order_by("-starts_on", "-pk")[:SHOWN])[::-1]
    sent = Application.objects.filter(batch__in=newest).exclude(state="draft").order_by().values_list("batch")
    counted = {batch: (own, unit) for batch, own, unit in sent.annotate(own=Count("pk", filter=Q(source=Source.SELF)), unit=Count("pk", filter=Q(source=Source.IMPORT)))}
    return [(batch, *counted.get(batch.pk, (0, 0))) for batch in newest]


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
    """Return, per level, how many people meet their norm of centralised training and how many there are.

    The database adds up and compares as `hours.norms` does for one person, so that no row travels; a test holds both side by side.
    """
    kept = Target.objects.filter(desk__in=reach(actor, *OFFICE), left_on=None).order_by()  # without where each stands: nobody asks here
    people = dict(kept.values_list("level").annotate(n=Count("person", distinct=True)))
    return {level: (_met(kept.filter(level=level), level, year, content), n) for level, n in people.items()}


def _met(people: QuerySet[Target], level: str, year: int, content: Mapping[str, int]) -> int:
    first = year - content["division_years"] + 1 if level == Level.DIVISION else year
    booked = HoursEntry.objects.filter(person__in=people.values("person"), online=False, year__gte=first, year__lte=year).order_by()
    sums = booked.values("person").annotate(m=Sum("months"), d=Sum("days"), t=Sum("tenths"))
    wanted = content["division_hours"] * 10 if level == Level.DIVISION else content["section_hours"] * 10
    if level == Level.DIVISION:
        return sums.filter(Q(m__gte=content["division_months"]) | Q(t__gte=wanted)).count()
    return sums.annotate(both=F("d") * wanted + F("t") * content["section_days"]).filter(both__gte=wanted * content["section_days"]).count()


def by_unit(rows: QuerySet[Target]) -> list[Line]:
    """Return where people are not covered by the units that get quotas: the ones directly below the top unit, with all below them."""
    return [line for line in breakdown(rows).units if line.open]


def next_batches(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of the office whose quotas may still be written, the next to begin first."""
    return Batch.objects.filter(unit__in=reach(actor, *OFFICE), state__in=["planning", "open"]).select_related("unit", "plan").order_by("starts_on", "pk")
