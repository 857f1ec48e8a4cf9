"""The sounding of one applicant, opened for those who may read it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from seedbed.kernel.actor import Actor
from seedbed.kernel.sealed import unseal
from seedbed.selection.models import Application
from seedbed.selection.queries import bars, soundings_visible_to
from seedbed.selection.states import Willingness


@dataclass(frozen=True)
class Opened:
    """A sounding in clear; never kept, never exported."""

    heard_on: date
    by: str
    willingness: str
    facts: str
    unit_need: str
    circumstances: str

    @property
    def willingness_label(self) -> str:
        """The answer as people read it."""
        return str(Willingness(self.willingness).label)

    @property
    def initial(self) -> dict[str, Any]:
        """What a form begins with."""
        return {"heard_on": self.heard_on, "willingness": self.willingness, "facts": self.facts, "unit_need": self.unit_need,
                "circumstances": self.circumstances}


def sounding_of(actor: Actor, application: Application) -> Opened | None:
    """Return the sounding for an officer or leader of the batch without a conflict of interest; None for all others."""
    found = soundings_visible_to(actor).filter(application=application).first()
    if found is None or application.pk in bars(actor, [application]):
        return None
    kept = json.loads(unseal(found.text_sealed))
    return Opened(found.heard_on, str(found.by), kept.get("willingness", ""), kept.get("facts", ""), kept.get("unit_need", ""), kept.get("circumstances", ""))
