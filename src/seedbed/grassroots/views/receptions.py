"""Reception days: the published schedule with booking for everybody; cases in leaders' charge."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.casework.queries import cases as case_queries
from seedbed.directory.views.door import holding
from seedbed.gatherings.calendar import calendar_of
from seedbed.grassroots import forms, queries
from seedbed.grassroots.actions import outings as actions
from seedbed.grassroots.calendar import entry_of
from seedbed.grassroots.models import Outing
from seedbed.grassroots.rules import PUBLIC
from seedbed.grassroots.views.doing import workers
from seedbed.kernel import shown_once
from seedbed.kernel.actor import of_job
from seedbed.kernel.doors import accepted, actor_of, open_to_all, refuse_unless_allowed
from seedbed.kernel.pace import too_fast
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column

MINUTES = 20


def time_of(outing: Outing, slot: int) -> str:
    """Return the clock time of a bookable time."""
    start = datetime.combine(outing.on, outing.starts or datetime.min.time())
    return (start + timedelta(minutes=MINUTES * slot)).strftime("%H:%M")


@open_to_all
@require_safe
def receptions(request: HttpRequest) -> HttpResponse:
    """Show the reception days to come, with their leader and how many times are free."""
    return render(request, "grassroots/receptions.html", {"rows": [(row, len(queries.free_slots(row))) for row in queries.receptions()[:30]]})


@open_to_all
@require_safe
def receptions_feed(request: HttpRequest) -> HttpResponse:
    """Give calendar programs the published reception days."""
    answer = HttpResponse(calendar_of(_("Reception days of leaders"), [entry_of(row) for row in queries.receptions()[:60]]), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="receptions.ics"'
    return answer


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a time; the secret word is shown once."""
    row = get_object_or_404(queries.receptions(), pk=pk)
    times = [(slot, time_of(row, slot)) for slot in queries.free_slots(row)]
    form = forms.BookForm(request.POST or None, times=times)
    if request.method == "POST" and form.is_valid():
        if too_fast(request, "booking", limit=6, seconds=3600):
            form.add_error(None, _("Too many times were booked from your network within an hour. Try again later."))
        elif accepted(form, lambda: _keep(request, row, form)):
            return redirect("grassroots:booked", pk=pk)
    return render(request, "grassroots/book.html", {"outing": row, "form": form, "times": times})


def _keep(request: HttpRequest, row: Outing, form: forms.BookForm) -> None:
    booking, secret = actions.book(row, by=of_job(PUBLIC), **form.cleaned_data)
    shown_once.keep(request, f"booking{row.pk}", f"{time_of(row, booking.slot)} {secret}")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def booked(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the booked time and the secret word once; with the word the time is given back."""
    row = get_object_or_404(queries.receptions(), pk=pk)
    form = forms.SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        booking = None if too_fast(request, "give_back", limit=20, seconds=900) else queries.booking_by_word(row, form.cleaned_data["secret"])
        if booking is None:
            form.add_error("secret", _("There is no booking with this word."))
        elif accepted(form, lambda: actions.give_back(booking, by=of_job(PUBLIC))):
            return redirect("grassroots:receptions")
    time, _space, secret = shown_once.take(request, f"booking{pk}").partition(" ")
    return render(request, "grassroots/booked.html", {"outing": row, "form": form, "time": time, "secret": secret})


@workers
@require_safe
def charges(request: HttpRequest) -> HttpResponse:
    """List the cases in leaders' charge."""
    by = actor_of(request)
    desk = case_queries.own_desk(by)
    head = [ActionButton(_("Take cases into charge"), reverse("grassroots:charge_add"), method="get", kind="primary")] if desk is not None else []
    rows = by_number(queries.charges_visible_to(by), request.GET, size=40)
    return render(request, "grassroots/charges.html", {
        "rows": rows, "buttons": head, "charges": [(row, ActionButton(_("End it"), reverse("grassroots:charge_end", args=[row.pk]), kind="quiet")) for row in rows] if desk is not None
        else [(row, None) for row in rows],
        "columns": [Column(_("Leader in charge"), kind="main"), Column(_("Case")), Column(_("Leading unit")), Column(_("Safe until"), kind="date"), Column(pgettext("state", "State")),
                    Column("", kind="actions")]})


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def charge_add(request: HttpRequest) -> HttpResponse:
    """Take a set of cases into a leader's charge."""
    by, form = actor_of(request), forms.ChargeForm(request.POST or None, people=queries.colleagues(actor_of(request)))
    if request.method == "POST" and form.is_valid():
        found = {number: case_queries.numbered(by, number) for number in form.numbers()}
        missing = [number for number, case in found.items() if case is None]
        if missing or not found:
            form.add_error("number", _("There is no case with this number among those you see: %(numbers)s") % {"numbers": ", ".join(missing)})
        elif accepted(form, lambda: actions.take_set(form.cleaned_data["leader"], by=by, taken=[case for case in found.values() if case is not None])):
            return redirect("grassroots:charges")
    return render(request, "grassroots/form.html", {"form": form, "title": _("Take cases into charge"), "back": reverse("grassroots:charges")})


@workers
@require_POST
def charge_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a leader's charge."""
    row = get_object_or_404(queries.charges_visible_to(actor_of(request)).select_related("case__desk"), pk=pk)
    refuse_unless_allowed("grassroots.end_charge", actor_of(request), row)
    actions.end_charge(row, by=actor_of(request))
    return redirect("grassroots:charges")
