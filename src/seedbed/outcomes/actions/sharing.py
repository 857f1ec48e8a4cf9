"""Writes of sharing sessions at home."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import holds_for
from seedbed.gatherings.models import Gathering
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.outcomes import rules
from seedbed.outcomes.models import Practice, SharedPractice, SharingSession
from seedbed.outcomes.queries import OFFICE, own_person_id, people_of
from seedbed.selection.models import Batch


@action("outcomes.add_sharing", allow=rules.finds_lead, label=gettext_lazy("Enter a sharing session"))
def add_sharing(batch: Batch, *, by: Actor, person: Person, on: date, title: str, home: Unit | None = None, audience: str = "", echo: str = "",
                practices: Iterable[Practice] = (), gathering: Gathering | None = None) -> SharingSession:
    """Enter that a person of the batch shared at home: where, for whom, which practices were told, what came back.

    Without a unit it was the own one. Only the office enters for others. Refused: a day to come, a person who was
    never placed with the batch, practices that somebody else brought home, a session that is entered already.
    """
    require(own_person_id(by) == person.pk or by.account is None or holds_for(by, batch.unit_id, *OFFICE), _("You can enter this for yourself only."))
    require(people_of(batch).filter(pk=person.pk).exists(), _("%(name)s was never placed with this batch.") % {"name": person.name})
    require(title.strip(), _("Write what was shared."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    told = list(practices)
    require(all(row.person_id == person.pk for row in told), _("Only practices that this person brought home are told in the own session."))
    session = add(SharingSession(desk=batch.unit, batch=batch, person=person, home=home or person.unit, on=on, title=title.strip(), audience=audience.strip(),
                                 echo=echo.strip(), gathering=gathering, entered_by=by.account))
    for row in told:
        add(SharedPractice(session=session, practice=row))
    return session


@action("outcomes.note_echo", allow=rules.tells_session, label=gettext_lazy("Note what came back from a sharing session"))
def note_echo(session: SharingSession, *, by: Actor, echo: str) -> SharingSession:
    """Note, also later, what colleagues said or took up."""
    require(echo.strip(), _("Write what came back."))
    return change(session, echo=echo.strip())
