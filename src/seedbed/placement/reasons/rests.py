"""What of this room rests on an application: told to the selection when a corrected sheet would change it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from seedbed.casework.states import NoticeState
from seedbed.kernel.actor import Actor
from seedbed.placement.models import BatchNotice, Placement
from seedbed.placement.queries.intake import RowPlan, lacks_seats
from seedbed.placement.queries.placements import placements_visible_to
from seedbed.selection.models import Batch
from seedbed.selection.queries.effects import Touch


def rests_on(actor: Actor, batch: Batch, applications: Sequence[int]) -> dict[int, list[Touch]]:
    """Return, per application, its place with a link to the page where it is changed, and the notice that names it."""
    found: dict[int, list[Touch]] = {}
    notice = BatchNotice.objects.filter(batch=batch, notice__state=NoticeState.PUBLISHED).select_related("notice").first()
    for placement in placements_visible_to(actor).filter(batch=batch, application__in=applications):
        url = reverse("placement:placement", args=[placement.pk])
        if placement.post is None:
            text = _("Placement: %(state)s.") % {"state": placement.get_state_display()}
        else:
            text = _("Placed at %(host)s, %(post)s (%(state)s).") % {
                "host": placement.post.offer.host, "post": placement.post.title, "state": placement.get_state_display()}
        found[placement.application_id] = [Touch(text, url)]
        if notice is not None:
            found[placement.application_id].append(Touch(_("Named in public notice %(number)s.") % {"number": notice.notice.number}))
    return found


def on_post(plan: RowPlan, placements: Sequence[Placement]) -> list[str]:
    """Return what rests on a post that a row of a workbook would change, as sentences."""
    told = [_("%(name)s is placed here (%(state)s).") % {"name": p.person.name, "state": p.get_state_display()} for p in placements]
    lodging = next((cell.new for cell in plan.post_cells if cell.name == "lodging"), "")
    wrong = {"men": "female", "women": "male"}.get(lodging, "")
    told += [_("The beds would be for the other sex than %(name)s.") % {"name": p.person.name} for p in placements if wrong and p.person.sex == wrong]
    if lacks_seats(plan) and plan.post is not None:
        told.append(_("%(taken)d seats are taken: fewer cannot be taken over.") % {"taken": plan.post.taken})
    return told
