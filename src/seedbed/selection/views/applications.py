"""The officer's pages of applications: list, one application, the acts on it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.actions import reveal as reveal_value
from seedbed.directory.forms import PaperForm, RevealForm
from seedbed.directory.views.door import holding
from seedbed.directory.views.releases import handed_out
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.paging import by_number, sorted_by
from seedbed.kernel.screen import ActionButton, Column
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import (
    ConflictForm,
    DecideForm,
    DecideWithPaperForm,
    FilterForm,
    GiveUpForm,
    OverruleForm,
    OverruleWithPaperForm,
    ReturnForm,
    StayForm,
)
from seedbed.selection.models import Application
from seedbed.selection.queries.history import inside_events
from seedbed.selection.queries.outgoing import applications_going_out
from seedbed.selection.queries.sounded import sounding_of
from seedbed.selection.reckoning.conflicts import kind_of
from seedbed.selection.states import DECIDED, ApplicationState, BatchState
from seedbed.selection.views.pieces import (
    batch_tabs,
    crumbs,
    download,
    file_name,
    is_small_office,
    paper_form,
    run_application,
    run_batch,
)
from seedbed.selection.workbooks import RECIPIENTS, corrections_file, list_file

SORTS = {"number": ("number",), "name": ("person__sort_key",), "unit": ("unit__sort_key",), "state": ("state",), "place": ("position",)}


def list_columns() -> Sequence[Column]:
    """Return the columns of the list of applications."""
    return [Column(_("Number"), sort="number"), Column(_("Name"), sort="name", kind="main"), Column(pgettext("organisation", "Unit"), sort="unit"),
            Column(pgettext("job", "Post")), Column(_("Rank")), Column(_("Priority claimed")), Column(pgettext("state", "State"), sort="state")]


@holding("officer", "leader")
@require_safe
def applications(request: HttpRequest, pk: int) -> HttpResponse:
    """List the applications of a batch, narrowed and sorted as asked."""
    batch, by, cols = run_batch(request, pk), actor_of(request), list_columns()
    form = FilterForm(request.GET)
    rows = queries.applications_run_by(by).filter(batch=batch)
    rows = queries.filtered(rows, form.cleaned_data if form.is_valid() else {})
    wanted = sorted_by(request.GET, cols, "number")[0]
    sign, keys = ("-" if wanted.startswith("-") else ""), SORTS[wanted.removeprefix("-")]
    page = by_number(rows.order_by(*(sign + key for key in keys), "pk"), request.GET, size=80)
    return render(request, "selection/applications.html", {
        "batch": batch, "tabs": batch_tabs(batch, "applications"), "crumbs": crumbs(batch), "form": form, "rows": page, "columns": cols,
        "counts": [(ApplicationState(s).label, n) for s, n in sorted(queries.counts_by_state(batch).items())],
        "buttons": [
            ActionButton(_("Bring in a workbook"), reverse("selection:intake", args=[pk]), method="get", kind="primary", icon="upload"),
            ActionButton(_("List (xlsx)"), reverse("selection:list_file", args=[pk, "office"]), method="get", icon="download"),
            ActionButton(_("List for the meeting (xlsx)"), reverse("selection:list_file", args=[pk, "meeting"]), method="get", icon="download"),
            ActionButton(_("To correct and bring back (xlsx)"), reverse("selection:corrections_file", args=[pk]), method="get", icon="download"),
        ],
    })


@holding("officer", "leader")
@require_safe
def list_as_file(request: HttpRequest, pk: int, recipient: str) -> HttpResponse:
    """Give the list of applicants with the columns that a recipient needs."""
    batch = run_batch(request, pk)
    if recipient not in RECIPIENTS:
        raise Http404
    rows = queries.applications_run_by(actor_of(request)).filter(batch=batch).order_by("number")
    outgoing = applications_going_out(batch, "meeting" if recipient == "meeting" else "applicants")
    return handed_out(request, outgoing, lambda: download(list_file(batch, rows, recipient, outward=recipient == "unit"), file_name(batch, _("applicants"), recipient)))


@holding("officer", "leader")
@require_safe
def corrections_as_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list that can be corrected in Excel and brought back."""
    batch = run_batch(request, pk)
    rows = queries.applications_run_by(actor_of(request)).filter(batch=batch).order_by("number")
    return handed_out(request, applications_going_out(batch, "corrections"), lambda: download(corrections_file(batch, rows), file_name(batch, _("to correct"))))


# -- one application -----------------------------------------------------------------------------------------


@holding("officer", "leader")
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application: facts, what the conditions said, place, sounding, time line, and what can be done."""
    found = run_application(request, pk)
    return render(request, "selection/application.html", _page(request, found))


def _page(request: HttpRequest, found: Application, **filled: Any) -> dict[str, Any]:
    """Everything the page of an application shows; `filled` holds a form that was refused, by its name."""
    by, batch = actor_of(request), found.batch
    bar = queries.bars(by, [found]).get(found.pk)
    events, older = inside_events(found, before=request.GET.get("before", ""))
    field, _space, value = shown_once.take(request, f"application{found.pk}").partition(" ")
    return {
        "application": found, "batch": batch, "crumbs": [*crumbs(batch), (_("Applications"), reverse("selection:applications", args=[batch.pk]))],
        "bar": reasons.bar(bar) if bar else "", "events": events, "older": older, "revealed_field": field, "revealed": value,
        "answers": [(reasons.CONDITION_NAMES[a["key"]], a, reasons.condition(a)) for a in found.screening],
        "answer_columns": [Column(_("Condition"), kind="main"), Column(_("Result")), Column(_("Because"))],
        "stay": reasons.stay(found, batch.priority), "sounding": sounding_of(by, found),
        "may_sound": allowed("selection.sound", by, found) and not bar, "buttons": _buttons(request, found, bool(bar)),
        "reveal_form": RevealForm() if allowed("directory.reveal", by, found.person) else None,
        "conflict_kind": kind_of(found.declared_conflict) if found.declared_conflict else "", **(_forms(request, found, bool(bar)) | filled),
    }


def _forms(request: HttpRequest, found: Application, barred: bool) -> dict[str, Form | None]:
    """The forms that are open to this person in this state; None where not."""
    by, state, stage = actor_of(request), found.state, found.batch.state
    runs = allowed("selection.correct", by, found)
    unfrozen = runs and stage in actions.OPEN_TO_CHANGE
    judges = runs and (not barred or is_small_office())
    screening = judges and stage in (BatchState.OPEN, BatchState.SCREENING)
    judged = (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED, ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
    return {
        "overrule_form": _for_barred(barred, OverruleForm, OverruleWithPaperForm)() if screening and state in judged else None,
        "stay_form": StayForm(initial={"kind": found.bay_kind}) if unfrozen else None,
        "conflict_form": ConflictForm(initial={"kind": kind_of(found.declared_conflict)}) if runs and found.declared_conflict else None,
        "decide_form": _for_barred(barred, DecideForm, DecideWithPaperForm)(initial={"outcome": state})
        if judges and stage == BatchState.PROPOSED and state in DECIDED else None,
        "return_form": ReturnForm() if runs and stage == BatchState.OPEN and state in judged[:2] else None,
        "give_up_form": GiveUpForm() if allowed("selection.give_up", by, found) and not found.batch.is_released and state != ApplicationState.GIVEN_UP else None,
        "paper_form": paper_form(request, needed=barred and runs),
    }


def _for_barred(barred: bool, plain: type[Form], with_paper: type[Form]) -> type[Form]:
    """Which form an officer fills in: who is barred names, in a small office, the superior's paper as well."""
    return with_paper if barred and is_small_office() else plain


def _is_barred(request: HttpRequest, found: Application) -> bool:
    return found.pk in queries.bars(actor_of(request), [found])


def _paper(request: HttpRequest, form: Form, purpose: str) -> ApprovalPaper | None:
    return form.filed(actor_of(request), purpose=purpose) if isinstance(form, PaperForm) else None


def _buttons(request: HttpRequest, found: Application, barred: bool) -> list[ActionButton]:
    by, buttons = actor_of(request), []
    if allowed("selection.screen", by, found) and found.batch.state in (BatchState.OPEN, BatchState.SCREENING) and not barred \
            and found.state in (ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED, ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE):
        buttons.append(ActionButton(_("Check the conditions"), reverse("selection:screen", args=[found.pk]), kind="primary"))
    if allowed("selection.correct", by, found) and found.batch.state in actions.OPEN_TO_CHANGE:
        buttons.append(ActionButton(_("Correct facts"), reverse("selection:correct", args=[found.pk]), method="get"))
    return buttons


def _act(request: HttpRequest, found: Application, name: str, form: Form, act: Callable[[], Any]) -> HttpResponse:
    """Take a form's act and lead back to the application; a refused form comes back on its page as typed."""
    if form.is_valid() and accepted(form, act):
        return redirect("selection:application", pk=found.pk)
    return render(request, "selection/application.html", _page(request, found, **{name: form}))


@holding("officer")
@require_POST
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Check one application; a barred officer of a small office names the superior's paper."""
    found = run_application(request, pk)
    by, paper = actor_of(request), paper_form(request, needed="approval_number" in request.POST, required=True)
    if paper is None:
        actions.screen(found, by=by)
        return redirect("selection:application", pk=pk)
    return _act(request, found, "paper_form", paper, lambda: actions.screen(
        found, by=by, approval=_paper(request, paper, _("screening by a barred officer"))))


@holding("officer")
@require_POST
def overrule(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide otherwise than the conditions, with the reason."""
    found = run_application(request, pk)
    form = _for_barred(_is_barred(request, found), OverruleForm, OverruleWithPaperForm)(request.POST)
    return _act(request, found, "overrule_form", form, lambda: actions.overrule(
        found, by=actor_of(request), eligible=form.cleaned_data["eligible"] == "yes", reason=form.cleaned_data["reason"],
        approval=_paper(request, form, _("overruling by a barred officer"))))


@holding("officer")
@require_POST
def judge_stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was read about the Bay Area."""
    found, form = run_application(request, pk), StayForm(request.POST)
    return _act(request, found, "stay_form", form, lambda: actions.judge_stay(found, by=actor_of(request), **form.cleaned_data))


@holding("officer")
@require_POST
def declare_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a declared conflict with a named unit."""
    found, form = run_application(request, pk), ConflictForm(request.POST)
    return _act(request, found, "conflict_form", form, lambda: actions.declare_conflict(found, by=actor_of(request), **form.cleaned_data))


@holding("officer")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one drafted decision by hand."""
    found = run_application(request, pk)
    form = _for_barred(_is_barred(request, found), DecideForm, DecideWithPaperForm)(request.POST)
    return _act(request, found, "decide_form", form, lambda: actions.decide(
        found, by=actor_of(request), outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"],
        approval=_paper(request, form, _("decision by a barred officer"))))


@holding("officer")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an application to the person."""
    found, form = run_application(request, pk), ReturnForm(request.POST)
    return _act(request, found, "return_form", form, lambda: actions.return_application(found, by=actor_of(request), **form.cleaned_data))


@holding("officer", "leader")
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application out before the release; afterwards the placement's page does it."""
    found, form = run_application(request, pk), GiveUpForm(request.POST)
    return _act(request, found, "give_up_form", form, lambda: actions.give_up(found, by=actor_of(request), **form.cleaned_data))


@holding("officer")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a sealed number with a reason; the next page shows it once."""
    found, form = run_application(request, pk), RevealForm(request.POST)
    if form.is_valid():
        text = reveal_value(found.person, by=actor_of(request), **form.cleaned_data)
        shown_once.keep(request, f"application{pk}", f"{form.cleaned_data['field']} {text}")
        return redirect("selection:application", pk=pk)
    return render(request, "selection/application.html", _page(request, found, reveal_form=form))
