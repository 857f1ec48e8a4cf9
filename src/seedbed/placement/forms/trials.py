"""The form of a question to a draft."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Industry
from seedbed.placement.models import HostOffer, RuleKind
from seedbed.placement.reasons.words import PART_LABELS
from seedbed.placement.reckoning.fit import PARTS
from seedbed.placement.reckoning.trials import NewHost, Question
from seedbed.selection.models import Application

MANY = 60  # hosts from which a list is chosen from instead of boxes being ticked


class OffersField(forms.ModelMultipleChoiceField):
    """Hosts of a batch, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name of the company."""
        return str(obj.host.unit.name)


class WhatIfForm(forms.Form):
    """Weights, rules, hosts and people as they might be; what is left as it is asks nothing."""

    withdraw = forms.CharField(label=gettext_lazy("Who withdraws"), required=False, max_length=2000,
                               help_text=gettext_lazy("Registered numbers or names, separated by commas."))
    close = OffersField(label=gettext_lazy("Hosts that leave"), queryset=HostOffer.objects.none(), required=False)
    suppose = OffersField(label=gettext_lazy("Hosts that take part after all"), queryset=HostOffer.objects.none(), required=False)
    new_name = forms.CharField(label=gettext_lazy("Name of a new host"), required=False, max_length=80)
    new_seats = forms.IntegerField(label=gettext_lazy("Its seats"), required=False, min_value=1, max_value=50)
    new_industry = forms.CharField(label=gettext_lazy("Its industry (code such as C3031)"), required=False, max_length=5)
    new_title = forms.CharField(label=pgettext_lazy("training", "Its post"), required=False, max_length=80)
    new_majors = forms.CharField(label=gettext_lazy("Majors it wants"), required=False, max_length=200)
    new_duties = forms.CharField(label=gettext_lazy("Duties of the post"), required=False, max_length=500)

    def __init__(self, *args: Any, weights: dict[str, int], people: QuerySet[Application], used: QuerySet[HostOffer],
                 outside: QuerySet[HostOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weights, self.people = weights, people
        for name in PARTS:
            self.fields[f"weight_{name}"] = forms.IntegerField(label=PART_LABELS[name], min_value=0, max_value=100, initial=weights.get(name, 0))
        for kind in RuleKind:
            self.fields[f"rule_{kind.value}"] = forms.IntegerField(
                label=kind.label, min_value=0, max_value=99, required=False, help_text=_("Empty: as in the draft. 0: without this rule."))
        for name, rows in (("close", used), ("suppose", outside)):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            if rows.count() <= MANY:
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[Any, list[Any], bool]]:
        """Fields under their headings, and whether something was typed there."""
        names = {
            _("Somebody withdraws"): ["withdraw"], _("A host leaves"): ["close"],
            _("A host joins"): ["suppose", "new_name", "new_seats", "new_industry", "new_title", "new_majors", "new_duties"],
            _("Other weights"): [f"weight_{name}" for name in PARTS], _("Other rules"): [f"rule_{kind.value}" for kind in RuleKind],
        }
        return [(title, [self[name] for name in fields], any(self[name].errors for name in fields)) for title, fields in names.items()]

    def clean_withdraw(self) -> list[int]:
        """Find every number and name among the people of the batch."""
        wanted = [part for part in re.split(r"[\s、,，;；]+", self.cleaned_data["withdraw"]) if part]
        rows = list(self.people) if wanted else []
        found = []
        for part in wanted:
            hits = [row.pk for row in rows if part in {row.person.name, row.shown_number, str(row.number)}]
            if len(hits) != 1:
                raise forms.ValidationError(
                    _("“%(text)s” is nobody of this batch; write the registered number or the whole name.") % {"text": part} if not hits
                    else _("“%(text)s” are several people; write the registered number.") % {"text": part})
            found += hits
        return found

    def clean_new_industry(self) -> str:
        """A code of the national classification, or nothing."""
        code = str(self.cleaned_data["new_industry"]).upper()
        if code and not Industry.objects.filter(pk=code).exists():
            raise forms.ValidationError(_("There is no industry %(code)s in GB/T 4754-2017.") % {"code": code})
        return code

    def question(self) -> Question:
        """Return what was asked."""
        given = self.cleaned_data
        weights = {name: given[f"weight_{name}"] for name in PARTS}
        rules = {kind.value: given[f"rule_{kind.value}"] for kind in RuleKind if given[f"rule_{kind.value}"] is not None}
        new = NewHost(given["new_name"], given["new_industry"], given["new_title"], given["new_duties"], given["new_majors"],
                      given["new_seats"] or 1) if given["new_name"] else None
        changed = weights if any(weights[name] != self.weights.get(name, 0) for name in PARTS) else {}
        return Question(weights=changed, rules=rules, close=tuple(o.pk for o in given["close"]), suppose=tuple(o.pk for o in given["suppose"]),
                        new=new, withdraw=tuple(given["withdraw"]))
