"""Unscoped reads, for actions, instances and jobs only."""

from collections.abc import Iterable

from django.db.models import QuerySet

from seedbed.directory.models import UnitClosure
from seedbed.selection.models import Application, Batch, UnitQuota
from seedbed.selection.states import ApplicationState


def applications_of(batch: Batch) -> QuerySet[Application]:
    """Return all applications of a batch but drafts, in the order of their numbers."""
    rows = Application.objects.filter(batch=batch).exclude(state=ApplicationState.DRAFT)
    return rows.select_related("person__unit", "unit", "batch__plan").order_by("number")


def chosen_applications(batch: Batch) -> QuerySet[Application]:
    """Return the chosen people's applications of a released batch, in the order of their numbers."""
    return applications_of(batch).filter(state=ApplicationState.CHOSEN)


def application_of_person(batch: Batch, person_id: int) -> Application | None:
    """Return a person's application to a batch, drafts included."""
    return Application.objects.filter(batch=batch, person=person_id).select_related("batch__plan", "person").first()


def quota_by_unit(batch: Batch, unit_ids: Iterable[int]) -> dict[int, int]:
    """Return, per unit, the quota that counts for it: that of the unit itself, else of the nearest unit above it.

    Units without any are absent: nothing limits them.
    """
    quotas = dict(UnitQuota.objects.filter(batch=batch).values_list("unit_id", "pk"))
    paths = UnitClosure.objects.filter(descendant__in=set(unit_ids), ancestor__in=quotas).order_by("-depth")
    return {below: quotas[above] for below, above in paths.values_list("descendant_id", "ancestor_id")}


def years_trained(person_ids: Iterable[int], *, apart_from: Batch) -> dict[int, list[int]]:
    """Return the years in which people took part in other batches (chosen and not given up)."""
    rows = Application.objects.filter(person__in=set(person_ids), state=ApplicationState.CHOSEN).exclude(batch=apart_from)
    years: dict[int, list[int]] = {}
    for person, day in rows.values_list("person_id", "batch__starts_on"):
        years.setdefault(person, []).append(day.year)
    return years
