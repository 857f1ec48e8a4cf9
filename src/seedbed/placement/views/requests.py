"""The page of a company that was asked: it opens it with link and code and says whether it takes people. No account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel.actor import of_link
from seedbed.kernel.doors import accepted, open_to_all
from seedbed.kernel.link_door import LinkDoor
from seedbed.placement.actions import canvass as actions
from seedbed.placement.forms.campaigns import AnswerForm
from seedbed.placement.models import AskedLink
from seedbed.placement.queries.campaigns import company_of_token

DOOR = LinkDoor(
    page="placement:request_page", find=company_of_token, use=actions.use_company_code, asks="placement/campaigns/code.html", shown_as="asked",
    over="placement/host_over.html", wrong=gettext_lazy("This code is wrong or was used before. Ask the service team for a new one."))


@never_cache
@open_to_all
@require_safe
@DOOR.first
def request_page(request: HttpRequest, row: AskedLink, token: str) -> HttpResponse:
    """Show the request and the form for the answer; without the code only the box for it. Opening changes nothing."""
    return _page(request, row, token, AnswerForm(company=row.company))


def _page(request: HttpRequest, row: AskedLink, token: str, form: AnswerForm, status: int = 200) -> HttpResponse:
    return render(request, "placement/campaigns/request.html", {
        "company": row.company, "campaign": row.company.campaign, "token": token, "form": form, "closed": row.company.offer_id is not None}, status=status)


@open_to_all
@require_POST
def request_code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the one-time code; wrong ones are counted and ten close the link."""
    return DOOR.take_code(request, token)


@open_to_all
@require_POST
@DOOR.further
def request_answer(request: HttpRequest, row: AskedLink, token: str) -> HttpResponse:
    """Take the answer of the company; the act is done as the link."""
    form = AnswerForm(request.POST, company=row.company)
    if form.is_valid() and accepted(form, lambda: actions.answer_request(row.company, by=of_link(row.link), **form.values())):
        messages.success(request, _("Thank you. Your answer was taken."))
        return redirect("placement:request_page", token=token)
    return _page(request, row, token, form, status=422)
