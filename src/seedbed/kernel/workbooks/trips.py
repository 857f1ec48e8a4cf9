"""Round trips: a list goes out as a sheet that may be edited in Excel, and comes back with what was changed.

A room says once, in a `Trip`, what a list is: whose it is, which columns it has, which rows are there, which record a
row that comes back means, and how one row is written. Reading, mending, comparing cell by cell and taking row by row
are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks.declaration import Sheet
from seedbed.kernel.workbooks.staging import Change, NotReady, Taken, compare, rows_to_take


@dataclass(frozen=True)
class Meant:
    """What one row of a file means: the record it names (None: a new one), what stands there now, and what hinders taking it."""

    record: Any
    existing: Mapping[str, Any] = field(default_factory=dict)
    hindrance: Any = ""


@dataclass(frozen=True)
class Trip:
    """One list that goes out and comes back. `personal` lists hold data of people: taking many of them out needs a second person."""

    name: str
    title: Any
    about: Any
    subjects: Callable[[Actor], QuerySet[Any]]
    brings: Callable[[Actor, Any], bool]
    sheet: Callable[[Any, Actor], Sheet]
    rows: Callable[[Any, Actor], list[dict[str, Any]]]
    meant: Callable[[Any, Actor, Sequence[Taken]], list[Meant]]
    write: Callable[[Any, Actor, Taken, Meant], Any]
    back: Callable[[Any], str]
    unit: Callable[[Any], int]
    personal: bool = True


REGISTER: dict[str, Trip] = {}


def register(trip: Trip) -> Trip:
    """Enter a list into the register; a name is taken once."""
    if trip.name in REGISTER:
        raise ValueError(f"the list {trip.name} is registered twice")
    REGISTER[trip.name] = trip
    return trip


@dataclass(frozen=True)
class Place:
    """A list of one subject, such as the people of a unit: what is brought in, compared and taken."""

    trip: Trip
    subject: Any

    @property
    def kind(self) -> str:
        """Kind of its imports."""
        return f"trip.{self.trip.name}"

    @property
    def key(self) -> str:
        """Subject under which its imports are kept."""
        return f"{self.subject._meta.label_lower}:{self.subject.pk}"

    def holds(self, job: ImportJob) -> bool:
        """Whether an import belongs here."""
        return (job.kind, job.subject) == (self.kind, self.key)

    @property
    def jobs(self) -> QuerySet[ImportJob]:
        """The imports of this list, newest first."""
        return ImportJob.objects.filter(kind=self.kind, subject=self.key).order_by("-created_at")


@dataclass(frozen=True)
class Coming:
    """One row on its way in: what it means and which cells differ."""

    row: StagedRow
    taken: Taken
    meant: Meant
    changes: tuple[Change, ...]

    @property
    def is_new(self) -> bool:
        """Whether the row names nothing that is there."""
        return self.meant.record is None

    @property
    def differs(self) -> bool:
        """Whether taking it would change anything."""
        return self.is_new or bool(self.changes)


def coming(place: Place, job: ImportJob, by: Actor, sheet: Sheet) -> list[Coming]:
    """Return the rows without errors, each with what it would change; nothing is stored. Empty while a column is missing."""
    try:
        rows = rows_to_take(job, good_only=True)
    except NotReady:
        return []
    staged = {row.number: row for row in job.rows.all()}
    return [Coming(staged[row.number], row, meant, tuple(compare(row.values, meant.existing, sheet)) if meant.record is not None else ())
            for row, meant in zip(rows, place.trip.meant(place.subject, by, rows), strict=True)]
