"""One gathering: what is planned, who is missing, minutes, what was agreed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.gatherings import actions, queries
from seedbed.gatherings.forms import AgreeForm, PlanForm, RecordForm
from seedbed.gatherings.models import ActionItem, Gathering
from seedbed.gatherings.states import GatheringState, ItemState
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed
from seedbed.kernel.screen import ActionButton, Column

BOTH = require_http_methods(["GET", "HEAD", "POST"])
inside = holding("trainee", "clerk", "officer", "leader")


def _found(request: HttpRequest, pk: int) -> Gathering:
    return get_object_or_404(queries.gatherings_visible_to(actor_of(request)), pk=pk)


@inside
@require_safe
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one gathering and what may be done."""
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, row: Gathering, agree: AgreeForm | None = None) -> HttpResponse:
    by = actor_of(request)
    records = allowed("gatherings.record", by, row)
    people = queries.expected(row)
    items = list(row.items.select_related("owner", "gathering__circle"))
    before = list(queries.open_before(row).select_related("gathering__circle"))
    absences = list(row.absences.select_related("person"))
    own = queries.own_person(by)
    return render(request, "gatherings/gathering.html", {
        "row": row, "records": records, "expected": people.count(), "buttons": _buttons(by, row, records, [a for a in absences if a.person_id == own]),
        "absences": absences if records else [a for a in absences if a.person_id == own], "missing": len(absences),
        "items": [(item, _item_buttons(by, item)) for item in items], "before": [(item, _item_buttons(by, item)) for item in before],
        "agree": agree or (AgreeForm(people=people) if records and row.state != GatheringState.CANCELLED else None),
        "columns": [Column(_("What is to be done"), kind="main"), Column(_("Who")), Column(_("Until"), kind="date"), Column(pgettext("state", "State")), Column("", kind="actions")],
        "crumbs": [(_("Schedule"), reverse("gatherings:schedule")), (row.circle.name, reverse("gatherings:circle", args=[row.circle_id]))]})


def _buttons(by: Any, row: Gathering, records: bool, own: list[Any]) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"gatherings:{name}", args=[row.pk])

    found, begun = [], row.starts_at <= timezone.now()
    if records and begun and row.state != GatheringState.CANCELLED:
        label = _("Record minutes") if row.state == GatheringState.PLANNED else _("Mend the record")
        found.append(ActionButton(label, url("record"), method="get", kind="primary" if row.state == GatheringState.PLANNED else "plain"))
    if records and row.state == GatheringState.PLANNED:
        found += [ActionButton(_("Move or change"), url("change"), method="get"),
                  ActionButton(pgettext("gathering", "Cancel"), url("cancel"), kind="danger", note="required", confirm=_("Everybody expected is told."))]
    if row.state == GatheringState.PLANNED and not begun and allowed("gatherings.excuse", by, row):
        found.append(ActionButton(_("I come after all"), url("come_after_all")) if own
                     else ActionButton(_("I cannot come"), url("excuse"), note="required", confirm=_("Say in a few words why; it is shown to those who keep the record.")))
    return found


def _item_buttons(by: Any, item: ActionItem) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"gatherings:item_{name}", args=[item.pk])

    if item.state != ItemState.OPEN:
        return [ActionButton(_("Open again"), url("reopen"), note="required", kind="quiet")] if allowed("gatherings.reopen_item", by, item) else []
    found = [ActionButton(_("Done"), url("finish"), note="required", confirm=_("What came of it?"))] if allowed("gatherings.finish_item", by, item) else []
    return [*found, ActionButton(_("Drop"), url("drop"), note="required", kind="quiet")] if allowed("gatherings.drop_item", by, item) else found


@inside
@BOTH
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or rewrite a planned gathering."""
    row, by, version = _found(request, pk), actor_of(request), given_version(request)
    refuse_unless_allowed("gatherings.change", by, row)
    form = PlanForm.of(row, request.POST or None, queries.expected(row))
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: actions.change_gathering(row, by=by, on=kept["on"], plan=form.plan(), lead=kept["lead"], version=version)):
            return redirect("gatherings:gathering", pk=pk)
    return _form(request, row, form, _("Move or change"))


@inside
@BOTH
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record minutes and who was missing."""
    row, by, version = _found(request, pk), actor_of(request), given_version(request)
    refuse_unless_allowed("gatherings.record", by, row)
    form = RecordForm(request.POST or None, gathering=row, people=queries.expected(row))
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: actions.record(row, by=by, minutes=kept["minutes"], missing=form.absences(), version=version)):
            return redirect("gatherings:gathering", pk=pk)
    return _form(request, row, form, _("Record"))


def _form(request: HttpRequest, row: Gathering, form: Any, title: str) -> HttpResponse:
    back = reverse("gatherings:gathering", args=[row.pk])
    return render(request, "gatherings/form.html", {"form": form, "title": title, "sub": row.title, "crumbs": [(row.title, back)], "back": back,
                                                    "submit": _("Save"), "version": row.version, "draft": f"gatherings.{request.resolver_match.url_name}.{row.pk}"})


@inside
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel with a reason."""
    actions.cancel(_found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("gatherings:gathering", pk=pk)


@inside
@require_POST
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one cannot come."""
    actions.excuse(_found(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("gatherings:gathering", pk=pk)


@inside
@require_POST
def come_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the excuse back."""
    actions.come_after_all(_found(request, pk), by=actor_of(request))
    return redirect("gatherings:gathering", pk=pk)


@inside
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was agreed."""
    row, by = _found(request, pk), actor_of(request)
    refuse_unless_allowed("gatherings.agree", by, row)
    form = AgreeForm(request.POST, people=queries.expected(row))
    if form.is_valid() and accepted(form, lambda: actions.agree(row, by=by, **form.cleaned_data)):
        return redirect("gatherings:gathering", pk=pk)
    return _page(request, row, form)


def _item(request: HttpRequest, pk: int) -> ActionItem:
    return get_object_or_404(queries.items_visible_to(actor_of(request)), pk=pk)


@inside
@require_POST
def item_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an action item as done."""
    item = actions.finish_item(_item(request, pk), by=actor_of(request), result=request.POST.get("note", ""))
    return redirect("gatherings:gathering", pk=item.gathering_id)


@inside
@require_POST
def item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop an action item."""
    item = actions.drop_item(_item(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("gatherings:gathering", pk=item.gathering_id)


@inside
@require_POST
def item_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an action item again."""
    item = actions.reopen_item(_item(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("gatherings:gathering", pk=item.gathering_id)
