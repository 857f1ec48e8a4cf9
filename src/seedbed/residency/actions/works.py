"""Writes of journals, essays and dossiers."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.placement.models import HostOffer
from seedbed.residency import notifications, rules
from seedbed.residency.models import (
    ClassMember,
    DossierComment,
    DossierEntry,
    Question,
    Work,
    WorkComment,
    WorkKind,
    WorkVersion,
)
from seedbed.residency.queries.works import journal_periods
from seedbed.residency.states.works import WORK_MOVES, WorkState

EDITABLE = (WorkState.DRAFT, WorkState.RETURNED)


@action("residency.begin_work", allow=rules.writes, label=gettext_lazy("Begin a journal, an essay or a report"))
def begin_work(member: ClassMember, *, by: Actor, kind: str, title: str = "", body: str = "", first_on: date | None = None) -> Work:
    """Begin a text as a draft only its author sees. A journal is about a period of the class that has begun."""
    kept: dict[str, Any] = {"title": title.strip(), "body": body.strip(), "changed_at": timezone.now()}
    if kind != WorkKind.JOURNAL:
        require(title.strip(), _("Give it a title."))
        return add(Work(member=member, kind=kind, **kept))
    period = next((p for p in journal_periods(member.training_class) if p.first == first_on), None)
    require(period is not None and period.first <= timezone.localdate(), _("There is no such period, or it has not begun."))
    assert period is not None
    return add(Work(member=member, kind=kind, first_on=period.first, last_on=period.last, **kept))


@action("residency.save_work", allow=rules.edits_work, label=gettext_lazy("Save a draft"))
def save_work(work: Work, *, by: Actor, title: str = "", body: str = "", version: int | None = None) -> Work:
    """Save what stands in a draft or a returned text; what was handed in is fetched back first."""
    require(work.state in EDITABLE, _("It was handed in: fetch it back to change it."))
    require(work.kind == WorkKind.JOURNAL or title.strip(), _("Give it a title."))
    return change(work, version=version, title=title.strip(), body=body.strip(), changed_at=timezone.now())


@action("residency.hand_in", allow=rules.edits_work, label=gettext_lazy("Hand in a text"))
def hand_in(work: Work, *, by: Actor, own_work: bool = False) -> Work:
    """Hand in a text; it is kept as a version of its own.

    Essays and reports need the statement that they are the author's own work (student-management rule of 2013).
    """
    require(work.body.strip(), _("There is no text yet."))
    require(work.kind == WorkKind.JOURNAL or own_work, _("State that this is your own work: texts are not written by others."))
    now = timezone.now()
    add(WorkVersion(work=work, number=work.versions.count() + 1, title=work.title, body=work.body, handed_in_at=now))
    return perform(work, WORK_MOVES, "hand_in", by=by, handed_in_at=now, own_work_at=now if own_work else work.own_work_at, changed_at=now)


@action("residency.fetch_back", allow=rules.edits_work, label=gettext_lazy("Fetch a text back"))
def fetch_back(work: Work, *, by: Actor) -> Work:
    """Fetch back what was handed in and not read yet."""
    return perform(work, WORK_MOVES, "fetch_back", by=by, changed_at=timezone.now())


@action("residency.return_work", allow=rules.reads_work, label=gettext_lazy("Return a text for revision"))
def return_work(work: Work, *, by: Actor, text: str) -> Work:
    """Return a text with a word what to revise; the author reads it beside the text."""
    perform(work, WORK_MOVES, "return", by=by, note=text, accepted_at=None, read_by_id=by.account_id, changed_at=timezone.now())
    _comment(work, by, text)
    notifications.work_answered(work)
    return work


@action("residency.accept_work", allow=rules.reads_work, label=gettext_lazy("Accept a text"))
def accept_work(work: Work, *, by: Actor, text: str = "") -> Work:
    """Accept a text, with a word or without. No mark is given here."""
    now = timezone.now()
    perform(work, WORK_MOVES, "accept", by=by, accepted_at=now, read_by_id=by.account_id, changed_at=now)
    if text.strip():
        _comment(work, by, text)
        notifications.work_answered(work)
    return work


@action("residency.comment_work", allow=rules.comments_work, label=gettext_lazy("Comment on a text"))
def comment_work(work: Work, *, by: Actor, text: str) -> WorkComment:
    """Write a word on a text, or answer one."""
    require(text.strip(), _("Write something."))
    return _comment(work, by, text)


def _comment(work: Work, by: Actor, text: str) -> WorkComment:
    return add(WorkComment(work=work, number=work.versions.count(), by=by.account, text=text.strip()))


@action("residency.write_entry", allow=rules.writes, label=gettext_lazy("Write into a dossier"))
def write_entry(member: ClassMember, *, by: Actor, offer: HostOffer, question: str, text: str) -> DossierEntry:
    """Add an entry under one question of the own host's dossier; it stands beside those of others, whoever was first."""
    require(text.strip(), _("Write something."))
    require(question in Question.values, _("There is no such question."))
    post = member.placement.post
    require(post is not None and post.offer_id == offer.pk, _("Who works at a host writes its dossier."))
    return add(DossierEntry(training_class=member.training_class, offer=offer, question=question, author=member, text=text.strip()))


@action("residency.revise_entry", allow=rules.revises_entry, label=gettext_lazy("Revise an entry of a dossier"))
def revise_entry(entry: DossierEntry, *, by: Actor, text: str) -> DossierEntry:
    """Put a new entry in the place of the own one; the old one can still be unfolded. Refused when it was replaced already."""
    require(text.strip(), _("Write something."))
    require(not DossierEntry.objects.filter(replaces=entry).exists(), _("You have revised this entry already, perhaps in another window."))
    return add(DossierEntry(training_class_id=entry.training_class_id, offer_id=entry.offer_id, question=entry.question, author=entry.author,
                            text=text.strip(), replaces=entry))


@action("residency.comment_entry", allow=rules.comments_entry, label=gettext_lazy("Comment on an entry of a dossier"))
def comment_entry(entry: DossierEntry, *, by: Actor, text: str) -> DossierComment:
    """Write a word of the department on an entry; its author is told."""
    require(text.strip(), _("Write something."))
    comment = add(DossierComment(entry=entry, by=by.account, text=text.strip()[:1000]))
    notifications.entry_commented(entry, comment.pk)
    return comment
