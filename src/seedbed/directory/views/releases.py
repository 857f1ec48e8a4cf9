"""Pages of releases: who asks to take a list of many people out, and who lets it go."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.actions import releases as actions
from seedbed.directory.forms import PaperForm, PurposeForm
from seedbed.directory.models import ExportRelease
from seedbed.directory.queries import releases as queries
from seedbed.directory.queries import site
from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column

SALT, HOUR = "export-release", 3600


def way_to_ask(outgoing: Outgoing) -> str:
    """Return the address at which the release of this list is asked for."""
    return f"{reverse('directory:release_ask')}?{urlencode({'for': signing.dumps(asdict(outgoing), salt=SALT)})}"


def handed_out(request: HttpRequest, outgoing: Outgoing, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer with the file, or lead to where its release is asked for."""
    return make() if queries.may_leave(outgoing, actor_of(request)) else redirect(way_to_ask(outgoing))


@holding("officer", "leader", "clerk", "service_team")
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """List what was asked for: the own requests, and for officers and leaders those of their units."""
    rows = by_key(queries.releases_visible_to(actor_of(request)), request.GET, order=("-id",), size=50)
    columns = [Column(_("What goes out"), kind="main"), Column(_("Asked by")), Column(_("Purpose"), kind="long"), Column(_("People"), kind="number"),
               Column(pgettext("state", "State")), Column(_("Until"), kind="date")]
    return render(request, "directory/releases.html", {"rows": rows, "columns": columns})


def _asked(request: HttpRequest) -> Outgoing:
    try:
        return Outgoing(**signing.loads(request.GET.get("for", ""), salt=SALT, max_age=HOUR))
    except (signing.BadSignature, TypeError):
        raise Http404


@holding("officer", "leader", "clerk", "service_team")
@require_http_methods(["GET", "HEAD", "POST"])
def release_ask(request: HttpRequest) -> HttpResponse:
    """Ask for the release of a list with its purpose; where it is released already its file can be taken."""
    outgoing, by = _asked(request), actor_of(request)
    refuse_unless_allowed("directory.ask_release", by, outgoing)
    form = PurposeForm(request.POST or None)
    made: list[ExportRelease] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.ask_release(outgoing, by=by, **form.cleaned_data))):
            return redirect("directory:release", pk=made[0].pk)
    return render(request, "directory/release_ask.html", {"outgoing": outgoing, "form": form, "before": queries.asked_for(outgoing, by)})


def _release(request: HttpRequest, pk: int) -> ExportRelease:
    return get_object_or_404(queries.releases_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request; another officer or leader releases it, in a small office the superior's paper does."""
    row, by = _release(request, pk), actor_of(request)
    decides, own = allowed("directory.release_export", by, row), row.asked_by_id == by.account_id
    if request.method == "POST":
        refuse_unless_allowed("directory.release_export", by, row)
    office = site()
    is_small = office is not None and office.profile == "small"
    form = PaperForm(request.POST or None) if own and is_small else None
    if request.method == "POST" and (form is None or (form.is_valid())):
        paper = form.filed(by, purpose=row.label) if form is not None else None
        actions.release_export(row, by=by, approval=paper)
        return redirect("directory:release", pk=pk)
    refuse = ActionButton(_("Refuse"), reverse("directory:release_refuse", args=[pk]), kind="danger", note="required", confirm=_("The list stays here."))
    return render(request, "directory/release.html", {
        "row": row, "form": form, "decides": decides and row.state == "asked", "blocked": own and not is_small, "refuse": refuse})


@signed_in
@require_POST
def release_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request with a reason."""
    actions.refuse_export(_release(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:release", pk=pk)


def kept_until(outgoing: Outgoing, by: Any) -> dict[str, Any]:
    """Return how a list stands: whether it may be taken, until when, and where to ask."""
    found = queries.release_for(outgoing, by)
    return {"free": queries.may_leave(outgoing, by), "until": found.ends_at if found else None, "ask": way_to_ask(outgoing),
            "asked": queries.asked_for(outgoing, by)}
