"""Pages of the companies of a campaign: list, one company, its answer by telephone, its link, taking it up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column
from seedbed.placement.actions import canvass as actions
from seedbed.placement.forms.campaigns import AnswerForm, CompanyFilter, CompanyForm, NewCompanyForm
from seedbed.placement.models import AskedCompany, AskedLink
from seedbed.placement.queries import campaigns as queries
from seedbed.placement.views.campaigns import campaign_of, company_columns, crumbs
from seedbed.placement.views.hosts import BOTH, version_of
from seedbed.placement.views.lines import events_of


@signed_in
@require_safe
def companies(request: HttpRequest, pk: int) -> HttpResponse:
    """List the companies of a campaign with their answers."""
    row, by = campaign_of(request, pk), actor_of(request)
    form = CompanyFilter(request.GET, campaign=row)
    data = form.cleaned_data if form.is_valid() else {"q": "", "answer": "", "relay": None}
    found = queries.narrowed(queries.companies_visible_to(by).filter(campaign=row), data["q"], data["answer"], data["relay"])
    rows = by_key(queries.with_posts(found), request.GET, order=("id",), size=50)
    add = ActionButton(_("Add a company"), reverse("placement:company_add", args=[pk]), method="get", kind="primary")
    may_add = allowed("placement.list_company", by, row) and row.state != "closed"
    return render(request, "placement/campaigns/companies.html", {
        "campaign": row, "rows": rows, "columns": company_columns(), "filters": form, "crumbs": crumbs(row), "buttons": [add] if may_add else []})


@signed_in
@BOTH
def company_add(request: HttpRequest, pk: int) -> HttpResponse:
    """List a company that is to be asked."""
    row, by = campaign_of(request, pk), actor_of(request)
    form = NewCompanyForm(request.POST or None, campaign=row)
    made: list[AskedCompany] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.list_company(row, by=by, **form.cleaned_data))):
            return redirect("placement:company", pk=made[0].pk)
    back = reverse("placement:companies", args=[pk])
    return render(request, "placement/host_form.html", {"form": form, "title": _("Add a company"), "crumbs": crumbs(row, (_("Companies"), back)), "back": back})


def company_of(request: HttpRequest, pk: int) -> AskedCompany:
    """Return a company asked that the actor may see, or answer 404."""
    return get_object_or_404(queries.companies_visible_to(actor_of(request)), pk=pk)


def _crumbs(row: AskedCompany, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return crumbs(row.campaign, (_("Companies"), reverse("placement:companies", args=[row.campaign_id])), *more)


@signed_in
@require_safe
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one company asked: what is known of it, its answer, its links."""
    return _page(request, company_of(request, pk))


def _page(request: HttpRequest, row: AskedCompany, form: AnswerForm | None = None) -> HttpResponse:
    by = actor_of(request)
    is_open = row.campaign.state == "open" and row.offer_id is None
    return render(request, "placement/campaigns/company.html", {
        "company": row, "posts": row.posts.order_by("pk"), "crumbs": _crumbs(row), "buttons": _buttons(by, row), "events": events_of(row),
        "answer_form": form or AnswerForm(company=row) if is_open and allowed("placement.answer_request", by, row) else None,
        "links": [(link, _link_buttons(by, link)) for link in queries.asked_links_visible_to(by).filter(company=row)[:5]],
        "link_columns": [Column(_("Given to"), kind="main"), Column(_("Until"), kind="date"), Column(_("Last opened"), kind="date"), Column("", kind="actions")],
    }, status=422 if form is not None else 200)


def _buttons(by: Any, row: AskedCompany) -> list[ActionButton]:
    buttons = []
    if row.offer_id is None and row.answer == "yes" and allowed("placement.take_up_company", by, row):
        why = "" if row.uscc else _("The unified social credit code is missing; ask for it and write it down first.")
        buttons.append(ActionButton(_("Take up as a host"), reverse("placement:company_take_up", args=[row.pk]), kind="primary", disabled_reason=why))
    if row.campaign.state == "open" and row.offer_id is None and allowed("placement.make_company_link", by, row):
        buttons.append(ActionButton(_("Make a link"), reverse("placement:company_link", args=[row.pk])))
    if row.offer_id is None and allowed("placement.change_company", by, row):
        buttons.append(ActionButton(_("Change"), reverse("placement:company_change", args=[row.pk]), method="get"))
    return buttons


def _link_buttons(by: Any, link: AskedLink) -> list[ActionButton]:
    if link.link.revoked_at is not None or not allowed("placement.renew_company_code", by, link):
        return []
    return [ActionButton(_("New code"), reverse("placement:company_code", args=[link.pk]), kind="quiet")]


@signed_in
@BOTH
def company_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a company asked."""
    row, by = company_of(request, pk), actor_of(request)
    form = CompanyForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_company(row, by=by, version=version_of(request), **form.cleaned_data)):
            return redirect("placement:company", pk=pk)
    back = reverse("placement:company", args=[pk])
    return render(request, "placement/host_form.html", {"form": form, "title": _("Change the company"), "version": row.version, "crumbs": _crumbs(row, (row, back)), "back": back})


@signed_in
@require_POST
def company_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a company said on the telephone."""
    row, by = company_of(request, pk), actor_of(request)
    form = AnswerForm(request.POST, company=row)
    if form.is_valid() and accepted(form, lambda: actions.answer_request(row, by=by, **form.values())):
        return redirect("placement:company", pk=pk)
    return _page(request, row, form)


@signed_in
@require_POST
def company_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a willing company a host with its posts, ready for vetting."""
    offer = actions.take_up_company(company_of(request, pk), by=actor_of(request))
    messages.success(request, _("Taken up. The host waits for its vetting; nothing has to be typed again."))
    return redirect("placement:offer", pk=offer.pk)


@signed_in
@require_POST
def company_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of a company; link and code are shown once on the next page."""
    link, token, code = actions.make_company_link(company_of(request, pk), by=actor_of(request))
    shown_once.keep(request, f"asked{link.pk}", f"{token} {code}")
    return redirect("placement:company_link_made", pk=link.pk)


def _link(request: HttpRequest, pk: int) -> AskedLink:
    return get_object_or_404(queries.asked_links_visible_to(actor_of(request)), pk=pk)


@never_cache
@signed_in
@require_safe
def company_link_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a new link and its code once."""
    row = _link(request, pk)
    token, _space, code = shown_once.take(request, f"asked{pk}").partition(" ")
    address = request.build_absolute_uri(reverse("placement:request_page", args=[token])) if len(token) > 1 else ""
    back = reverse("placement:company", args=[row.company_id])
    return render(request, "placement/link_made.html", {
        "link": row, "address": address, "code": code, "back": back, "crumbs": _crumbs(row.company, (row.company, back))})


@signed_in
@require_POST
def company_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time code for a link."""
    row = _link(request, pk)
    shown_once.keep(request, f"asked{pk}", f"- {actions.renew_company_code(row, by=actor_of(request))}")
    return redirect("placement:company_link_made", pk=pk)


@signed_in
@require_POST
def campaign_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Make links for all companies that have not answered; they are shown once on the next page, without codes."""
    row = campaign_of(request, pk)
    made = actions.make_company_links(row, by=actor_of(request))
    shown_once.keep(request, f"links{pk}", " ".join(f"{company.pk}:{token}" for company, token in made))
    return redirect("placement:campaign_links_made", pk=pk)


@never_cache
@signed_in
@require_safe
def campaign_links_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the new links once, by whom they are passed on; a code is made on the page of each company when it calls."""
    row = campaign_of(request, pk)
    tokens = dict(pair.split(":", 1) for pair in shown_once.take(request, f"links{pk}").split())
    companies = queries.companies_visible_to(actor_of(request)).filter(campaign=row, pk__in=tokens).order_by("relay_id", "pk")
    return render(request, "placement/campaigns/links.html", {
        "campaign": row, "crumbs": crumbs(row), "columns": [Column(_("Company"), kind="main"), Column(_("Asked through")), Column(_("Contact")), Column(_("Link"), kind="long")],
        "rows": [(company, request.build_absolute_uri(reverse("placement:request_page", args=[tokens[str(company.pk)]]))) for company in companies]})
