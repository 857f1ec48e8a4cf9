"""Pages of cases: the list, registering in a minute, one case with everything that can be done to it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.casework import papers
from seedbed.casework.actions import cases as actions
from seedbed.casework.actions.guarding import PARTICULARS
from seedbed.casework.forms.cases import DeskForm, FilterForm, ToldForm
from seedbed.casework.models import Case, CaseDesk, Clock
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries import clocks as clock_queries
from seedbed.casework.states import CASE_MOVES, OPEN_CASES
from seedbed.casework.views.acts import (
    CALL_ACTS,
    CASE_ACTS,
    CLOCK_ACTS,
    EXTENSION_ACTS,
    FILE_ACTS,
    FOLDED,
    LINK_ACTS,
    PART_ACTS,
    Act,
)
from seedbed.casework.views.figures import print_out
from seedbed.directory.forms import PaperForm
from seedbed.directory.models import Unit
from seedbed.directory.queries import holds, site
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.files import open_for_download
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column, Event

BOTH = require_http_methods(["GET", "HEAD", "POST"])
workers = holding("clerk", "officer", "leader")
BELONGS: list[Callable[[Actor, Case], Iterable[tuple[Any, str, str]]]] = []  # later rooms say to what a case belongs: kind, name, address
DRAFTED = {"casework.add_step", "casework.finish_part", "casework.report_case", "casework.check_case", "casework.look_back"}  # written on the spot, on a phone
READS = ("caller", "read")  # acts whose answer is shown once


def columns() -> list[Column]:
    """Columns of every list of cases."""
    return [Column(_("Number"), kind="short"), Column(_("What it is about"), kind="main"), Column(_("Category")), Column(_("Where"), kind="short"), Column(_("Leading unit")),
            Column(_("Safe until"), kind="date"), Column(pgettext("state", "State"))]


@workers
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases one may see, the newest first; open ones unless something else is asked for."""
    by = actor_of(request)
    form = FilterForm(request.GET or None, areas=queries.places_to_filter_by(by, request.GET.get("area", "")), categories=queries.categories())
    parts = [_narrowed(part, form, request.GET) for part in queries.shelves(by, searched=bool(request.GET.get("q")))]
    rows = by_key(queries.with_names(queries.cases_visible_to(by)), request.GET, order=("-id",), size=40, parts=parts)
    buttons = [ActionButton(_("Register a case"), reverse("cases:register"), method="get", kind="primary", icon="paper"),
               ActionButton(_("Figures"), reverse("cases:figures"), method="get")]
    return render(request, "casework/cases.html", {"rows": rows, "columns": columns(), "form": form, "buttons": buttons})


def _narrowed(rows: Any, form: FilterForm, asked: Any) -> Any:
    """What the first page and the figures lead to by an address, and what the form asks for."""
    if asked.get("state", "") in OPEN_CASES:
        return rows.filter(state=asked["state"])
    lead = asked.get("lead", "")
    if lead.isascii() and lead.isdigit() and len(lead) < 18:
        rows = rows.filter(lead=lead)
    kept = form.cleaned_data if form.is_bound and form.is_valid() else {}
    show = kept.get("show") or ("all" if kept.get("q") else "open")
    rows = {"open": queries.open_cases, "late": queries.late_cases}.get(show, lambda found: found)(rows)
    if show == "closed":
        rows = rows.filter(closed_at__isnull=False)
    for name in ("category", "area"):
        if kept.get(name):
            rows = queries.within(rows, name, kept[name])
    return queries.found(rows, kept["q"]) if kept.get("q") else rows


@workers
@BOTH
def register(request: HttpRequest) -> HttpResponse:
    """Register a case: six boxes; likely duplicates are shown before it is saved."""
    by, full = actor_of(request), "full" in request.GET
    form = told_form(by, request.POST or None, full=full)
    near: list[tuple[Case, int]] = []
    if request.method == "POST" and form.is_valid():
        near = [] if request.POST.get("seen") else likely(by, form)
        if not near and accepted(form, lambda: keep(request, by, form, "phone" if full else "visit")):
            return redirect("cases:registered")
    other = reverse("cases:register") + ("" if full else "?full=1")
    return render(request, "casework/case_register.html", {"form": form, "near": near, "full": full, "other": other})


def told_form(by: Actor, data: Any, *, full: bool = False) -> ToldForm:
    """Return the form of what was told, with the places that the person can choose; it begins with the own town, or with the only place there is."""
    places = queries.places_for(by)
    start = {"area": queries.own_place(by, places), "channel": "phone"}
    return (DeskForm if full else ToldForm)(data, areas=places, categories=queries.categories(), initial=start)


def likely(by: Actor, form: ToldForm) -> list[tuple[Case, int]]:
    """Return likely duplicates of what was told; nothing where it is confidential."""
    kept = form.cleaned_data
    return [] if kept["confidential"] else queries.alike(by, text=kept["text"], area=kept["area"], category=kept["category"])


def nearest_desk(area: Unit) -> CaseDesk:
    """Return the desk that registers cases of an area; without one a sentence says what is missing."""
    desk = queries.desk_for(area) or queries.desks().first()
    if desk is None:
        raise RuleBroken(_("There is no case desk yet; cases cannot be registered before."))
    return desk


def keep(request: HttpRequest, by: Actor, form: ToldForm, channel: str) -> Case:
    """Register what was told at the nearest desk and keep number and secret word to be shown once."""
    desk = nearest_desk(form.cleaned_data["area"])
    case, secret = actions.register(desk, by=by, told=form.told(channel))
    shown_once.keep(request, "case", f"{case.number} {secret} {case.pk}")
    return case


@workers
@require_safe
def registered(request: HttpRequest) -> HttpResponse:
    """Show number and secret word once, to be given to the person."""
    kept = shown_once.take(request, "case")
    if not kept:
        return redirect("cases:cases")
    number, secret, pk = kept.split(" ")
    return render(request, "casework/case_registered.html", {"number": number, "secret": secret, "pk": pk})


@never_cache
@workers
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case: what was told, its clocks, who works on it, what happened, what can be done now."""
    by = actor_of(request)
    row = get_object_or_404(queries.with_follow(by, queries.cases_visible_to(by)).select_related("desk__unit", "category", "area", "lead", "entered_by"), pk=pk)
    near = [] if row.confidential or not row.is_open else queries.alike(by, text=row.words, area=row.area, category=row.category, without=row.pk)
    return render(request, "casework/case.html", {
        "case": row, "opened": shown_once.take(request, f"case{pk}"), "first": _buttons(by, row, folded=False), "rest": _buttons(by, row, folded=True),
        "clocks": [(clock, _acts("clock", CLOCK_ACTS, by, clock, _stands(clock)), _extensions(by, clock)) for clock in clock_queries.clocks_of(row)],
        "parts": [(part, _acts("part", PART_ACTS, by, part, part.state)) for part in row.assignments.select_related("unit", "rule", "signed_by")],
        "links": [(link, other, _acts("link", LINK_ACTS, by, link, "")) for link, other in queries.links_of(by, row)], "near": near,
        "calls": [(call, _acts("call", CALL_ACTS, by, call, call.exclusion)) for call in row.calls.select_related("by")] if holds(by, "officer", "leader") else [],
        "files": [(file, _acts("file_act", FILE_ACTS, by, file, "")) for file in queries.files_of(by, row)],
        "people": queries.admitted(row) if row.confidential else [], "bars": queries.units_barred(row), "recused": queries.recused_from(row),
        "belongs": [line for found in BELONGS for line in found(by, row)], "events": _events(row)})


def _stands(clock: Clock) -> str:
    return "stopped" if clock.stopped_at else "paused" if clock.paused_since else "running"


def _extensions(by: Actor, clock: Clock) -> list[Any]:
    return [(row, _acts("extension", EXTENSION_ACTS, by, row, row.state)) for row in clock.extensions.all()]


def _buttons(by: Actor, row: Case, *, folded: bool) -> list[ActionButton]:
    return [ActionButton(act.label, reverse("cases:act", args=[row.pk, name]), method="get", kind=act.kind)
            for name, act in CASE_ACTS.items() if (name in FOLDED) == folded and act.open_to(by, row, row.state)]


def _acts(kind: str, acts: Any, by: Actor, row: Any, state: str) -> list[ActionButton]:
    return [ActionButton(act.label, reverse(f"cases:{kind}", args=[row.pk, name]), method="get", kind=act.kind) for name, act in acts.items() if act.open_to(by, row, state)]


def _events(row: Case) -> list[Event]:
    words = {move.name: move.label for move in CASE_MOVES} | {name: act.label for name, act in CASE_ACTS.items()} | {"step": _("Note"), "again": _("The person says it is not so"), "finish": _("Report the part as done"), "call_back": CASE_ACTS["call"].label} | dict(PARTICULARS)
    return [Event(step.at, words.get(step.what, step.what), who=step.by or "", text=step.words or (_("(sealed)") if step.words_sealed else ""), kind="info" if step.public else "neutral")
            for step in row.steps.select_related("by").order_by("-pk")[:100]]


def perform_act(request: HttpRequest, act: Act | None, row: Any, of: Case, back: str) -> HttpResponse:
    """Show the form of an act, or run it; a second person's paper is asked for where the office is small."""
    by = actor_of(request)
    if act is None:
        raise Http404
    refuse_unless_allowed(act.action, by, row)
    form: BaseForm = act.form(request.POST or ({} if request.method == "POST" else None), row, by)
    form.files = request.FILES
    paper = PaperForm(request.POST or None) if _needs_paper(act, by, row) else None
    if request.method == "POST" and form.is_valid() and (paper is None or paper.is_valid()):
        filed = paper.filed(by, purpose=str(row)) if paper is not None else None
        if accepted(form, lambda: _run(request, act, row, of, by, form, filed)):
            return redirect(back if queries.handles(by, of) else reverse("cases:cases"))
    return render(request, "casework/case_act.html", {
        "form": form, "paper": paper, "act": act, "case": of, "back": back, "bare": not form.fields and paper is None,
        "draft": f"{act.action}.{row.pk}" if act.action in DRAFTED and not of.confidential else ""})


def _needs_paper(act: Act, by: Actor, row: Any) -> bool:
    office = site()
    return bool(act.first and office is not None and office.profile == "small" and getattr(row, act.first) == by.account_id)


def _run(request: HttpRequest, act: Act, row: Any, of: Case, by: Actor, form: Any, filed: Any) -> None:
    shown = act.run(row, by, form, filed)
    if isinstance(shown, str):
        shown_once.keep(request, f"case{of.pk}", shown)


@never_cache
@workers
@BOTH
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing to a case."""
    row = get_object_or_404(queries.cases_visible_to(actor_of(request)).select_related("desk", "category"), pk=pk)
    return perform_act(request, CASE_ACTS.get(name), row, row, reverse("cases:case", args=[pk]))


def _of(request: HttpRequest, rows: Any, acts: Any, pk: int, name: str, case_of: Any = None) -> HttpResponse:
    row = get_object_or_404(rows, pk=pk)
    of = case_of(row) if case_of else row.case
    return perform_act(request, acts.get(name), row, of, reverse("cases:case", args=[of.pk]))


@workers
@BOTH
def part(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing to a unit's part of a case."""
    return _of(request, queries.parts_visible_to(actor_of(request)), PART_ACTS, pk, name)


@workers
@BOTH
def clock(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Let a clock stand still or run, or ask for more time."""
    return _of(request, clock_queries.clocks_visible_to(queries.cases_visible_to(actor_of(request))), CLOCK_ACTS, pk, name)


@workers
@BOTH
def extension(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Decide on an extension."""
    rows = clock_queries.extensions_visible_to(queries.cases_visible_to(actor_of(request)))
    return _of(request, rows, EXTENSION_ACTS, pk, name, lambda row: row.clock.case)


@workers
@BOTH
def call(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask to leave an answer out of the rates, or decide on it."""
    return _of(request, queries.calls_visible_to(actor_of(request)), CALL_ACTS, pk, name)


@never_cache
@workers
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a file of a case."""
    found = open_for_download(get_object_or_404(queries.files_visible_to(actor_of(request)), pk=pk).document)
    return FileResponse(found.file, headers=found.headers)


@workers
@BOTH
def file_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a file off a case."""
    return _of(request, queries.files_visible_to(actor_of(request)), FILE_ACTS, pk, name)


@never_cache
@workers
@require_safe
def letter(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the letter with the answer of a closed case; a confidential one has none."""
    row = get_object_or_404(queries.cases_visible_to(actor_of(request)).filter(confidential=False, closed_at__isnull=False).select_related("desk__unit", "lead"), pk=pk)
    return print_out(papers.answer_letter(row), row.number, form)


@never_cache
@workers
@require_safe
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the file of a case without names and numbers of people; a confidential one has none."""
    rows = queries.cases_visible_to(actor_of(request)).filter(confidential=False)
    row = get_object_or_404(rows.select_related("desk__unit", "lead", "category", "area"), pk=pk)
    return print_out(papers.case_paper(row, list(clock_queries.clocks_of(row)), [(event.at, event.title, event.text) for event in _events(row)][::-1]), row.number, form)


@never_cache
@workers
@require_safe
def extension_letter(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the letter that tells of a granted extension."""
    rows = clock_queries.extensions_visible_to(queries.cases_visible_to(actor_of(request))).filter(state="granted", clock__case__confidential=False)
    row = get_object_or_404(rows.select_related("clock__case__desk__unit", "clock__case__lead", "clock__rule"), pk=pk)
    return print_out(papers.extension_letter(row), row.clock.case.number, form)


@workers
@BOTH
def link(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a link apart."""
    return _of(request, queries.links_visible_to(actor_of(request)), LINK_ACTS, pk, name)

