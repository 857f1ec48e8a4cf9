"""Messages that casework sends to people of the desk."""

from collections.abc import Iterable

from django.urls import reverse

from seedbed.casework.models import Objection, Ticket
from seedbed.casework.queries.recipients import account_of
from seedbed.directory.models import Account
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post


def objection_received(objection: Objection, officers: Iterable[Account]) -> None:
    """Tell the officers of the desk that an objection waits, and until when; nothing of its content."""
    for account in officers:
        post(
            key=f"objection:{objection.pk}:{account.pk}", recipient=str(account.pk),
            subject=_("Objection %(number)s has arrived") % {"number": objection.number},
            body=_("It concerns the notice “%(title)s”. Answer until %(due)s.")
            % {"title": objection.notice.title, "due": objection.due_on},
            url=reverse("casework:objection", args=[objection.pk]),
        )


def ticket_received(ticket: Ticket, accounts: Iterable[Account]) -> None:
    """Tell the desk that a ticket waits and until when; nothing of its content."""
    for account in accounts:
        _ticket(ticket, account, "received", _("Ticket %(number)s has arrived") % {"number": ticket.number},
                _("Take it in hand until %(due)s.") % {"due": ticket.take_by})


def ticket_handed(ticket: Ticket, account: Account) -> None:
    """Tell somebody that a ticket lies in their hands."""
    _ticket(ticket, account, f"handed:{ticket.version}", _("Ticket %(number)s is in your hands") % {"number": ticket.number},
            _("Solve it until %(due)s.") % {"due": ticket.solve_by})


def ticket_solved(ticket: Ticket) -> None:
    """Tell the one who asked that it is reported as solved."""
    account = account_of(ticket.reporter_id)
    if account is not None:
        _ticket(ticket, account, f"solved:{ticket.version}", _("Ticket %(number)s is solved") % {"number": ticket.number},
                _("Say whether it helped; if not, open it again."))


def _ticket(ticket: Ticket, account: Account, what: str, subject: Text, body: Text) -> None:
    post(key=f"ticket:{ticket.pk}:{what}:{account.pk}", recipient=str(account.pk), subject=subject, body=body,
                url=reverse("casework:ticket", args=[ticket.pk]))
