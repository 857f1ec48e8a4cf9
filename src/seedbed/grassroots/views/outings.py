"""Pages of outings: planned, recorded on the phone, matters that become cases, the table of an on-site office."""

from typing import Any
from urllib.parse import quote

from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from seedbed.casework.actions.cases import Told
from seedbed.casework.queries import cases as case_queries
from seedbed.casework.views.cases import likely, nearest_desk, told_form
from seedbed.gatherings.calendar import calendar_of
from seedbed.grassroots import forms, papers, queries
from seedbed.grassroots.actions import library
from seedbed.grassroots.actions import outings as actions
from seedbed.grassroots.calendar import entry_of
from seedbed.grassroots.models import Matter, Outing
from seedbed.grassroots.states import OutingState
from seedbed.grassroots.views.doing import BOTH, Act, buttons, do, new, workers
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.files import open_for_download
from seedbed.kernel.paging import by_number
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column

CALENDAR = "text/calendar; charset=utf-8"
TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
S = OutingState
HERE_DAYS = 3  # around its day an outing has the form of a problem on its own page: one is standing there


def _plan_form(data: Any, by: Actor, row: Outing | None = None) -> forms.PlanForm:
    start = forms.PlanForm.start_of(row) if row is not None else forms.today() | queries.own_start(by)
    return forms.PlanForm(data, initial=start, units=queries.own_units(by), areas=case_queries.places_for(by), people=queries.colleagues(by),
                          projects=queries.projects_visible_to(by), seen=queries.units_to_see(by), materials=queries.materials())


def _change(row: Outing, by: Actor, form: Any) -> Outing:
    return actions.change_outing(row, by=by, plan=form.plan(), people=form.cleaned_data["people"])


def _record(row: Outing, by: Actor, form: Any) -> Outing:
    return actions.record_outing(row, by=by, met=form.met(), summary=form.cleaned_data["summary"], lesson=form.cleaned_data["lesson"],
                                 units=form.cleaned_data["units"], groups=forms.groups_in(form.cleaned_data["groups"]))


OUTING_ACTS = {
    "matter": Act(gettext_lazy("Note a question and its answer"), "grassroots.raise_matter", lambda data, row, by: forms.MatterForm(data),
                  lambda row, by, form: actions.raise_matter(row, by=by, **form.cleaned_data), (S.PLANNED, S.HELD)),
    "record": Act(gettext_lazy("Record the outing"), "grassroots.record_outing", lambda data, row, by: forms.RecordForm(data, initial=forms.RecordForm.start_of(row), seen=queries.units_to_see(by)),
                  _record, (S.PLANNED, S.HELD), fits=lambda row: row.on <= timezone.localdate()),
    "sign": Act(gettext_lazy("Keep the signed table"), "grassroots.keep_table", lambda data, row, by: forms.SignedForm(data),
                lambda row, by, form: actions.keep_table(row, by=by, **form.cleaned_data), (S.PLANNED, S.HELD), text=gettext_lazy("Print the table, have it signed, and keep it here as a scan or picture."),
                fits=lambda row: row.on <= timezone.localdate() and row.matters.exists()),
    "publish": Act(gettext_lazy("Publish the reception day"), "grassroots.publish_reception", lambda data, row, by: Form(data),
                   lambda row, by, form: actions.publish_reception(row, by=by), (S.PLANNED,), "primary", gettext_lazy("Everybody sees the day and its leader and can book a time."),
                   lambda row: row.kind == "reception" and not row.published),
    "change": Act(gettext_lazy("Change the plan"), "grassroots.change_outing", lambda data, row, by: _plan_form(data, by, row), _change, (S.PLANNED,)),
    "cancel": Act(gettext_lazy("Cancel it"), "grassroots.cancel_outing", lambda data, row, by: forms.ReasonForm(data),
                  lambda row, by, form: actions.cancel_outing(row, by=by, **form.cleaned_data), (S.PLANNED,)),
}


@workers
@require_safe
def outings(request: HttpRequest) -> HttpResponse:
    """List the outings in sight, the newest first, and where nobody was for a quarter."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, areas=case_queries.places_for(by))
    rows = queries.outings_visible_to(by)
    if form.is_bound and form.is_valid():
        rows = rows.filter(**{name: value for name, value in form.cleaned_data.items() if value})
    head = [ActionButton(_("Plan or enter an outing"), reverse("grassroots:outing_add"), method="get", kind="primary", icon="leaf"),
            ActionButton(_("Reception days"), reverse("grassroots:receptions"), method="get"), ActionButton(_("Cases in leaders' charge"), reverse("grassroots:charges"), method="get"),
            ActionButton(_("What outings taught"), reverse("grassroots:lessons"), method="get"), ActionButton(_("My schedule"), reverse("gatherings:schedule"), method="get")]
    places, units, groups = queries.not_seen_lately(by, timezone.localdate())
    return render(request, "grassroots/outings.html", {
        "rows": by_number(rows, request.GET, size=40), "form": form, "buttons": head, "late": [part for part in (
            (_("Places"), places), (_("Units and companies"), units), (_("Groups of households"), groups)) if part[1]],
        "columns": [Column(_("Day"), kind="date"), Column(_("Outing"), kind="main"), Column(pgettext("outing", "Kind")), Column(_("Where")), Column(_("Unit that goes")),
                    Column(_("People met"), kind="number"), Column(pgettext("state", "State"))]})


@workers
@BOTH
def outing_add(request: HttpRequest) -> HttpResponse:
    """Plan an outing."""
    by = actor_of(request)
    form = _plan_form(request.POST or None, by)
    return new(request, form, _("Plan or enter an outing"),
               lambda: actions.plan_outing(form.cleaned_data["unit"], by=by, plan=form.plan(), people=form.cleaned_data["people"]),
               back=reverse("grassroots:outings"), to=lambda row: reverse("grassroots:outing", args=[row.pk]), draft="grassroots.outing", columns=2)


def _outing(request: HttpRequest, pk: int) -> Outing:
    return get_object_or_404(queries.outings_visible_to(actor_of(request)), pk=pk)


@workers
@require_safe
def outing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an outing: who went, how many people were met, the matters with what became of them."""
    row, by = _outing(request, pk), actor_of(request)
    head, here = buttons(OUTING_ACTS, by, row, "grassroots:outing_act", row.state), abs(timezone.localdate() - row.on).days <= HERE_DAYS
    if row.state != S.CANCELLED and not here:
        head.insert(0, ActionButton(_("Register a problem"), reverse("grassroots:outing_case", args=[pk]), method="get", kind="primary"))
    kept = shown_once.take(request, f"outing{pk}").split(" ")
    return render(request, "grassroots/outing.html", {
        "outing": row, "buttons": head, "form": _case_form(by, row, None) if here and row.state != S.CANCELLED and allowed("grassroots.register_matter", by, row) else None,
        "signed": [(paper, buttons(PAPER_ACTS, by, paper, "grassroots:signed_act", "")) for paper in queries.papers_visible_to(by).filter(outing=row)],
        "people": row.members.select_related("person__unit"), "stops": row.stops.select_related("unit"), "matters": [(m, buttons(MATTER_ACTS, by, m, "grassroots:matter_act", "")) for m in queries.matters_of(by, row)],
        "bookings": queries.booked(row) if row.kind == "reception" else [], "number": kept[0], "secret": kept[1] if len(kept) > 1 else ""})


@workers
@BOTH
def outing_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing to an outing."""
    return do(request, OUTING_ACTS, _outing(request, pk), name, reverse("grassroots:outing", args=[pk]))


@workers
@BOTH
def outing_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a problem that was raised, in six boxes; likely duplicates come before it is saved."""
    row, by = _outing(request, pk), actor_of(request)
    refuse_unless_allowed("grassroots.register_matter", by, row)
    form = _case_form(by, row, request.POST or None)
    near: list[Any] = []
    if request.method == "POST" and form.is_valid():
        near = [] if request.POST.get("seen") else likely(by, form)
        if not near and accepted(form, lambda: _register(request, by, row, form)):
            return redirect("grassroots:outing", pk=pk)
    return render(request, "grassroots/case.html", {"form": form, "near": near, "outing": row, "back": reverse("grassroots:outing", args=[pk])})


def _case_form(by: Actor, row: Outing, data: Any) -> Any:
    form = told_form(by, data)
    form.initial["area"] = row.area_id
    return form


def _register(request: HttpRequest, by: Actor, row: Outing, form: Any) -> None:
    case, secret = actions.register_matter(row, by=by, desk=nearest_desk(form.cleaned_data["area"]), told=form.told(actions.channel_of(row)))
    shown_once.keep(request, f"outing{row.pk}", f"{case.number} {secret}")


def _told(matter: Matter, category: Any) -> Told:
    return Told(text=matter.words, area=matter.outing.area, category=category, channel=actions.channel_of(matter.outing), place=matter.outing.place)


def _end(row: Matter, by: Actor, form: Any) -> Matter:
    kept = dict(form.cleaned_data)
    category = kept.pop("category")
    return actions.end_matter(row, by=by, desk=nearest_desk(row.outing.area), told=_told(row, category) if category else None, **kept)


def _to_case(row: Matter, by: Actor, form: Any) -> Any:
    return actions.case_of_matter(row, by=by, desk=nearest_desk(row.outing.area), told=_told(row, form.cleaned_data["category"]))


MATTER_ACTS = {
    "end": Act(gettext_lazy("How it ends"), "grassroots.end_matter",
               lambda data, row, by: forms.EndForm(data, units=case_queries.units_that_work(), categories=case_queries.categories(), initial={"answer": row.answer, "ending": row.ending}),
               _end, fits=lambda row: row.ending == "" or row.outing.kind == "on_site"),
    "library": Act(gettext_lazy("Propose it for the library"), "grassroots.keep_answer",
                   lambda data, row, by: forms.AnswerForm(data, initial={"question": row.words[:200], "answer": row.answer}),
                   lambda row, by, form: library.keep_answer(row, by=by, **form.cleaned_data), fits=lambda row: bool(row.answer) and row.library_id is None),
    "case": Act(gettext_lazy("Make it a case"), "grassroots.case_of_matter", lambda data, row, by: forms.CategoryForm(data, categories=case_queries.categories()), _to_case,
                fits=lambda row: row.case_id is None and row.ending in ("", "planned")),
}


@workers
@BOTH
def matter_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Say how a matter ends, or make a case of it."""
    row = get_object_or_404(queries.matters_visible_to(actor_of(request)).select_related("outing__area", "outing__unit", "case__desk"), pk=pk)
    return do(request, MATTER_ACTS, row, name, reverse("grassroots:outing", args=[row.outing_id]))


@workers
@require_safe
def table(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the table of an outing, to be printed and signed."""
    if form not in TYPES:
        raise Http404
    row, by = _outing(request, pk), actor_of(request)
    sheet = papers.table_of(row, list(queries.matters_of(by, row)), [str(m.person) for m in row.members.select_related("person")])
    return download(render_pdf([sheet]) if form == "pdf" else render_docx([sheet]), f"{sheet.title}.{form}", TYPES[form])


PAPER_ACTS = {"drop": Act(gettext_lazy("Take it off"), "grassroots.drop_table", lambda data, row, by: forms.ReasonForm(data), lambda row, by, form: actions.drop_table(row, by=by, **form.cleaned_data))}


@never_cache
@workers
@require_safe
def signed(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a signed table."""
    found = open_for_download(get_object_or_404(queries.papers_visible_to(actor_of(request)), pk=pk).document)
    return FileResponse(found.file, headers=found.headers)


@workers
@BOTH
def signed_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a signed table off."""
    row = get_object_or_404(queries.papers_visible_to(actor_of(request)), pk=pk)
    return do(request, PAPER_ACTS, row, name, reverse("grassroots:outing", args=[row.outing_id]))


@workers
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one outing for a calendar program."""
    row = _outing(request, pk)
    return download(calendar_of(row.title, [entry_of(row)]), f"{row.title}.ics", CALENDAR)


@workers
@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """List what outings taught, beside how many of their matters are solved."""
    rows = by_number(queries.lessons(actor_of(request)), request.GET, size=20)
    return render(request, "grassroots/lessons.html", {"rows": rows})


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be kept."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
