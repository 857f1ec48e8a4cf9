"""Papers and files on what came of a batch, each to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import actor_of
from seedbed.kernel.papers import Paper, render_docx, render_pdf
from seedbed.outcomes import papers
from seedbed.outcomes.queries import batch as figures
from seedbed.outcomes.queries import coverage
from seedbed.outcomes.views.pieces import download, run_batch
from seedbed.outcomes.workbooks import registration_file
from seedbed.selection.models import Batch

TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}


def _paper(name: str, by: Actor, row: Batch) -> Paper:
    if name == "report":
        return papers.report(row, figures.figures_of(by, row), figures.leads_of(by, row), coverage.by_county(coverage.targets_visible_to(by)),
                             figures.brought_home_of(row))
    return papers.honours(row, figures.honours_of(row))


def _names_many(name: str, row: Batch) -> Outgoing:
    """The lists of named people as something that goes out; the report names nobody."""
    people = {"honours": len(figures.honours_of(row)), "registration": len(figures.registered_of(row))}
    labels = {"honours": _("List for awards"), "registration": _("Lines for the files")}
    return Outgoing.of(name, labels[name], row, row.unit_id, people[name])


@holding("officer", "leader")
@require_safe
def paper(request: HttpRequest, pk: int, name: str, form: str) -> HttpResponse:
    """Hand out one paper of a batch as Word or PDF, or the lines for the files of the units as a workbook.

    What names twenty people or more leaves only after a second person has released it.
    """
    row, by = run_batch(request, pk), actor_of(request)
    if (name, form) == ("registration", "xlsx"):
        return handed_out(request, _names_many(name, row), lambda: download(registration_file(row, figures.registered_of(row)), f"{row.name}-{_('Lines for the files')}.xlsx"))
    if name not in ("report", "honours") or form not in TYPES:
        raise Http404
    return _rendered(name, form, by, row) if name == "report" else handed_out(request, _names_many(name, row), lambda: _rendered(name, form, by, row))


def _rendered(name: str, form: str, by: Actor, row: Batch) -> HttpResponse:
    sheet = _paper(name, by, row)
    data = render_pdf([sheet]) if form == "pdf" else render_docx([sheet])
    return download(data, f"{sheet.title}.{form}", TYPES[form])
