"""The own schedule, a circle's schedule, and the calendar address."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries import holds
from seedbed.directory.views.door import holding
from seedbed.gatherings import actions, queries
from seedbed.gatherings.calendar import calendar_of, entries_of, more_of
from seedbed.gatherings.forms import PlanForm, SeriesForm
from seedbed.gatherings.models import Circle, Gathering
from seedbed.gatherings.views.gathering import BOTH
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import of_account
from seedbed.kernel.doors import accepted, actor_of, open_to_all, refuse_unless_allowed
from seedbed.kernel.pace import too_fast
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Tab

inside = holding("trainee", "clerk", "officer", "leader")


def by_week(rows: Any) -> list[tuple[Any, list[Gathering]]]:
    """Group gatherings by the Monday of their week."""
    def monday(row: Gathering) -> Any:
        day = timezone.localtime(row.starts_at).date()
        return day - timedelta(days=day.weekday())

    return [(week, list(found)) for week, found in groupby(rows, key=monday)]


@inside
@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Show what comes: for people of circles their own, for the office everything of its circles; the past on request."""
    by, past = actor_of(request), "past" in request.GET
    rows = queries.gatherings_visible_to(by) if holds(by, "officer", "leader") else queries.own_schedule(by)
    rows = rows.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk") if past else queries.coming(rows)
    page = by_number(rows, request.GET, size=40)
    return render(request, "gatherings/schedule.html", {
        "rows": page, "weeks": by_week(page), "feed_buttons": _feed_buttons(by), "circles": queries.circles_visible_to(by).filter(ended_on=None)[:20],
        "more": [] if past else more_of(by, timezone.now()),
        "tabs": [Tab(_("To come"), reverse("gatherings:schedule"), not past), Tab(_("Past"), reverse("gatherings:schedule") + "?past=1", past)]})


def _feed_buttons(by: Any) -> list[ActionButton]:
    if queries.feed_of(by) is None:
        return [ActionButton(_("Make my calendar address"), reverse("gatherings:feed_open"))]
    return [ActionButton(_("Make a new address"), reverse("gatherings:feed_open"), confirm=_("The old address ends.")),
            ActionButton(_("Close the address"), reverse("gatherings:feed_close"), kind="quiet")]


def _circle(request: HttpRequest, pk: int) -> Circle:
    return get_object_or_404(queries.circles_visible_to(actor_of(request)).select_related("desk"), pk=pk)


@inside
@require_safe
def circle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one circle: who belongs to it, what it plans and what it held."""
    row, by = _circle(request, pk), actor_of(request)
    rows = queries.gatherings_visible_to(by).filter(circle=row)
    past = by_number(rows.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk"), request.GET, size=40)
    buttons = []
    if row.ended_on is None and allowed("gatherings.plan", by, row):
        buttons = [ActionButton(_("Plan a gathering"), reverse("gatherings:plan", args=[pk]), method="get", kind="primary"),
                   ActionButton(_("Plan a series"), reverse("gatherings:plan_series", args=[pk]), method="get")]
    return render(request, "gatherings/circle.html", {
        "circle": row, "buttons": buttons, "people": queries.people_of(row), "weeks": by_week(queries.coming(rows)[:60]), "past": past})


@inside
@BOTH
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one gathering."""
    row, by = _circle(request, pk), actor_of(request)
    refuse_unless_allowed("gatherings.plan", by, row)
    form = PlanForm(request.POST or None, people=queries.people_of(row))
    made: list[Gathering] = []
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: made.append(actions.plan_one(row, by=by, on=kept["on"], plan=form.plan(), lead=kept["lead"]))):
            return redirect("gatherings:gathering", pk=made[0].pk)
    return _form(request, form, _("Plan a gathering"), row)


@inside
@BOTH
def plan_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a series."""
    row, by = _circle(request, pk), actor_of(request)
    refuse_unless_allowed("gatherings.plan_series", by, row)
    people = queries.people_of(row)
    form = SeriesForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        leads = list(people) if kept["in_turn"] else [kept["lead"]] if kept["lead"] else []
        if accepted(form, lambda: actions.plan_series(row, by=by, first_on=kept["on"], last_on=kept["last_on"], every_weeks=kept["every_weeks"],
                                                      plan=form.plan(), leads=leads)):
            return redirect("gatherings:circle", pk=pk)
    return _form(request, form, _("Plan a series"), row)


def _form(request: HttpRequest, form: Any, title: str, row: Circle) -> HttpResponse:
    back = reverse("gatherings:circle", args=[row.pk])
    return render(request, "gatherings/form.html", {"form": form, "title": title, "sub": row.name, "crumbs": [(row.name, back)], "back": back,
                                                    "submit": _("Plan"), "draft": f"gatherings.plan.{row.pk}"})


# -- the calendar address ----------------------------------------------------------------------------------


@inside
@require_POST
def feed_open(request: HttpRequest) -> HttpResponse:
    """Make a calendar address; it is shown once on the next page."""
    by = actor_of(request)
    _feed, token = actions.open_feed(by.account, by=by)
    shown_once.keep(request, "feed", token)
    return redirect("gatherings:feed_made")


@never_cache
@inside
@require_safe
def feed_made(request: HttpRequest) -> HttpResponse:
    """Show a new calendar address once."""
    token = shown_once.take(request, "feed")
    address = request.build_absolute_uri(reverse("gatherings:feed", args=[token])) if token else ""
    return render(request, "gatherings/feed_made.html", {"address": address})


@inside
@require_POST
def feed_close(request: HttpRequest) -> HttpResponse:
    """Close the own calendar address."""
    by = actor_of(request)
    actions.close_feed(by.account, by=by)
    messages.success(request, _("The calendar address is closed."))
    return redirect("gatherings:schedule")


@never_cache
@open_to_all
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program the schedule of the account that made the address; nothing else, and reading changes nothing."""
    found = queries.feed_by_token(token) if not too_fast(request, "feed", limit=120, seconds=600) else None
    if found is None:
        return HttpResponse(status=404, content_type="text/plain")
    since = timezone.now() - timedelta(days=60)
    owner = of_account(found.account)
    rows = [*entries_of(queries.own_schedule(owner).filter(starts_at__gte=since)[:1000]), *more_of(owner, since)]
    answer = HttpResponse(calendar_of(_("Schedule"), rows), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="schedule.ics"'
    return answer
