"""Writes of a batch's public notice: drafting it, and asking whether it is over."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework.actions import open_notice
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.placement import rules
from seedbed.placement.models import BatchNotice
from seedbed.placement.queries import whole
from seedbed.placement.queries.notices import hindrance, stand_of
from seedbed.selection.models import Batch
from seedbed.selection.queries.whole import chosen_applications

TITLE_LENGTH = 120  # room of a notice's title


@action("placement.announce", allow=rules.announces_batch, label=gettext_lazy("Draft the public notice of a batch"))
def announce(batch: Batch, *, by: Actor) -> BatchNotice:
    """Draft a public notice (公示) with name and unit of everybody chosen, and keep which batch it is about.

    Publishing it is a step of its own, by another person. Refused before the decisions are released, while
    another notice of the batch is drafted or published, and when nobody is chosen.
    """
    batch = whole.locked_batch(batch)
    require(batch.is_released, _("Release the decisions first: before that nobody is announced."))
    require(not stand_of(batch).is_under_way, _("This batch has a public notice already. Take it down before you draft another one."))
    rows = [{"name": row.person.name, "unit": row.unit.name} for row in chosen_applications(batch)]
    notice = open_notice(batch.unit, by=by, kind="selection", title=_title(batch), rows=rows)
    return add(BatchNotice(batch=batch, notice=notice))


def _title(batch: Batch) -> str:
    """The title in the language of the public, whatever language the officer works in."""
    with translation.override(settings.LANGUAGE_CODE):
        return (_("Public notice of the people chosen for %(batch)s") % {"batch": batch})[:TITLE_LENGTH]


def refuse_unless_settled(batch: Batch) -> None:
    """Refuse while a public notice of the batch is drafted or runs, or an objection to one waits for its answer."""
    sentence = hindrance(stand_of(batch))
    require(not sentence, sentence)
