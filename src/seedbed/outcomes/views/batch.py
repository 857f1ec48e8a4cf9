"""What came of a batch, on one page."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seedbed.casework.queries import AGES
from seedbed.directory.views.door import holding
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Bar, Column, Stat
from seedbed.outcomes import queries
from seedbed.outcomes.actions import appraisal as actions
from seedbed.outcomes.forms.batch import AssessForm
from seedbed.outcomes.models import LeadAmount
from seedbed.outcomes.queries import appraisal, coverage
from seedbed.outcomes.queries import batch as figures
from seedbed.outcomes.reckoning.money import write_wan, write_yuan
from seedbed.outcomes.views.pieces import BOTH, run_batch
from seedbed.selection.models import Batch

office = holding("officer", "leader")


def crumbs(*more: tuple[object, str]) -> list[tuple[object, str]]:
    """Return the way back from a page of a batch's outcomes."""
    return [(_("Outcomes of the batches"), reverse("outcomes:batches")), *more]


@office
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches of the office whose outcomes are kept."""
    rows = by_number(queries.batches_run_by(actor_of(request)).filter(state__in=["released", "closed"]).order_by("-starts_on", "-pk"), request.GET, size=20)
    columns = [Column(_("Batch"), kind="main"), Column(_("First day"), kind="date"), Column(_("People"), kind="number")]
    return render(request, "outcomes/batches.html", {"rows": rows, "columns": columns})


@office
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show leaders what came of a batch: every chart carries its figures, and the page prints."""
    row, by = run_batch(request, pk), actor_of(request)
    found = figures.figures_of(by, row)
    labels = dict(LeadAmount.Kind.choices)
    counties = coverage.by_county(coverage.targets_visible_to(by))
    return render(request, "outcomes/batch.html", {
        "batch": row, "crumbs": crumbs(), "stats": _stats(row, found), "rounds": appraisal.rounds_of(row), "buttons": _buttons(row),
        "leads": [Bar(label, n) for label, n in found.leads], "districts": [Bar(name or "—", n) for name, n in found.by_district],
        "money": [Bar(labels[kind], fen // 1_000_000, note=write_yuan(fen)) for kind, fen in sorted(found.fen.items())],
        "grades": [(title, [Bar(name, n) for name, n in grades]) for title, grades in found.grades],
        "practices": [Bar(label, n) for label, n in figures.brought_home_of(row).practices],
        "ages": _ages(by, row), "counties": [Bar(county.name or _("city level"), county.open) for county in counties if county.open], "papers": _papers(row),
        "paper_columns": [Column(_("Paper"), kind="main"), Column(_("What it is for")), Column("", kind="actions")],
    })


def _stats(row: Batch, found: figures.Figures) -> list[Stat]:
    return [
        Stat(_("People"), found.people, sub=_("%(party)d members of the Party") % {"party": found.party_members}),
        Stat(_("Companies that hosted"), found.hosts), Stat(_("Leads"), found.lead_count, url=reverse("outcomes:leads") + f"?batch={row.pk}"),
        Stat(_("Companies visited"), found.companies, sub=_("%(visits)d visits") % {"visits": found.visits}, url=reverse("outcomes:visits")),
        Stat(_("Contracts (10,000 yuan)"), write_wan(found.fen.get("contract", 0))),
    ]


def _ages(by: Actor, row: Batch) -> list[Bar]:
    """The open service tickets of the class by age; nothing where there is none."""
    found = figures.ticket_ages(by, row)
    labels = [_("up to %(n)d days") % {"n": AGES[0]}, *(_("%(first)d to %(last)d days") % {"first": first, "last": last} for first, last in pairwise(AGES)), _("more than %(n)d days") % {"n": AGES[-1]}]
    return [Bar(label, n) for label, n in zip(labels, found, strict=True)] if any(found) else []


def _papers(row: Batch) -> list[tuple[str, str, list[ActionButton]]]:
    def links(name: str, *forms: str) -> list[ActionButton]:
        return [ActionButton(form.upper(), reverse("outcomes:paper", args=[row.pk, name, form]), method="get", kind="quiet", icon="paper") for form in forms]

    return [
        (_("Report on the batch"), _("For leaders: figures, leads with documents, coverage; nobody is named."), links("report", "docx", "pdf")),
        (_("List for awards"), _("The best grades by name, each with what it rests on; no promise."), links("honours", "docx", "pdf")),
        (_("Lines for the files"), _("For the yearly assessment form and the appointment form of each person."), links("registration", "xlsx")),
    ]


def _buttons(row: Batch) -> list[ActionButton]:
    over = row.ends_on <= timezone.localdate()
    follow_ups = ActionButton(_("Follow-up"), reverse("outcomes:follow_ups", args=[row.pk]), method="get")
    said = ActionButton(_("Words of companies"), reverse("outcomes:words", args=[row.pk]), method="get")
    issued = ActionButton(_("Certificates"), reverse("outcomes:certificates", args=[row.pk]), method="get")
    return [ActionButton(_("Open an assessment"), reverse("outcomes:assess", args=[row.pk]), method="get", kind="primary"), said, issued, follow_ups,
            ActionButton(_("Enter the training into the ledger"), reverse("outcomes:credit", args=[row.pk]),
                         disabled_reason="" if over else _("The batch is not over yet."), confirm=_("Months and days of everybody who stayed to the end are entered."))]


@office
@BOTH
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the assessment of a batch."""
    row, by, form = run_batch(request, pk), actor_of(request), AssessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.assess_batch(row, by=by, **form.cleaned_data)):
            return redirect("outcomes:batch", pk=pk)
    back = reverse("outcomes:batch", args=[pk])
    return render(request, "outcomes/form.html", {"form": form, "title": _("Open an assessment"), "crumbs": crumbs((row, back)), "back": back,
                                                  "text": _("Everybody who took part is assessed by the newest scheme. Companies are asked about those who agreed that the company sees them.")})
