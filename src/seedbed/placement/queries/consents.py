"""Who has agreed that the host sees name, post and arrival, and who has not."""

from seedbed.directory.queries.whole import consented_person_ids
from seedbed.kernel.actor import Actor
from seedbed.placement.models import Placement
from seedbed.placement.queries.links import CONSENT
from seedbed.placement.queries.placements import placements_visible_to
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Batch

ASKED = (PlacementState.WAITING, PlacementState.PLANNED, PlacementState.ACTIVE)


def people_to_ask(by: Actor, batch: Batch) -> list[Placement]:
    """Return the placements of a batch whose people have not agreed to the newest notice, by number."""
    rows = placements_visible_to(by).filter(batch=batch, state__in=ASKED).exclude(person__in=consented_person_ids(CONSENT))
    return list(rows.select_related("person", "application__unit", "post__offer__host__unit").order_by("application__number", "pk"))
