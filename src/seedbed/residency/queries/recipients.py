"""Who is told: the log-in of a member, the office and the service team of a class."""

from collections.abc import Iterable

from seedbed.directory.models import Account
from seedbed.directory.queries import whole
from seedbed.residency.models import ClassMember, TrainingClass


def log_in_of(member: ClassMember) -> Account | None:
    """Return the log-in of a member, or None."""
    return whole.account_of_person(member.person_id)


def officers_of(row: TrainingClass) -> Iterable[Account]:
    """Return the officers who run a class."""
    return whole.accounts_holding("officer", row.batch.unit_id)
