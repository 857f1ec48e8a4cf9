"""Complaints and suggestions: sent by anybody from any page, answered by the office."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.queries import site
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import of_job
from seedbed.kernel.doors import accepted, actor_of, open_to_all, refuse_unless_allowed
from seedbed.kernel.pace import too_fast
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import Column
from seedbed.kernel.sealed import unseal
from seedbed.portal import actions, queries
from seedbed.portal.forms import AnswerForm, ComplaintForm, OpenForm, ReceiptForm
from seedbed.portal.models import Complaint
from seedbed.portal.rules import PUBLIC


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Take a complaint or suggestion; number and secret word are shown once afterwards."""
    came_from = urlsplit(request.headers.get("Referer", "")).path[:200]
    form = ComplaintForm(request.POST or None, initial={"page": came_from})
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "complaint", limit=10, seconds=3600):
            form.add_error(None, _("Too many messages came from your network within an hour. Try again later."))
        elif accepted(form, lambda: _file(request, form.cleaned_data)):
            return redirect("portal:complaint_receipt")
    return render(request, "portal/complaint.html", {"form": form})


def _file(request: HttpRequest, given: dict[str, Any]) -> None:
    """Who is signed in does not matter here: the sender stays whoever the form names."""
    made, secret = actions.complain(site(), by=of_job(PUBLIC), **given)
    shown_once.keep(request, "complaint", f"{made.number} {secret}")


@open_to_all
@require_safe
def complaint_receipt(request: HttpRequest) -> HttpResponse:
    """Show number and secret word of the complaint just sent, once."""
    kept = shown_once.take(request, "complaint")
    if not kept:
        return redirect("portal:complaint_reply")
    number, secret = kept.split(" ")
    return render(request, "portal/complaint_receipt.html", {"number": number, "secret": secret})


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_reply(request: HttpRequest) -> HttpResponse:
    """Show the answer to whoever has number and secret word."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: text.strip() for name, text in form.cleaned_data.items()}
        if too_fast(request, "receipt", limit=30, seconds=900):
            form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        elif queries.complaint_by_receipt(**given) is None:
            form.add_error(None, _("There is nothing with this number and secret word."))
        else:
            shown_once.keep(request, "complaint_reply", f"{given['number']} {given['secret']}")
            return redirect("portal:complaint_reply")
    number, _space, secret = shown_once.take(request, "complaint_reply").partition(" ")
    found = queries.complaint_by_receipt(number, secret) if number else None
    answer = unseal(found.answer_sealed) if found else ""
    return render(request, "portal/complaint_reply.html", {"form": form, "complaint": found, "answer": answer})


@holding("officer", "leader")
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """List complaints and suggestions, the newest first."""
    rows = by_key(queries.complaints_visible_to(actor_of(request)), request.GET, order=("-id",))
    columns = [Column(_("Number"), kind="main"), Column(_("Kind")), Column(_("Sent from")), Column(_("Received"), kind="date"),
               Column(pgettext("state", "State"))]
    return render(request, "portal/complaints.html", {"rows": rows, "columns": columns})


def _complaint(request: HttpRequest, pk: int) -> Complaint:
    return get_object_or_404(queries.complaints_visible_to(actor_of(request)), pk=pk)


def _page(request: HttpRequest, found: Complaint, **parts: Any) -> dict[str, Any]:
    handles = allowed("portal.answer_complaint", actor_of(request), found)
    answers = handles and found.state == "received"
    return {"complaint": found, "open": OpenForm() if handles else None, "answer": AnswerForm() if answers else None} | parts


@holding("officer", "leader")
@require_safe
def complaint_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one complaint; its sealed parts only after they were opened."""
    found = _complaint(request, pk)
    opened = shown_once.take(request, f"complaint{pk}")
    return render(request, "portal/complaint_file.html", _page(request, found, opened=opened))


@holding("officer", "leader")
@require_POST
def open_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a sealed part with a reason; the next page shows it once."""
    found, form = _complaint(request, pk), OpenForm(request.POST)
    refuse_unless_allowed("portal.open_complaint", actor_of(request), found)
    if form.is_valid():
        text = actions.open_complaint(found, by=actor_of(request), **form.cleaned_data)
        shown_once.keep(request, f"complaint{pk}", text)
        return redirect("portal:complaint_file", pk=pk)
    return render(request, "portal/complaint_file.html", _page(request, found, open=form))


@holding("officer", "leader")
@require_POST
def answer_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a complaint."""
    found, form = _complaint(request, pk), AnswerForm(request.POST)
    refuse_unless_allowed("portal.answer_complaint", actor_of(request), found)
    if form.is_valid() and accepted(form, lambda: actions.answer_complaint(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("portal:complaint_file", pk=pk)
    return render(request, "portal/complaint_file.html", _page(request, found, answer=form))
