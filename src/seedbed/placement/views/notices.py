"""The public notice of a batch: its card on the batch's home and the button that drafts it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seedbed.casework.states import NoticeState
from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import actor_of
from seedbed.kernel.screen import ActionButton
from seedbed.placement.actions import notices as actions
from seedbed.placement.queries.notices import NoticeStand, hindrance
from seedbed.placement.views.steps import batch_of
from seedbed.selection.models import Batch


@holding("officer", "leader")
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the public notice of a batch and show the draft."""
    link = actions.announce(batch_of(request, pk), by=actor_of(request))
    return redirect("casework:notice_file", pk=link.notice_id)


def card_of(row: Batch, stand: NoticeStand, by: Actor) -> dict[str, Any]:
    """Return what the card «Public notice» of a batch shows; `announcing` holds its button, if any."""
    notice, buttons = stand.notice, []
    if row.is_released and not stand.is_under_way and allowed("placement.announce", by, row):
        buttons.append(ActionButton(_("Draft the public notice"), reverse("placement:announce", args=[row.pk]), icon="notice",
                                    kind="plain" if stand.has_run else "primary"))
    taken_down = notice is not None and notice.state == NoticeState.TAKEN_DOWN
    return {"stand": stand, "announcing": buttons, "hindrance": hindrance(stand), "may_be_on_paper": notice is None or taken_down,
            "notice_kind": "warn" if hindrance(stand) else "plain"}


def station_of(row: Batch, stand: NoticeStand, published: bool) -> tuple[bool | None, str, str]:
    """Return of the step whether it is done (None: it may be left out), its address and its note.

    Without a notice here the way goes on: the office may have posted it on paper.
    """
    notice = stand.notice
    if notice is None or notice.state == NoticeState.TAKEN_DOWN:
        return None, f"{reverse('placement:batch', args=[row.pk])}#notice" if row.is_released and not published else "", ""
    return stand.has_run, reverse("casework:notice_file", args=[notice.pk]), str(notice.get_state_display())
