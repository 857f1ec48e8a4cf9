"""Writes around finished allotments: bringing a file in, mending it, having it judged. Nobody is placed by it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.mending import mending
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


def _is_own(batch: Batch, job: ImportJob) -> bool:
    return job.subject == subject_of(batch) and job.kind == queries.KIND


STEPS = mending(
    allow=rules.matches_batch, owns=_is_own,
    answer=("placement.answer_allotment", gettext_lazy("Say what headings of an allotment mean")),
    mend=("placement.mend_allotment", gettext_lazy("Mend a cell of an allotment")),
    accept=("placement.accept_allotment_mends", gettext_lazy("Take the proposed mends of an allotment")),
    decide=("placement.leave_allotment_row", gettext_lazy("Leave a row of an allotment out or take it after all")),
    discard=("placement.discard_allotment", gettext_lazy("Discard a finished allotment")),
)


@action("placement.judge_allotment", allow=rules.matches_batch, label=gettext_lazy("Have a finished allotment judged"))
def judge_allotment(batch: Batch, *, by: Actor, job: ImportJob) -> Trial:
    """Queue the judgement of an allotment and erase its rows here; the trial keeps who went where, by keys.

    Nobody is placed, moved or locked. Refused while rows have errors or nothing is left to judge.
    """
    require(_is_own(batch, job), _("This import belongs elsewhere."))
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
