"""Who is told about a ticket."""

from seedbed.directory.models import Account
from seedbed.directory.queries.whole import account_of_person


def account_of(person_id: int) -> Account | None:
    """Return the log-in of the person who asked, or None."""
    return account_of_person(person_id)
