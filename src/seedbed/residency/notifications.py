"""Texts that people of a class and their office receive."""

from django.urls import reverse
from django.utils import timezone

from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.residency.models import (
    ChangeWish,
    ClassMember,
    DossierEntry,
    Gift,
    HostWord,
    Leave,
    Question,
    Work,
)
from seedbed.residency.queries.recipients import log_in_of, officers_of
from seedbed.residency.states.leave import LeaveState
from seedbed.residency.states.visits import WishState
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


def host_spoke(word: HostWord) -> None:
    """Tell a trainee that the host said something about them, which they may read."""
    tell(word.member, f"word:{word.pk}", _("Your host said a word about you"), _("It was noted at the visit on %(day)s.") % {"day": word.visit.on},
         reverse("residency:my_words"))


def change_asked(wish: ChangeWish) -> None:
    """Tell the officers that a change is asked for."""
    row = wish.member.training_class
    for account in officers_of(row):
        post(key=f"wish:{wish.pk}:{account.pk}", recipient=str(account.pk), subject=_("A change is asked for"),
             body=_("%(name)s: %(wanted)s") % {"name": wish.member.person.name, "wanted": ChangeWish.Wanted(wish.wanted).label},
             url=reverse("residency:wishes", args=[row.pk]))


def change_answered(wish: ChangeWish) -> None:
    """Tell the member what became of the wish for a change."""
    tell(wish.member, f"wish:{wish.pk}:{wish.version}", _("The wish for a change is answered"),
         _("%(state)s. %(word)s") % {"state": WishState(wish.state).label, "word": wish.answer}, reverse("residency:my_help"))


def gift_declared(line: Gift) -> None:
    """Tell the officers that a gift was declared; what it was stays on its page."""
    row = line.training_class
    for account in officers_of(row):
        post(key=f"gift:{line.pk}:{account.pk}", recipient=str(account.pk), subject=_("A gift or hospitality was declared"),
             body=_("%(name)s, %(day)s") % {"name": line.member.person.name, "day": line.on}, url=reverse("residency:register", args=[row.pk, "gifts"]))


def gift_decided(line: Gift) -> None:
    """Tell the trainee what was decided."""
    tell(line.member, f"gift:decided:{line.pk}", _("What you declared is decided"), _("%(decision)s") % {"decision": line.decision}, reverse("residency:my_records"))


def contact_read(member: ClassMember, reason: str) -> None:
    """Tell a trainee that somebody opened the emergency contact, and why."""
    tell(member, f"contact:{member.pk}:{timezone.now().isoformat()}", _("Your emergency contact was opened"), _("Reason: %(reason)s") % {"reason": reason},
         reverse("residency:my_records"))
