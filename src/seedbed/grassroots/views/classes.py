"""Pages of classes of problems: suggestions from like cases, a class with its root, raised and answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from seedbed.casework.queries import cases as case_queries
from seedbed.casework.views.cases import columns as case_columns
from seedbed.grassroots import forms, queries
from seedbed.grassroots.actions import classes as actions
from seedbed.grassroots.models import ProblemClass
from seedbed.grassroots.states import CLASS_MOVES, ClassState
from seedbed.grassroots.views.doing import BOTH, Act, buttons, do, new, workers
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Event, Stat

S = ClassState
MOST = 100  # cases that can be ticked on one page


def _case(by: Actor, number: str) -> Any:
    found = case_queries.numbered(by, number)
    if found is None:
        raise RuleBroken(_("There is no case with this number among those you see."))
    return found


CLASS_ACTS = {
    "raise": Act(gettext_lazy("Raise it"), "grassroots.raise_class", lambda data, row, by: forms.RaiseForm(data, units=queries.units_above(row)),
                 lambda row, by, form: actions.raise_class(row, by=by, **form.cleaned_data), (S.GATHERED,), "primary"),
    "take_up": Act(gettext_lazy("Take it up"), "grassroots.take_up_class", lambda data, row, by: forms.TakeUpForm(data, initial={"measure": row.measure, "until": row.until}),
                   lambda row, by, form: actions.take_up(row, by=by, **form.cleaned_data), (S.RAISED,), "primary"),
    "decline": Act(gettext_lazy("Send it back"), "grassroots.decline_class", lambda data, row, by: forms.ReasonForm(data),
                   lambda row, by, form: actions.decline(row, by=by, **form.cleaned_data), (S.RAISED, S.TAKEN_UP)),
    "solve": Act(gettext_lazy("Solved: answer every case"), "grassroots.solve_class", lambda data, row, by: forms.ResultForm(data),
                 lambda row, by, form: actions.solve(row, by=by, **form.cleaned_data), (S.GATHERED, S.TAKEN_UP), "primary"),
    "again": Act(gettext_lazy("Not solved: go on"), "grassroots.reopen_class", lambda data, row, by: forms.ReasonForm(data),
                 lambda row, by, form: actions.reopen(row, by=by, **form.cleaned_data), (S.SOLVED,)),
    "close": Act(gettext_lazy("Close after looking back"), "grassroots.close_class", lambda data, row, by: forms.FindingForm(data),
                 lambda row, by, form: actions.close(row, by=by, **form.cleaned_data), (S.SOLVED,), "primary"),
    "join": Act(gettext_lazy("Put a case into it"), "grassroots.join_class", lambda data, row, by: forms.CaseNumberForm(data),
                lambda row, by, form: actions.join(row, by=by, case=_case(by, form.cleaned_data["number"])), (S.GATHERED, S.RAISED, S.TAKEN_UP)),
    "leave": Act(gettext_lazy("Take a case out"), "grassroots.leave_class", lambda data, row, by: forms.CaseNumberForm(data),
                 lambda row, by, form: actions.leave(row, by=by, case=_case(by, form.cleaned_data["number"])), (S.GATHERED, S.RAISED, S.TAKEN_UP)),
}


@workers
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """List the classes in sight, and groups of like cases that may be one."""
    by = actor_of(request)
    head = [ActionButton(_("Gather a class"), reverse("grassroots:class_add"), method="get", kind="primary")]
    near = [(group[0], len(group), "、".join(dict.fromkeys(str(row.area) for row in group[:MOST])), reverse("grassroots:class_add") + "?" + "&".join(f"case={row.pk}" for row in group[:MOST])) for group in queries.clusters(by)]
    return render(request, "grassroots/classes.html", {
        "rows": by_number(queries.classes_visible_to(by), request.GET, size=40), "buttons": head, "near": near,
        "columns": [Column(_("Class of problems"), kind="main"), Column(_("Level of the root")), Column(_("Unit that answers for it")), Column(_("Raised to")), Column(_("To be solved by"), kind="date"),
                    Column(pgettext("state", "State"))]})


@workers
@BOTH
def class_add(request: HttpRequest) -> HttpResponse:
    """Gather cases into a class."""
    by, ticked = actor_of(request), [pk for pk in request.GET.getlist("case") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    form = forms.ClassForm(request.POST or None, initial=queries.own_start(by) | {"cases": ticked}, units=queries.own_units(by), owners=queries.units_above(None), cases=queries.free_cases(by))
    if request.method != "POST":
        form.fields["cases"].queryset = queries.to_tick(by, ticked, MOST)  # type: ignore[attr-defined]
    return new(request, form, _("Gather a class"), lambda: actions.gather(form.cleaned_data["unit"], by=by, root=form.root(), cases=form.cleaned_data["cases"]),
               back=reverse("grassroots:classes"), to=lambda row: reverse("grassroots:class", args=[row.pk]))


def _class(request: HttpRequest, pk: int) -> ProblemClass:
    return get_object_or_404(queries.classes_visible_to(actor_of(request)), pk=pk)


@workers
@require_safe
def problem_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a class: its root, where it stands, its cases with what became of each."""
    row, by = _class(request, pk), actor_of(request)
    figures, labels = queries.class_figures(row), {move.name: move.label for move in CLASS_MOVES}
    return render(request, "grassroots/class.html", {
        "problem": row, "buttons": buttons(CLASS_ACTS, by, row, "grassroots:class_act", row.state), "rows": by_number(queries.cases_of(by, row), request.GET, size=40),
        "columns": case_columns(), "events": [Event(step.at, labels.get(step.what, step.what), who=step.by or "", text=step.words) for step in row.steps.select_related("by").order_by("-pk")],
        "stats": [Stat(_("Cases"), figures["all"]), Stat(_("closed"), figures["closed"]), Stat(_("have come back"), figures["rebounds"], kind="warn" if figures["rebounds"] else "neutral")]})


@workers
@BOTH
def class_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one thing to a class."""
    return do(request, CLASS_ACTS, _class(request, pk), name, reverse("grassroots:class", args=[pk]))
