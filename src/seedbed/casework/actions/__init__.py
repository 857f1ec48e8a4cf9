"""Writes of casework: public notices, objections, service tickets.

A room that needs a public notice calls `open_notice` inside its own action and keeps the returned row's
id; casework never learns what the notice belongs to.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework import notifications, rules
from seedbed.casework.models import NoticeRule, Objection, PublicNotice, Ticket, TicketRule, TicketStep
from seedbed.casework.queries import is_open, may_hold, rule_in_force, whole
from seedbed.casework.reckoning import FIRST_RULE, digest, snapshot
from seedbed.casework.states import NOTICE_MOVES, OBJECTION_MOVES, TICKET_MOVES, NoticeState
from seedbed.directory.models import Account, Person, Site, Unit
from seedbed.directory.queries.whole import accounts_holding
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import Counted, add_workdays
from seedbed.kernel.workflow import perform

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without signs that are mistaken for each other


@action("casework.set_rule", allow=rules.sets_rules, label=gettext_lazy("Set the days of public notices"))
def set_rule(site: Site, *, by: Actor, kind: str, workdays: int, reply_workdays: int, source: str,
             effective_from: date | None = None) -> NoticeRule:
    """Add the next version of the rule for a kind of notice; notices keep the version they began with."""
    require(source.strip(), _("Name the source of the rule."))
    newest = whole.rules_of(kind).first()
    return add(NoticeRule(kind=kind, version=newest.version + 1 if newest else 1, workdays=workdays,
                          reply_workdays=reply_workdays, source=source.strip(),
                          effective_from=effective_from or timezone.localdate()))


@action("casework.open_notice", allow=rules.drafts_for_desk, label=gettext_lazy("Draft a public notice"))
def open_notice(desk: Unit, *, by: Actor, kind: str, title: str, text: str = "",
                rows: Iterable[Mapping[str, str]], workdays: int | None = None) -> PublicNotice:
    """Draft a public notice (公示) of the desk and return it; its `pk` and `number` are what the caller keeps.

    `rows` hold exactly `{"name": …, "unit": …}` per person, nothing more (PIPL art. 6). `kind` names the
    rule that gives the working days, for example "selection"; `workdays` may be longer than the rule, never
    shorter. Nobody outside sees the draft. Refused: an empty list, a row without a name, a period below the rule.
    """
    kept = snapshot(rows)
    require(title.strip() and kept, _("A public notice needs a title and at least one name."))
    require(all(row["name"] for row in kept), _("A row of the notice has no name."))
    rule = _rule(kind)
    days = workdays or rule.workdays
    require(days >= rule.workdays, _("The rule asks for at least %(days)s working days.") % {"days": rule.workdays})
    return add(PublicNotice(
        number=_next_number(), desk=desk, kind=kind, title=title.strip(), text=text.strip(), rows=kept,
        row_count=len(kept), digest=digest(title.strip(), text.strip(), kept), rule=rule, workdays=days,
        drafted_by_id=by.account_id,
    ))


@action("casework.change_notice", allow=rules.changes_notice, label=gettext_lazy("Change the draft of a notice"))
def change_notice(notice: PublicNotice, *, by: Actor, version: int | None = None, title: str, text: str,
                  workdays: int) -> PublicNotice:
    """Change title, text and days of a draft; a published notice is frozen."""
    require(notice.state == NoticeState.DRAFT, _("A published notice is not changed: take it down and publish another one."))
    require(workdays >= notice.rule.workdays,
            _("The rule asks for at least %(days)s working days.") % {"days": notice.rule.workdays})
    return change(notice, version=version, title=title.strip(), text=text.strip(), workdays=workdays,
                  digest=digest(title.strip(), text.strip(), notice.rows or []), drafted_by_id=by.account_id)


@action("casework.publish", allow=rules.publishes_notice, label=gettext_lazy("Publish a notice"))
def publish(notice: PublicNotice, *, by: Actor, approval: ApprovalPaper | None = None) -> PublicNotice:
    """Publish a drafted notice from today; its last day is the n-th working day after today.

    The day of publishing is not counted. Needs another person than the one who drafted it, or in the
    small-office profile the superior's paper. Years without a holiday table make the last day provisional.
    """
    today = timezone.localdate()
    end = _workday_after(today, notice.workdays)
    return perform(notice, NOTICE_MOVES, "publish", by=by, approval=approval, starts_on=today, ends_on=end.date,
                   provisional=end.provisional, published_at=timezone.now(), published_by_id=by.account_id)


@action("casework.take_down", allow=rules.takes_down, label=gettext_lazy("Take a notice down"))
def take_down(notice: PublicNotice, *, by: Actor, reason: str) -> PublicNotice:
    """Take a draft or a running notice down at once, with a reason; names and text are erased from the row."""
    return perform(notice, NOTICE_MOVES, "take_down", by=by, note=reason, rows=None, text="", ended_at=timezone.now())


@action("casework.close", allow=rules.closes_notice, label=gettext_lazy("Close a notice after its period"))
def close(notice: PublicNotice, *, by: Actor) -> PublicNotice:
    """Close a notice whose last day is over and erase names and text (PIPL arts 25, 47); digest and count stay."""
    require(notice.ends_on and notice.ends_on < timezone.localdate(), _("The period of this notice is not over yet."))
    return perform(notice, NOTICE_MOVES, "close", by=by, rows=None, text="", ended_at=timezone.now())


@action("casework.object", allow=rules.objects, label=gettext_lazy("File an objection"))
def object_to(notice: PublicNotice, *, by: Actor, content: str, identity: str = "") -> tuple[Objection, str]:
    """Take an objection from anybody within the period; return it with the secret word for the receipt.

    Content and sender are sealed at once; only a digest of the secret word is kept. The officers of the
    desk are told that something waits, not what. Refused: an empty text, a notice that is not open.
    """
    require(is_open(notice), _("Objections are taken only while the notice stands."))
    require(content.strip(), _("Write what you object to."))
    due = _workday_after(timezone.localdate(), notice.rule.reply_workdays)
    secret = "-".join(_letters(4) for _i in range(4))
    objection = add(Objection(
        notice=notice, desk_id=notice.desk_id, number=f"{timezone.localdate():%y%m}-{_letters(6)}",
        secret_digest=sealed.lookup(f"objection:{secret}"), content_sealed=sealed.seal(content.strip()),
        identity_sealed=sealed.seal(identity.strip()), is_anonymous=not identity.strip(),
        received_at=timezone.now(), due_on=due.date, provisional=due.provisional,
    ))
    notifications.objection_received(objection, accounts_holding("officer", notice.desk_id))
    return objection, secret


@action("casework.accept", allow=rules.handles_objection, label=gettext_lazy("Take up an objection"))
def accept(objection: Objection, *, by: Actor) -> Objection:
    """Take up an objection; from now on it has an owner."""
    return perform(objection, OBJECTION_MOVES, "accept", by=by, handled_by_id=by.account_id)


@action("casework.handle", allow=rules.handles_objection, label=gettext_lazy("Record what was found"))
def handle(objection: Objection, *, by: Actor, finding: str) -> Objection:
    """Record, sealed, what looking into the objection has shown. Refused without a text."""
    require(finding.strip(), _("Write what was found."))
    return perform(objection, OBJECTION_MOVES, "handle", by=by, finding_sealed=sealed.seal(finding.strip()),
                   handled_by_id=by.account_id)


@action("casework.answer", allow=rules.handles_objection, label=gettext_lazy("Answer an objection"))
def answer(objection: Objection, *, by: Actor, text: str) -> Objection:
    """Answer an objection; its sender reads the answer with number and secret word. Refused without a text."""
    require(text.strip(), _("Write the answer."))
    return perform(objection, OBJECTION_MOVES, "answer", by=by, answer_sealed=sealed.seal(text.strip()),
                   answered_at=timezone.now(), handled_by_id=by.account_id)


@action("casework.open_sealed", allow=rules.handles_objection, label=gettext_lazy("Read a sealed objection"))
def open_sealed(objection: Objection, *, by: Actor, part: str, reason: str) -> str:
    """Return content, sender or finding of an objection in clear; the trail keeps who read which part and why."""
    require(part in {"content", "identity", "finding"}, _("There is no such sealed part."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    note(objection, "revealed", changes={f"{part}_sealed": None}, text=reason)
    return sealed.unseal(getattr(objection, f"{part}_sealed"))


def _rule(kind: str) -> NoticeRule:
    """The rule in force; its first version is written when a kind is used for the first time."""
    return rule_in_force(kind) or add(NoticeRule(
        kind=kind, version=1, workdays=FIRST_RULE.workdays, reply_workdays=FIRST_RULE.reply_workdays,
        source=FIRST_RULE.source, effective_from=timezone.localdate(),
    ))


def _next_number() -> str:
    """The next number of the year. The site's row is locked so that two drafts never get the same."""
    Site.objects.select_for_update(no_key=True).filter(pk=1).first()
    year = timezone.localdate().year
    return f"{year}-{whole.last_number(year) + 1:03d}"


def _workday_after(start: date, count: int) -> Counted:
    return add_workdays(start, count, calendar_table(start, start + timedelta(days=count * 3 + 30)))


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _i in range(count))


# -- service tickets ---------------------------------------------------------------------------------------


@action("casework.set_ticket_rule", allow=rules.keeps_ticket_rules, label=gettext_lazy("Set the time limits of a kind of ticket"))
def set_ticket_rule(desk: Unit, *, by: Actor, kind: str, names: tuple[str, str], take_workdays: int, solve_workdays: int, source: str) -> TicketRule:
    """Add the next version of the limits for a kind of ticket; tickets keep the version they began with.

    `names` are the kind's name in Chinese and in English.
    """
    require(source.strip() and all(name.strip() for name in names), _("Name the kind in both languages, and the source of its limits."))
    newest = whole.ticket_rules_of(kind).first()
    return add(TicketRule(kind=kind, name_zh=names[0].strip(), name_en=names[1].strip(), version=newest.version + 1 if newest else 1,
                          take_workdays=take_workdays, solve_workdays=solve_workdays, source=source.strip(), effective_from=timezone.localdate()))


@action("casework.open_ticket", allow=rules.opens_ticket, label=gettext_lazy("Ask for help with a ticket"))
def open_ticket(desk: Unit, *, by: Actor, rule: TicketRule, reporter: Person, text: str, confidential: bool = False) -> Ticket:
    """Take a ticket (服务工单) for a desk and start its clocks; the caller keeps the row's id.

    The text of a confidential one is sealed; only the desk's officers are told of it, else the service team.
    """
    require(text.strip(), _("Write what it is about."))
    today = timezone.localdate()
    take, solve = _workday_after(today, rule.take_workdays), _workday_after(today, rule.solve_workdays)
    ticket = add(Ticket(
        number=f"F{today:%y%m}-{_letters(5)}", desk=desk, rule=rule, reporter=reporter, confidential=confidential,
        text="" if confidential else text.strip(), text_sealed=sealed.seal(text.strip()) if confidential else "",
        received_at=timezone.now(), take_by=take.date, solve_by=solve.date, provisional=solve.provisional))
    role = "officer" if confidential else "service_team"
    notifications.ticket_received(ticket, accounts_holding(role, desk.pk))
    return ticket


@action("casework.take_ticket", allow=rules.handles_ticket, label=gettext_lazy("Take a ticket in hand"))
def take_ticket(ticket: Ticket, *, by: Actor) -> Ticket:
    """Take a ticket in hand; from now on it has a holder, and the one who asked sees who."""
    return perform(ticket, TICKET_MOVES, "take", by=by, holder_id=by.account_id, taken_at=timezone.now())


@action("casework.hand_over_ticket", allow=rules.handles_ticket, label=gettext_lazy("Hand a ticket over"))
def hand_over_ticket(ticket: Ticket, *, by: Actor, to: Account, reason: str) -> Ticket:
    """Hand a ticket to somebody else of the desk with a word why; the clocks run on."""
    require(may_hold(ticket).filter(pk=to.pk).exists(), _("A ticket is handed only to people of its desk, a confidential one to officers."))
    perform(ticket, TICKET_MOVES, "hand_over", by=by, note=reason, holder=to, taken_at=ticket.taken_at or timezone.now())
    add(TicketStep(ticket=ticket, by=by.account, to=to, text=reason.strip()[:500]))
    notifications.ticket_handed(ticket, to)
    return ticket


@action("casework.note_step", allow=rules.handles_ticket, label=gettext_lazy("Note a step of a ticket"))
def note_step(ticket: Ticket, *, by: Actor, text: str) -> TicketStep:
    """Note what was tried; the one who asked reads it."""
    require(text.strip(), _("Write what was done."))
    return add(TicketStep(ticket=ticket, by=by.account, text=text.strip()[:500]))


@action("casework.solve_ticket", allow=rules.handles_ticket, label=gettext_lazy("Report a ticket as solved"))
def solve_ticket(ticket: Ticket, *, by: Actor, solution: str) -> Ticket:
    """Report what was done; the one who asked says whether it helped, and closes it or opens it again."""
    now = timezone.now()
    perform(ticket, TICKET_MOVES, "solve", by=by, note=str(_("solved")), solution=_said(solution), solved_at=now, holder_id=ticket.holder_id or by.account_id,
            taken_at=ticket.taken_at or now)
    notifications.ticket_solved(ticket)
    return ticket


def _said(solution: str) -> str:
    require(solution.strip(), _("Write what was done."))
    return solution.strip()


@action("casework.rate_ticket", allow=rules.rates_ticket, label=gettext_lazy("Say how a ticket went"))
def rate_ticket(ticket: Ticket, *, by: Actor, satisfaction: int, word: str = "") -> Ticket:
    """Say how content one is and close the ticket."""
    require(satisfaction in Ticket.Satisfaction.values, _("Choose how content you are."))
    return perform(ticket, TICKET_MOVES, "close", by=by, satisfaction=satisfaction, word=word.strip()[:300])


@action("casework.reopen_ticket", allow=rules.reopens_ticket, label=gettext_lazy("Open a ticket again"))
def reopen_ticket(ticket: Ticket, *, by: Actor, reason: str) -> Ticket:
    """Open a ticket again that is not really solved; its holder is told."""
    perform(ticket, TICKET_MOVES, "reopen", by=by, note=reason, satisfaction=None)
    add(TicketStep(ticket=ticket, by=by.account, text=reason.strip()[:500]))
    if ticket.holder is not None:
        notifications.ticket_handed(ticket, ticket.holder)
    return ticket


@action("casework.read_grievance", allow=rules.reads_grievance, label=gettext_lazy("Read a confidential ticket"))
def read_grievance(ticket: Ticket, *, by: Actor) -> str:
    """Return the text of a confidential ticket in clear; the trail keeps who read it."""
    note(ticket, "revealed", changes={"text_sealed": None})
    return sealed.unseal(ticket.text_sealed)
