"""The office: profile, days of notices, privacy notices; who may what; the list of functions for filing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.casework.actions import set_rule
from seedbed.casework.queries import rule_in_force
from seedbed.casework.reckoning import FIRST_RULE
from seedbed.directory.actions import change_profile, publish_notice
from seedbed.directory.forms import NoticeForm, ProfileForm, SearchForm
from seedbed.directory.queries import notice_in_force, site
from seedbed.directory.roles import ALL
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.screen import Column
from seedbed.portal.actions import FIRST_ARTICLE, FIRST_SOURCE, record_assessment, set_retention
from seedbed.portal.forms import AssessmentForm, RetentionForm, RuleForm
from seedbed.portal.queries import notices_in_force
from seedbed.portal.queries.holdings import in_use
from seedbed.portal.queries.impact import assessments, newest_assessments, words_to_begin_with
from seedbed.portal.queries.permissions import features, permissions
from seedbed.portal.queries.retention import filing_lines, months_by_table, retention_in_force

RULE_KIND = "selection"
HOST_PURPOSE = "host"


def _page(**forms: object) -> dict[str, object]:
    office, rule = site(), rule_in_force(RULE_KIND) or FIRST_RULE
    stored = {"workdays": rule.workdays, "reply_workdays": rule.reply_workdays, "source": rule.source}
    return {
        "site": office, "profile": ProfileForm(initial={"profile": office.profile if office else ""}), "rule": RuleForm(initial=stored),
        "notice": NoticeForm.after(notice_in_force(HOST_PURPOSE)), "notices": notices_in_force(),
    } | forms


@holding("officer", "leader")
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Show how the office runs: profile, days of public notices, privacy notices."""
    return render(request, "portal/office.html", _page())


@holding("officer", "leader")
@require_POST
def set_profile(request: HttpRequest) -> HttpResponse:
    """Choose small or full office."""
    form = ProfileForm(request.POST)
    if form.is_valid() and accepted(form, lambda: change_profile(site(), by=actor_of(request), **form.cleaned_data)):
        return redirect("portal:office")
    return render(request, "portal/office.html", _page(profile=form))


@holding("officer", "leader")
@require_POST
def set_days(request: HttpRequest) -> HttpResponse:
    """Add the next version of the days of public notices."""
    form = RuleForm(request.POST)
    refuse_unless_allowed("casework.set_rule", actor_of(request), site())
    if form.is_valid() and accepted(form, lambda: set_rule(site(), by=actor_of(request), kind=RULE_KIND, **form.cleaned_data)):
        return redirect("portal:office")
    return render(request, "portal/office.html", _page(rule=form))


@holding("officer", "leader")
@require_POST
def new_notice(request: HttpRequest) -> HttpResponse:
    """Publish the next version of a privacy notice."""
    form = NoticeForm(request.POST)
    if form.is_valid() and accepted(form, lambda: publish_notice(site(), by=actor_of(request), **form.cleaned_data)):
        return redirect("portal:office")
    return render(request, "portal/office.html", _page(notice=form))


@signed_in
@require_safe
def who_may_what(request: HttpRequest) -> HttpResponse:
    """Show every action and who may do it, generated from the rules that are enforced."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    lines = [line for line in permissions() if text.lower() in f"{line.label} {line.name}".lower()]
    columns = [Column(_("Action"), kind="main"), *[Column(role.name) for role in ALL], Column(_("Also"))]
    table = [(line, [role.key in line.roles for role in ALL]) for line in lines]
    return render(request, "portal/who_may_what.html", {"form": form, "lines": table, "columns": columns, "roles": ALL})


@holding("officer", "leader", "system_admin")
@require_safe
def feature_list(request: HttpRequest) -> HttpResponse:
    """Show the list of functions that is filed before going live (国办函〔2026〕12号), ready to print."""
    columns = [Column(_("No."), kind="number"), Column(_("Function"), kind="main"), Column(_("Who uses it"))]
    return render(request, "portal/feature_list.html", {"groups": features(), "columns": columns, "site": site()})


@signed_in
@require_safe
def data_list(request: HttpRequest) -> HttpResponse:
    """Show the list of personal data that is filed: what is kept for which purpose, how long, and what happens then. Everybody may read it."""
    columns = [Column(_("What is kept"), kind="main"), Column(_("Purpose")), Column(_("Months"), kind="number"), Column(_("Fields"), kind="long"), Column(_("Afterwards"), kind="long")]
    rule, sets = retention_in_force(), allowed("portal.set_retention", actor_of(request), site())
    return render(request, "portal/data_list.html", {"lines": filing_lines(), "columns": columns, "site": site(), "rule": rule, "sets": sets,
                                                     "occasions": newest_assessments() if sets else []})


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """Set how long things are kept; a new version with article and source."""
    rule, names = retention_in_force(), {h.key: h.model._meta.verbose_name_plural for h in in_use()}
    stored = {"article": rule.article, "source": rule.source} if rule else {"article": FIRST_ARTICLE, "source": FIRST_SOURCE}
    form = RetentionForm(request.POST or None, months=months_by_table(), names=names, initial=stored)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: set_retention(site(), by=actor_of(request), **form.values())):
        return redirect("portal:data_list")
    return render(request, "portal/retention.html", {"form": form})


@holding("officer", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest) -> HttpResponse:
    """Show the impact assessments, and record the next one; the boxes begin with what the program does about each point."""
    occasion = request.GET.get("occasion", "sensitive")
    form = AssessmentForm(request.POST or None, initial={"occasion": occasion, **words_to_begin_with(occasion)})
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: record_assessment(site(), by=actor_of(request), **form.cleaned_data)):
        return redirect("portal:assess")
    return render(request, "portal/assess.html", {"form": form, "rows": assessments()})
