"""Who is told about an application."""

from django.db.models import QuerySet

from seedbed.directory.models import Account
from seedbed.directory.queries import whole
from seedbed.selection.models import Application, Batch


def account_of(application: Application) -> Account | None:
    """Return the log-in of the person who applied, or None."""
    return whole.account_of_person(application.person_id)


def clerks_of(application: Application) -> QuerySet[Account]:
    """Return the log-ins of those who speak for the person's unit."""
    return whole.accounts_holding("clerk", application.unit_id)


def officers_of(batch: Batch) -> QuerySet[Account]:
    """Return the accounts of the officers who run a batch."""
    return whole.accounts_holding("officer", batch.unit_id)
