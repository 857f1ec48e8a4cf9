"""Who is told about assessments, and who can be asked to mark."""

from seedbed.assessment.models import Assessment
from seedbed.directory.models import Account
from seedbed.directory.queries import whole


def account_of(assessment: Assessment) -> Account | None:
    """Return the log-in of the person assessed, or None."""
    return whole.account_of_person(assessment.person_id)


def account_named(username: str) -> Account | None:
    """Return the active account with this log-in name, to ask it to mark; nothing else of it is shown."""
    return Account.objects.filter(username=username.strip().lower(), is_active=True).select_related("person").first()
