"""Writes around finished allotments: bringing a file in, mending it, having it judged. Nobody is placed by it."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.placement import rules
from seedbed.placement.actions.trials import asked
from seedbed.placement.models import Trial
from seedbed.placement.queries import allotments as queries
from seedbed.placement.queries.intake import subject_of
from seedbed.selection.models import Batch


@action("placement.stage_allotment", allow=rules.matches_batch, label=gettext_lazy("Bring in a finished allotment"))
def stage_allotment(batch: Batch, *, by: Actor, parcel: staging.Parcel, sheet: Sheet) -> ImportJob:
    """Keep the rows of a finished allotment for mending."""
    return staging.stage(queries.KIND, parcel, sheet, by=by, subject=subject_of(batch))


def _own(batch: Batch, job: ImportJob) -> None:
    require(job.subject == subject_of(batch) and job.kind == queries.KIND, _("This import belongs elsewhere."))


@action("placement.answer_allotment", allow=rules.matches_batch, label=gettext_lazy("Say what headings of an allotment mean"))
def answer_allotment(batch: Batch, *, by: Actor, job: ImportJob, sheet: Sheet, answers: Mapping[str, str]) -> ImportJob:
    """Say which column each unknown heading is."""
    _own(batch, job)
    return staging.answer(job, sheet, answers)


@action("placement.mend_allotment", allow=rules.matches_batch, label=gettext_lazy("Mend a cell of an allotment"))
def mend_allotment(batch: Batch, *, by: Actor, row: StagedRow, sheet: Sheet, key: str, text: str) -> ImportJob:
    """Type one cell anew and check the file again."""
    _own(batch, row.job)
    return staging.mend(row, key, text, sheet)


@action("placement.accept_allotment_mends", allow=rules.matches_batch, label=gettext_lazy("Take the proposed mends of an allotment"))
def accept_allotment_mends(batch: Batch, *, by: Actor, job: ImportJob, sheet: Sheet, codes: Iterable[str]) -> int:
    """Take every proposed mend of these kinds of fault; returns how many cells changed."""
    _own(batch, job)
    return staging.accept_mends(job, sheet, codes=codes)


@action("placement.leave_allotment_row", allow=rules.matches_batch, label=gettext_lazy("Leave a row of an allotment out or take it after all"))
def leave_allotment_row(batch: Batch, *, by: Actor, row: StagedRow, sheet: Sheet, decision: str) -> ImportJob:
    """Leave a row out, or take it after all."""
    _own(batch, row.job)
    return staging.decide(row, decision, sheet)


@action("placement.judge_allotment", allow=rules.matches_batch, label=gettext_lazy("Have a finished allotment judged"))
def judge_allotment(batch: Batch, *, by: Actor, job: ImportJob) -> Trial:
    """Queue the judgement of an allotment and erase its rows here; the trial keeps who went where, by keys.

    Nobody is placed, moved or locked. Refused while rows have errors or nothing is left to judge.
    """
    _own(batch, job)
    rows = staging.rows_to_take(job)
    require(rows, _("There is no row to take."))
    known = queries.known_of(batch)
    places, fixed = {}, []
    for row in rows:
        person, post = known.place(row.values)
        require(person is not None and post is not None, _("Row %(row)d is not clear any more; look at it again.") % {"row": row.number})
        places[str(person)] = post
        if row.values.get("fixed") == "yes":
            fixed.append(person)
    trial = asked(batch, by, kind=Trial.Kind.ALLOTMENT, question={"name": job.file_name, "places": places, "fixed": fixed})
    staging.close(job, rows)
    return trial


@action("placement.discard_allotment", allow=rules.matches_batch, label=gettext_lazy("Discard a finished allotment"))
def discard_allotment(batch: Batch, *, by: Actor, job: ImportJob) -> ImportJob:
    """Erase the rows of a file that is not wanted."""
    _own(batch, job)
    return staging.discard(job)
