"""The form in which the next version of a scheme is written."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.assessment.models import Scheme
from seedbed.assessment.states import Basis, Who

CRITERIA, GRADES = 8, 5


class SchemeForm(forms.Form):
    """Criteria row by row, grades row by row; empty rows are left out."""

    name = forms.CharField(label=pgettext_lazy("scheme", "Name"), max_length=80)
    decided_by = forms.CharField(label=gettext_lazy("Decided by (paper)"), max_length=160)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=160, required=False)
    effective_from = forms.DateField(label=gettext_lazy("Effective from"))

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(scheme), **kwargs)
        self.scheme = scheme
        for i in range(CRITERIA):
            self.fields[f"c{i}_name"] = forms.CharField(label=_("Criterion %(n)d") % {"n": i + 1}, max_length=60, required=False)
            self.fields[f"c{i}_weight"] = _percent(_("Weight %"))
            self.fields[f"c{i}_who"] = forms.ChoiceField(label=_("Marked by"), required=False, choices=[("", "—"), *Who.choices])
            self.fields[f"c{i}_basis"] = forms.ChoiceField(label=_("Rests on"), required=False, choices=[("", "—"), *Basis.choices])
            self.fields[f"c{i}_evidence"] = forms.CharField(label=_("Evidence wanted"), max_length=200, required=False)
        for i in range(GRADES):
            self.fields[f"g{i}_name"] = forms.CharField(label=_("Grade %(n)d") % {"n": i + 1}, max_length=20, required=False)
            self.fields[f"g{i}_least"] = _percent(_("Least mark"))
            self.fields[f"g{i}_share"] = _percent(_("At most % of people"))
        for who, label in Who.choices:
            self.fields[f"fewest_{who}"] = forms.IntegerField(label=_("Fewest sheets: %(who)s") % {"who": label}, min_value=1, max_value=50)
        self.fields["appeal_workdays"] = forms.IntegerField(label=_("Appeals within (working days)"), min_value=1, max_value=60)
        self.fields["reply_workdays"] = forms.IntegerField(label=_("Answered within (working days)"), min_value=1, max_value=60)

    def content(self) -> dict[str, Any]:
        """Return the content; whether it holds is said by the reckoning."""
        d = self.cleaned_data
        old = {c["name"]: c["key"] for c in self.scheme.content["criteria"]} | {g["name"]: g["key"] for g in self.scheme.content["grades"]}
        return {
            "criteria": [
                {"key": _key(d[f"c{i}_name"], old, f"c{i + 1}"), "name": d[f"c{i}_name"], "weight": _hundredths(d[f"c{i}_weight"]) or 0, "who": d[f"c{i}_who"],
                 "basis": d[f"c{i}_basis"], "evidence": d[f"c{i}_evidence"]}
                for i in range(CRITERIA) if d[f"c{i}_name"]
            ],
            "grades": [
                {"key": _key(d[f"g{i}_name"], old, f"g{i + 1}"), "name": d[f"g{i}_name"], "least": _hundredths(d[f"g{i}_least"]) or 0, "share": _hundredths(d[f"g{i}_share"])}
                for i in range(GRADES) if d[f"g{i}_name"]
            ],
            "fewest": {who: d[f"fewest_{who}"] for who in Who.values}, "outlier": self.scheme.content["outlier"],
            "appeal_workdays": d["appeal_workdays"], "reply_workdays": d["reply_workdays"],
        }


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=2, max_digits=5, required=False)


def _hundredths(value: Any) -> int | None:
    return int(value * 100) if value is not None else None


def _key(name: str, old: dict[str, str], fresh: str) -> str:
    """Keep the key of a name that stays; a new name gets one of its own."""
    return old.get(name) or slugify(name) or fresh


def _initial(scheme: Scheme) -> dict[str, Any]:
    content = scheme.content
    found: dict[str, Any] = {"name": scheme.name, "source": scheme.source, "appeal_workdays": content["appeal_workdays"], "reply_workdays": content["reply_workdays"]}
    for i, c in enumerate(content["criteria"]):
        found |= {f"c{i}_{name}": c.get(name, "") for name in ("name", "who", "basis", "evidence")} | {f"c{i}_weight": c["weight"] / 100}
    for i, g in enumerate(content["grades"]):
        found |= {f"g{i}_name": g["name"], f"g{i}_least": g["least"] / 100, f"g{i}_share": g["share"] / 100 if g["share"] is not None else None}
    return found | {f"fewest_{who}": content["fewest"].get(who, 1) for who in Who.values}
