"""Leads: list, page, registering with the check for double claims, joining, file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.directory.models import Person
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed, signed_in
from seedbed.kernel.files import open_for_download
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column, Step
from seedbed.outcomes import queries
from seedbed.outcomes.actions import leads as actions
from seedbed.outcomes.forms.leads import JoinForm, LeadFacts, LeadFilter, LeadForm
from seedbed.outcomes.models import Lead
from seedbed.outcomes.queries import leads as reads
from seedbed.outcomes.reckoning.money import write_wan
from seedbed.outcomes.states.leads import LEAD_MOVES, WAY, LeadState
from seedbed.outcomes.views.pieces import BOTH, batch_of, download, leads_crumbs
from seedbed.outcomes.workbooks import leads_file
from seedbed.selection.models import Batch

people_of_the_field = holding("trainee", "clerk", "officer", "leader")


@people_of_the_field
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """List the leads the actor may see, the newest first."""
    by, form = actor_of(request), LeadFilter(request.GET)
    rows = reads.leads_visible_to(by)
    if form.is_valid():
        rows = reads.narrowed(rows, form.cleaned_data)
    columns = [Column(_("Company"), kind="main"), Column(pgettext("lead", "Number")), Column(_("Found on"), kind="date"),
               Column(_("Followed up by")), Column(_("Reply until"), kind="date"), Column(pgettext("lead", "State"))]
    batches = list(queries.batches_visible_to(by).order_by("-starts_on")[:20])
    return render(request, "outcomes/leads.html", {
        "rows": by_key(rows, request.GET, order=("-id",), late=True), "columns": columns, "filters": form, "batches": batches,
        "buttons": _list_buttons(by, batches),
    })


def _list_buttons(by: Actor, batches: list[Batch]) -> list[ActionButton]:
    buttons = [ActionButton(_("Register a lead"), reverse("outcomes:lead_add", args=[batches[0].pk]), method="get", kind="primary")] if batches else []
    if queries.batches_run_by(by).exists():
        buttons.append(ActionButton(_("As a workbook"), reverse("outcomes:leads_file"), method="get", icon="download"))
    return buttons


@holding("officer", "leader")
@require_safe
def leads_as_file(request: HttpRequest) -> HttpResponse:
    """Hand out the leads of the office as a workbook."""
    rows = reads.leads_visible_to(actor_of(request)).prefetch_related("shares__person", "amounts").order_by("pk")
    return download(leads_file(rows, str(_("Leads"))), f"{_('Leads')}.xlsx")


def found(request: HttpRequest, pk: int) -> Lead:
    """Return a lead the actor may see, or answer 404."""
    return get_object_or_404(reads.leads_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_safe
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one lead: where it stands, who found it, how it goes, what it is worth by which document."""
    row, by = found(request, pk), actor_of(request)
    return render(request, "outcomes/lead.html", {
        "lead": row, "steps": steps_of(row), "shares": reads.shares_shown_to(by, row), "reports": reads.reports_of(row),
        "amounts": [(a, write_wan(a.fen)) for a in reads.amounts_of(row)], "buttons": _buttons(by, row), "crumbs": leads_crumbs(),
        "moves": {m.name: m.label for m in LEAD_MOVES}, "keeps": reads.keeps(by, row),
        "amount_columns": [Column(_("Kind"), kind="main"), Column(_("10,000 yuan"), kind="number"), Column(_("Day"), kind="date"),
                           Column(_("Document")), Column(_("Remark"), kind="long")],
        "share_columns": [Column(_("Name"), kind="main"), Column(_("What the person did"), kind="long"), Column(_("Share"), kind="number")],
    })


def steps_of(row: Lead) -> list[Step]:
    """Return the way of a lead with the stations it has passed."""
    labels = dict(LeadState.choices)
    place = WAY.index(LeadState(row.state)) if row.state in WAY else -1
    return [Step(labels[state], "done" if i < place or row.state == WAY[-1] else "now" if i == place else "todo") for i, state in enumerate(WAY)]


def _buttons(by: Actor, row: Lead) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"outcomes:{name}", args=[row.pk])

    moves = {m.name for m in LEAD_MOVES.from_state(row.state)}
    keeps, owns, follows = (allowed(f"outcomes.{name}", by, row) for name in ("share_lead", "sign_for_lead", "report_lead"))
    offered = [
        (keeps and "hand_over" in moves, ActionButton(_("Hand over"), url("lead_hand_over"), method="get", kind="primary")),
        (owns and "sign_for" in moves, ActionButton(_("Sign for the lead"), url("lead_sign_for"), kind="primary")),
        (owns and "send_back" in moves, ActionButton(_("Send back"), url("lead_send_back"), note="required")),
        (follows and row.signed_for_at and row.state != LeadState.GIVEN_UP, ActionButton(_("Report how it goes"), url("lead_report"), method="get", kind="primary")),
        (follows and row.state in ("signed", "started", "producing"), ActionButton(_("Enter an amount"), url("lead_amount"), method="get")),
        (keeps, ActionButton(_("Share out the credit"), url("lead_shares"), method="get")),
        (keeps, ActionButton(_("Change"), url("lead_change"), method="get")),
        (keeps and "give_up" in moves, ActionButton(_("Give the lead up"), url("lead_give_up"), note="required", kind="danger")),
        (keeps and "take_up_again" in moves, ActionButton(_("Take the lead up again"), url("lead_take_up"), note="required")),
    ]
    return [button for shown, button in offered if shown]


@signed_in
@BOTH
def lead_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a lead; leads that may mean the same company are shown before anything is stored."""
    batch, by = batch_of(request, pk), actor_of(request)
    office = queries.runs(by, batch)
    people = queries.people_of(batch) if office else None
    form = LeadForm(request.POST or None, people=people)
    similar: list[Lead] = []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        similar = reads.duplicates(values["company"], values["uscc"])
        values["person"] = values.get("person") or _own_person(by)
        made: list[Lead] = []
        if accepted(form, lambda: made.append(actions.add_lead(batch, by=by, **values))):
            messages.success(request, _("The lead is registered."))
            return redirect("outcomes:lead", pk=made[0].pk)
    form.ask_why_not_same(bool(similar))
    return render(request, "outcomes/lead_add.html", {
        "form": form, "batch": batch, "similar": similar, "crumbs": leads_crumbs(), "office": office,
        "back": reverse("outcomes:leads")})


def _own_person(by: Actor) -> Person:
    if by.account is None or by.account.person is None:
        raise Http404
    person: Person = by.account.person
    return person


@signed_in
@BOTH
def lead_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to stand on a lead that somebody else registered; nothing of it is shown but number and company."""
    by = actor_of(request)
    row = reads.lead_to_join(by, pk)
    if row is None:
        raise Http404
    refuse_unless_allowed("outcomes.join_lead", by, row)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.join_lead(row, by=by, person=_own_person(by), **form.cleaned_data)):
            messages.success(request, _("You stand on the lead now. The office decides on the shares."))
            return redirect("outcomes:lead", pk=pk)
    return render(request, "outcomes/form.html", {"form": form, "title": _("Ask to stand on %(number)s %(company)s") % {"number": row.shown_number, "company": row.company},
                                                  "crumbs": leads_crumbs(), "back": reverse("outcomes:leads")})


@signed_in
@BOTH
def lead_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a lead."""
    row, by = found(request, pk), actor_of(request)
    refuse_unless_allowed("outcomes.change_lead", by, row)
    form = LeadFacts.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_lead(row, by=by, version=given_version(request), **form.cleaned_data)):
            return redirect("outcomes:lead", pk=pk)
    back = reverse("outcomes:lead", args=[pk])
    return render(request, "outcomes/form.html", {"form": form, "title": _("Change the lead"), "version": row.version, "crumbs": leads_crumbs((row.company, back)), "back": back})


@signed_in
@require_safe
def lead_document(request: HttpRequest, pk: int) -> Any:
    """Hand out the document of an amount."""
    amount = get_object_or_404(reads.amount_visible_to(actor_of(request), pk))
    download = open_for_download(amount.document)
    return FileResponse(download.file, headers=download.headers)
