"""Privacy: what people are told, what they consented to, and their own data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.actions import give_consent as give
from seedbed.directory.actions import withdraw_consent as withdraw
from seedbed.directory.models import Person
from seedbed.directory.queries import people_visible_to
from seedbed.kernel import shown_once
from seedbed.kernel.doors import actor_of, open_to_all, signed_in
from seedbed.kernel.screen import ActionButton, Column
from seedbed.portal import actions, queries
from seedbed.portal.queries.own import everything_about


@open_to_all
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notices in force; to a signed-in person also the own consents and the way to the own data."""
    actor = request.actor  # type: ignore[attr-defined]
    person = actor.account.person if actor is not None and actor.account is not None else None
    given = {c.notice_id for c in queries.consents_of(person.pk) if c.withdrawn_at is None} if person else set()
    notices = [(n, n.text_en if get_language() == "en" else n.text_zh, _consent(n.purpose, n.pk in given) if person else None, n.pk in given)
               for n in queries.notices_in_force()]
    columns = [Column(_("Purpose"), kind="main"), Column(_("Version"), kind="number"), Column(_("Given"), kind="date"),
               Column(_("Withdrawn"), kind="date"), Column(_("Way"))]
    return render(request, "portal/privacy.html", {
        "notices": notices, "person": person, "columns": columns, "consents": queries.consents_of(person.pk) if person else [],
    })


def _consent(purpose: str, given: bool) -> ActionButton:
    if given:
        return ActionButton(_("Withdraw my consent"), reverse("portal:withdraw_consent"), fields={"purpose": purpose},
                            confirm=_("From now on nothing more is shown to others for this purpose."))
    return ActionButton(_("I consent"), reverse("portal:give_consent"), kind="primary", fields={"purpose": purpose})


def _own_person(request: HttpRequest) -> Person:
    by = actor_of(request)
    return get_object_or_404(people_visible_to(by), pk=by.account.person_id)


@signed_in
@require_POST
def give_consent(request: HttpRequest) -> HttpResponse:
    """Record the own consent to the version in force."""
    give(_own_person(request), by=actor_of(request), purpose=request.POST.get("purpose", ""))
    return redirect("portal:privacy")


@signed_in
@require_POST
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """Withdraw the own consent."""
    withdraw(_own_person(request), by=actor_of(request), purpose=request.POST.get("purpose", ""))
    return redirect("portal:privacy")


@signed_in
@require_POST
def export_own(request: HttpRequest) -> HttpResponse:
    """Note the download of the own data; the next answer is the file."""
    actions.export_own(_own_person(request), by=actor_of(request))
    shown_once.keep(request, "export", "1")
    return redirect("portal:own_data")


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Give the own data as JSON once after it was asked for; nothing of it is kept by the server."""
    person = _own_person(request)
    if not shown_once.take(request, "export"):
        return redirect("portal:privacy")
    answer = JsonResponse(everything_about(person, actor_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="seedbed-{timezone.localdate():%Y%m%d}.json"'
    return answer
