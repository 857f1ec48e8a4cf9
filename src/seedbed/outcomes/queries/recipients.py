"""Who is told about what comes out of a batch."""

from collections.abc import Iterator

from django.db.models import QuerySet

from seedbed.directory.models import Account
from seedbed.directory.queries import whole as directory
from seedbed.outcomes.models import CompanyNeed, Lead
from seedbed.outcomes.queries import whole


def finders_of(lead: Lead) -> Iterator[Account]:
    """Yield the log-ins of those who stand on a lead."""
    for share in whole.shares_of(lead):
        account = directory.account_of_person(share.person_id)
        if account is not None:
            yield account


def owners_of(lead: Lead) -> QuerySet[Account]:
    """Return the log-ins of the clerks of the unit that follows a lead up."""
    return directory.accounts_holding("clerk", lead.owner_id or 0)


def keepers_of(lead: Lead) -> QuerySet[Account]:
    """Return the log-ins of the officers whose office keeps a lead."""
    return directory.accounts_holding("officer", lead.desk_id)


def answerers_of(need: CompanyNeed) -> QuerySet[Account]:
    """Return the log-ins of the clerks of the unit to which a company's need was handed."""
    return directory.accounts_holding("clerk", need.owner_id or 0)


def log_in_of(person_id: int) -> Account | None:
    """Return the log-in of a person, or None."""
    return directory.account_of_person(person_id)
