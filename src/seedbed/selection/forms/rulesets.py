"""The next version of the priority rules or of the conditions."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.selection.models import RuleSet
from seedbed.selection.reasons import (
    CONDITION_NAMES,
    EFFECT_NAMES,
    GRADED_NAMES,
    METHOD_NAMES,
    RULE_NAMES,
    TIE_NAMES,
)
from seedbed.selection.reckoning.eligibility import CHECKS
from seedbed.selection.reckoning.priority import GRADED, METHODS, RULES

AGES = ("younger", "older")
DATED = {
    "name": lambda: forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=80),
    "effective_from": lambda: forms.DateField(label=gettext_lazy("Effective from"), widget=forms.DateInput, initial=timezone.localdate),
    "decided_by": lambda: forms.CharField(label=gettext_lazy("Decided by (paper)"), max_length=160),
    "source": lambda: forms.CharField(label=gettext_lazy("Source"), max_length=160),
}


class PriorityRulesForm(forms.Form):
    """Order, way of comparing, ties and what counts as work in the Bay Area."""

    method = forms.ChoiceField(label=gettext_lazy("Compared by"), widget=forms.RadioSelect, choices=[(m, METHOD_NAMES[m]) for m in METHODS])
    ties = forms.ChoiceField(label=gettext_lazy("Where the rules say the same"), widget=forms.RadioSelect, choices=[
        *((t, TIE_NAMES[t]) for t in AGES), ("number", TIE_NAMES["number"])],
        help_text=gettext_lazy("What is still equal is settled by the registered number, which follows the order of arrival."))
    internship_counts = forms.BooleanField(label=gettext_lazy("An internship in the Bay Area counts as work experience"), required=False)
    least_months = forms.IntegerField(label=gettext_lazy("Least length of work in the Bay Area, months"), min_value=0, max_value=600, initial=0)
    order_first = forms.BooleanField(label=gettext_lazy("Equal points are settled by the rules in their order first"), required=False)
    most = forms.IntegerField(label=gettext_lazy("Most points together (0: no limit)"), min_value=0, max_value=10_000, initial=0, required=False)
    dated = tuple(DATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in RULES:
            name = str(RULE_NAMES[key])
            self.fields[f"place_{key}"] = forms.TypedChoiceField(
                label=_("Place of the rule “%(rule)s”") % {"rule": name}, coerce=int,
                choices=[(n, str(n)) for n in range(1, len(RULES) + 1)] + [(0, _("not used"))])
            self.fields[f"points_{key}"] = forms.IntegerField(
                label=_("Points of the rule “%(rule)s”") % {"rule": name}, min_value=0, max_value=1000, initial=1)
        for key in GRADED:
            name = str(GRADED_NAMES[key])
            self.fields[f"points_{key}"] = forms.IntegerField(
                label=_("Points for each: %(what)s (0: not counted)") % {"what": name}, min_value=0, max_value=1000, initial=0, required=False)
            self.fields[f"cap_{key}"] = forms.IntegerField(label=_("At most (0: no limit)"), min_value=0, max_value=10_000, initial=0, required=False)
        for name in self.dated:
            self.fields[name] = DATED[name]()

    @classmethod
    def of(cls, rule_set: RuleSet, data: Any = None) -> "PriorityRulesForm":
        """Return the form filled with an earlier version."""
        content = rule_set.content
        initial: dict[str, Any] = {"name": rule_set.name, "method": content.get("method", "order"),
                                   "ties": (content.get("ties") or ["number"])[0], "internship_counts": content.get("internship_counts"),
                                   "least_months": content.get("least_months", 0), "source": content["rules"][0].get("source", "")}
        initial |= {f"place_{key}": 0 for key in RULES}
        initial |= {"order_first": "order" in content.get("ties", ()), "most": content.get("most", 0)}
        initial["ties"] = next((tie for tie in content.get("ties", ()) if tie in AGES), "number")
        for place, rule in enumerate(content["rules"], 1):
            initial |= {f"place_{rule['key']}": place, f"points_{rule['key']}": rule.get("points", 1), f"cap_{rule['key']}": rule.get("cap", 0)}
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Each place is taken once, and at least one rule is used."""
        given = super().clean() or {}
        places = [given.get(f"place_{key}") for key in RULES if given.get(f"place_{key}")]
        if len(set(places)) != len(places):
            raise forms.ValidationError(_("Two rules have the same place: give each its own."))
        if not places:
            raise forms.ValidationError(_("At least one rule must be used."))
        return given

    def content(self) -> dict[str, Any]:
        """Return the rules as they are stored."""
        given = self.cleaned_data
        used = sorted((key for key in RULES if given[f"place_{key}"]), key=lambda key: given[f"place_{key}"])
        rules = [{"key": key, "points": given[f"points_{key}"], "article": _("Rule %(number)d") % {"number": n}, "source": given["source"]}
                 for n, key in enumerate(used, 1)]
        ties = [] if given["ties"] == "number" else [given["ties"]]
        content = {"method": given["method"], "rules": rules, "ties": ties, "internship_counts": given["internship_counts"],
                   "least_months": given["least_months"]}
        return content | self._scheme(rules, ties) if given["method"] == "points" else content

    def _scheme(self, rules: list[dict[str, Any]], ties: list[str]) -> dict[str, Any]:
        """What only points have: graded criteria with their caps, the cap of the sum, the order of the rules as first tie rule."""
        given = self.cleaned_data
        graded = [{"key": key, "points": given[f"points_{key}"], "cap": given[f"cap_{key}"] or 0, "source": given["source"]}
                  for key in GRADED if given[f"points_{key}"]]
        numbered = [rule | {"article": _("Rule %(number)d") % {"number": n}} for n, rule in enumerate(graded, len(rules) + 1)]
        return {"rules": [*rules, *numbered], "ties": [*(["order"] if given["order_first"] else []), *ties], "most": given["most"] or 0}


class RuleDraftForm(PriorityRulesForm):
    """A draft of priority rules: name, why, and the rules; who decides it and from when is asked later."""

    dated = ("name", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = forms.CharField(label=_("Why it is proposed"), max_length=300, required=False)


class DecideRulesForm(forms.Form):
    """The paper that decides a draft, and from when it counts."""

    decided_by = forms.CharField(label=gettext_lazy("Decided by (paper)"), max_length=160)
    effective_from = forms.DateField(label=gettext_lazy("Effective from"), widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate)


class ConditionsForm(forms.Form):
    """Which conditions refuse, which only ask, and their numbers."""

    most_age = forms.IntegerField(label=gettext_lazy("Oldest age on the first day (0: no limit)"), min_value=0, max_value=99, initial=45)
    least_age = forms.IntegerField(label=gettext_lazy("Youngest age on the first day (0: no limit)"), min_value=0, max_value=99, initial=0)
    years = forms.IntegerField(label=gettext_lazy("Years after an earlier batch (0: never again)"), min_value=0, max_value=50, initial=5)
    ranks = forms.CharField(label=gettext_lazy("Ranks called for (empty: any)"), required=False, max_length=400,
                            help_text=gettext_lazy("Separated by 、 or commas."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in CHECKS:
            self.fields[f"effect_{key}"] = forms.ChoiceField(
                label=CONDITION_NAMES[key], choices=[("", _("not used")), *((e, EFFECT_NAMES[e]) for e in ("refuse", "ask"))], required=False)
        for name, make in DATED.items():
            self.fields[name] = make()

    @classmethod
    def of(cls, rule_set: RuleSet, data: Any = None) -> "ConditionsForm":
        """Return the form filled with an earlier version."""
        rules = {rule["key"]: rule for rule in rule_set.content["rules"]}
        age, trained, rank = rules.get("age", {}), rules.get("not_trained", {}), rules.get("rank", {})
        initial: dict[str, Any] = {
            "name": rule_set.name, "most_age": age.get("most", 0), "least_age": age.get("least", 0), "years": trained.get("years", 0),
            "ranks": "、".join(rank.get("allowed", [])), "source": next(iter(rules.values())).get("source", "")}
        return cls(data, initial=initial | {f"effect_{key}": rule.get("effect", "refuse") for key, rule in rules.items()})

    def clean(self) -> dict[str, Any]:
        """At least one condition is used, and the ages leave room."""
        given = super().clean() or {}
        if not any(given.get(f"effect_{key}") for key in CHECKS):
            raise forms.ValidationError(_("At least one condition must be used."))
        most, least = given.get("most_age") or 0, given.get("least_age") or 0
        if most and least > most:
            self.add_error("least_age", _("Nobody is older than the one and younger than the other limit."))
        return given

    def content(self) -> dict[str, Any]:
        """Return the conditions as they are stored."""
        given = self.cleaned_data
        more: dict[str, dict[str, Any]] = {
            "age": {"most": given["most_age"], "least": given["least_age"]}, "not_trained": {"years": given["years"]},
            "rank": {"allowed": [r.strip() for r in re.split(r"[、,，;；]", given["ranks"]) if r.strip()]}}
        rules = [{"key": key, "effect": given[f"effect_{key}"], "source": given["source"], **more.get(key, {})}
                 for key in CHECKS if given[f"effect_{key}"]]
        return {"rules": [rule | {"article": _("Condition %(number)d") % {"number": n}} for n, rule in enumerate(rules, 1)]}
