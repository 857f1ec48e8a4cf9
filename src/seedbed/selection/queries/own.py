"""What one person sees and may do on the list of batches, and on the own pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seedbed.directory.models import UnitClosure
from seedbed.directory.queries import holds, holds_for, reach
from seedbed.kernel.actor import Actor
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.queries import OFFICE, counts_of, latest_ranking, own_applications, quotas_of
from seedbed.selection.states import BatchState


@dataclass(frozen=True)
class BatchLine:
    """One batch as a person sees it: the page that is theirs and what it is called."""

    batch: Batch
    url: str
    label: Any
    own: Application | None = None
    applied: int = 0
    chosen: int = 0


def is_open_today(batch: Batch) -> bool:
    """Tell whether people may apply to the batch today."""
    today = timezone.localdate()
    return bool(batch.state == BatchState.OPEN and batch.opens_on and batch.closes_on and batch.opens_on <= today < batch.closes_on)


def batch_rows_for(actor: Actor, batches: Sequence[Batch]) -> list[BatchLine]:
    """Return each batch with the page that this person has in it, and for the office how many applied and were chosen; two queries at most."""
    applies, clerk = holds(actor, "trainee"), holds(actor, "clerk")
    own = {a.batch_id: a for a in own_applications(actor).filter(batch__in=batches)} if applies else {}
    counts = counts_of(batches) if holds(actor, *OFFICE) else {}
    return [replace(_line(actor, batch, own.get(batch.pk), applies, clerk), applied=applied, chosen=chosen)
            for batch in batches for applied, chosen in [counts.get(batch.pk, (0, 0))]]


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


def own_place(application: Application) -> dict[str, Any] | None:
    """Return the own row of the ranking after the release, with its rule set and seats; None before, or where there is none.

    Neighbours are left out: everybody sees the own place and nobody else's.
    """
    if not application.batch.is_released:
        return None
    found = latest_ranking(application.batch)
    row = next((r for r in found.rows if r["id"] == application.pk), None) if found is not None else None
    if found is None or row is None:
        return None
    own = {k: v for k, v in row.items() if k not in {"behind", "before", "quota_used_by"}}
    quota = quotas_of(application.batch).filter(pk=row["quota"]).first() if row["quota"] else None
    return {"row": own, "people": found.people, "rule_set": found.rule_set, "seats": found.seats, "quota": quota}


def quota_for(actor: Actor, batch: Batch) -> list[UnitQuota]:
    """Return the quotas that count for the clerk's units: their own and those of units above them."""
    mine = reach(actor, "clerk")
    above = UnitClosure.objects.filter(descendant__in=mine).values("ancestor")
    return list(quotas_of(batch).filter(unit__in=above))
