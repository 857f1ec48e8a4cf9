"""Unscoped reads, for actions, instances and jobs only."""

from django.db.models import QuerySet

from seedbed.selection.models import Application, Batch
from seedbed.selection.states import ApplicationState


def chosen_applications(batch: Batch) -> QuerySet[Application]:
    """Return the chosen people's applications of a released batch, in the order of their numbers."""
    rows = Application.objects.filter(batch=batch, state=ApplicationState.CHOSEN)
    return rows.select_related("person__unit", "unit", "batch__plan").order_by("number")
