"""What life in the company puts on the first page: leave to decide, records to write, what was agreed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.gatherings import queries as gatherings
from seedbed.kernel.actor import Actor
from seedbed.portal.queries.item import Item
from seedbed.residency.queries import leave

SHOWN = 6


def leaves(actor: Actor) -> Iterator[Item]:
    """Leave that waits for a decision, the next to begin first."""
    for row in leave.waiting(leave.leaves_visible_to(actor))[:SHOWN]:
        yield Item(_("Decide on the leave of %(name)s") % {"name": row.member.person.name}, reverse("residency:leaves", args=[row.member.training_class_id]), row.first_on)


def records(actor: Actor) -> Iterator[Item]:
    """Gatherings that are over and have no record yet, for those who write it."""
    rows = gatherings.unrecorded(gatherings.recorded_by(actor))
    count = rows.count()
    if count:
        first = rows[0]
        text = ngettext("Record %(n)d gathering: “%(title)s”", "Record %(n)d gatherings, first “%(title)s”", count) % {"n": count, "title": first.title}
        yield Item(text, reverse("gatherings:gathering", args=[first.pk]), timezone.localtime(first.ends_at).date(), count)


def agreed(actor: Actor) -> Iterator[Item]:
    """What was agreed for the own person and is still open."""
    for item in gatherings.own_open_items(actor)[:SHOWN]:
        yield Item(_("Agreed: %(text)s") % {"text": item.text}, reverse("gatherings:gathering", args=[item.gathering_id]), item.due_on)
