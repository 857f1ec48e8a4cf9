"""Settings of cases: desks, categories, routes, time limits, calendars of years."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.casework.actions import clocks, guarding
from seedbed.casework.forms import settings as forms
from seedbed.casework.models import Category
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries import clocks as clock_queries
from seedbed.casework.reckoning.clocks import TEMPLATES
from seedbed.directory.queries import site
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import ActionButton, Column

office = holding("officer", "leader")


@dataclass(frozen=True)
class Setting:
    """One thing that can be added: its words, its form, how the form is run."""

    label: Any
    form: Callable[[Any, Actor], Any]
    run: Callable[[Actor, dict[str, Any]], Any]
    text: Any = ""


def _desk(by: Actor, kept: dict[str, Any]) -> Any:
    return guarding.open_desk(kept["unit"], by=by, code=kept["code"])


def _category(by: Actor, kept: dict[str, Any]) -> Category:
    return guarding.set_category(site(), by=by, code=kept["code"], names=(kept["name_zh"], kept["name_en"]), parent=kept["parent"], rule_code=kept["rule"].code)


def _route(by: Actor, kept: dict[str, Any]) -> Any:
    return guarding.set_route(queries.own_desk(by), by=by, **kept)


def _rule(by: Actor, kept: dict[str, Any]) -> Any:
    names = (kept.pop("name_zh"), kept.pop("name_en"))
    return clocks.set_clock_rule(site(), by=by, names=names, **kept)


def _year(by: Actor, kept: dict[str, Any]) -> Any:
    return clocks.take_calendar(site(), by=by, year=kept["year"], off=kept["off_days"], worked=kept["worked_days"], source=kept["source"])


SETTINGS = {
    "desk": Setting(gettext_lazy("Open a case desk"), lambda data, by: forms.NewDeskForm(data, units=queries.units_for_desk(by)), _desk),
    "category": Setting(gettext_lazy("Set a category"), lambda data, by: forms.CategoryForm(data, rules=clock_queries.handling_rules()), _category,
                        gettext_lazy("The code of a category that is there changes it.")),
    "route": Setting(gettext_lazy("Set a route"), lambda data, by: forms.RouteForm(data, areas=queries.areas(), units=queries.units_that_work()), _route,
                     gettext_lazy("Cases of the category in the area go to the unit at once; the nearest area counts first.")),
    "limit": Setting(gettext_lazy("Set a time limit"), lambda data, by: forms.RuleForm(data), _rule, gettext_lazy("Running clocks keep the version with which they began.")),
    "year": Setting(gettext_lazy("Take in the calendar of a year"), lambda data, by: forms.YearForm(data), _year,
                    gettext_lazy("Clocks that reach into the year are reckoned anew; what moves stays visible on the case.")),
}


@office
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show desks, categories, routes, time limits and calendars."""
    by = actor_of(request)
    desk, in_force = queries.own_desk(by), clock_queries.clock_rules()
    named = {template.code: template.names[get_language() == "en"] for template in TEMPLATES} | {rule.code: str(rule) for rule in in_force}
    buttons = [ActionButton(setting.label, reverse("cases:setting_add", args=[name]), method="get") for name, setting in SETTINGS.items() if _fits(name, by)]
    return render(request, "casework/case_settings.html", {
        "desk": desk, "desks": queries.desks(), "categories": [(row, named.get(row.rule_code, row.rule_code)) for row in queries.all_categories()], "routes": queries.routes_of(desk) if desk else [], "rules": in_force,
        "years": clock_queries.years(), "buttons": buttons,
        "category_columns": [Column(_("Code")), Column(_("Category"), kind="main"), Column(_("Belongs to")), Column(_("Time limit"))],
        "route_columns": [Column(_("Category"), kind="main"), Column(_("Where")), Column(_("Leading unit"))],
        "rule_columns": [Column(_("Time limit"), kind="main"), Column(_("How long")), Column(_("Longest extension"), kind="number"), Column(_("Article or source"), kind="long")]})


def _fits(name: str, by: Actor) -> bool:
    if name in ("desk", "route"):
        return name == "desk" or queries.own_desk(by) is not None
    return allowed("casework.set_category", by, site())


@office
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, what: str) -> HttpResponse:
    """Add or change one setting."""
    by, setting = actor_of(request), SETTINGS.get(what)
    if setting is None or not _fits(what, by):
        raise Http404
    form = setting.form(request.POST or None, by)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: setting.run(by, dict(form.cleaned_data))):
        return redirect("cases:settings")
    return render(request, "casework/case_setting.html", {"form": form, "setting": setting})
