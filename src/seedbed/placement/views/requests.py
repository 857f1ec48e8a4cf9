"""The page of a company that was asked: it opens it with link and code and says whether it takes people. No account."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel import links as kernel_links
from seedbed.kernel.actor import of_link
from seedbed.kernel.doors import accepted, open_to_all
from seedbed.kernel.pace import too_fast
from seedbed.placement.actions import canvass as actions
from seedbed.placement.forms.campaigns import AnswerForm
from seedbed.placement.forms.links import CodeForm
from seedbed.placement.models import AskedLink
from seedbed.placement.queries.campaigns import company_of_token
from seedbed.placement.views.links import STAYS_OPEN


def _key(row: AskedLink) -> str:
    return f"asked-link-{row.pk}"


def _is_in(request: HttpRequest, row: AskedLink) -> bool:
    """Whether this browser has given the right code within the last half hour."""
    return bool(time.time() - request.session.get(_key(row), 0) <= STAYS_OPEN)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "placement/host_over.html", status=404)


@never_cache
@open_to_all
@require_safe
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the request and the form for the answer; without the code only the box for it. Opening changes nothing."""
    row = company_of_token(token)
    if row is None:
        return _over(request)
    if not _is_in(request, row):
        return render(request, "placement/campaigns/code.html", {"form": CodeForm(), "company": row.company, "token": token})
    return _page(request, row, token, AnswerForm(company=row.company))


def _page(request: HttpRequest, row: AskedLink, token: str, form: AnswerForm, status: int = 200) -> HttpResponse:
    return render(request, "placement/campaigns/request.html", {
        "company": row.company, "campaign": row.company.campaign, "token": token, "form": form, "closed": row.company.offer_id is not None}, status=status)


@open_to_all
@require_POST
def request_code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the one-time code; wrong ones are counted and ten close the link."""
    row = company_of_token(token)
    if row is None:
        return _over(request)
    form = CodeForm(request.POST)
    if too_fast(request, "host-code", limit=30, seconds=600):
        form.is_valid()
        form.add_error(None, _("Too many tries from this address. Wait ten minutes."))
    elif form.is_valid():
        if kernel_links.code_is_right(row.link, form.cleaned_data["code"]):
            row.link.refresh_from_db()
            actions.use_company_code(row, by=of_link(row.link))
            request.session.cycle_key()
            request.session[_key(row)] = int(time.time())
            return redirect("placement:request_page", token=token)
        form.add_error("code", _("This code is wrong or was used before. Ask the service team for a new one."))
    return render(request, "placement/campaigns/code.html", {"form": form, "company": row.company, "token": token}, status=422)


@open_to_all
@require_POST
def request_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer of the company: link and code are asked anew, the act is done as the link."""
    row = company_of_token(token)
    if row is None:
        return _over(request)
    if not _is_in(request, row):
        return redirect("placement:request_page", token=token)
    form = AnswerForm(request.POST, company=row.company)
    if form.is_valid() and accepted(form, lambda: actions.answer_request(row.company, by=of_link(row.link), **form.values())):
        request.session[_key(row)] = int(time.time())
        messages.success(request, _("Thank you. Your answer was taken."))
        return redirect("placement:request_page", token=token)
    return _page(request, row, token, form, status=422)
