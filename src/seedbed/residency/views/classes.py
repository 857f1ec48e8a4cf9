"""Pages of a class: overview, people and groups, arrivals, whereabouts."""

import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries import holds
from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.releases import handed_out
from seedbed.gatherings.queries import coming, gatherings_visible_to
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.placement.queries.placements import placement_counts
from seedbed.residency.actions import classes as actions
from seedbed.residency.forms.classes import ArrivalsForm, DivideForm, GroupsForm
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.residency.papers import class_book
from seedbed.residency.queries import classes as queries
from seedbed.residency.queries import leave as leaves
from seedbed.residency.queries import visits, works
from seedbed.residency.views.doors import (
    BOTH,
    TYPES,
    caring,
    class_found,
    crumbs,
    inside,
    learning,
    office,
    tabs,
)


@inside
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """List the classes the actor knows, and for the office the batches whose class is not open yet."""
    by = actor_of(request)
    if not holds(by, "officer", "leader", "service_team"):
        return redirect("residency:week")
    rows = queries.classes_visible_to(by)
    ready = [b for b in queries.batches_visible_to(by).exclude(pk__in=rows.values("batch"))[:20]
             if placement_counts(b).get("planned") and allowed("residency.open_class", by, b)]
    opens = [(b, ActionButton(_("Open the class"), reverse("residency:open", args=[b.pk]), kind="primary")) for b in ready]
    found = by_number(rows, request.GET, size=20)
    waits = waits_in(by, [row for row in found if row.closed_on is None]) if holds(by, "officer", "leader") else {}
    columns = [Column(pgettext("training", "Class"), kind="main"), Column(_("City")), Column(_("From"), kind="date"), Column(_("Last day"), kind="date")]
    return render(request, "residency/classes.html", {
        "rows": found, "lines": [(row, waits.get(row.pk, "")) for row in found], "opens": opens, "columns": [*columns, Column(_("Waits"), kind="long")]})


def waits_in(by: Actor, rows: Sequence[TrainingClass]) -> dict[int, str]:
    """Say per class what waits there for the office: texts to read, wishes to answer, hosts due for a visit."""
    found: dict[int, list[str]] = {}
    for pk, n in works.counted_to_read(works.works_visible_to(by), rows).items():
        found.setdefault(pk, []).append(ngettext("%(n)d text to read", "%(n)d texts to read", n) % {"n": n})
    for pk, n in visits.counted_wishes(visits.wishes_visible_to(by), rows).items():
        found.setdefault(pk, []).append(ngettext("%(n)d wish to answer", "%(n)d wishes to answer", n) % {"n": n})
    for pk, (n, _due) in visits.counted_late(rows).items():
        found.setdefault(pk, []).append(ngettext("%(n)d host to visit", "%(n)d hosts to visit", n) % {"n": n})
    return {pk: ", ".join(words) for pk, words in found.items()}


@office
@require_POST
def open_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the class of a batch."""
    by = actor_of(request)
    batch = get_object_or_404(queries.batches_visible_to(by), pk=pk)
    return redirect("residency:class", pk=actions.open_class(batch, by=by).pk)


@inside
@require_safe
def training_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a class stands today and what comes next."""
    row, by = class_found(request, pk), actor_of(request)
    serves, runs = queries.serves(by, row), queries.runs(by, row)
    return render(request, "residency/class.html", {
        "row": row, "tabs": tabs(by, row, "class"), "crumbs": [(_("Classes"), reverse("residency:classes"))],
        "stats": _stats(row, runs) if serves else [], "knows": runs or not serves, "newcomers": len(queries.newcomers(row)) if runs else 0,
        "take_in": ActionButton(_("Take them into the class"), reverse("residency:take_in", args=[pk])), "close": _close_button(by, row),
        "coming": coming(gatherings_visible_to(by).filter(circle__in=[row.circle_id, row.council_id]))[:8]})


def _close_button(by: Actor, row: TrainingClass) -> ActionButton | None:
    """The button that closes the class: there from the first day after its last one."""
    if row.closed_on or row.batch.ends_on > timezone.localdate() or not allowed("residency.close_class", by, row):
        return None
    return ActionButton(_("Close the class"), reverse("residency:close", args=[row.pk]), kind="primary",
                        confirm=_("Everybody at the post is noted as having completed the training, and the class holds no more meetings."))


def _stats(row: TrainingClass, runs: bool) -> list[Stat]:
    counts = placement_counts(row.batch)
    found = [
        Stat(_("At the post"), counts.get("active", 0), url=reverse("residency:whereabouts", args=[row.pk])),
        Stat(_("To report for duty"), counts.get("planned", 0), url=reverse("residency:arrivals", args=[row.pk]), kind="warn" if counts.get("planned") else "neutral"),
        Stat(_("Away today"), len(queries.away_on(row, timezone.localdate())), sub=_("on granted leave")),
    ]
    if row.closed_on:
        found.append(Stat(_("Completed the training"), counts.get("completed", 0), kind="good"))
    if runs:
        meters = leaves.meters_of(row).values()
        asked = leaves.waiting(row_leaves(row)).count()
        found += [Stat(_("Leave to decide"), asked, url=reverse("residency:leaves", args=[row.pk]), kind="warn" if asked else "neutral"),
                  Stat(_("Leave meters on warning"), sum(m.state != "good" for m in meters), url=reverse("residency:leaves", args=[row.pk]))]
    return found


def row_leaves(row: TrainingClass) -> Any:
    """Return the leave of everybody in a class, for its office."""
    return leaves.leaves_of(row)


@office
@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take new people into the class."""
    row = class_found(request, pk)
    count = actions.take_in(row, by=actor_of(request))
    messages.success(request, ngettext("%(n)d person came into the class.", "%(n)d people came into the class.", count) % {"n": count})
    return redirect("residency:class", pk=pk)


@office
@require_POST
def close_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the class at its end."""
    count = actions.close_class(class_found(request, pk), by=actor_of(request))
    messages.success(request, ngettext("%(n)d person has completed the training.", "%(n)d people have completed the training.", count) % {"n": count})
    return redirect("residency:class", pk=pk)


@learning
@BOTH
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show groups and posts; the office sets them here."""
    row, by = class_found(request, pk), actor_of(request)
    members = list(queries.people_of(row).order_by("group__number", "-leads_group", "person__sort_key", "pk"))
    edits = allowed("residency.set_groups", by, row) and ("edit" in request.GET or request.method == "POST")
    form = GroupsForm(request.POST or None, members=members) if edits else None
    if request.method == "POST":
        if form is None:
            actions.set_groups(row, by=by, seats={})  # refuses with its sentence
        elif form.is_valid() and accepted(form, lambda: actions.set_groups(row, by=by, seats=form.seats())):
            return redirect("residency:people", pk=pk)
    return render(request, "residency/people.html", {
        "row": row, "tabs": tabs(by, row, "people"), "crumbs": crumbs(row), "members": members, "form": form, "groups": _by_group(members),
        "buttons": _people_buttons(by, row) if form is None else [], "divide": DivideForm() if allowed("residency.divide", by, row) and form is None else None,
        "columns": [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("Host")), Column(_("Post in the class"))],
        "edit_columns": [Column(_("Name"), kind="main"), Column(_("Host")), Column(pgettext("study", "Group"), kind="number"), Column(_("Post in the class")), Column(_("Leads the group"))]})


def _people_buttons(by: Actor, row: TrainingClass) -> list[ActionButton]:
    if not allowed("residency.set_groups", by, row):
        return []
    books = [ActionButton(_("Class book as %(form)s") % {"form": form}, reverse("residency:class_book", args=[row.pk, form]), method="get", kind="quiet") for form in TYPES]
    return [ActionButton(_("Set groups and posts"), reverse("residency:people", args=[row.pk]) + "?edit=1", method="get"), *books]


@office
@require_safe
def book(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the class book by groups as Word or PDF; twenty people or more leave only after a second person has released it."""
    row = class_found(request, pk)
    if form not in TYPES:
        raise Http404
    members = list(queries.people_of(row).order_by("group__number", "-leads_group", "person__sort_key", "pk"))
    return handed_out(request, Outgoing.of("class_book", _("Class book"), row, row.batch.unit_id, len(members)), lambda: _book(row, members, form))


def _book(row: TrainingClass, members: Sequence[ClassMember], form: str) -> HttpResponse:
    sheets = [class_book(row, members)]
    data = render_pdf(sheets) if form == "pdf" else render_docx(sheets)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{sheets[0].title}.{form}", content_type=TYPES[form])


def _by_group(members: list[Any]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for m in members:
        groups.setdefault(str(m.group) if m.group else _("Without a group"), []).append(m)
    return list(groups.items())


@office
@require_POST
def divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Divide the class into study groups."""
    row, form = class_found(request, pk), DivideForm(request.POST)
    count = form.cleaned_data["count"] if form.is_valid() else 0
    actions.divide(row, by=actor_of(request), count=count)
    return redirect("residency:people", pk=pk)


@caring
@BOTH
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    """Note arrivals by exception: everybody came, except those ticked."""
    row, by = class_found(request, pk), actor_of(request)
    members = queries.to_arrive(row)
    form = ArrivalsForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        if accepted(form, lambda: actions.note_arrivals(row, by=by, on=kept["on"], except_for={m.pk for m in kept["missing"]})):
            return redirect("residency:arrivals", pk=pk)
    return render(request, "residency/arrivals.html", {"row": row, "tabs": tabs(by, row, "arrivals"), "crumbs": crumbs(row), "form": form, "waiting": members.count()})


@caring
@require_safe
def whereabouts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where everyone is, by district and town, as the hosts' addresses name them."""
    row, by = class_found(request, pk), actor_of(request)
    found = queries.whereabouts(row)
    away = queries.away_on(row, timezone.localdate())
    districts = [(name or _("Without a post"), sum(map(len, towns.values())), [(town or _("Town not named"), members) for town, members in towns.items()])
                 for name, towns in found.items()]
    return render(request, "residency/whereabouts.html", {"row": row, "tabs": tabs(by, row, "whereabouts"), "crumbs": crumbs(row), "districts": districts, "away": away})
