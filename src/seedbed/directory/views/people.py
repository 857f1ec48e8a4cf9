"""People: list, the file of one person, adding, changing, opening a sealed number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory import actions, queries
from seedbed.directory.forms import AddPersonForm, PersonForm, RevealForm, SearchForm
from seedbed.directory.models import Person
from seedbed.directory.queries import files
from seedbed.directory.views.door import holding
from seedbed.directory.views.sheets import sheet_buttons
from seedbed.directory.workbooks import PEOPLE
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, given_version, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column


@holding("clerk", "officer", "leader")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the people in reach by the reading of their names."""
    by, form = actor_of(request), SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = files.people_called(by, text).select_related("unit")
    add = ActionButton(_("Add a person"), reverse("directory:add_person"), method="get", kind="primary")
    columns = [Column(_("Name"), kind="main"), Column(pgettext("organisation", "Unit")), Column(pgettext("job", "Post")),
               Column(_("Rank")), Column(_("ID number")), Column(_("In service"))]
    return render(request, "directory/people.html", {
        "rows": by_key(found, request.GET, order=("sort_key",)), "columns": columns, "form": form, "buttons": [*sheet_buttons(by, PEOPLE), add],
    })


def _person(request: HttpRequest, pk: int) -> Person:
    found = queries.people_visible_to(actor_of(request)).select_related("unit", "unit__region")
    return get_object_or_404(found, pk=pk)


@signed_in
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's file and who has opened it; that it was opened now is recorded as well."""
    found, by = _person(request, pk), actor_of(request)
    if files.opens_anew(found, by):
        actions.note_opened(found, by=by)
    return render(request, "directory/person.html", _file(request, found, RevealForm()))


def _file(request: HttpRequest, found: Person, reveal: RevealForm) -> dict[str, object]:
    by = actor_of(request)
    label, _space, value = shown_once.take(request, f"person{found.pk}").partition(" ")
    change = ActionButton(_("Change"), reverse("directory:change_person", args=[found.pk]), method="get")
    return {
        "person": found, "label": label, "value": value,
        "reveal": reveal if allowed("directory.reveal", by, found) else None,
        "buttons": [change] if allowed("directory.change_person", by, found) else [],
        "events": files.events_of(found, before=request.GET.get("before", "")),
        "older": files.older_of(found, before=request.GET.get("before", "")),
    }


@holding("clerk", "officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Add a person to a unit in reach."""
    form, by, made = AddPersonForm(request.POST or None), actor_of(request), []
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        if accepted(form, lambda: made.append(actions.add_person(unit, by=by, **given))):
            return redirect("directory:person", pk=made[0].pk)
    return render(request, "directory/person_form.html", {"form": form, "title": _("Add a person")})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change facts of a person."""
    found, by = _person(request, pk), actor_of(request)
    refuse_unless_allowed("directory.change_person", by, found)
    form = PersonForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_person(found, by=by, version=given_version(request), **form.cleaned_data)):
            return redirect("directory:person", pk=pk)
    return render(request, "directory/person_form.html", {"form": form, "person": found, "title": _("Change a person")})


@signed_in
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a sealed number with a reason; the next page shows it once."""
    found, form = _person(request, pk), RevealForm(request.POST)
    refuse_unless_allowed("directory.reveal", actor_of(request), found)
    if form.is_valid():
        text = actions.reveal(found, by=actor_of(request), **form.cleaned_data)
        shown_once.keep(request, f"person{pk}", f"{form.cleaned_data['field']} {text}")
        return redirect("directory:person", pk=pk)
    return render(request, "directory/person.html", _file(request, found, form))
