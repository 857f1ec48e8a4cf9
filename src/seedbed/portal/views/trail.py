"""The trail, for the audit administrator only."""

from itertools import islice

from django.apps import apps
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries import site
from seedbed.directory.queries.names import accounts_of, names_of
from seedbed.directory.views.door import holding
from seedbed.kernel import trail as chain
from seedbed.kernel.actions import REGISTER
from seedbed.kernel.doors import actor_of
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column
from seedbed.portal import actions, queries
from seedbed.portal.forms import TrailForm

SHOWN_FAULTS = 20
KINDS = ("account", "link", "job")  # the index begins with the kind


@holding("audit_admin")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """List the lines of the trail, the newest first, filtered by action, actor and object."""
    form = TrailForm(request.GET)
    wanted = _filter(form.cleaned_data) if form.is_valid() else Q()
    rows = by_key(queries.trail_visible_to(actor_of(request)).filter(wanted), request.GET, order=("-seq",), size=80)
    columns = [Column("#", kind="number"), Column(_("Time"), kind="date"), Column(_("What"), kind="main"), Column(_("Who")),
               Column(_("Object")), Column(_("Fields and note"))]
    who = names_of(rows)
    check = ActionButton(_("Check the trail"), reverse("portal:verify_trail"), kind="primary")
    return render(request, "portal/trail.html", {
        "form": form, "rows": rows, "columns": columns, "buttons": [check], "lines": [(line, _label(line), _fields(line), who[line.seq]) for line in rows],
        "checkpoint": queries.last_checkpoint(),
    })


def _filter(given: dict[str, str]) -> Q:
    wanted = Q()
    if given["q"]:
        wanted &= Q(action__startswith=given["q"])
    if given["actor"]:
        wanted &= Q(actor_id__in=[given["actor"], *accounts_of(given["actor"])], actor_kind__in=KINDS)
    if given["kind"]:
        wanted &= Q(object_type=given["kind"])
    if given["object"]:
        wanted &= Q(object_id=given["object"])
        if not given["kind"]:  # the index begins with the kind: naming them all lets it be used
            wanted &= Q(object_type__in=[model._meta.label for model in apps.get_models()])
    return wanted


def _label(line: AuditEvent) -> str:
    known = REGISTER.get(line.action)
    return str(known.label) if known else line.action


def _fields(line: AuditEvent) -> str:
    return ", ".join(f"{name}: {pair[0]} → {pair[1]}" if pair else name for name, pair in line.changes.items())


@holding("audit_admin")
@require_POST
def verify_trail(request: HttpRequest) -> HttpResponse:
    """Check the chain from the last checkpoint on and note the result; a whole check runs from the command line."""
    checkpoint = queries.last_checkpoint()
    start = {"start": checkpoint.seq, "start_hash": checkpoint.hash} if checkpoint else {}
    seq, head = queries.trail_head()
    faults = list(islice(chain.verify(**start), SHOWN_FAULTS))
    actions.note_check(site(), by=actor_of(request), seq=seq, head=head, faults=len(faults))
    if faults:
        messages.error(request, _("The trail does not hold: %(faults)s") % {"faults": "; ".join(f"#{f.seq} {f.label}" for f in faults)})
    else:
        messages.success(request, _("The trail is whole up to line %(seq)s.") % {"seq": seq})
    return redirect("portal:trail")
