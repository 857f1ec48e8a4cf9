"""Messages that casework sends to people of the desk."""

from collections.abc import Iterable

from django.urls import reverse

from seedbed.casework.models import (
    Assignment,
    Case,
    CaseAccess,
    CaseRecusal,
    CaseStep,
    Clock,
    ClockExtension,
    ClockShift,
    Objection,
    Ticket,
)
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


# -- cases: told only to accounts that may see the case --------------------------------------------------------


def case_registered(case: Case, accounts: Iterable[Account]) -> None:
    """Tell the desk that a case waits to be given to a unit."""
    for account in accounts:
        _case(case, account, f"registered:{case.rebounds}", _("Case %(number)s waits at your desk") % {"number": case.number}, _("Give it to a unit, or end it with a reason."))


def case_given(part: Assignment, accounts: Iterable[Account]) -> None:
    """Tell a unit that a case waits to be signed for."""
    for account in accounts:
        _case(part.case, account, f"given:{part.pk}", _("Case %(number)s was given to your unit") % {"number": part.case.number},
              _("Sign for it, or send it back with a reason."))


def case_back(case: Case, accounts: Iterable[Account]) -> None:
    """Tell the desk that a unit sent a case back."""
    for account in accounts:
        _case(case, account, f"back:{case.version}", _("Case %(number)s was sent back") % {"number": case.number}, _("Read the reason and decide anew."))


def case_again(case: Case, accounts: Iterable[Account]) -> None:
    """Tell the leading unit that its report was returned."""
    for account in accounts:
        _case(case, account, f"again:{case.version}", _("Case %(number)s needs more work") % {"number": case.number}, _("Read the reason; the time runs on."))


def case_admitted(access: CaseAccess, accounts: Iterable[Account]) -> None:
    """Tell somebody who was put on a confidential case."""
    for account in accounts:
        _case(access.case, account, f"admitted:{access.pk}", _("You were put on the confidential case %(number)s") % {"number": access.case.number},
              _("Only those who are on it know that it exists."))


def case_recused(recusal: CaseRecusal, accounts: Iterable[Account]) -> None:
    """Tell the office of a desk that somebody stepped aside."""
    for account in accounts:
        _case(recusal.case, account, f"recused:{recusal.pk}", _("Somebody stepped aside from case %(number)s") % {"number": recusal.case.number},
              _("Look whether others go on with it, or give it to another unit."))


def case_moved(step: CaseStep, accounts: Iterable[Account]) -> None:
    """Tell those who follow a case that something happened to it."""
    for account in accounts:
        _case(step.case, account, f"step:{step.pk}", _("Case %(number)s, which you follow, has moved on") % {"number": step.case.number}, _("Read what was done."))


def case_said_again(step: CaseStep, accounts: Iterable[Account]) -> None:
    """Tell the desk that the person says it is not so."""
    for account in accounts:
        _case(step.case, account, f"again-said:{step.pk}", _("The person says that case %(number)s is not solved or has come back") % {"number": step.case.number},
              _("Look at it, and open it again if it is so."))


def order_again(case: Case, again: Case, accounts: Iterable[Account]) -> None:
    """Tell those on a confidential case that its work order was brought in once more by somebody who is not on it."""
    for account in accounts:
        _case(case, account, f"order:{again.pk}", _("The work order of the confidential case %(number)s came in again") % {"number": case.number},
              _("Whoever brought it is not on the case, so it was registered as %(again)s as if for the first time. Decide whether that one becomes confidential too.") % {"again": again.number})


def extension_asked(extension: ClockExtension, accounts: Iterable[Account]) -> None:
    """Tell the desk that a unit asks for more time."""
    for account in accounts:
        _case(extension.clock.case, account, f"extension:{extension.pk}", _("More time is asked for case %(number)s") % {"number": extension.clock.case.number},
              _("Decide before the time is over."))


def clock_moved(shift: ClockShift, accounts: Iterable[Account]) -> None:
    """Tell the unit that a new calendar moved the end of a clock."""
    clock = shift.clock
    for account in accounts:
        _case(clock.case, account, f"moved:{shift.pk}", _("The time limit of case %(number)s has moved") % {"number": clock.case.number},
              _("The calendar of a year was announced: by %(day)s now.") % {"day": clock.safe_on})


def time_limit(clock: Clock, level: int, accounts: Iterable[Account]) -> None:
    """Tell that the end of a clock comes near (1), has passed (2), has long passed (3)."""
    subject = {1: _("The time for case %(number)s is nearly over"), 2: _("The time for case %(number)s is over"), 3: _("The time for case %(number)s has long been over")}[level]
    for account in accounts:
        _case(clock.case, account, f"time:{clock.pk}:{clock.extended}:{level}", subject % {"number": clock.case.number}, _("Safe until %(day)s.") % {"day": clock.safe_on})


def _case(case: Case, account: Account, what: str, subject: Text, body: Text) -> None:
    post(key=f"case:{case.pk}:{what}:{account.pk}", recipient=str(account.pk), subject=subject, body=body, url=reverse("cases:case", args=[case.pk]))
