"""Tables of the selection: programme, plan, batch, quotas, rules, applications, soundings, rankings."""

from seedbed.selection.models.application import Application
from seedbed.selection.models.programme import Batch, Programme, UnitQuota, YearPlan
from seedbed.selection.models.ranking import Ranking
from seedbed.selection.models.rulesets import RuleDraft, RuleSet
from seedbed.selection.models.sounding import Sounding

__all__ = ["Application", "Batch", "Programme", "Ranking", "RuleDraft", "RuleSet", "Sounding", "UnitQuota", "YearPlan"]
