"""What everybody may see without an account: one notice by its number, and the way of an objection."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.casework import actions, queries
from seedbed.casework.forms import ObjectionForm, ReceiptForm
from seedbed.casework.models import PublicNotice
from seedbed.casework.rules import PUBLIC
from seedbed.kernel import shown_once
from seedbed.kernel.actor import of_job
from seedbed.kernel.doors import accepted, open_to_all
from seedbed.kernel.pace import too_fast
from seedbed.kernel.screen import Column
from seedbed.kernel.sealed import unseal

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Keep a page out of search engines and caches: names on it are to be gone after the period."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store"
        return response

    return answer


def name_columns() -> list[Column]:
    """Columns of the only table that a notice shows."""
    return [Column(pgettext("serial number", "No."), kind="number"), Column(_("Name"), kind="main"),
            Column(pgettext("organisation", "Unit"))]


def _notice_or_404(number: str) -> PublicNotice:
    notice = queries.public_notice(number)
    if notice is None:
        raise Http404
    return notice


@open_to_all
@unlisted
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show a running notice; one that is over answers 410 without any name."""
    found = _notice_or_404(number)
    if not queries.is_open(found):
        return render(request, "casework/over.html", status=410)
    return render(request, "casework/notice.html", {"notice": found, "columns": name_columns()})


@open_to_all
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Take an objection; number and secret word are shown once afterwards."""
    found = _notice_or_404(number)
    if not queries.is_open(found):
        return render(request, "casework/over.html", status=410)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "objection", limit=10, seconds=3600):
            form.add_error(None, _("Too many objections came from your network within an hour. Try again later."))
        elif accepted(form, lambda: _file(request, found, form.cleaned_data)):
            return redirect("casework:receipt")
    back = reverse("casework:notice", args=[number])
    return render(request, "casework/object.html", {"notice": found, "form": form, "back": back})


def _file(request: HttpRequest, found: PublicNotice, given: dict[str, str]) -> None:
    """Who is signed in does not matter here: the sender stays whoever the form names."""
    objection, secret = actions.object_to(found, by=of_job(PUBLIC), **given)
    shown_once.keep(request, "receipt", f"{objection.number} {secret} {objection.due_on}")


@open_to_all
@unlisted
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and secret word of the objection just filed, once."""
    kept = shown_once.take(request, "receipt")
    if not kept:
        return redirect("casework:reply")
    number, secret, due = kept.split(" ")
    return render(request, "casework/receipt.html", {"number": number, "secret": secret, "due": due})


@open_to_all
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """Show how far an objection is, and its answer, to whoever has number and secret word."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "receipt", limit=30, seconds=900):
            form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        elif queries.objection_by_receipt(**form.cleaned_data) is None:
            form.add_error(None, _("There is no objection with this number and secret word."))
        else:
            given = form.cleaned_data
            shown_once.keep(request, "reply", f"{given['number'].strip()} {given['secret'].strip()}")
            return redirect("casework:reply")
    number, _space, secret = shown_once.take(request, "reply").partition(" ")
    objection = queries.objection_by_receipt(number, secret) if number else None
    answer = unseal(objection.answer_sealed) if objection else ""
    return render(request, "casework/reply.html", {"form": form, "objection": objection, "answer": answer})
