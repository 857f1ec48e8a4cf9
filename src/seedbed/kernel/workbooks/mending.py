"""The steps between bringing a workbook in and taking it, which are the same for every kind of workbook."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import Sheet, staging

Named = tuple[str, Any]  # name and label of an action


@dataclass(frozen=True)
class Mending:
    """The registered actions; each takes the subject of the import first and `by=`."""

    answer: Callable[..., ImportJob]
    mend: Callable[..., ImportJob]
    accept: Callable[..., int]
    decide: Callable[..., ImportJob]
    discard: Callable[..., ImportJob]


def mending(*, allow: Callable[[Actor, Any], bool], owns: Callable[[Any, ImportJob], bool], answer: Named, mend: Named, accept: Named,
            decide: Named, discard: Named) -> Mending:
    """Register the steps of one kind of workbook under a room's names; refused for an import that `owns` denies to the subject."""

    def own(subject: Any, job: ImportJob) -> None:
        require(owns(subject, job), _("This import belongs elsewhere."))

    @action(answer[0], allow=allow, label=answer[1])
    def answering(subject: Any, *, by: Actor, job: ImportJob, sheet: Sheet, answers: Mapping[str, str]) -> ImportJob:
        """Say which column each unknown heading is; the answers are remembered for the next file."""
        own(subject, job)
        return staging.answer(job, sheet, answers)

    @action(mend[0], allow=allow, label=mend[1])
    def mending_cell(subject: Any, *, by: Actor, row: StagedRow, sheet: Sheet, key: str, text: str) -> ImportJob:
        """Type one cell anew and check the file again."""
        own(subject, row.job)
        return staging.mend(row, key, text, sheet)

    @action(accept[0], allow=allow, label=accept[1])
    def accepting(subject: Any, *, by: Actor, job: ImportJob, sheet: Sheet, codes: Iterable[str]) -> int:
        """Take every proposed mend of these kinds of fault; returns how many cells changed."""
        own(subject, job)
        return staging.accept_mends(job, sheet, codes=codes)

    @action(decide[0], allow=allow, label=decide[1])
    def deciding(subject: Any, *, by: Actor, row: StagedRow, sheet: Sheet, decision: str) -> ImportJob:
        """Leave a row out (`leave`) or take it after all (``)."""
        own(subject, row.job)
        return staging.decide(row, decision, sheet)

    @action(discard[0], allow=allow, label=discard[1])
    def discarding(subject: Any, *, by: Actor, job: ImportJob) -> ImportJob:
        """Erase the rows of a file that is not wanted."""
        own(subject, job)
        return staging.discard(job)

    return Mending(answering, mending_cell, accepting, deciding, discarding)
