"""Messages of the line: a class was raised, taken up, sent back, solved."""

from collections.abc import Iterable

from django.urls import reverse

from seedbed.directory.models import Account
from seedbed.grassroots.models import ProblemClass
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post


def class_raised(problem: ProblemClass, accounts: Iterable[Account]) -> None:
    """Tell the unit above that a class of problems waits for it."""
    for account in accounts:
        _tell(problem, account, _("A class of problems was raised to your unit: %(name)s") % {"name": problem.name}, _("Take it up with a measure and a day, or send it back with a reason."))


def class_moved(problem: ProblemClass, accounts: Iterable[Account]) -> None:
    """Tell those who gathered a class that something happened to it."""
    for account in accounts:
        _tell(problem, account, _("The class of problems “%(name)s” has moved on") % {"name": problem.name}, _("Read what was decided."))


def _tell(problem: ProblemClass, account: Account, subject: Text, body: Text) -> None:
    post(key=f"class:{problem.pk}:{problem.version}:{account.pk}", recipient=str(account.pk), subject=subject, body=body, url=reverse("grassroots:class", args=[problem.pk]))
