"""The word of a company by signed link: made in the office, given without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.assessment import actions, queries
from seedbed.assessment.forms import LinkForm, SheetForm
from seedbed.assessment.models import Assessor
from seedbed.assessment.views.rounds import BOTH, crumbs, office
from seedbed.kernel import shown_once
from seedbed.kernel.actor import of_link
from seedbed.kernel.doors import accepted, actor_of, open_to_all
from seedbed.kernel.link_door import LinkDoor


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


DOOR = LinkDoor(
    page="assessment:word", find=queries.assessor_of_token, use=actions.use_code, asks="assessment/word_code.html", shown_as="assessor",
    over="assessment/word_over.html", wrong=gettext_lazy("This code is wrong or was used before. Ask the office for a new one."))


@never_cache
@open_to_all
@require_safe
@DOOR.first
def word(request: HttpRequest, row: Assessor, token: str) -> HttpResponse:
    """Show a company whom it is asked about; without the code only the box for it. Opening changes nothing."""
    return render(request, "assessment/word.html", {"assessor": row, "token": token, "sheets": queries.sheets_of_link(row)})


@open_to_all
@require_POST
def word_code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the one-time code; wrong ones are counted and ten close the link."""
    return DOOR.take_code(request, token)


@never_cache
@open_to_all
@BOTH
@DOOR.further
def word_sheet(request: HttpRequest, row: Assessor, token: str, pk: int) -> HttpResponse:
    """Take the word of a company on one person."""
    sheet = queries.sheets_of_link(row).filter(pk=pk).first()
    if sheet is None:
        return render(request, DOOR.over, status=404)
    form = SheetForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.mark(sheet, by=of_link(row.link), given=form.given(), word=form.cleaned_data["word"])):
            messages.success(request, _("Thank you. Your word was taken."))
            return redirect("assessment:word", token=token)
    return render(request, "assessment/word_sheet.html", {"sheet": sheet, "form": form if sheet.state == "open" else None, "assessor": row, "token": token})
