"""The person's own application, and the unit's recommendations."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.queries import notice_in_force
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.kernel.sealed import unseal
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import ApplicationForm, GiveUpForm, OpinionForm, ReturnForm
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.history import outward_events
from seedbed.selection.queries.outgoing import list_of
from seedbed.selection.queries.own import is_open_today, own_place, quota_for
from seedbed.selection.states import APPLICATION_MOVES, ApplicationState
from seedbed.selection.views.pieces import crumbs, download, file_name
from seedbed.selection.workbooks import list_file

NOT_TYPED = {"csrfmiddlewaretoken", "_once", "version", "draft", "notice"}


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(queries.batches_visible_to(actor_of(request)), pk=pk)


# -- the person ----------------------------------------------------------------------------------------------


@holding("trainee")
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the own application: its receipt, how it stands, the decision with its reason; or the way to apply."""
    batch, by = _batch(request, pk), actor_of(request)
    own = queries.own_application(by, batch)
    if own is None or own.state == ApplicationState.DRAFT:
        return redirect("selection:apply", pk=pk) if is_open_today(batch) else _page(request, batch, own)
    return _page(request, batch, own)


def _page(request: HttpRequest, batch: Batch, own: Application | None, give_up: GiveUpForm | None = None) -> HttpResponse:
    open_today = is_open_today(batch)
    may_give_up = own is not None and own.state in APPLICATION_MOVES["give_up"].sources and not batch.is_released
    shown = own if own is not None and own.number else None
    return render(request, "selection/mine.html", {
        "batch": batch, "application": shown, "crumbs": crumbs(), "events": outward_events(shown) if shown else [],
        "stay": reasons.stay(shown, None) if shown else "", "refusals": reasons.refusals(shown) if shown and batch.is_released else [],
        "place": _place(shown) if shown else [], "open_today": open_today,
        "may_change": own is not None and own.state == ApplicationState.RETURNED and open_today,
        "give_up_form": (give_up or GiveUpForm()) if may_give_up and own is not None and own.number else None,
    })


def _place(own: Application) -> list[str]:
    """Why the decision is what it is, in sentences about this person alone."""
    found = own_place(own)
    if found is None:
        return []
    place = _("Place %(position)d of %(people)d in the order of priority.") % {"position": found["row"]["position"], "people": found["people"]}
    rules = _("By %(rules)s: %(meets)s.") % {"rules": found["rule_set"], "meets": reasons.meets(found["row"]["meets"], found["rule_set"])}
    changed = [_("The decision was changed with this reason: %(reason)s") % {"reason": own.decision_note}] if own.decision_note else []
    return [place, rules, reasons.outcome(found["row"], seats=found["seats"], quota=found["quota"]), *changed]


@holding("trainee")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the own application; a draft is kept as typed, complete or not."""
    batch, by = _batch(request, pk), actor_of(request)
    own = queries.own_application(by, batch)
    person = by.account.person if by.account is not None else None
    if person is None or (own is not None and own.state not in (ApplicationState.DRAFT, ApplicationState.RETURNED)):
        return redirect("selection:mine", pk=pk)
    notice = notice_in_force(queries.NOTICE)
    typed = json.loads(unseal(own.typed_sealed)) if own is not None and own.typed_sealed else None
    form = ApplicationForm(request.POST) if request.method == "POST" else ApplicationForm.of(person, typed, own)
    if request.method == "POST" and request.POST.get("draft"):
        actions.save_draft(batch, by=by, typed=_typed(request))
        return redirect("selection:apply", pk=pk)
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get("notice", "")
        seen = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 18 else None
        if accepted(form, lambda: actions.submit(batch, by=by, notice_id=seen, **form.values())):
            return redirect("selection:mine", pk=pk)
    return render(request, "selection/apply.html", {
        "batch": batch, "form": form, "application": own, "person": person, "notice": notice, "crumbs": crumbs(), "open_today": is_open_today(batch), "draft_key": f"selection.apply.{pk}",
        "discard": ActionButton(_("Discard the draft"), reverse("selection:discard_draft", args=[pk]), kind="danger", confirm=_("What you typed is erased."))
        if own is not None and own.state == ApplicationState.DRAFT else None})


def _typed(request: HttpRequest) -> dict[str, object]:
    """The form as typed; boxes that may be ticked several times stay lists."""
    lists = {"wishes"}
    return {name: values if name in lists else values[-1] for name, values in request.POST.lists() if name not in NOT_TYPED}


@holding("trainee")
@require_POST
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the own draft."""
    own = queries.own_application(actor_of(request), _batch(request, pk))
    if own is not None:
        actions.discard_draft(own, by=actor_of(request))
    return redirect("selection:batches")


@holding("trainee")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the own application up, with the reason; after the release the placement's page does it."""
    batch, by, form = _batch(request, pk), actor_of(request), GiveUpForm(request.POST)
    own = get_object_or_404(queries.own_applications(by), batch=batch)
    if form.is_valid() and accepted(form, lambda: actions.give_up(own, by=by, **form.cleaned_data)):
        return redirect("selection:mine", pk=pk)
    return _page(request, batch, own, form)


# -- the unit's clerk ----------------------------------------------------------------------------------------


@holding("clerk")
@require_safe
def recommendations(request: HttpRequest, pk: int) -> HttpResponse:
    """List what people of the clerk's units handed in, the quota, and what waits for an opinion."""
    batch, by = _batch(request, pk), actor_of(request)
    people = queries.clerk_applications(by, batch)
    rows = by_number(people, request.GET, size=100)
    return render(request, "selection/recommendations.html", {
        "batch": batch, "crumbs": crumbs(), "rows": rows, "quotas": quota_for(by, batch),
        "waiting": people.filter(state=ApplicationState.SUBMITTED).count(),
        "columns": [Column(_("Number")), Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(pgettext("job", "Post")),
                    Column(pgettext("state", "State"))],
        "buttons": [ActionButton(_("Send the list corrected"), reverse("selection:unit_sheet", args=[pk]), method="get", icon="upload"),
                    ActionButton(_("List (xlsx)"), reverse("selection:unit_file", args=[pk]), method="get", icon="download")],
    })


@holding("clerk")
@require_safe
def unit_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the clerk the list of the own units."""
    batch, by = _batch(request, pk), actor_of(request)
    rows = list(queries.clerk_applications(by, batch))
    return handed_out(request, list_of(batch, "applicants", len(rows)), lambda: download(list_file(batch, rows, "unit", outward=True), file_name(batch, _("applicants"))))


def _application(request: HttpRequest, pk: int) -> Application:
    by = actor_of(request)
    return get_object_or_404(queries.spoken_for_by(by), pk=pk)


@holding("clerk")
@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application of the own unit, with the forms for opinion and return."""
    return _opinion_page(request, _application(request, pk))


def _opinion_page(request: HttpRequest, found: Application, **filled: object) -> HttpResponse:
    waits = found.state == ApplicationState.SUBMITTED
    returnable = found.state in (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED) and found.batch.state == "open"
    forms = {"opinion_form": OpinionForm() if waits else None, "return_form": ReturnForm() if returnable else None} | filled
    return render(request, "selection/recommendation.html", {
        "application": found, "batch": found.batch, "events": outward_events(found), "stay": reasons.stay(found, None),
        "crumbs": [*crumbs(), (_("Recommendations of my unit"), reverse("selection:recommendations", args=[found.batch_id]))], **forms})


@holding("clerk")
@require_POST
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """Recommend an applicant with the unit's opinion."""
    found, form = _application(request, pk), OpinionForm(request.POST)
    if form.is_valid() and accepted(form, lambda: actions.recommend(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("selection:recommendations", pk=found.batch_id)
    return _opinion_page(request, found, opinion_form=form)


@holding("clerk")
@require_POST
def return_to_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an application to the person with the reason."""
    found, form = _application(request, pk), ReturnForm(request.POST)
    if form.is_valid() and accepted(form, lambda: actions.return_application(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("selection:recommendations", pk=found.batch_id)
    return _opinion_page(request, found, return_form=form)
