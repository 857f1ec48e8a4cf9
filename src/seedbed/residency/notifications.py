"""Texts that people of a class and their office receive."""

from django.urls import reverse

from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.residency.models import ClassMember, DossierEntry, Leave, Question, Work
from seedbed.residency.queries.recipients import log_in_of, officers_of
from seedbed.residency.states.leave import LeaveState
from seedbed.residency.states.works import WorkState


def tell(member: ClassMember, key: str, subject: Text, body: Text, url: str) -> None:
    """Send one message to a member, if there is a log-in."""
    account = log_in_of(member)
    if account is not None:
        post(key=key, recipient=str(account.pk), subject=subject, body=body, url=url)


def leave_asked(leave: Leave) -> None:
    """Tell the officers that somebody asks for leave; the reason stays on its page."""
    row = leave.member.training_class
    for account in officers_of(row):
        post(key=f"leave:asked:{leave.pk}:{account.pk}", recipient=str(account.pk), subject=_("A leave waits for your decision"),
             body=_("%(name)s, %(days)s") % {"name": leave.member.person.name, "days": leave}, url=reverse("residency:leaves", args=[row.pk]))


def leave_decided(leave: Leave) -> None:
    """Tell the member what was decided."""
    tell(leave.member, f"leave:decided:{leave.pk}:{leave.version}", _("Your leave: %(state)s") % {"state": LeaveState(leave.state).label},
         _("%(days)s. %(word)s") % {"days": leave, "word": leave.word}, reverse("residency:my_leave"))


def work_answered(work: Work) -> None:
    """Tell the author that there is a word on the text."""
    tell(work.member, f"work:{work.pk}:{work.version}", _("A word on “%(title)s”") % {"title": work}, _("It is now: %(state)s.") % {"state": WorkState(work.state).label},
         reverse("residency:work", args=[work.pk]))


def entry_commented(entry: DossierEntry, number: int) -> None:
    """Tell the author of an entry that the department has written to it."""
    tell(entry.author, f"entry:{entry.pk}:{number}", _("A word on your entry in the dossier"),
         _("Question: %(question)s") % {"question": Question(entry.question).label},
         reverse("residency:dossier", args=[entry.offer_id]))
