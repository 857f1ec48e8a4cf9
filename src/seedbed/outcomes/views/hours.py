"""Training hours of one person, and the standards by which outcomes are reckoned."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.models import Person
from seedbed.directory.queries import people_visible_to
from seedbed.directory.views.door import holding
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.screen import ActionButton, Column
from seedbed.outcomes.actions import coverage as actions
from seedbed.outcomes.actions import standards as standard_actions
from seedbed.outcomes.forms.coverage import HoursForm, StandardForm
from seedbed.outcomes.models import StandardKind
from seedbed.outcomes.queries import OFFICE, own_person_id
from seedbed.outcomes.queries import coverage as reads
from seedbed.outcomes.queries.certificates import certificates_visible_to
from seedbed.outcomes.reckoning.standards import NAMES
from seedbed.outcomes.views.coverage import crumbs, desk, office
from seedbed.outcomes.views.pieces import BOTH, run_batch


def _norm_title(name: str) -> str:
    return {"division": _("County-division level: within five years"), "section": _("Township-section level: each year"), "online": _("Online, each year")}[name]


def _page(request: HttpRequest, person: Person, standard_unit: int, *, keeps: bool) -> HttpResponse:
    content, named = reads.standard_in_force(standard_unit, "hours")
    norms = reads.norms_of(person.pk, reads.level_of(person.pk), timezone.localdate().year, content)
    buttons = [ActionButton(_("Enter training"), reverse("outcomes:hours_add", args=[person.pk]), method="get", kind="primary")] if keeps else []
    return render(request, "outcomes/hours.html", {
        "person": person, "norms": [(_norm_title(n.name), n) for n in norms], "standard": named, "buttons": buttons,
        "certificates": certificates_visible_to(actor_of(request)).filter(person=person), "rows": reads.hours_visible_to(actor_of(request)).filter(person=person),
        "columns": [Column(_("Year"), kind="number"), Column(_("Training"), kind="main"), Column(_("Months"), kind="number"), Column(_("Days"), kind="number"),
                    Column(_("Hours"), kind="number"), Column(_("Paper"))]})


@holding("trainee", "clerk", *OFFICE)
@require_safe
def my_hours(request: HttpRequest) -> HttpResponse:
    """Show the own training hours against the norms."""
    by = actor_of(request)
    if by.account is None or own_person_id(by) is None:
        raise Http404
    return _page(request, by.account.person, by.account.person.unit_id, keeps=False)


@office
@require_safe
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the training hours of one person to the office."""
    person = get_object_or_404(people_visible_to(actor_of(request)), pk=pk)
    return _page(request, person, desk(request).pk, keeps=True)


@office
@BOTH
def hours_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter training of one person."""
    by, unit = actor_of(request), desk(request)
    person = get_object_or_404(people_visible_to(by), pk=pk)
    refuse_unless_allowed("outcomes.add_hours", by, unit)
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.add_hours(unit, by=by, person=person, **form.values())):
            return redirect("outcomes:hours", pk=pk)
    back = reverse("outcomes:hours", args=[pk])
    return render(request, "outcomes/form.html", {"form": form, "title": _("Enter training"), "back": back, "crumbs": crumbs((person.name, back))})


@office
@require_POST
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the training of a batch into the ledger."""
    made = actions.credit_batch(run_batch(request, pk), by=actor_of(request))
    messages.success(request, _("%(made)d entries were made.") % {"made": made})
    return redirect("outcomes:batch", pk=pk)


@office
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """Show each standard in force with its source, and the way to the next version."""
    unit = desk(request)
    found = []
    for kind, label in StandardKind.choices:
        content, named = reads.standard_in_force(unit.pk, kind)
        found.append((label, named, [(NAMES[name], value) for name, value in content.items()], reverse("outcomes:standard_next", args=[kind])))
    return render(request, "outcomes/standards.html", {"standards": found, "crumbs": crumbs()})


@office
@BOTH
def standard_next(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the next version of a standard."""
    unit, by = desk(request), actor_of(request)
    if kind not in StandardKind.values:
        raise Http404
    refuse_unless_allowed("outcomes.set_standard", by, unit)
    content, _named = reads.standard_in_force(unit.pk, kind)
    form = StandardForm(request.POST or None, kind=kind, content=content)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("source", "article", "effective_from")}
        if accepted(form, lambda: standard_actions.set_standard(unit, by=by, kind=kind, content=form.content(), **values)):
            return redirect("outcomes:standards")
    back = reverse("outcomes:standards")
    return render(request, "outcomes/form.html", {"form": form, "title": StandardKind(kind).label, "back": back, "crumbs": crumbs((_("Standards"), back)),
                                                  "text": _("What was reckoned before keeps its version.")})
