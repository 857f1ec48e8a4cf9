"""Drafts of priority rules: written down, looked at on every batch, then decided as the next version or dropped."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Unit
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.workflow import perform
from seedbed.selection import rules
from seedbed.selection.actions.planning import publish_rules
from seedbed.selection.models import RuleDraft, RuleSet
from seedbed.selection.reckoning import priority
from seedbed.selection.states import RULE_DRAFT_MOVES, RuleKind


@action("selection.draft_rules", allow=rules.runs_unit, label=gettext_lazy("Draft priority rules"))
def draft_rules(unit: Unit, *, by: Actor, name: str, content: Mapping[str, Any], note: str = "") -> RuleDraft:
    """Keep a draft of priority rules. No batch follows it; its effect is computed and never stored."""
    require(name.strip(), _("Give the draft a name."))
    try:
        priority.read_order(content)
    except (ValueError, TypeError, KeyError) as fault:
        raise RuleBroken(_("These rules are not well formed: %(what)s.") % {"what": fault})
    return add(RuleDraft(kind=RuleKind.PRIORITY, unit=unit, name=name.strip(), content=dict(content), note=note.strip(), created_by_id=by.account_id))


@action("selection.drop_rules", allow=rules.runs_batch, label=gettext_lazy("Drop a draft of rules"))
def drop_rules(draft: RuleDraft, *, by: Actor, reason: str) -> RuleDraft:
    """Put a draft aside, with the reason; it stays to be read."""
    return perform(draft, RULE_DRAFT_MOVES, "drop", by=by, note=reason)


@action("selection.decide_rules", allow=rules.runs_batch, label=gettext_lazy("Publish a draft of rules as decided"))
def decide_rules(draft: RuleDraft, *, by: Actor, decided_by: str, effective_from: date) -> RuleSet:
    """Publish a draft as the next version, with the paper that decided it. Batches choose it as any other version."""
    version = publish_rules(draft.unit, by=by, kind=draft.kind, name=draft.name, content=draft.content, effective_from=effective_from,
                            decided_by=decided_by)
    perform(draft, RULE_DRAFT_MOVES, "decide", by=by, decided_as=version)
    return version
