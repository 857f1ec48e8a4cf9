"""Requests to erase what is held about one person: entered, examined, carried out by somebody else, or refused."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.forms import PaperForm
from seedbed.directory.queries import people_visible_to, site
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column
from seedbed.portal.actions import erasing as actions
from seedbed.portal.forms import ErasureForm, ReasonForm
from seedbed.portal.models import Erasure
from seedbed.portal.queries.erasing import erasures_visible_to, fates_of, hindrance
from seedbed.portal.queries.holdings import HOLDINGS
from seedbed.portal.queries.own import everything_about

office = holding("officer", "leader")
BOTH = require_http_methods(["GET", "HEAD", "POST"])


@office
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """List the requests, the newest first."""
    rows = by_key(erasures_visible_to(actor_of(request)), request.GET, order=("-id",), size=50)
    columns = [Column(pgettext("erasure", "Number"), kind="number"), Column(_("Person"), kind="main"), Column(_("Case"), kind="long"), Column(pgettext("state", "State")),
               Column(_("Asked at"), kind="date"), Column(_("Blocked until"), kind="date")]
    return render(request, "portal/erasures.html", {"rows": rows, "columns": columns, "ask": ActionButton(_("Enter a request"), reverse("portal:erasure_ask"), method="get", kind="primary")})


@office
@BOTH
def erasure_ask(request: HttpRequest) -> HttpResponse:
    """Enter a request; the file number and the name have to fit."""
    form, by, made = ErasureForm(request.POST or None), actor_of(request), list[Erasure]()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = people_visible_to(by).filter(pk=given["person"], name=given["name"].strip()).first()
        if person is None:
            form.add_error("person", _("No person in your reach has this number and this name."))
        elif accepted(form, lambda: made.append(actions.ask_erasure(person, by=by, ground=given["ground"], paper=given["paper"]))):
            return redirect("portal:erasure", pk=made[0].pk)
    return render(request, "portal/erasure_ask.html", {"form": form})


def _erasure(request: HttpRequest, pk: int) -> Erasure:
    return get_object_or_404(erasures_visible_to(actor_of(request)), pk=pk)


@office
@BOTH
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request and what becomes of each table; another officer or leader than the one who examined it carries it out."""
    row, by = _erasure(request, pk), actor_of(request)
    mine, small = row.examined_by_id == by.account_id, getattr(site(), "profile", "") == "small"
    paper = PaperForm(request.POST or None) if mine and small and row.state == "examined" else None
    if request.method == "POST":
        refuse_unless_allowed("portal.erase_one", by, row)
        if paper is None or paper.is_valid():
            actions.erase_one(row, by=by, approval=paper.filed(by, purpose=f"#{row.pk}") if paper is not None else None)
            return redirect("portal:erasure", pk=pk)
    names = {holding.key: holding.name for holding in HOLDINGS}
    return render(request, "portal/erasure.html", {
        "row": row, "form": paper, "blocked": mine and not small, "against": hindrance(row.person) if row.state in ("asked", "examined") else "",
        "fates": fates_of(row.person) if row.state in ("asked", "examined") else [], "done": [one | {"name": names.get(one["key"], one["key"])} for one in row.outcome],
        "opened": shown_once.take(request, f"blocked{pk}"), "reveal": ReasonForm() if row.kept_sealed and allowed("portal.open_blocked", by, row) else None,
        "columns": [Column(_("What is kept"), kind="main"), Column(_("Lines"), kind="number"), Column(_("Afterwards")), Column(_("Which and why"), kind="long"), Column(_("Blocked until"), kind="date")],
        "done_columns": [Column(_("What is kept"), kind="main"), Column(_("Lines"), kind="number"), Column(_("Afterwards")), Column(_("Blocked until"), kind="date")],
        "examine": ActionButton(_("Examined: take the copy for the person"), reverse("portal:erasure_copy", args=[pk]), kind="primary",
                                confirm=_("The copy holds everything about the person in clear. Hand it to the person only.")),
        "refuse": ActionButton(_("Refuse"), reverse("portal:erasure_refuse", args=[pk]), kind="danger", note="required", confirm=_("The person is told this reason.")),
    })


@office
@BOTH
def erasure_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the request was examined (POST); the next answer gives the copy for the person once."""
    row, by = _erasure(request, pk), actor_of(request)
    if request.method == "POST":
        actions.examine_erasure(row, by=by)
        shown_once.keep(request, f"erasure{pk}", "1")
        return redirect("portal:erasure_copy", pk=pk)
    if not shown_once.take(request, f"erasure{pk}"):
        return redirect("portal:erasure", pk=pk)
    answer = JsonResponse(everything_about(row.person, by), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="seedbed-erasure-{pk}.json"'
    return answer


@office
@require_POST
def erasure_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request with a reason."""
    actions.refuse_erasure(_erasure(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("portal:erasure", pk=pk)


@office
@require_POST
def erasure_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open once whom blocked rows are about."""
    row, form = _erasure(request, pk), ReasonForm(request.POST)
    refuse_unless_allowed("portal.open_blocked", actor_of(request), row)
    if form.is_valid():
        found = actions.open_blocked(row, by=actor_of(request), reason=form.cleaned_data["reason"])
        shown_once.keep(request, f"blocked{pk}", " · ".join(text for text in found.values() if text))
    return redirect("portal:erasure", pk=pk)
