"""Writes around consents on signed paper."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import actions as directory
from seedbed.directory.models import Person
from seedbed.kernel.actions import action, require
from seedbed.kernel.actor import Actor
from seedbed.placement import rules
from seedbed.placement.models import Placement
from seedbed.placement.queries.links import CONSENT
from seedbed.selection.models import Batch


@action("placement.record_consents", allow=rules.runs_batch, label=gettext_lazy("Record signed consents"))
def record_consents(batch: Batch, *, by: Actor, pick: Iterable[int], paper_number: str) -> int:
    """Record, from a signed paper, that people of the batch agree that their host sees them; returns how many.

    Refused for somebody who is not placed with the batch or has agreed already, and without the paper's number.
    """
    wanted = set(pick)
    people = Person.objects.filter(pk__in=Placement.objects.filter(batch=batch, person__in=wanted).values("person"))
    require(wanted and len(people) == len(wanted), _("Tick who signed."))
    for person in people:
        directory.give_consent(person, by=by, purpose=CONSENT, paper_number=paper_number)
    return len(wanted)
