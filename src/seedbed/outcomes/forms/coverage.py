"""What the office fills in about coverage, standards and hours."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Unit
from seedbed.outcomes.models import Level, Target
from seedbed.outcomes.reckoning.standards import FIRST, NAMES
from seedbed.selection.models import Batch


class TargetFilter(forms.Form):
    """Narrows the people to be covered."""

    q = forms.CharField(label=gettext_lazy("Name or unit"), required=False, max_length=60)
    status = forms.ChoiceField(label=pgettext_lazy("coverage", "Stand"), required=False, choices=[
        ("", "—"), ("open", pgettext_lazy("coverage", "not covered")), ("training", pgettext_lazy("coverage", "in training")), ("covered", pgettext_lazy("coverage", "covered"))])
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False, choices=[("", "—"), *Level.choices])


class TargetForm(forms.Form):
    """One person to be covered."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    one_sided = forms.BooleanField(label=gettext_lazy("One-sided career (home, school, office only)"), required=False)
    covered_year = forms.IntegerField(label=gettext_lazy("Trained before in the year"), required=False, min_value=2000, max_value=2100)
    covered_basis = forms.CharField(label=gettext_lazy("Paper of the earlier training"), required=False, max_length=120)
    left_on = forms.DateField(label=gettext_lazy("Left the target group on"), required=False)
    left_why = forms.CharField(label=gettext_lazy("Why the person left"), required=False, max_length=120)

    @classmethod
    def of(cls, row: Target, data: Any = None) -> "TargetForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields})


class SeatsForm(forms.Form):
    """For how many seats quotas are proposed."""

    seats = forms.IntegerField(label=gettext_lazy("Seats of the next batch"), min_value=1, max_value=10_000)


class HoursForm(forms.Form):
    """One piece of training of one person."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    what = forms.CharField(label=gettext_lazy("Training"), max_length=120)
    basis = forms.CharField(label=gettext_lazy("Paper"), max_length=120)
    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=0, max_value=60, initial=0)
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=0, max_value=400, initial=0)
    hours = forms.DecimalField(label=gettext_lazy("Hours"), min_value=0, max_value=2000, decimal_places=1, max_digits=5, initial=0)
    online = forms.BooleanField(label=gettext_lazy("online"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": timezone.localdate().year}, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = dict(self.cleaned_data)
        return data | {"tenths": int(data.pop("hours") * 10)}


class StandardForm(forms.Form):
    """The next version of a standard."""

    source = forms.CharField(label=gettext_lazy("Source"), max_length=160)
    article = forms.CharField(label=gettext_lazy("Article"), max_length=60, required=False)
    effective_from = forms.DateField(label=gettext_lazy("Effective from"), initial=timezone.localdate)

    def __init__(self, *args: Any, kind: str, content: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(FIRST[kind].content)
        for name in self.names:
            self.fields[name] = forms.IntegerField(label=NAMES[name], min_value=0, max_value=100_000, initial=content[name])

    def content(self) -> dict[str, int]:
        """Return the content."""
        return {name: self.cleaned_data[name] for name in self.names}



class QuotasForm(forms.Form):
    """Into which batch the quotas are written, and one number per unit, as it is proposed."""

    batch = forms.ModelChoiceField(label=gettext_lazy("Batch"), queryset=Batch.objects.none(), empty_label=None)

    def __init__(self, *args: Any, batches: QuerySet[Batch], proposed: Mapping[Unit, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].queryset = batches  # type: ignore[attr-defined]
        self.units = {unit.pk: unit for unit in proposed}
        for unit, count in proposed.items():
            self.fields[f"unit_{unit.pk}"] = forms.IntegerField(label=unit.name, min_value=0, max_value=9_999, initial=count)

    def quotas(self) -> dict[Unit, int]:
        """Return the numbers by unit."""
        return {unit: self.cleaned_data[f"unit_{pk}"] for pk, unit in self.units.items()}
