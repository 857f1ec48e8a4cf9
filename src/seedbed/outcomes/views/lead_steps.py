"""The steps of a lead: handed over, signed for, reported on, shared out, given up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.outcomes.actions import leads as actions
from seedbed.outcomes.forms.leads import AmountForm, HandOverForm, ReportForm, SharesForm
from seedbed.outcomes.models import Lead
from seedbed.outcomes.queries import leads as reads
from seedbed.outcomes.views.leads import found
from seedbed.outcomes.views.pieces import BOTH, leads_crumbs


def _step(request: HttpRequest, row: Lead, form: Any, name: str, title: Any, act: Callable[[Actor], Any], text: Any = "") -> HttpResponse:
    """Show a form of a lead and take it."""
    by, back = actor_of(request), reverse("outcomes:lead", args=[row.pk])
    refuse_unless_allowed(name, by, row)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: act(by)):
        return redirect(back)
    return render(request, "outcomes/form.html", {"form": form, "title": title, "text": text, "crumbs": leads_crumbs((row.company, back)), "back": back})


@signed_in
@BOTH
def lead_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a lead over to the unit that follows it up."""
    row, form = found(request, pk), HandOverForm(request.POST or None)
    return _step(request, row, form, "outcomes.hand_over_lead", _("Hand the lead over"), lambda by: actions.hand_over(row, by=by, **form.cleaned_data),
                 _("The clerks of that unit are told. Working days until the signature and the first reply are counted by the standard in force."))


@signed_in
@BOTH
def lead_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report how a lead goes."""
    row = found(request, pk)
    form = ReportForm(request.POST or None, state=row.state)
    return _step(request, row, form, "outcomes.report_lead", _("Report how it goes"), lambda by: actions.report(row, by=by, **form.cleaned_data),
                 _("The people who found the lead read this."))


@signed_in
@BOTH
def lead_amount(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an amount of a lead with its document."""
    row, form = found(request, pk), AmountForm(request.POST or None, request.FILES or None)
    return _step(request, row, form, "outcomes.add_lead_amount", _("Enter an amount"), lambda by: actions.add_amount(row, by=by, **form.values()),
                 _("Money is entered only with the document that shows it."))


@signed_in
@BOTH
def lead_shares(request: HttpRequest, pk: int) -> HttpResponse:
    """Share out the credit for a lead."""
    row = found(request, pk)
    refuse_unless_allowed("outcomes.share_lead", actor_of(request), row)
    shares = [share for share, _shown in reads.shares_shown_to(actor_of(request), row)]
    form = SharesForm(request.POST or None, shares=shares, agreed=row.shared > 0)
    return _step(request, row, form, "outcomes.share_lead", _("Share out the credit"),
                 lambda by: actions.share_lead(row, by=by, points=form.points(), reason=form.cleaned_data["reason"]), _("The shares add up to exactly 100 %."))


@signed_in
@require_POST
def lead_sign_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a lead."""
    actions.sign_for(found(request, pk), by=actor_of(request))
    return redirect("outcomes:lead", pk=pk)


@signed_in
@require_POST
def lead_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a lead back unsigned."""
    actions.send_back(found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("outcomes:leads")


@signed_in
@require_POST
def lead_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a lead up."""
    actions.give_up(found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("outcomes:lead", pk=pk)


@signed_in
@require_POST
def lead_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lead up again."""
    actions.take_up_again(found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("outcomes:lead", pk=pk)
