"""Messages inside the product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel.doors import actor_of, signed_in
from seedbed.kernel.models import OutboxMessage
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column
from seedbed.portal import actions, queries


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the own messages, the newest first."""
    rows = by_key(queries.messages_of(actor_of(request)), request.GET, order=("-id",))
    columns = [Column(_("Received"), kind="date"), Column(_("Message"), kind="main"), Column("", kind="actions")]
    return render(request, "portal/inbox.html", {"lines": [(m, _button(m)) for m in rows], "rows": rows, "columns": columns})


def _button(message: OutboxMessage) -> ActionButton:
    label = _("Open") if message.url else _("Mark as read")
    kind = "quiet" if message.read_at else "plain"
    return ActionButton(label, reverse("portal:read_message", args=[message.pk]), kind=kind)


@signed_in
@require_POST
def read_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go on to its page."""
    message = get_object_or_404(queries.messages_of(actor_of(request)), pk=pk)
    actions.read_message(message, by=actor_of(request))
    inside = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
    return redirect(message.url if message.url and inside else "portal:inbox")
