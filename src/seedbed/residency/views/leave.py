"""Pages of leave: the trainee's own, and the office's with every meter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Bar, Column
from seedbed.residency.actions import leave as actions
from seedbed.residency.forms.leave import GrantForm, LeaveForm, ReturnForm
from seedbed.residency.models import ClassMember, Leave
from seedbed.residency.queries import classes
from seedbed.residency.queries import leave as queries
from seedbed.residency.reckoning.leave import Meter, in_days
from seedbed.residency.states.leave import LeaveState
from seedbed.residency.views.doors import BOTH, class_found, crumbs, form_page, learning, office, tabs

trainee = holding("trainee")


def sentence(meter: Meter) -> str:
    """Say how full a meter is."""
    return _("%(used)s of %(allowed)s working days used") % {"used": in_days(meter.used), "allowed": in_days(meter.allowed)}


def own_member(request: HttpRequest) -> ClassMember | None:
    """Return the newest place in a class of who is signed in."""
    return classes.own_memberships(actor_of(request)).first()


@trainee
@BOTH
def my_leave(request: HttpRequest) -> HttpResponse:
    """Show the own meter and leave, and take a new request."""
    member, by = own_member(request), actor_of(request)
    if member is None:
        return render(request, "residency/no_class.html")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.ask_leave(member, by=by, **form.cleaned_data)):
        return redirect("residency:my_leave")
    meter = queries.meter_of(member)
    rows = [(leave, _own_buttons(by, leave)) for leave in queries.leaves_visible_to(by).filter(member=member)]
    return render(request, "residency/my_leave.html", {
        "member": member, "meter": meter, "sentence": sentence(meter), "form": form, "rows": rows, "rule": member.training_class.leave_rule,
        "provisional": queries.is_provisional(member.training_class.batch), "columns": [Column(pgettext("leave", "Days"), kind="main"), *_columns()[2:]]})


def _columns() -> list[Column]:
    return [Column(_("Name"), kind="main"), Column(pgettext("leave", "Days")), Column(_("Working days"), kind="number"), Column(_("Reason")),
            Column(pgettext("state", "State")), Column("", kind="actions")]


def _own_buttons(by: Actor, leave: Leave) -> list[ActionButton]:
    if leave.state == LeaveState.GRANTED and allowed("residency.note_return", by, leave):
        return [ActionButton(_("Note the return"), reverse("residency:leave_return", args=[leave.pk]), method="get")]
    if leave.state == LeaveState.ASKED and allowed("residency.take_leave_back", by, leave):
        return [ActionButton(_("Take back"), reverse("residency:leave_take_back", args=[leave.pk]), kind="quiet")]
    return []


@office
@require_safe
def leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what waits for a decision, every meter, and all leave of a class."""
    row, by = class_found(request, pk), actor_of(request)
    meters = queries.meters_of(row)
    everything = queries.leaves_visible_to(by).filter(member__training_class=row)
    page = by_number(everything.exclude(state=LeaveState.ASKED), request.GET, size=50)
    people = {m.pk: m for m in classes.people_of(row)}
    bars = [Bar(people[pk].person.name, meter.percent, note=sentence(meter), kind=meter.state)
            for pk, meter in sorted(meters.items(), key=lambda item: -item[1].used) if pk in people and (meter.used or meter.asked)]
    course = next(iter(meters.values()), None)
    return render(request, "residency/leaves.html", {
        "row": row, "tabs": tabs(by, row, "leaves"), "crumbs": crumbs(row), "columns": _columns(), "bars": bars, "rule": row.leave_rule,
        "waiting": [(leave, meters[leave.member_id], sentence(meters[leave.member_id]), _decisions(leave)) for leave in queries.waiting(everything)[:100]],
        "rows": page, "done": [(leave, _own_buttons(by, leave)) for leave in page], "allowed": in_days(course.allowed) if course else "", "course": in_days(course.course) if course else "",
        "provisional": queries.is_provisional(row.batch)})


def _decisions(leave: Leave) -> list[ActionButton]:
    return [ActionButton(_("Grant"), reverse("residency:leave_grant", args=[leave.pk]), method="get", kind="primary"),
            ActionButton(_("Refuse"), reverse("residency:leave_refuse", args=[leave.pk]), kind="danger", note="required")]


def _leave(request: HttpRequest, pk: int) -> Leave:
    return get_object_or_404(queries.leaves_visible_to(actor_of(request)), pk=pk)


@office
@BOTH
def leave_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant leave."""
    leave, by, form = _leave(request, pk), actor_of(request), GrantForm(request.POST or None)
    refuse_unless_allowed("residency.grant_leave", by, leave)
    back = reverse("residency:leaves", args=[leave.member.training_class_id])
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.grant_leave(leave, by=by, **form.cleaned_data)):
        return redirect(back)
    text = f"{leave} · {_('%(days)s working days') % {'days': in_days(leave.halves)}} · {leave.reason}\n{sentence(queries.meter_of(leave.member))}"
    return form_page(request, form, _("Grant leave"), back=back, sub=leave.member.person.name, text=text, submit=_("Grant"))


@office
@require_POST
def leave_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse leave with a reason."""
    leave = actions.refuse_leave(_leave(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("residency:leaves", pk=leave.member.training_class_id)


def _back(request: HttpRequest, leave: Leave) -> Any:
    own = leave.member.person_id == classes.person_of(actor_of(request))
    return reverse("residency:my_leave") if own else reverse("residency:leaves", args=[leave.member.training_class_id])


@learning
@require_POST
def leave_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take leave back."""
    leave = _leave(request, pk)
    actions.take_leave_back(leave, by=actor_of(request))
    return redirect(_back(request, leave))


@learning
@BOTH
def leave_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an earlier return."""
    leave, by = _leave(request, pk), actor_of(request)
    form = ReturnForm(request.POST or None, initial={"last_on": leave.last_on})
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.note_return(leave, by=by, **form.cleaned_data)):
        return redirect(_back(request, leave))
    return form_page(request, form, _("Note the return"), back=_back(request, leave), sub=str(leave))
