"""Certificates: issued by exception, printed, revoked; checked by anybody who holds the paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.doors import accepted, actor_of, open_to_all, signed_in
from seedbed.kernel.pace import too_fast
from seedbed.kernel.paging import by_number
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column
from seedbed.kernel.sealed import unseal
from seedbed.outcomes import papers
from seedbed.outcomes.actions import certificates as actions
from seedbed.outcomes.forms.certificates import CheckForm, IssueForm
from seedbed.outcomes.models import Certificate
from seedbed.outcomes.queries import certificates as reads
from seedbed.outcomes.reckoning.certificates import masked
from seedbed.outcomes.views.papers import TYPES
from seedbed.outcomes.views.pieces import BOTH, download, run_batch
from seedbed.selection.models import Batch

office = holding("officer", "leader")


@office
@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the register of certificates of a batch."""
    row, by = run_batch(request, pk), actor_of(request)
    rows = by_number(reads.certificates_visible_to(by).filter(batch=row), request.GET, size=30)
    return render(request, "outcomes/certificates.html", {
        "batch": row, "crumbs": [(row.name, reverse("outcomes:batch", args=[pk]))], "rows": rows, "waiting": len(reads.candidates(row)),
        "buttons": [ActionButton(_("Issue certificates"), reverse("outcomes:certificates_issue", args=[pk]), method="get", kind="primary"),
                    *(ActionButton(_("All as %(form)s") % {"form": form.upper()}, reverse("outcomes:certificates_print", args=[pk, form]), icon="paper",
                                   confirm=_("The check codes are printed; that this was done is recorded.")) for form in TYPES)],
        "columns": [Column(pgettext("certificate", "Number"), kind="main"), Column(_("Name")), Column(pgettext("organisation", "Unit")), Column(_("Issued on"), kind="date"),
                    Column(pgettext("certificate", "State")), Column("", kind="actions")]})


@office
@BOTH
def certificates_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue certificates to everybody but the exceptions."""
    row, by = run_batch(request, pk), actor_of(request)
    form, back = IssueForm(request.POST or None, found=reads.candidates(row)), reverse("outcomes:certificates", args=[pk])
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.issue_certificates(row, by=by, except_for=form.left_out())):
        return redirect(back)
    text = _("Everybody who stayed to the end and whose assessment after the course is released gets one numbered certificate and is told.")
    return render(request, "outcomes/form.html", {"form": form, "title": _("Issue certificates"), "text": text, "crumbs": [(row.name, back)], "back": back})


@never_cache
@office
@require_POST
def certificates_print(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out all valid certificates of a batch as one file, a page each; for many people a second person releases it first."""
    row = run_batch(request, pk)
    if form not in TYPES:
        raise Http404
    valid = reads.certificates_visible_to(actor_of(request)).filter(batch=row, state="issued").count()
    return handed_out(request, Outgoing.of("certificates", _("Certificates"), row, row.unit_id, valid), lambda: _all_of(request, row, form))


def _all_of(request: HttpRequest, row: Batch, form: str) -> HttpResponse:
    sheets = [papers.certificate(found, code) for found, code in actions.print_certificates(row, by=actor_of(request))]
    data = render_pdf(sheets) if form == "pdf" else render_docx(sheets)
    return download(data, f"{row.name}-{_('Certificates')}.{form}", TYPES[form])


def _certificate(request: HttpRequest, pk: int) -> Certificate:
    return get_object_or_404(reads.certificates_visible_to(actor_of(request)), pk=pk)


@office
@require_POST
def certificate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a certificate with a reason."""
    row = actions.revoke_certificate(_certificate(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("outcomes:certificates", pk=row.batch_id)


@never_cache
@signed_in
@require_safe
def certificate_paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out one valid certificate to its person or the office."""
    row = _certificate(request, pk)
    if form not in TYPES or row.state != "issued":
        raise Http404
    sheet = papers.certificate(row, unseal(row.code_sealed))
    data = render_pdf([sheet]) if form == "pdf" else render_docx([sheet])
    return download(data, f"{row.number}.{form}", TYPES[form])


@never_cache
@open_to_all
@BOTH
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Tell whoever holds the paper whether it is valid; of the name only the first character is shown."""
    form = CheckForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "certificate", limit=20, seconds=600):
            form.add_error(None, _("Too many tries from this address. Wait ten minutes."))
        else:
            found = reads.checked(**form.cleaned_data)
            if found is None:
                form.add_error(None, _("Number and check code do not belong together. Compare them with the paper."))
    return render(request, "outcomes/certificate_check.html", {"form": form, "found": found, "name": masked(found.person.name) if found else ""})
