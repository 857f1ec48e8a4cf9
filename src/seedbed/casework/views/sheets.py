"""The work-order sheet of the hotline 12345: brought in, carried back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.casework.actions import orders as actions
from seedbed.casework.forms.settings import FileForm
from seedbed.casework.queries import cases as queries
from seedbed.casework.views.figures import download
from seedbed.casework.workbooks import ORDERS, faults_of, orders_file, orders_template, told_by
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import Column
from seedbed.kernel.workbooks import WorkbookRefused, read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
office = holding("officer", "leader")


@office
@require_http_methods(["GET", "HEAD", "POST"])
def orders(request: HttpRequest) -> HttpResponse:
    """Bring in a sheet of work orders; nothing is taken while one line has a fault, and none is taken twice."""
    by, desk = actor_of(request), queries.own_desk(actor_of(request))
    form, faults = FileForm(request.POST or None, request.FILES or None), []
    done: list[dict[str, int]] = []
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            intake = read(ORDERS, b"".join(upload.chunks()), upload.name)
            faults = faults_of(intake)
            if not faults and desk is not None and accepted(form, lambda: done.append(actions.take_orders(desk, by=by, orders=told_by(intake)))):
                messages.success(request, _("%(made)d taken in, %(before)d were here before.") % done[0])
                return redirect("cases:cases")
        except WorkbookRefused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "casework/case_orders.html", {
        "form": form, "faults": faults, "desk": desk, "takes": desk is not None and allowed("casework.take_orders", by, desk),
        "columns": [Column(_("Cell"), kind="main"), Column(_("What stands there")), Column(_("What is wrong and how to mend it"), kind="long")]})


@office
@require_safe
def orders_out(request: HttpRequest) -> HttpResponse:
    """Hand out the work orders with how far they are."""
    return download(orders_file(queries.work_orders(actor_of(request))), _("Work orders of the hotline 12345") + ".xlsx", XLSX)


@office
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty work-order sheet."""
    return download(orders_template(), _("Empty work-order sheet") + ".xlsx", XLSX)
