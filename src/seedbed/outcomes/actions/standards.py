"""Versions of the standards that the outcomes are reckoned with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Unit
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.outcomes import rules
from seedbed.outcomes.models import Standard
from seedbed.outcomes.queries import whole
from seedbed.outcomes.reckoning.standards import FIRST, check


@action("outcomes.set_standard", allow=rules.sets_standard, label=gettext_lazy("Set a standard of the outcomes"))
def set_standard(unit: Unit, *, by: Actor, kind: str, content: Mapping[str, Any], source: str, article: str = "",
                 effective_from: date | None = None) -> Standard:
    """Add the next version of a standard; what was reckoned before keeps its version. Refused: nonsense numbers, no source."""
    require(source.strip(), _("Name the source of the rule."))
    fault = check(kind, content)
    require(not fault, fault)
    newest = whole.newest_standard(unit.pk, kind)
    return add(Standard(unit=unit, kind=kind, number=newest.number + 1 if newest else 1, content=dict(content), source=source.strip(),
                        article=article.strip(), effective_from=effective_from or timezone.localdate()))


def standard_of(unit: Unit, kind: str) -> Standard:
    """Return the standard in force, inside an action; the first use writes down the first version with its source."""
    newest = whole.newest_standard(unit.pk, kind)
    if newest is not None:
        return newest
    first = FIRST[kind]
    return add(Standard(unit=unit, kind=kind, number=1, content=dict(first.content), source=first.source, article=first.article,
                        effective_from=first.effective_from))
