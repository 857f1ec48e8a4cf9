"""What an applicants' workbook is checked against: units, people and applications that are there already."""

from collections.abc import Iterable
from dataclasses import dataclass

from seedbed.directory.models import Person, Region
from seedbed.directory.queries import site
from seedbed.directory.queries.whole import all_units
from seedbed.kernel.models import ImportJob
from seedbed.kernel.sealed import lookup
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.queries.whole import quota_by_unit


@dataclass(frozen=True)
class Registered:
    """A person who is registered already: under which unit, and whether they stand in this batch."""

    unit: str
    in_batch: bool


@dataclass(frozen=True)
class Room:
    """How many recommendations a quota still has, and for whom."""

    quota: int
    unit: str
    limit: int
    left: int


def unit_names() -> list[str]:
    """Return the names and short names of all units in use, companies left out."""
    rows = all_units().filter(is_active=True).exclude(kind="company").values_list("name", "short_name")
    return [name for pair in rows for name in pair if name]


def registered(batch: Batch, id_numbers: Iterable[str]) -> dict[str, Registered]:
    """Return, per ID number, who is registered already; two queries however many numbers."""
    digests = {lookup(number): number for number in id_numbers}
    people = Person.objects.filter(id_lookup__in=digests).select_related("unit")
    present = set(Application.objects.filter(batch=batch).values_list("person_id", flat=True))
    return {digests[p.id_lookup or ""]: Registered(p.unit.name, p.pk in present) for p in people}


def rooms(batch: Batch) -> dict[str, Room]:
    """Return, per unit's name, the quota that counts for it and how many recommendations it has left."""
    units = dict(all_units().values_list("pk", "name"))
    counting = quota_by_unit(batch, units)
    quotas = {q.pk: q for q in UnitQuota.objects.filter(batch=batch, may_recommend__isnull=False).select_related("unit")}
    return {units[unit]: Room(pk, quotas[pk].unit.name, quotas[pk].may_recommend or 0, (quotas[pk].may_recommend or 0) - quotas[pk].recommended)
            for unit, pk in counting.items() if pk in quotas}


def key_of(application: Application) -> str:
    """Return the hidden key of an application in an exported list: which record, and which version of it."""
    return f"{application.pk}.{application.version}"


def key_version(key: str) -> int | None:
    """Return the version that a hidden key names; None where it names none."""
    _pk, _dot, version = key.partition(".")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None


def applications_by_key(batch: Batch, keys: Iterable[str]) -> dict[str, Application]:
    """Return the applications that the hidden keys of a returned list name; other keys are absent."""
    numbers = {key: int(pk) for key in keys if (pk := key.partition(".")[0]).isascii() and pk.isdigit() and len(pk) < 18}
    rows = Application.objects.filter(batch=batch, pk__in=numbers.values()).select_related("person__unit", "unit", "batch__plan")
    found = {row.pk: row for row in rows}
    return {key: found[pk] for key, pk in numbers.items() if pk in found}


def applications_by_id(batch: Batch, id_numbers: Iterable[str]) -> dict[str, Application]:
    """Return the applications of a batch by the ID numbers of their people."""
    digests = {lookup(number): number for number in id_numbers}
    rows = Application.objects.filter(batch=batch, person__id_lookup__in=digests).select_related("person__unit", "unit", "batch__plan")
    return {digests[row.person.id_lookup or ""]: row for row in rows}


def remembered_headings(kind: str) -> dict[str, str]:
    """Return the answers about headings that were given for the last file of a kind that was taken."""
    job = ImportJob.objects.filter(kind=kind).exclude(mapping={}).order_by("-created_at").first()
    return dict(job.mapping) if job is not None else {}


def home_counties() -> list[Region]:
    """Return the counties of the home city."""
    home = site()
    if home is None or home.home_region_id is None:
        return []
    return list(Region.objects.filter(parent=home.home_region_id).order_by("code"))
