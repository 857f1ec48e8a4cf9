"""The word of a company by signed link: made in the office, given without an account."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms import CodeForm, LinkForm, SheetForm
from seedbed.assessment.models import Assessor
from seedbed.assessment.views.rounds import BOTH, crumbs, office
from seedbed.kernel import links as kernel_links
from seedbed.kernel import shown_once
from seedbed.kernel.actor import of_link
from seedbed.kernel.doors import accepted, actor_of, open_to_all
from seedbed.kernel.pace import too_fast

STAYS_OPEN = 30 * 60  # seconds without work after which the code is asked again


@office
@BOTH
def link_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for the contact of a company; link and code are shown once on the next page."""
    row, by = get_object_or_404(queries.assessors_visible_to(actor_of(request)), pk=pk), actor_of(request)
    form, made = LinkForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.make_link(row, by=by, **form.cleaned_data))):
            _row, token, code = made[0]
            shown_once.keep(request, f"word{pk}", f"{token} {code}")
            return redirect("assessment:link_made", pk=pk)
    back = reverse("assessment:round", args=[row.round_id])
    return render(request, "assessment/form.html", {"form": form, "title": _("Link for the word of %(company)s") % {"company": row.label}, "back": back,
                                                    "crumbs": crumbs((row.round, back))})


@never_cache
@office
@require_safe
def link_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a new link and its code once."""
    row = get_object_or_404(queries.assessors_visible_to(actor_of(request)), pk=pk)
    token, _space, code = shown_once.take(request, f"word{pk}").partition(" ")
    address = request.build_absolute_uri(reverse("assessment:word", args=[token])) if token else ""
    back = reverse("assessment:round", args=[row.round_id])
    return render(request, "assessment/link_made.html", {"assessor": row, "address": address, "code": code, "back": back, "crumbs": crumbs((row.round, back))})


# -- the company's contact -------------------------------------------------------------------------------


def _key(row: Assessor) -> str:
    return f"assessment-link-{row.link_id}"


def _is_in(request: HttpRequest, row: Assessor) -> bool:
    """Whether this browser has given the right code within the last half hour."""
    if time.time() - request.session.get(_key(row), 0) > STAYS_OPEN:
        return False
    if request.method == "POST":
        request.session[_key(row)] = int(time.time())
    return True


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "assessment/word_over.html", status=404)


@never_cache
@open_to_all
@require_safe
def word(request: HttpRequest, token: str) -> HttpResponse:
    """Show a company whom it is asked about; without the code only the box for it. Opening changes nothing."""
    row = queries.assessor_of_token(token)
    if row is None:
        return _over(request)
    if not _is_in(request, row):
        return render(request, "assessment/word_code.html", {"form": CodeForm(), "assessor": row, "token": token})
    return render(request, "assessment/word.html", {"assessor": row, "token": token, "sheets": queries.sheets_of_link(row)})


@open_to_all
@require_POST
def word_code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the one-time code; wrong ones are counted and ten close the link."""
    row = queries.assessor_of_token(token)
    if row is None or row.link is None:
        return _over(request)
    form = CodeForm(request.POST)
    if too_fast(request, "word-code", limit=30, seconds=600):
        form.is_valid()
        form.add_error(None, _("Too many tries from this address. Wait ten minutes."))
    elif form.is_valid():
        if kernel_links.code_is_right(row.link, form.cleaned_data["code"]):
            row.link.refresh_from_db()
            actions.use_code(row, by=of_link(row.link))
            request.session.cycle_key()
            request.session[_key(row)] = int(time.time())
            return redirect("assessment:word", token=token)
        form.add_error("code", _("This code is wrong or was used before. Ask the office for a new one."))
    return render(request, "assessment/word_code.html", {"form": form, "assessor": row, "token": token}, status=422)


@never_cache
@open_to_all
@BOTH
def word_sheet(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Take the word of a company on one person."""
    row = queries.assessor_of_token(token)
    if row is None or row.link is None:
        return _over(request)
    if not _is_in(request, row):
        return redirect("assessment:word", token=token)
    sheet = queries.sheets_of_link(row).filter(pk=pk).first()
    if sheet is None:
        return _over(request)
    form = SheetForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.mark(sheet, by=of_link(row.link), given=form.given(), word=form.cleaned_data["word"])):
            messages.success(request, _("Thank you. Your word was taken."))
            return redirect("assessment:word", token=token)
    return render(request, "assessment/word_sheet.html", {"sheet": sheet, "form": form if sheet.state == "open" else None, "assessor": row, "token": token})
