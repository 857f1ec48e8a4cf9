"""Papers of casework: the monthly sheet for leaders."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

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
        Table([pgettext("cases", "Class"), _("registered"), _("closed"), _("solved of these"), _("said again or come back")],
              [[line.name, line.registered, line.closed, rate(line.solved), rate(line.repeated)] for line in figures["classes"]], [3, 1.2, 1.2, 2, 2]),
        Heading(_("Where they came from")),
        Table([_("Where"), _("registered"), _("still open")], [list(line) for line in figures["places"]], [4, 1.5, 1.5]),
        Heading(_("The people's word on cases closed in this month")),
        _("Asked %(asked)d, reached %(reached)s, “solved” %(solved)s, “satisfied” or “fairly satisfied” %(satisfied)s; left out with a reason %(out)d.") % {
            "asked": word.asked, "reached": rate(word.reached), "solved": rate(word.solved), "satisfied": rate(word.satisfied), "out": figures["excluded"]},
        _("Rates of fewer than five people are not shown; “–” means that nobody was asked. Confidential cases are in no figure."),
    ]
    return Paper(title=_("Cases in %(year)d-%(month)02d") % {"year": month.year, "month": month.month}, paragraphs=body, signature=desk, date=timezone.localdate(),
                 language="en" if get_language() == "en" else "zh")


def age(low: int, high: int | None) -> str:
    """Return the name of a bucket of days."""
    return f"{low}–{high}" if high is not None else f"> {low - 1}"


def rate(value: Any) -> str:
    """Return a share with its two numbers, as it is printed."""
    return f"{value.text}（{value.numbers}）" if value.numbers else value.text
