"""Papers of casework: the monthly sheet for leaders."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from seedbed.casework.models import Case, Clock, ClockExtension
from seedbed.casework.reckoning.rates import count
from seedbed.kernel.papers import Heading, Paper, Table


def monthly_sheet(desk: str, month: date, figures: dict[str, Any]) -> Paper:
    """Return the monthly sheet: what waits for whom, how long, which classes, where, the people's word."""
    word = figures["word"]
    body: list[str | Heading | Table] = [
        Heading(_("What waits for whom")),
        Table([_("Unit"), _("open"), _("past the safe end")], [[line.unit, line.open, line.late] for line in figures["waiting"]], [5, 1.5, 1.5]),
        Heading(_("How long it has been open")),
        Table([_("Days"), _("Cases")], [[age(low, high), n] for low, high, n in figures["ageing"]], [3, 1.5]),
        Heading(_("Classes of matter in this month")),
        Table([pgettext("cases", "Class"), _("registered"), _("closed"), _("solved of these"), _("solved at the first go"), _("said again or come back")],
              [[line.name, line.registered, line.closed, rate(line.solved), rate(line.first), rate(line.repeated)] for line in figures["classes"]], [2.6, 1, 1, 1.8, 1.8, 1.8]),
        _("Solved at the first go: %(rate)s of all cases closed in the month; closed as solved, never opened again, not told a second time.") % {"rate": rate(figures["first"])},
        *(part for section in figures["sections"] for part in (Heading(section.title), Table(section.columns, section.rows, section.widths))),
        Heading(_("Where they came from")),
        Table([_("Township"), _("registered"), _("still open")], [[place.name, count(place.registered), count(place.open)] for place in figures["places"]], [4, 1.5, 1.5]),
        Heading(_("The people's word on cases closed in this month")),
        _("Asked %(asked)d, reached %(reached)s, answered %(answered)s, “solved” %(solved)s, “satisfied” or “fairly satisfied” %(satisfied)s; left out with a reason %(out)d.") % {
            "asked": word.asked, "reached": rate(word.reached), "answered": rate(word.answered), "solved": rate(word.solved), "satisfied": rate(word.satisfied), "out": figures["excluded"]},
        _("Rates and counts of fewer than five are not shown; “–” means that nobody was asked. Confidential cases are in no figure."),
    ]
    return Paper(title=_("Cases in %(year)d-%(month)02d") % {"year": month.year, "month": month.month}, paragraphs=body, signature=desk, date=timezone.localdate(),
                 language="en" if get_language() == "en" else "zh")


def extension_letter(extension: ClockExtension) -> Paper:
    """Return the letter that tells the person of an extension: why, until when; without name, for it is handed over or sent by the unit."""
    clock, case = extension.clock, extension.clock.case
    body = [_("Your matter of %(day)s (number %(number)s) needs more time.") % {"day": timezone.localtime(case.received_at).date(), "number": case.number},
            _("Reason: %(reason)s") % {"reason": extension.reason},
            _("According to %(article)s the time is extended by %(length)s; you get the answer by %(until)s.") % {
                "article": clock.rule.article, "length": extension.length, "until": clock.legal_on},
            _how_far(case)]
    return _letter(case, _("Letter on an extension"), body, number=extension.letter)


def answer_letter(case: Case) -> Paper:
    """Return the letter with the answer to the person of a closed case."""
    body = [_("Your matter of %(day)s (number %(number)s) has been handled: %(outcome)s.") % {
                "day": timezone.localtime(case.received_at).date(), "number": case.number, "outcome": case.get_outcome_display()},
            case.answer, _("If it is not so, or comes back, tell us: the case is opened again."), _how_far(case)]
    return _letter(case, _("Letter with the answer"), body)


def case_paper(case: Case, clocks: Sequence[Clock], events: Sequence[tuple[datetime, Any, str]]) -> Paper:
    """Return the file of a case to be printed: what it is, its clocks, what happened; long numbers in the words are blotted out, names stay sealed."""
    facts: list[list[object]] = [[_("Received"), _moment(case.received_at)], [_("Channel"), case.get_channel_display()], [_("Category"), case.category], [_("Where"), case.area],
             [_("Leading unit"), case.lead or ""], [pgettext("state", "State"), case.get_state_display()], [_("Outcome"), case.get_outcome_display()]]
    body: list[str | Heading | Table] = [
        blotted(case.words), Table([_("What"), ""], facts, [2, 6]),
        Heading(_("Time limits")), Table([_("What"), _("Rule"), _("Safe until"), _("Legal end"), pgettext("state", "State")],
                                         [[clock.get_purpose_display(), clock.rule, clock.safe_on, clock.legal_on, clock.word] for clock in clocks], [2, 2.5, 1.8, 1.8, 1.8]),
        Heading(_("What happened")), Table([_("When"), _("Step"), _("Text")], [[_moment(at), what, blotted(text)] for at, what, text in events], [2.2, 2.2, 5])]
    if case.answer:
        body += [Heading(_("Answer to the person")), blotted(case.answer)]
    return Paper(title=_("File of case %(number)s") % {"number": case.number}, paragraphs=body, signature=str(case.desk), date=timezone.localdate(),
                 language="en" if get_language() == "en" else "zh")


def blotted(text: str) -> str:
    """Return a text in which telephone, identity and account numbers are blotted out."""
    return re.sub(r"\d{7,18}[\dXx]?", "■■■", text)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _how_far(case: Case) -> str:
    return str(_("With the number and your secret word you see at any time how far it is."))


def _letter(case: Case, title: str, body: list[str], number: str = "") -> Paper:
    return Paper(title=title, number=number, recipients=str(_("To the person who told it:")), paragraphs=body, signature=str(case.lead or case.desk), date=timezone.localdate(),
                 language="en" if get_language() == "en" else "zh")


def age(low: int, high: int | None) -> str:
    """Return the name of a bucket of days."""
    return f"{low}–{high}" if high is not None else f"> {low - 1}"


def rate(value: Any) -> str:
    """Return a share with its two numbers, as it is printed."""
    return f"{value.text}（{value.numbers}）" if value.numbers else value.text
