"""Writes of the portal."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import lay_paths
from seedbed.directory.actions.releases import require_release
from seedbed.directory.models import Account, Person, Site, Unit
from seedbed.directory.queries.whole import accounts_holding
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.archives.gathering import Rows, gather
from seedbed.kernel.archives.laying import lay
from seedbed.kernel.archives.packing import SECRETS, Archive
from seedbed.kernel.models import OutboxMessage, TrailCheckpoint
from seedbed.kernel.workflow import perform
from seedbed.portal import notifications, rules
from seedbed.portal.models import Complaint, ImpactAssessment, RetentionRule
from seedbed.portal.queries.holdings import HOLDINGS, erasable, overdue
from seedbed.portal.queries.retention import retention_in_force
from seedbed.portal.states import COMPLAINT_MOVES
from seedbed.selection.models import Batch
from seedbed.selection.queries.outgoing import archive_of

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without signs that are mistaken for each other


@action("portal.complain", allow=rules.complains, label=gettext_lazy("Send a complaint or suggestion"))
def complain(site: Site | None, *, by: Actor, kind: str, content: str, contact: str = "", page: str = "") -> tuple[Complaint, str]:
    """Take a complaint or suggestion from anybody; return it with the secret word for the receipt.

    Content and contact are sealed at once. The officers of the top unit are told that something waits.
    """
    require(content.strip(), _("Write what you want to tell the office."))
    secret = "-".join(_letters(4) for _i in range(4))
    complaint = add(Complaint(
        number=f"T{timezone.localdate():%y%m}-{_letters(6)}", secret_digest=sealed.lookup(f"complaint:{secret}"), kind=kind,
        page=page[:200], content_sealed=sealed.seal(content.strip()), contact_sealed=sealed.seal(contact.strip()),
        is_anonymous=not contact.strip(), received_at=timezone.now(),
    ))
    if site is not None:
        notifications.complaint_received(complaint, accounts_holding("officer", site.root_id))
    return complaint, secret


@action("portal.open_complaint", allow=rules.handles_complaint, label=gettext_lazy("Read a sealed complaint"))
def open_complaint(complaint: Complaint, *, by: Actor, part: str, reason: str) -> str:
    """Return content or contact of a complaint in clear; the trail keeps who read which part and why."""
    require(part in {"content", "contact"}, _("There is no such sealed part."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    note(complaint, "revealed", changes={f"{part}_sealed": None}, text=reason)
    return sealed.unseal(getattr(complaint, f"{part}_sealed"))


@action("portal.answer_complaint", allow=rules.handles_complaint, label=gettext_lazy("Answer a complaint"))
def answer_complaint(complaint: Complaint, *, by: Actor, text: str) -> Complaint:
    """Answer a complaint; its sender reads the answer with number and secret word. Refused without a text."""
    require(text.strip(), _("Write the answer."))
    return perform(complaint, COMPLAINT_MOVES, "answer", by=by, answer_sealed=sealed.seal(text.strip()),
                   answered_at=timezone.now(), handled_by_id=by.account_id)


@action("portal.read_message", allow=rules.reads_message, label=gettext_lazy("Mark a message as read"))
def read_message(message: OutboxMessage, *, by: Actor) -> OutboxMessage:
    """Mark an own message as read; once read it stays read."""
    if message.read_at is not None:
        note(message, "read again")
        return message
    return change(message, read_at=timezone.now())


@action("portal.export_own", allow=rules.exports_own, label=gettext_lazy("Download the own data"))
def export_own(person: Person, *, by: Actor) -> None:
    """Note that a person downloads what the site holds about them (PIPL art. 45)."""
    note(person, "exported")


@action("portal.note_check", allow=rules.verifies_trail, label=gettext_lazy("Check the trail"))
def note_check(site: Site, *, by: Actor, seq: int, head: str, faults: int) -> None:
    """Note the result of a check; a trail without a fault gets a checkpoint from which the next check goes on."""
    if not faults and not TrailCheckpoint.objects.filter(seq=seq).exists():
        add(TrailCheckpoint(seq=seq, hash=head))
    note(site, "trail checked", text=f"#{seq}, {faults}")


# -- how long things are kept ------------------------------------------------------------------------------

FIRST_ARTICLE, FIRST_SOURCE = "第十九条、第四十七条", "《中华人民共和国个人信息保护法》（2021年）；期限为系统默认，请按本单位规定修改"
ERASE_AT_ONCE = 500  # rows of one act


def retention_rule() -> RetentionRule:
    """Return the rule of retention in force; its first version is written when it is needed for the first time."""
    return retention_in_force() or add(RetentionRule(number=1, months={h.key: h.months for h in HOLDINGS}, article=FIRST_ARTICLE, source=FIRST_SOURCE,
                                                     effective_from=timezone.localdate()))


@action("portal.set_retention", allow=rules.sets_retention, label=gettext_lazy("Set how long things are kept"))
def set_retention(site: Site, *, by: Actor, months: Mapping[str, int], article: str, source: str) -> RetentionRule:
    """Add the next version of the rule of retention, with article and source; from today on what is over by it is erased."""
    require(article.strip() and source.strip(), _("Name article and source of the rule."))
    require(set(months) == {h.key for h in HOLDINGS} and all(1 <= n <= 600 for n in months.values()), _("Every table needs its months, from 1 to 600."))
    newest = retention_rule()
    return add(RetentionRule(number=newest.number + 1, months=dict(months), article=article.strip(), source=source.strip(), effective_from=timezone.localdate()))


@action("portal.record_assessment", allow=rules.records_assessment, label=gettext_lazy("Record an impact assessment"))
def record_assessment(site: Site, *, by: Actor, occasion: str, lawful: str, effects: str, measures: str, paper: str) -> ImpactAssessment:
    """Record what the office found for one case of PIPL art. 55, in the three points of art. 56, with the paper by which it was approved.

    An assessment is never changed or taken away; when the handling changes the next one is recorded.
    """
    require(occasion in ImpactAssessment.Occasion.values, _("Choose the case of article 55."))
    require(all(text.strip() for text in (lawful, effects, measures, paper)), _("Article 56 wants all three points, and the paper by which they were approved."))
    newest = ImpactAssessment.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return add(ImpactAssessment(number=newest + 1, occasion=occasion, lawful=lawful.strip(), effects=effects.strip(), measures=measures.strip(),
                                paper=paper.strip()[:120], made_by=by.account, made_on=timezone.localdate()))


@action("portal.erase_overdue", allow=rules.erases, label=gettext_lazy("Erase what is kept long enough"))
def erase_overdue(rule: RetentionRule, *, by: Actor) -> int:
    """Erase, table by table, what is over by the rule: some hundred rows in one act, each with its line in the trail. Returns how many."""
    left, today = ERASE_AT_ONCE, timezone.localdate()
    for holding in erasable():
        for row in overdue(holding, rule.months.get(holding.key, holding.months), today)[:max(left, 0)]:
            take_out(row, holding.erased or {})
            left -= 1
    change(rule, swept_on=None if left <= 0 else today, text=str(ERASE_AT_ONCE - left))
    return ERASE_AT_ONCE - left


def take_out(row: Model, texts: Mapping[str, Any]) -> None:
    """Put these values in the place of a row's texts, or take the row away where there are none; the trail names the fields, never what stood in them."""
    if not texts:
        remove(row)
        return
    type(row)._default_manager.filter(pk=row.pk).update(**texts)  # not `change`: some fields are called like its arguments
    note(row, "erased", changes=dict.fromkeys(texts))


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _i in range(count))


@action("portal.archive_batch", allow=rules.archives_batch, label=gettext_lazy("Write a batch into an archive"))
def archive_batch(batch: Batch, *, by: Actor) -> Rows:
    """Gather all rows of a batch for an archive; the trail notes who took it out. Soundings stay behind.

    Refused without another account's release (in a small office the superior's paper).
    """
    require_release(archive_of(batch), by)
    note(batch, "archived")
    return gather(batch)


@action("portal.lay_archive", allow=rules.lays_archive, label=gettext_lazy("Put an archive into an empty site"))
def lay_archive(archive: Archive, *, by: Actor) -> Batch:
    """Put an archived batch into a site that has no units, people or accounts yet; its accounts stay closed."""
    require(not (Unit.objects.exists() or Person.objects.exists() or Account.objects.exists()),
            _("This site is not empty. An archive is put into a new one, made by “seedbed prepare” alone."))
    lay(archive)
    batch = Batch.objects.get(pk=archive.manifest["batch"])
    lay_paths()
    note(batch, "laid from an archive", text=archive.manifest["digests"][SECRETS][:16])
    return batch
