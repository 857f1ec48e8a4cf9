"""Seats and quotas: counted in columns that a check of the database bounds."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seedbed.kernel.actions import change
from seedbed.kernel.faults import RuleBroken
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.queries.whole import applications_of, quota_by_unit
from seedbed.selection.states import ApplicationState


def lock(batch: Batch) -> Batch:
    """Lock the batch's row until the act ends: for decisions that read many applications."""
    return Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)


def next_number(batch: Batch) -> int:
    """Return the next registered number of a batch; numbers are never given twice."""
    Batch.objects.filter(pk=batch.pk).update(last_number=F("last_number") + 1)
    return Batch.objects.values_list("last_number", flat=True).get(pk=batch.pk)


def count(application: Application, name: str, step: int) -> None:
    """Add `step` to a counter (`recommended` or `chosen`) of the quota that counts for the application's unit.

    Raises `RuleBroken` with the unit and the limit where the quota is used up.
    """
    found = quota_by_unit(application.batch, [application.unit_id])
    if not found:
        return
    quota = UnitQuota.objects.select_related("unit").get(pk=found[application.unit_id])
    limit = quota.may_recommend if name == "recommended" else quota.may_be_chosen
    try:
        with transaction.atomic():
            values: dict[str, Any] = {name: F(name) + step}
            change(quota, **values)
    except IntegrityError:
        told = {"unit": quota.unit.name, "limit": limit}
        raise RuleBroken((_("%(unit)s has used up its quota of %(limit)d recommendations.") if name == "recommended"
                          else _("%(unit)s has used up its quota of %(limit)d seats.")) % told)


def recount(batch: Batch) -> None:
    """Count recommended and chosen people of every quota anew, as `quota_by_unit` assigns them."""
    rows = list(applications_of(batch).exclude(state=ApplicationState.GIVEN_UP))
    counting = quota_by_unit(batch, [row.unit_id for row in rows])
    for quota in UnitQuota.objects.filter(batch=batch):
        own = [row for row in rows if counting.get(row.unit_id) == quota.pk]
        change(quota, recommended=sum(row.recommended_at is not None for row in own),
               chosen=sum(row.state == ApplicationState.CHOSEN for row in own))
