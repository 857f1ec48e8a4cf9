"""Writes around cases: desks, categories and routes; who is on a confidential case; links; what is read under seal; call-backs."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.casework import notifications, rules
from seedbed.casework.actions.cases import free_number, hidden_number, order_digest
from seedbed.casework.actions.clocks import rule_of
from seedbed.casework.actions.steps import SEALED, from_seal, kept, remark, step, under_seal
from seedbed.casework.models import (
    CallBack,
    Case,
    CaseAccess,
    CaseBar,
    CaseDesk,
    CaseFile,
    CaseFollow,
    CaseLink,
    CaseStep,
    Category,
    ClockExtension,
    ClockPause,
    ClockRule,
    Route,
)
from seedbed.casework.queries import cases, whole
from seedbed.casework.reckoning.clocks import HANDLING, TEMPLATES
from seedbed.casework.states import EXCLUSION_MOVES
from seedbed.directory.models import Account, Site, Unit
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.files import PAPERS, Upload, discard, store
from seedbed.kernel.keys import new_key
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.outbox import sent_to, take_back
from seedbed.kernel.workflow import perform

MOST_FILES = 20
GIVES_UP: list[Callable[[Case], Iterable[tuple[str, str]]]] = []  # later rooms give up the words they hold about a case that is made confidential


@action("casework.open_desk", allow=rules.keeps_desk, label=gettext_lazy("Open a case desk"))
def open_desk(unit: Unit, *, by: Actor, code: str) -> CaseDesk:
    """Let a unit register and give out the cases of its area; its numbers begin with the letters. The templates of time limits are written with the first desk."""
    require(code.strip().isascii() and code.strip().isalpha(), _("The letters before the number are Latin letters, such as ZX."))
    for template in TEMPLATES:
        rule_of(template.code)
    return add(CaseDesk(unit=unit, code=code.strip().upper(), year=timezone.localdate().year))


@action("casework.set_category", allow=rules.keeps_clock_rules, label=gettext_lazy("Set a category of cases"))
def set_category(site: Site, *, by: Actor, code: str, names: tuple[str, str], parent: Category | None = None, rule_code: str = "days_15", in_use: bool = True) -> Category:
    """Add or change a category; its rule decides how long a case of it may take."""
    require(code.strip() and all(name.strip() for name in names), _("Name the category in both languages."))
    require(rule_code in HANDLING or ClockRule.objects.filter(code=rule_code).exists(), _("There is no such time limit."))
    values: dict[str, Any] = {"name_zh": names[0].strip(), "name_en": names[1].strip(), "parent": parent, "rule_code": rule_code, "in_use": in_use}
    known = Category.objects.filter(code=code.strip()).first()
    return change(known, **values) if known else add(Category(code=code.strip(), **values))


@action("casework.set_route", allow=rules.keeps_routes, label=gettext_lazy("Set which unit takes a category"))
def set_route(desk: CaseDesk, *, by: Actor, category: Category, unit: Unit, area: Unit | None = None) -> Route:
    """Say which unit takes a category in an area, or everywhere; an earlier rule for the same is replaced."""
    known = Route.objects.filter(desk=desk, category=category, area=area).first()
    return change(known, unit=unit) if known else add(Route(desk=desk, category=category, area=area, unit=unit))


@action("casework.make_confidential", allow=rules.guards_case, label=gettext_lazy("Make a case confidential"))
def make_confidential(case: Case, *, by: Actor, reason: str) -> Case:
    """Seal the words of a case; from now on it exists only for those on it: who does this, and the people named later.

    It gets another number, and its old one goes to the next case, so that the register shows no gap; the person reads the
    progress under the old number and the secret word as before. Messages about it leave the inboxes of everybody else.
    """
    require(not case.confidential, _("The case is confidential already."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    if by.account is not None:
        add(CaseAccess(case=case, account=by.account))
    for row in case.steps.exclude(words=""):
        change(row, words="", words_sealed=sealed.seal(row.words))
    for part in case.assignments.exclude(word=""):
        change(part, word="")
    said = [("title", case.title), ("place", case.place), ("external", case.external), *_said_around(case)]
    note(case, "made confidential", text=reason)
    former = free_number(case)
    change(case, confidential=True, number=hidden_number(case.desk), former_number=former, title="", words="", place="", signs="", external="", words_sealed=sealed.seal(case.words),
           answer="", answer_sealed=sealed.seal(case.answer) if case.answer else "", particulars_sealed=under_seal(said), external_digest=order_digest(case.external))
    take_back_messages(case)
    return case


def _said_around(case: Case) -> list[tuple[str, str]]:
    """Take the words out of everything around a case – remarks, reasons, names of files, what other rooms hold – and return them with what they were."""
    found = [line for gives_up in GIVES_UP for line in gives_up(case)]
    links = CaseLink.objects.filter(Q(case=case) | Q(other=case))
    columns: list[tuple[str, QuerySet[Any], str, str]] = [
        ("extension", ClockExtension.objects.filter(clock__case=case), "reason", SEALED), ("pause", ClockPause.objects.filter(clock__case=case), "remark", SEALED),
        ("exclusion", case.calls.all(), "exclusion_why", SEALED), ("call_back", case.calls.all(), "word", ""), ("unlink", links, "undone_why", SEALED), ("file", case.files.all(), "label", "")]
    for what, rows, name, mark in columns:
        found += [(what, _taken_out(row, name, mark)) for row in rows.exclude(**{name: ""}).order_by("pk")]
    return found + [("file", _taken_out(file.document, "original_name", _plain_name(file.document.original_name))) for file in case.files.select_related("document")]


def _taken_out(row: Any, name: str, mark: str) -> str:
    text, values = str(getattr(row, name)), {name: mark}
    change(row, **values)  # type: ignore[arg-type]
    return text


def _plain_name(name: str) -> str:
    """The name of a file of a confidential case: its kind, nothing else."""
    return f"file.{name.rpartition('.')[2]}"


def take_back_messages(case: Case) -> None:
    """Messages about a case stay with those who may still know of it and leave every other inbox; nobody else follows it."""
    told = f"case:{case.pk}:"
    known = {account.pk for account in cases.who_may_see(case, cases.followers(case))}
    for row in case.follows.exclude(account__in=known):
        remove(row)
    accounts = Account.objects.filter(pk__in=[int(recipient) for recipient in sent_to(told) if recipient.isdigit()])
    take_back(told, but=[str(account.pk) for account in cases.who_may_see(case, accounts)])


@action("casework.admit", allow=rules.guards_case, label=gettext_lazy("Put somebody on a confidential case"))
def admit(case: Case, *, by: Actor, account: Account) -> CaseAccess:
    """Put one account on a confidential case and tell it; people of a barred unit see nothing of it all the same."""
    require(case.confidential, _("Only a confidential case has a list of people."))
    require(cases.may_be_admitted(case).filter(pk=account.pk).exists(), _("Only people of the desk and of the units of the case are put on it."))
    access = add(CaseAccess(case=case, account=account))
    notifications.case_admitted(access, cases.who_may_see(case, cases.admitted(case).filter(pk=account.pk)))
    return access


@action("casework.dismiss", allow=rules.guards_case, label=gettext_lazy("Take somebody off a confidential case"))
def dismiss(case: Case, *, by: Actor, account: Account) -> Case:
    """Take one account off a confidential case; the last one stays."""
    rows = case.access.filter(account=account)
    require(rows.exists() and case.access.count() > 1, _("Somebody has to stay on the case."))
    for row in rows:
        remove(row)
    take_back_messages(case)
    return case


@action("casework.bar_unit", allow=rules.guards_case, label=gettext_lazy("Bar a unit from a case"))
def bar_unit(case: Case, *, by: Actor, unit: Unit, reason: str) -> CaseBar:
    """Bar a unit that the case is about: its people see nothing of it, and it cannot be given to them."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(not case.assignments.filter(unit=unit).exclude(state="returned").exists(), _("The unit works on the case; take it back first."))
    bar = add(CaseBar(case=case, unit=unit), text=reason)
    take_back_messages(case)
    return bar


@action("casework.lift_bar", allow=rules.guards_case, label=gettext_lazy("Lift the bar of a unit"))
def lift_bar(case: Case, *, by: Actor, unit: Unit, reason: str) -> Case:
    """Lift the bar of a unit, with a reason."""
    lift_rows(case.bars.filter(unit=unit), reason, _("This unit is not barred."))
    return case


def lift_rows(rows: QuerySet[Any], reason: str, none: str) -> None:
    """Take away what keeps somebody off a case, with a reason; `none` says that there is nothing of the kind."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    found = list(rows)
    require(found, none)
    for row in found:
        remove(row, text=reason)


@action("casework.link_cases", allow=rules.writes_step, label=gettext_lazy("Link two cases"))
def link(case: Case, *, by: Actor, other: Case, kind: str) -> CaseLink:
    """Link two cases that the actor sees; each keeps its number, its clock and its answer. Confidential ones are not linked."""
    require(kind in CaseLink.Kind.values, _("Choose how they belong together."))
    require(cases.handles(by, other) and not other.confidential and not case.confidential, _("There is no such case to link."))
    require(not CaseLink.objects.filter(case=other, other=case, undone_at=None).exists(), _("These two cases are linked already."))
    require(case.pk != other.pk, _("A case is not linked to itself."))
    return add(CaseLink(pk=new_key(), case=case, other=other, kind=kind, by=by.account))


@action("casework.unlink_cases", allow=rules.undoes_link, label=gettext_lazy("Take a link apart"))
def unlink(row: CaseLink, *, by: Actor, reason: str) -> CaseLink:
    """Take a link apart with a reason; both cases stay as they are."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(row.undone_at is None, _("The link was taken apart already."))
    return change(row, undone_at=timezone.now(), undone_why=remark(row.case, by, "unlink", reason, 200))


@action("casework.say_again", allow=rules.says_again, label=gettext_lazy("Say that a case is not solved or has come back"))
def say_again(case: Case, *, by: Actor, text: str) -> CaseStep:
    """Take the word of the person, with number and secret word, that the answer is not so: the desk looks and opens the case again.

    It is a word, not a move: nothing is opened behind the back of whoever has to look.
    """
    require(not case.is_open, _("The case is open still; the unit works on it."))
    require(text.strip(), _("Write what is not as it should be."))
    row = step(case, by, "again", text.strip()[:1000], public=True)
    notifications.case_said_again(row, cases.who_may_see(case, cases.admitted(case) if case.confidential else whole.holding("officer", case.desk.unit_id)))
    return row


@action("casework.follow_case", allow=rules.follows_case, label=gettext_lazy("Follow a case"))
def follow(case: Case, *, by: Actor) -> CaseFollow:
    """Follow a case that one sees, also one of another unit: each step is told to the own inbox."""
    return add(CaseFollow(case=case, account=by.account))


@action("casework.leave_case", allow=rules.follows_case, label=gettext_lazy("Follow a case no longer"))
def unfollow(case: Case, *, by: Actor) -> Case:
    """Follow a case no longer."""
    rows = list(case.follows.filter(account=by.account))
    require(rows, _("You do not follow this case."))
    for row in rows:
        remove(row)
    return case


@action("casework.attach_file", allow=rules.writes_step, label=gettext_lazy("Attach a picture or paper"))
def attach_file(case: Case, *, by: Actor, file: Upload, label: str = "") -> CaseFile:
    """Attach a picture, a letter or a paper; pictures are drawn anew, without place, time and camera. Nobody is asked for one."""
    require(case.files.count() < MOST_FILES, _("A case holds at most %(most)d files.") % {"most": MOST_FILES})
    document = store(file, kinds=PAPERS, by=by)
    if case.confidential:
        label = remark(case, by, "file", f"{label.strip()[:60]} {document.original_name}", 240) and ""
        change(document, original_name=_plain_name(document.original_name))
    return add(CaseFile(pk=new_key(), case=case, document=document, label=label.strip()[:60], by=by.account))


@action("casework.drop_file", allow=rules.drops_file, label=gettext_lazy("Take a file off a case"))
def drop_file(row: CaseFile, *, by: Actor, reason: str) -> Case:
    """Take a file off a case, with a reason; its bytes are deleted."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    case, document = row.case, row.document
    remove(row, text=reason)
    discard(document)
    return case


PARTICULARS = (
    ("title", gettext_lazy("Title")), ("place", pgettext_lazy("case", "Place")), ("external", gettext_lazy("Number of the work order outside")), ("extension", gettext_lazy("Why more time was asked for")),
    ("pause", gettext_lazy("Why a clock stood still")), ("exclusion", gettext_lazy("Why it should not count")), ("call_back", gettext_lazy("What the person said")),
    ("unlink", gettext_lazy("Why a link was taken apart")), ("file", gettext_lazy("Name of a file")), ("matter", gettext_lazy("Matter of an outing")))


@action("casework.read_case", allow=rules.reads_case, label=gettext_lazy("Read a confidential case"))
def read_case(case: Case, *, by: Actor) -> str:
    """Return the words of a confidential case in clear: what was said, the steps, the answer; the trail keeps who read them."""
    note(case, "revealed", changes={"words_sealed": None})
    names = dict(PARTICULARS)
    parts = [sealed.unseal(case.words_sealed), *(f"{names.get(what, what)}: {text}" for what, text in from_seal(case)), *(sealed.unseal(row.words_sealed) for row in CaseStep.objects.filter(case=case).exclude(words_sealed="")),
             sealed.unseal(case.answer_sealed) if case.answer_sealed else ""]
    return "\n\n".join(part for part in parts if part)


@action("casework.read_caller", allow=rules.reads_caller, label=gettext_lazy("See who asked"))
def read_caller(case: Case, *, by: Actor, reason: str) -> str:
    """Return name and telephone of who asked, with a reason; the trail keeps who looked and why."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(case.caller_sealed, _("Nobody left a name."))
    note(case, "revealed", changes={"caller_sealed": None}, text=reason)
    if case.confidential:  # of which the trail keeps no word
        add(CaseStep(case=case, by=by.account, what="caller", **kept(case, "words", reason.strip())))
    told = json.loads(sealed.unseal(case.caller_sealed))
    return f"{told['name']} {told['phone']}".strip()


@action("casework.call_back", allow=rules.calls_back, label=gettext_lazy("Record a call-back"))
def call_back(case: Case, *, by: Actor, reached: bool, solved: str = "", satisfied: str = "", word: str = "") -> CallBack:
    """Record what the person said after the closing: is it solved, are you satisfied — two questions.

    Who reported the case does not ask about it. Whoever was reached may leave a question unanswered. The first answer
    after each closing counts; a later one is kept beside it.
    """
    require(not case.is_open, _("People are asked after the closing."))
    require(case.caller_sealed, _("Nobody left a name."))
    require(by.account_id is None or by.account_id != case.reported_by_id, _("Somebody else asks than who reported the case."))
    require(not reached or (solved in ("", *CallBack.Solved.values) and satisfied in ("", *CallBack.Satisfied.values)), _("Choose one of the answers, or none."))
    counted = case.calls.filter(reached=True, late=False, at__gte=case.closed_at).exclude(solved="", satisfied="").exists()
    row = add(CallBack(pk=new_key(), case=case, by=by.account, reached=reached, solved=solved if reached else "", satisfied=satisfied if reached else "",
                       word="" if case.confidential else word.strip()[:300], late=counted))
    add(CaseStep(case=case, by=by.account, what="call_back", **(kept(case, "words", word.strip()) if word.strip() else {})))
    return row


@action("casework.ask_exclusion", allow=rules.judges_call, label=gettext_lazy("Ask to leave a call-back out of the rates"))
def ask_exclusion(call: CallBack, *, by: Actor, reason: str) -> CallBack:
    """Ask that an answer does not count, with a reason; until somebody else agrees it counts."""
    return perform(call, EXCLUSION_MOVES, "ask_exclusion", by=by, note=reason, exclusion_why=remark(call.case, by, "exclusion", reason, 300), exclusion_by_id=by.account_id)


@action("casework.decide_exclusion", allow=rules.judges_call, label=gettext_lazy("Decide whether a call-back counts"))
def decide_exclusion(call: CallBack, *, by: Actor, exclude: bool, reason: str = "", approval: ApprovalPaper | None = None) -> CallBack:
    """Leave an answer out of the rates, as another person than who asked for it, or count it."""
    return perform(call, EXCLUSION_MOVES, "exclude" if exclude else "keep", by=by, note=reason, approval=approval)
