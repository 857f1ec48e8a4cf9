"""Pages of the management team: visits and supervision, the monthly meeting, settings and the burden meter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries import site
from seedbed.gatherings.queries import coming, gatherings_visible_to
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column
from seedbed.residency.actions import classes
from seedbed.residency.actions import visits as actions
from seedbed.residency.burden import asked_of
from seedbed.residency.forms.support import BurdenRuleForm, ClassForm, CouncilForm, VisitForm
from seedbed.residency.models import Finding, TrainingClass, Visit
from seedbed.residency.queries import visits as queries
from seedbed.residency.reckoning.burden import FIRST_RULE, burden
from seedbed.residency.views.doors import BOTH, class_found, crumbs, form_page, office, tabs
from seedbed.residency.views.leave import own_member, trainee


@office
@require_safe
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which host is due, what is to be put right, and every visit."""
    row, by = class_found(request, pk), actor_of(request)
    rows = by_number(queries.visits_visible_to(by).filter(training_class=row), request.GET, size=40)
    return render(request, "residency/visits.html", {
        "row": row, "tabs": tabs(by, row, "visits"), "crumbs": crumbs(row), "rows": rows, "stands": queries.stands(row),
        "findings": [(f, ActionButton(_("Put right"), reverse("residency:finding_mend", args=[f.pk]), note="required", confirm=_("What was done?")))
                     for f in queries.open_findings(row)],
        "council": coming(gatherings_visible_to(by).filter(circle=row.council_id)).first(),
        "stand_columns": [Column(_("Host"), kind="main"), Column(_("Last visit"), kind="date"), Column(_("Next by"), kind="date"), Column("", kind="actions")],
        "columns": [Column(_("Day"), kind="date"), Column(_("Host"), kind="main"), Column(pgettext("visit", "Kind")), Column(_("Who went"))]})


@office
@BOTH
def visit_add(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    """Record a visit to one host of the class."""
    row, by = class_found(request, pk), actor_of(request)
    refuse_unless_allowed("residency.record_visit", by, row)
    host = get_object_or_404(queries.hosts_of(row), pk=offer)
    form = VisitForm(request.POST or None, members=list(queries.members_at(row, host)))
    made: list[Visit] = []
    if request.method == "POST" and form.is_valid():
        kept = {name: form.cleaned_data[name] for name in ("kind", "on", "visitors", "met", "summary")}
        if accepted(form, lambda: made.append(actions.record_visit(row, by=by, offer=host, words=form.words(), findings=form.findings(), **kept))):
            return redirect("residency:visit", pk=made[0].pk)
    return form_page(request, form, _("Record a visit"), back=reverse("residency:visits", args=[pk]), sub=host.host.unit.name, draft=f"residency.visit.{offer}", secrets=True)


@office
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one visit."""
    row = get_object_or_404(queries.visits_visible_to(actor_of(request)), pk=pk)
    return render(request, "residency/visit.html", {
        "visit": row, "words": row.words.select_related("member__person"), "findings": row.findings.all(),
        "crumbs": crumbs(row.training_class, (_("Visits"), reverse("residency:visits", args=[row.training_class_id])))})


@office
@require_POST
def finding_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a finding is put right."""
    by = actor_of(request)
    row: Finding = get_object_or_404(queries.findings_visible_to(by), pk=pk)
    actions.mend_finding(row, by=by, result=request.POST.get("note", ""))
    return redirect("residency:visits", pk=row.visit.training_class_id)


@trainee
@require_safe
def my_words(request: HttpRequest) -> HttpResponse:
    """Show a trainee what hosts said about them."""
    member = own_member(request)
    if member is None:
        return render(request, "residency/no_class.html")
    return render(request, "residency/my_words.html", {"member": member, "words": queries.own_words(member)})


@office
@BOTH
def class_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the settings of a class; the burden they make is measured first."""
    row, by, version = class_found(request, pk), actor_of(request), given_version(request)
    refuse_unless_allowed("residency.set_class", by, row)
    form = ClassForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: actions.set_class(row, by=by, version=version, **kept)):
            return redirect("residency:burden", pk=pk)
    return form_page(request, form, _("Settings of the class"), back=reverse("residency:burden", args=[pk]), sub=row.batch.name, version=row.version)


@office
@require_safe
def burden_meter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the class asks of a trainee each week, form by form, against the limit."""
    row, by = class_found(request, pk), actor_of(request)
    kept = row.burden_rule or queries.burden_rule_in_force()
    rule = kept.read if kept else FIRST_RULE
    forms = asked_of(row.journal_every, rule)
    return render(request, "residency/burden.html", {
        "row": row, "tabs": tabs(by, row, "burden"), "crumbs": crumbs(row), "forms": forms, "total": burden(forms), "limit": rule.limit_minutes,
        "source": f"{rule.source} {rule.article}", "buttons": [*_buttons(row), *_rule_buttons(by)], "columns": [Column(_("Form"), kind="main"), Column(_("Times a week"), kind="number"), Column(_("Boxes"), kind="number"),
                                             Column(_("Filling, minutes each"), kind="number"), Column(_("Texts"), kind="number")]})


def _buttons(row: TrainingClass) -> list[Any]:
    return [ActionButton(_("Settings of the class"), reverse("residency:class_settings", args=[row.pk]), method="get")]


@office
@BOTH
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the monthly meetings with class committee and group leaders."""
    row, by, form = class_found(request, pk), actor_of(request), CouncilForm(request.POST or None)
    refuse_unless_allowed("residency.plan_council", by, row)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: classes.plan_council(row, by=by, first_on=form.cleaned_data["on"], plan=form.plan())):
        return redirect("gatherings:circle", pk=row.council_id)
    return form_page(request, form, _("Plan the monthly meetings"), back=reverse("residency:visits", args=[pk]), sub=row.batch.name)


def _rule_buttons(by: Actor) -> list[ActionButton]:
    return [ActionButton(_("Rule of the burden meter"), reverse("residency:burden_rule"), method="get")] if allowed("residency.set_burden_rule", by, site()) else []


@office
@BOTH
def burden_rule(request: HttpRequest) -> HttpResponse:
    """Set the rule of the burden meter: a new version with article and source."""
    by, home, kept = actor_of(request), site(), queries.burden_rule_in_force()
    refuse_unless_allowed("residency.set_burden_rule", by, home)
    form = BurdenRuleForm(request.POST or None, rule=kept.read if kept else FIRST_RULE)
    back = reverse("residency:classes")
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.set_burden_rule(home, by=by, **form.values())):
        return redirect(back)
    return form_page(request, form, _("Rule of the burden meter"), back=back, sub=_("Classes"),
                     text=_("A class takes a new version up when its settings are changed next; until then it keeps its own."))
