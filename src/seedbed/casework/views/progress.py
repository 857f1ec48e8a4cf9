"""What everybody may do without an account: tell something, and see how far it is with number and secret word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.casework.actions import cases as actions
from seedbed.casework.actions import guarding
from seedbed.casework.forms.cases import AgainForm, AskForm, ReceiptOfCaseForm, ToldForm
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries.places import SHOWN, places_called, ways_to
from seedbed.casework.rules import PUBLIC
from seedbed.casework.states import CASE_MOVES
from seedbed.casework.views.cases import nearest_desk
from seedbed.casework.views.public import unlisted
from seedbed.kernel import sealed, shown_once
from seedbed.kernel.actor import of_job
from seedbed.kernel.doors import accepted, open_to_all
from seedbed.kernel.pace import too_fast


@open_to_all
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take what anybody tells, with or without a name; number and secret word are shown once afterwards."""
    form = AskForm(request.POST or None, areas=queries.areas(), categories=queries.categories())
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "case", limit=10, seconds=3600):
            form.add_error(None, _("Too many matters came from your network within an hour. Try again later, or call."))
        elif accepted(form, lambda: _keep(request, form)):
            return redirect("cases:receipt")
    return render(request, "casework/case_ask.html", {"form": form})


@open_to_all
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Find places by what is typed, for the boxes that ask where; names of places are no secret."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = queries.places_for(actor) if actor is not None else queries.areas()
    found = [] if actor is None and too_fast(request, "places", limit=300, seconds=600) else places_called(rows, request.GET.get("q", ""))
    return JsonResponse({"places": [{"name": row.name, "above": above} for row, above in ways_to(found[:SHOWN])]})


def _keep(request: HttpRequest, form: ToldForm) -> None:
    case, secret = actions.register(nearest_desk(form.cleaned_data["area"]), by=of_job(PUBLIC), told=form.told("web"))
    shown_once.keep(request, "asked", f"{case.number} {secret}")


@open_to_all
@unlisted
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and secret word of what was just told, once."""
    kept = shown_once.take(request, "asked")
    if not kept:
        return redirect("cases:progress")
    number, secret = kept.split(" ")
    return render(request, "casework/case_receipt.html", {"number": number, "secret": secret})


@open_to_all
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """Show how far a case is, its public steps and its answer, to whoever has number and secret word."""
    form = ReceiptOfCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if too_fast(request, "progress", limit=30, seconds=900):
            form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        elif queries.by_receipt(**kept) is None:
            form.add_error(None, _("There is no case with this number and secret word."))
        else:
            shown_once.keep(request, "progress", f"{kept['number'].strip()} {kept['secret'].strip()}")
            return redirect("cases:progress")
    number, _space, secret = shown_once.take(request, "progress").partition(" ")
    case = queries.by_receipt(number, secret) if number else None
    labels = {move.name: move.label for move in CASE_MOVES} | {"again": _("Your word")}
    again = AgainForm(initial={"number": number, "secret": secret}) if case is not None and not case.is_open else None
    steps = [(step.at, labels.get(step.what, ""), step.words or (sealed.unseal(step.words_sealed) if step.words_sealed else "")) for step in case.steps.filter(public=True)] if case else []
    answer = (case.answer or (sealed.unseal(case.answer_sealed) if case.answer_sealed else "")) if case and not case.is_open else ""
    return render(request, "casework/case_progress.html", {"form": form, "case": case, "steps": steps, "answer": answer, "again": again})


@open_to_all
@unlisted
@require_POST
def say_again(request: HttpRequest) -> HttpResponse:
    """Take the word of the person that it is not so; the desk is told and looks."""
    form = AgainForm(request.POST)
    if form.is_valid():
        kept = form.cleaned_data
        case = None if too_fast(request, "again", limit=6, seconds=3600) else queries.by_receipt(kept["number"], kept["secret"])
        if case is None:
            form.add_error(None, _("There is no case with this number and secret word, or too many words came from your network within an hour."))
        elif accepted(form, lambda: guarding.say_again(case, by=of_job(PUBLIC), text=kept["text"])):
            shown_once.keep(request, "progress", f"{kept['number'].strip()} {kept['secret'].strip()}")
            messages.success(request, _("Your word has come to the case desk. It is looked at, and the case is opened again if it is so."))
            return redirect("cases:progress")
    return render(request, "casework/case_again.html", {"form": form})
