"""Papers of a batch: what there is, from when on it can be made, and how it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.papers import Paper, render_docx, render_pdf
from seedbed.placement.papers import letters, lists, office
from seedbed.placement.queries.papers import Outcome

WORDS = ("docx", "pdf")


@dataclass(frozen=True)
class Kind:
    """One kind of paper: name in addresses, title, and whether it waits for publication.

    `make` gives the papers of an outcome; kinds without it are workbooks, written by `sheet`.
    """

    name: str
    title: Any
    text: Any
    after_publication: bool = False
    make: Callable[[Outcome], Sequence[Paper]] | None = None
    sheet: Callable[[Outcome], bytes] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The file forms in which it can be had."""
        return WORDS if self.make else ("xlsx",)


KINDS: tuple[Kind, ...] = (
    Kind("by_host", _("Placements by host"), _("Who comes to which host, for the office."), sheet=lists.by_host),
    Kind("by_unit", _("Placements by unit"), _("Who goes where from which unit, for the office."), sheet=lists.by_unit),
    Kind("meeting", _("Paper for the meeting"), _("For those who decide on the plan: how it was matched, what it achieves, who goes where."),
         make=office.meeting_paper),
    Kind("notice", pgettext_lazy("paper", "Public notice"), _("Text with name, unit and host, and nothing more."), make=office.notice_paper),
    Kind("unit_letters", _("Notice to each unit"), _("One sheet per unit: who goes where and from which day."), True, make=letters.unit_letters),
    Kind("host_letters", _("Letter to each host"), _("One sheet per host: name, post and day of those who agreed that the host sees them."), True,
         make=letters.host_letters),
    Kind("consents", _("Consents to be signed"), _("The notice and a list to sign, for those who have not agreed yet that the host sees them."), make=letters.consents),
    Kind("class_book", _("Class book"), _("Everybody with unit, host and post, to be printed."), True, make=lists.class_book),
    Kind("reasons", _("Reason sheets"), _("One sheet per person: why this post, from what was stored with the plan."), make=letters.reason_sheets),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def made(kind: Kind, form: str, outcome: Outcome) -> bytes:
    """Return the bytes of one paper in one form; none where there is nobody to write about."""
    if kind.sheet is not None:
        return kind.sheet(outcome)
    sheets = list(kind.make(outcome)) if kind.make else []
    if not sheets:
        return b""
    return render_pdf(sheets) if form == "pdf" else render_docx(sheets)
