"""What one person sees and may do on the list of batches, and on the own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seedbed.directory.queries import holds, holds_for
from seedbed.kernel.actor import Actor
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import OFFICE, own_applications
from seedbed.selection.states import BatchState


@dataclass(frozen=True)
class BatchLine:
    """One batch as a person sees it: the page that is theirs and what it is called."""

    batch: Batch
    url: str
    label: Any
    own: Application | None = None


def is_open_today(batch: Batch) -> bool:
    """Tell whether people may apply to the batch today."""
    today = timezone.localdate()
    return bool(batch.state == BatchState.OPEN and batch.opens_on and batch.closes_on and batch.opens_on <= today < batch.closes_on)


def batch_rows_for(actor: Actor, batches: Sequence[Batch]) -> list[BatchLine]:
    """Return each batch with the page that this person has in it, in two queries at most."""
    applies, clerk = holds(actor, "trainee"), holds(actor, "clerk")
    own = {a.batch_id: a for a in own_applications(actor).filter(batch__in=batches)} if applies else {}
    return [_line(actor, batch, own.get(batch.pk), applies, clerk) for batch in batches]


def _line(actor: Actor, batch: Batch, own: Application | None, applies: bool, clerk: bool) -> BatchLine:
    if holds_for(actor, batch.unit_id, *OFFICE):
        return BatchLine(batch, reverse("selection:applications", args=[batch.pk]), _("Applications"), own)
    if clerk:
        return BatchLine(batch, reverse("selection:recommendations", args=[batch.pk]), _("Recommendations of my unit"), own)
    if applies and own is not None:
        return BatchLine(batch, reverse("selection:mine", args=[batch.pk]), _("My application"), own)
    if applies and is_open_today(batch):
        return BatchLine(batch, reverse("selection:mine", args=[batch.pk]), _("Apply"), own)
    return BatchLine(batch, "", "", own)
