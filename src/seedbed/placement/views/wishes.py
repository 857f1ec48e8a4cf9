"""Pages of wishes: the person's own ranked choices, the window, and entry from paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.directory.views.door import holding
from seedbed.directory.views.sheets import sheet_button
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import Column, Stat
from seedbed.placement import rules
from seedbed.placement.actions import wishes as actions
from seedbed.placement.forms.wishes import WindowForm, WishesForm, label_of
from seedbed.placement.models import WishWindow
from seedbed.placement.queries import hosts as host_queries
from seedbed.placement.queries import wishes as queries
from seedbed.placement.views.hosts import BOTH, version_of
from seedbed.placement.views.offers import batch_crumbs
from seedbed.placement.workbooks import WISHES
from seedbed.selection.models import Application, Batch


@holding("trainee")
@require_safe
def my_wishes(request: HttpRequest) -> HttpResponse:
    """Lead the person to the wishes of the newest application that may state some."""
    rows = [(a, queries.window_of(a.batch_id)) for a in queries.own_applications(actor_of(request)).order_by("-pk")[:5]]
    shown = [(a, window, queries.is_open(window)) for a, window in rows if window is not None and queries.may_wish(a)]
    if len(shown) == 1:
        return redirect("placement:wishes", pk=shown[0][0].pk)
    return render(request, "placement/my_wishes.html", {"rows": shown})


@signed_in
@BOTH
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """Rank wishes on a phone: seats, lodging and demand beside each choice; changes until the window closes."""
    row = get_object_or_404(queries.own_applications(actor_of(request)), pk=pk)
    window = queries.window_of(row.batch_id)
    may = window is not None and queries.is_open(window) and queries.may_wish(row)
    form = _form(request, row, window) if window is not None and may else None
    if request.method == "POST" and form is not None and form.is_valid() and _stated(request, row, form):
        return redirect("placement:wishes", pk=pk)
    return render(request, "placement/wishes.html", {
        "application": row, "window": window, "form": form, "own": queries.wishes_of(row), "receipts": queries.receipts_of(row)[:5],
        "offered": _offered(window) if window is not None else [], "early": window is not None and queries.is_early(window),
        "columns": offered_columns(), "takes_part": queries.may_wish(row),
    })


def offered_columns() -> list[Column]:
    """Return the columns of the list of what may be wished for."""
    return [Column(_("Host and post"), kind="main"), Column(pgettext("host", "Seats"), kind="number"), Column(_("Lodging")),
            Column(_("First wish of"), kind="number"), Column(_("Wished by"), kind="number")]


def _offered(window: WishWindow) -> list[dict[str, Any]]:
    counted, none = queries.demand(window), queries.Demand(0, 0)
    return [{"label": label_of(c), "thing": c, "is_post": window.wish_for == "post", "demand": counted.get(c.pk, none)} for c in queries.choices_of(window)]


def _form(request: HttpRequest, row: Application, window: WishWindow, *, paper: bool = False) -> WishesForm:
    own = {f"wish{w.rank}": str(w.post_id or w.offer_id) for w in queries.wishes_of(row)}
    first = {pk: counted.first for pk, counted in queries.demand(window).items()}
    return WishesForm(request.POST or None, window=window, choices=list(queries.choices_of(window)), first=first, paper=paper, initial=own)


def _stated(request: HttpRequest, row: Application, form: WishesForm) -> bool:
    number = form.cleaned_data.get("paper_number", "")
    made = accepted(form, lambda: actions.state_wishes(row, by=actor_of(request), choices=form.choices(), paper_number=number))
    if made:
        messages.success(request, _("The wishes were taken. The receipt stands below."))
    return made


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(host_queries.batches_decided_by(actor_of(request)), pk=pk)


@signed_in
@BOTH
def wish_window(request: HttpRequest, batch: int) -> HttpResponse:
    """Set the window, see demand, and who has stated wishes (not which)."""
    row, by = _batch(request, batch), actor_of(request)
    window = queries.window_of(row.pk)
    form = WindowForm.of(window, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.set_wish_window(row, by=by, version=version_of(request), **form.cleaned_data)):
            return redirect("placement:wish_window", batch=batch)
    people = by_number(queries.people_of_window(by, row), request.GET, size=100)
    return render(request, "placement/wish_window.html", {
        "batch": row, "window": window, "form": form, "crumbs": batch_crumbs(row), "people": people,
        "buttons": [sheet_button(WISHES, row)] if WISHES.brings(by, row) else [],
        "offered": _offered(window) if window else [], "columns": offered_columns(), "stats": _stats(row, window, people.total or 0),
        "people_columns": [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Wishes"), kind="number"), Column("", kind="actions")],
    })


def _stats(batch: Batch, window: WishWindow | None, people: int) -> list[Stat]:
    stated = queries.stated_count(batch)
    state = _("not set") if window is None else _("open now") if queries.is_open(window) else _("closed now")
    return [Stat(_("Window"), state), Stat(_("Have stated wishes"), stated, sub=_("of %(count)d people") % {"count": people})]


@signed_in
@BOTH
def wishes_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the wishes of a person from a signed paper."""
    by = actor_of(request)
    row = get_object_or_404(queries.applications_entered_by(by), pk=pk)
    window = queries.window_of(row.batch_id)
    if window is None:
        return redirect("placement:wish_window", batch=row.batch_id)
    form = _form(request, row, window, paper=True)
    if request.method == "POST" and form.is_valid() and _stated(request, row, form):
        return redirect("placement:wish_window", batch=row.batch_id)
    back = reverse("placement:wish_window", args=[row.batch_id])
    return render(request, "placement/wishes_on_paper.html", {
        "application": row, "form": form, "back": back, "crumbs": batch_crumbs(row.batch, (_("Wishes"), back)),
        "own": queries.wishes_of(row), "receipts": queries.receipts_of(row)[:5], "runs": rules.enters_wishes(by, row),
    })
