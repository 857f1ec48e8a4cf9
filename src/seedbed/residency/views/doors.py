"""What the pages of a class share: finding it, its sister pages, the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from seedbed.directory.views.door import holding
from seedbed.kernel.doors import actor_of
from seedbed.kernel.screen import Tab
from seedbed.residency.models import TrainingClass
from seedbed.residency.queries import classes as queries

BOTH = require_http_methods(["GET", "HEAD", "POST"])
TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
office = holding("officer", "leader")
caring = holding("officer", "leader", "service_team")
inside = holding("officer", "leader", "service_team", "trainee")
learning = holding("officer", "leader", "trainee")


def class_found(request: HttpRequest, pk: int) -> TrainingClass:
    """Return a class the actor may see, or answer 404."""
    return get_object_or_404(queries.classes_visible_to(actor_of(request)), pk=pk)


def crumbs(row: TrainingClass, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of a class."""
    return [(_("Classes"), reverse("residency:classes")), (row.batch.name, reverse("residency:class", args=[row.pk])), *more]


def tabs(by: Any, row: TrainingClass, current: str) -> list[Tab]:
    """Return the sister pages of a class for this role."""
    runs, serves = queries.runs(by, row), queries.serves(by, row)
    pages = [
        ("class", pgettext("page of a class", "Overview"), True), ("people", pgettext("page of a class", "People and groups"), runs or not serves),
        ("whereabouts", _("Where is everyone"), serves), ("arrivals", _("Arrivals"), serves), ("leaves", _("Leave"), runs),
        ("branch", _("Temporary branch"), runs or not serves), ("works", _("Journals and essays"), runs),
        ("visits", _("Visits"), runs), ("tickets", _("Service tickets"), serves), ("registers", _("Registers"), serves), ("wishes", _("Changes asked for"), runs), ("burden", _("Burden meter"), runs), ("dossiers", _("Company dossiers"), runs or not serves),
    ]
    args = {"registers": [row.pk, "insurance"]}
    where = {"registers": "register"}
    return [Tab(label, reverse(f"residency:{where.get(name, name)}", args=args.get(name, [row.pk])), name == current) for name, label, shown in pages if shown]


def form_page(request: HttpRequest, form: Any, title: str, *, back: str, sub: Any = "", text: str = "", submit: str = "", **more: Any) -> HttpResponse:
    """Show a page that holds one form; refused forms come back with 200 and everything typed."""
    return render(request, "residency/form.html", {
        "form": form, "title": title, "sub": sub, "text": text, "back": back, "submit": submit or _("Save"), "crumbs": [(sub or _("Back"), back)], **more})
