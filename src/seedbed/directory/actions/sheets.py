"""Writes of lists that go out and come back: staging, mending, and taking row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import rules
from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import staging
from seedbed.kernel.workbooks.trips import Place, coming


@dataclass(frozen=True)
class Tally:
    """What taking rows of a list did."""

    added: int
    changed: int
    same: int


@action("directory.stage_sheet", allow=rules.brings_sheet, label=gettext_lazy("Bring an edited list back"))
def stage_sheet(place: Place, *, by: Actor, parcel: staging.Parcel) -> ImportJob:
    """Keep the rows of a list that was edited, so that what changed can be looked at; nothing is taken yet."""
    return staging.stage(place.kind, parcel, place.trip.sheet(place.subject, by), by=by, subject=place.key)


def _own(place: Place, job: ImportJob) -> None:
    require(place.holds(job), _("This import belongs elsewhere."))


@action("directory.answer_sheet", allow=rules.brings_sheet, label=gettext_lazy("Say what headings of a list mean"))
def answer_sheet(place: Place, *, by: Actor, job: ImportJob, answers: Mapping[str, str]) -> ImportJob:
    """Say which column each unknown heading is."""
    _own(place, job)
    return staging.answer(job, place.trip.sheet(place.subject, by), answers)


@action("directory.mend_sheet", allow=rules.brings_sheet, label=gettext_lazy("Mend a cell of a list"))
def mend_sheet(place: Place, *, by: Actor, row: StagedRow, key: str, text: str) -> ImportJob:
    """Type one cell anew and check the whole list again."""
    _own(place, row.job)
    return staging.mend(row, key, text, place.trip.sheet(place.subject, by))


@action("directory.accept_sheet_mends", allow=rules.brings_sheet, label=gettext_lazy("Take proposed mends of a list"))
def accept_sheet_mends(place: Place, *, by: Actor, job: ImportJob, codes: Iterable[str]) -> int:
    """Take every proposed mend of these kinds of fault; returns how many cells changed."""
    _own(place, job)
    return staging.accept_mends(job, place.trip.sheet(place.subject, by), codes=codes)


@action("directory.decide_sheet_row", allow=rules.brings_sheet, label=gettext_lazy("Leave a row of a list out or take it after all"))
def decide_sheet_row(place: Place, *, by: Actor, row: StagedRow, decision: str) -> ImportJob:
    """Leave a row out (`leave`) or take it after all (``)."""
    _own(place, row.job)
    return staging.decide(row, decision, place.trip.sheet(place.subject, by))


@action("directory.discard_sheet", allow=rules.brings_sheet, label=gettext_lazy("Discard an edited list"))
def discard_sheet(place: Place, *, by: Actor, job: ImportJob) -> ImportJob:
    """Erase the rows of a list that is not wanted."""
    _own(place, job)
    return staging.discard(job)


@action("directory.take_sheet", allow=rules.brings_sheet, label=gettext_lazy("Take rows of an edited list"))
def take_sheet(place: Place, *, by: Actor, job: ImportJob, good_only: bool = False, numbers: Iterable[int] | None = None) -> Tally:
    """Write rows of an edited list: all or none, the good ones, or those of these numbers; the others stay open.

    Only what differs is written, through the same acts as on the pages, with their rules. What the file does not name
    stays as it is. Refused while a row to be taken has an error or something stands against it.
    """
    _own(place, job)
    sheet = place.trip.sheet(place.subject, by)
    staging.recheck(job, sheet)
    rows = {row.number for row in staging.rows_to_take(job, good_only=good_only, numbers=numbers)}
    require(rows, _("There is no row to take."))
    lines = [line for line in coming(place, job, by, sheet) if line.taken.number in rows]
    for line in lines:
        if line.differs:
            require(not line.meant.hindrance, _("Row %(row)d: %(why)s") % {"row": line.taken.number, "why": line.meant.hindrance})
            place.trip.write(place.subject, by, line.taken, line.meant)
    staging.close(job, [line.taken for line in lines], row_by_row=numbers is not None)
    return Tally(sum(line.is_new for line in lines), sum(bool(line.changes) for line in lines), sum(not line.differs for line in lines))
