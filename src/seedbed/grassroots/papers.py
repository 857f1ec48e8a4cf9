"""Papers of the line: the signed table of an on-site office, the three lists of a research project."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from seedbed.grassroots.models import Matter, Outing, Project
from seedbed.kernel.papers import Heading, Paper, Table


def _language() -> str:
    return "en" if get_language() == "en" else "zh"


def table_of(outing: Outing, matters: Sequence[Matter], people: Sequence[str]) -> Paper:
    """Return the table of an outing: each item with how it ended, and room for the signatures."""
    lines = [[n, m.words, m.get_ending_display() or (m.case.get_state_display() if m.case else ""), m.answer, str(m.unit or (m.case.lead if m.case and m.case.lead else "") or ""),
              m.until or "", m.case.number if m.case else "", ""] for n, m in enumerate(matters, 1)]
    columns = [pgettext("number in a list", "No."), _("Matter"), _("How it ends"), _("Answer or arrangement"), pgettext("organisation", "Unit"), _("Until"), _("Case"), _("Signature")]
    body: list[str | Heading | Table] = [
        _("%(kind)s on %(day)s at %(area)s %(place)s. Took part: %(people)s.") % {
            "kind": outing.get_kind_display(), "day": outing.on, "area": outing.area, "place": outing.place, "people": "、".join(people) or "–"},
        Table(columns, lines, [0.7, 4, 2, 4, 2.5, 1.8, 2.2, 2])]
    return Paper(title=_("Table of “%(title)s”") % {"title": outing.title}, paragraphs=body, signature=str(outing.unit), date=timezone.localdate(), landscape=True, language=_language())


def three_lists(project: Project, matters: Sequence[Matter]) -> Paper:
    """Return the three lists of a research project, made from the matters of its outings and their cases: nothing is typed twice."""
    number = pgettext("number in a list", "No.")
    problems = [[n, m.words, str(m.outing.area), m.outing.on, m.case.number if m.case else ""] for n, m in enumerate(matters, 1)]
    duties = [[n, m.words[:30], _owner(m), m.case.get_state_display() if m.case else m.get_ending_display()] for n, m in enumerate(matters, 1)]
    tasks = [[n, m.answer or (m.case.answer if m.case else "") or m.words[:30], _owner(m), _until(m), _stands(m)] for n, m in enumerate(matters, 1)]
    body: list[str | Heading | Table] = [
        Heading(_("List of problems")), Table([number, _("Problem"), _("Where"), _("Found on"), _("Case")], problems, [0.7, 5, 2, 1.8, 2]),
        Heading(_("List of duties")), Table([number, _("Problem"), _("Leading unit"), _("Stands at")], duties, [0.7, 4, 3, 2]),
        Heading(_("List of tasks")), Table([number, _("What is done"), _("By whom"), _("Until"), _("Stands at")], tasks, [0.7, 4, 3, 1.8, 2])]
    return Paper(title=_("Three lists: %(title)s") % {"title": project.title}, paragraphs=body, signature=str(project.unit), date=timezone.localdate(), language=_language())


def _owner(matter: Matter) -> str:
    return str(matter.unit or (matter.case.lead if matter.case and matter.case.lead else "") or matter.outing.unit)


def _until(matter: Matter) -> str:
    day = matter.until or (matter.case.due_on if matter.case and matter.case.is_open else None)
    return day.isoformat() if day else ""


def _stands(matter: Matter) -> str:
    if matter.case is None:
        return str(matter.get_ending_display() or _("noted"))
    return str(matter.case.get_outcome_display() if matter.case.closed_at else matter.case.get_state_display())
