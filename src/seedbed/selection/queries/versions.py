"""A waiting import as a new version of a sheet: every row in its group, with the decisions it touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import Sheet
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.comparison import (
    RowDifference,
    cells,
    differences,
    left_out,
    senders_own,
)
from seedbed.selection.queries.effects import Effect, Outlook, Touch, outlook, touches
from seedbed.selection.queries.facts import application_columns, differing
from seedbed.selection.states import ApplicationState, BatchState

NEW, CHANGED, SAME = "new", "changed", "same"
TAKES_NEW = (BatchState.PLANNING, BatchState.OPEN, BatchState.SCREENING)
TAKES_FACTS = (*TAKES_NEW, BatchState.RANKING)


@dataclass(frozen=True)
class Version:
    """The new version against what is there; rows by primary key, people by that of their application."""

    batch: Batch
    rows: Mapping[int, StagedRow]
    found: Mapping[int, RowDifference]
    columns: Mapping[int, Mapping[str, Any]]
    outlook: Outlook
    touches: Mapping[int, Sequence[Touch]]
    left_out: Sequence[Application]

    def group(self, row: int) -> str:
        """Whether a row is new, changed or the same as what is there."""
        difference = self.found.get(row)
        return NEW if difference is None else CHANGED if difference.changes else SAME

    def in_group(self, name: str) -> list[int]:
        """Return the rows of a group."""
        return [pk for pk in self.rows if self.group(pk) == name]

    def effect(self, row: int) -> Effect | None:
        """What a row would change in the screening and in the order; None for new people."""
        difference = self.found.get(row)
        return self.outlook.effects.get(difference.application.pk) if difference else None

    def touched(self, row: int) -> Sequence[Touch]:
        """Decisions of later stages that rest on the application of a changed row."""
        difference = self.found.get(row)
        return self.touches.get(difference.application.pk, ()) if difference and difference.changes else ()

    def touches_nothing(self, row: int) -> bool:
        """Whether a row can be taken without a second look: no errors, no decision made so far rests on it."""
        staged, effect = self.rows[row], self.effect(row)
        quiet = effect is None or not (effect.flips or effect.turns or effect.place)
        return not staged.errors and not staged.decision and not self.hindrance(row) and quiet and not self.touched(row)

    def hindrance(self, row: int) -> str:
        """Return what stands against taking a row now, as a code; "" where nothing does."""
        if row not in self.found:
            return "" if self.batch.state in TAKES_NEW else "new_too_late"
        effect = self.effect(row)
        if self.columns.get(row) and self.batch.state not in TAKES_FACTS:
            return "frozen"
        return "turns" if effect and effect.turns and self.batch.state == BatchState.RANKING else ""


def version_of(actor: Actor, job: ImportJob, batch: Batch, sheet: Sheet) -> Version:
    """Compare the rows that wait with what is there; nothing is stored."""
    rows = list(job.rows.order_by("number"))
    found = differences(job, batch, sheet, rows)
    columns = {row.pk: differing(found[row.pk].application, application_columns(senders_own(sheet, cells(job, row), found[row.pk].application)))
               for row in rows if row.pk in found}
    missed = left_out(job, batch, rows) if any(not row.decision for row in rows) or job.records else []
    changed = {found[pk].application.pk: (found[pk].application, values) for pk, values in columns.items() if values}
    people = [*changed, *(d.application.pk for d in found.values() if d.changes), *(a.pk for a in missed)]
    return Version(batch, {row.pk: row for row in rows}, found, columns, outlook(batch, changed),
                   touches(actor, batch, dict.fromkeys(people)), missed)


def taken_before(job: ImportJob) -> ImportJob | None:
    """Return an earlier import of the very same file into the same batch that was taken, or None."""
    same = ImportJob.objects.filter(sha256=job.sha256, subject=job.subject, kind=job.kind, status=ImportJob.Status.TAKEN)
    return same.exclude(pk=job.pk).order_by("-closed_at").first()


def missed_application(version: Version, pk: int) -> Application | None:
    """Return the application that a version leaves out, by its key; None where it is not left out or leaves by another door."""
    found = next((a for a in version.left_out if a.pk == pk), None)
    return found if found is not None and found.state != ApplicationState.CHOSEN else None
