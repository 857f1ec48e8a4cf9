"""Forms of the settings of a case desk: the desk itself, categories, routes, time limits, calendars of years."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seedbed.casework.forms.places import PlaceField
from seedbed.casework.models import Category, ClockRule, Measure, PauseReason
from seedbed.directory.models import Unit


class FileForm(forms.Form):
    """A workbook."""

    file = forms.FileField(label=_("Workbook"), help_text=_("Nothing is taken while a line has a fault; work orders taken before are left alone."))


class NewDeskForm(forms.Form):
    """A unit that runs cases, and the letters of its numbers."""

    unit = forms.ModelChoiceField(label=_("Unit whose area it is"), queryset=Unit.objects.none())
    code = forms.CharField(label=_("Letters before the number"), max_length=6, help_text=_("Latin letters, such as ZX for ZX2026-00001."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class CategoryForm(forms.Form):
    """A category with the rule of its clock."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    parent = forms.ModelChoiceField(label=_("Belongs to (optional)"), queryset=Category.objects.none(), required=False)
    rule = forms.ModelChoiceField(label=_("Time limit"), queryset=ClockRule.objects.none(), empty_label=None)

    def __init__(self, *args: Any, rules: QuerySet[ClockRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Category.objects.filter(parent=None, in_use=True).order_by("code")  # type: ignore[attr-defined]
        self.fields["rule"].queryset = rules  # type: ignore[attr-defined]


class RouteForm(forms.Form):
    """Which unit takes which category, where."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    area = PlaceField(label=_("Where (left empty: everywhere)"), required=False)
    unit = forms.ModelChoiceField(label=_("Leading unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, areas: QuerySet[Unit], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(in_use=True).order_by("code")  # type: ignore[attr-defined]
        self.fields["area"].offer(areas)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """The next version of a time limit, or one of one's own."""

    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("The code of a limit that is there gives its next version, another one a limit of your own."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=40)
    measure = forms.ChoiceField(label=_("Counted in"), choices=Measure.choices)
    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=400)
    extension_cap = forms.IntegerField(label=_("Longest extension (0: none)"), min_value=0, max_value=400, initial=0)
    warn = forms.IntegerField(label=_("Early warning, working days before the safe end"), min_value=0, max_value=30, initial=1)
    pauses = forms.MultipleChoiceField(label=_("May stand still for"), choices=PauseReason.choices, required=False, widget=forms.CheckboxSelectMultiple)
    article = forms.CharField(label=_("Article or source"), max_length=200)


class YearForm(forms.Form):
    """A year's official calendar, typed from the notice of the State Council."""

    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    off = forms.CharField(label=_("Days off on weekdays"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Such as 1-1, 2-15~2-23, 10-1~10-7; weekends within are no harm."))
    worked = forms.CharField(label=_("Weekends that are worked"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Such as 2-14, 2-28."))
    source = forms.CharField(label=_("Notice"), max_length=120, help_text=_("Such as 国办发明电〔2026〕…号."))

    def clean(self) -> dict[str, Any]:
        """Read both lists of days."""
        kept = super().clean() or {}
        for name in ("off", "worked"):
            if kept.get("year") and name in kept:
                try:
                    kept[f"{name}_days"] = _days(kept["year"], kept[name])
                except ValueError:
                    self.add_error(name, gettext("Write days as month-day, ranges with ~, separated by commas."))
        return kept


def _days(year: int, text: str) -> list[date]:
    found: list[date] = []
    for part in re.split(r"[,，、;；\s]+", text.strip()):
        if part:
            ends = [date(year, *map(int, day.split("-"))) for day in re.split("[~～]", part)]
            first, last = ends[0], ends[-1]
            if len(ends) > 2 or last < first:
                raise ValueError(part)
            found += [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    return found
