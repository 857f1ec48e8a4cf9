"""The quotas of a batch as a list that goes out and comes back."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Unit
from seedbed.directory.queries import units_visible_to
from seedbed.directory.workbooks import named
from seedbed.kernel.actor import Actor
from seedbed.kernel.workbooks import Column, Sheet, checks, parsers
from seedbed.kernel.workbooks.staging import Taken
from seedbed.kernel.workbooks.trips import Meant, Trip, register
from seedbed.selection import rules
from seedbed.selection.actions import remove_quota, set_quota
from seedbed.selection.models import Batch, UnitQuota
from seedbed.selection.queries import batches_run_by, quotas_of

LIMITS = ("may_recommend", "may_be_chosen")


def _units(by: Actor) -> list[Unit]:
    return list(units_visible_to(by).filter(is_active=True).exclude(kind="company").order_by("sort_key", "pk"))


def _sheet(batch: Batch, by: Actor) -> Sheet:
    names = {unit.name: unit.pk for unit in reversed(_units(by))}
    return Sheet(name="selection.quotas", title=gettext_lazy("Quotas"), columns=(
        Column("unit", pgettext_lazy("organisation", "Unit"), synonyms=("单位", "推荐单位", "单位名称"), required=True, choices=tuple(reversed(names)), width=34,
               parse=named(names, gettext_lazy("“%(name)s” is no unit of this list."))),
        Column("may_recommend", gettext_lazy("May recommend"), synonyms=("推荐名额", "可推荐人数"), parse=parsers.whole_number, width=12, hint=gettext_lazy("Both empty: no quota.")),
        Column("may_be_chosen", gettext_lazy("May be chosen"), synonyms=("选派名额", "可选派人数"), parse=parsers.whole_number, width=12),
    ), sheet_checks=(checks.unique("unit", "same_unit", gettext_lazy("The same unit stands in row %(row)s too.")),))


def _rows(batch: Batch, by: Actor) -> list[dict[str, Any]]:
    return [_values(quota) for quota in quotas_of(batch)]


def _values(quota: UnitQuota) -> dict[str, Any]:
    return {"_key": str(quota.unit_id), "unit": quota.unit_id} | {name: getattr(quota, name) for name in LIMITS}


def _meant(batch: Batch, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    have = {quota.unit_id: quota for quota in quotas_of(batch)}
    found = []
    for row in rows:
        quota = have.get(row.values["unit"])
        negative = any((row.values.get(name) or 0) < 0 for name in LIMITS)
        empty = quota is None and all(row.values.get(name) is None for name in LIMITS)
        found.append(Meant(quota, _values(quota) if quota else {}, _("A quota is 0 or more.") if negative else _("The row names no limit.") if empty else ""))
    return found


def _write(batch: Batch, by: Actor, row: Taken, meant: Meant) -> Batch:
    """Set the limits of a unit; where both cells are empty its quota is removed."""
    unit = units_visible_to(by).get(pk=row.values["unit"])
    limits = {name: row.values[name] if name in row.values else meant.existing.get(name) for name in LIMITS}
    if any(limit is not None for limit in limits.values()):
        set_quota(batch, by=by, unit=unit, may_recommend=limits["may_recommend"], may_be_chosen=limits["may_be_chosen"])
    else:
        remove_quota(batch, by=by, unit=unit)
    return batch


QUOTAS = register(Trip(
    name="quotas", title=gettext_lazy("Quotas"), about=gettext_lazy("How many people each unit may recommend and have chosen in this batch."),
    subjects=batches_run_by, brings=lambda by, batch: bool(rules.runs_batch(by, batch)), sheet=_sheet, rows=_rows, meant=_meant, write=_write,
    back=lambda batch: reverse("selection:settings", args=[batch.pk]), unit=lambda batch: batch.unit_id, personal=False))
