"""Unscoped reads, for actions only."""

from django.db.models import QuerySet

from seedbed.casework.models import Case
from seedbed.casework.states import OPEN_CASES
from seedbed.directory.models import Account
from seedbed.directory.queries.whole import accounts_holding
from seedbed.grassroots.models import ClassCase, ProblemClass


def open_cases_of(problem: ProblemClass, *, anywhere: bool = False) -> QuerySet[Case]:
    """Return the cases of a class that wait for an answer; with `anywhere` all that are not closed.

    One that was made confidential afterwards is left to those on it.
    """
    states = OPEN_CASES if anywhere else ("registered", "assigned", "working")
    rows = Case.objects.filter(pk__in=ClassCase.objects.filter(problem=problem).values("case"), state__in=states, confidential=False)
    return rows.select_related("desk", "category").order_by("pk")


def office_of(unit_id: int) -> list[Account]:
    """Return officers and leaders of a unit, for messages."""
    return list((accounts_holding("officer", unit_id) | accounts_holding("leader", unit_id)).distinct())
