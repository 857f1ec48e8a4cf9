"""What the office types to turn a company's words into its marks: the points; the evidence is there already."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment.forms import points_field
from seedbed.assessment.models import MarkSheet
from seedbed.residency.models import HostWord


class WordChoices(forms.ModelMultipleChoiceField):
    """Words to tick, each with its day."""

    def label_from_instance(self, obj: Any) -> str:
        """Day, who said it, and the word."""
        return f"{obj.visit.on:%Y-%m-%d} {obj.said_by}：{obj.text}"


class WordsForm(forms.Form):
    """Which words count, and the points for each criterion."""

    words = WordChoices(label=gettext_lazy("What the company said"), queryset=HostWord.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, sheet: MarkSheet, words: QuerySet[HostWord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].queryset = words  # type: ignore[attr-defined]
        self.criteria = sheet.assessment.round.scheme.read.criteria_of(sheet.assessor.who)
        for c in self.criteria:
            self.fields[f"{c.key}_points"] = points_field(_("%(name)s (0–100)") % {"name": c.name})

    def points(self) -> dict[str, int]:
        """Return hundredths of a point by criterion."""
        return {c.key: int(self.cleaned_data[f"{c.key}_points"] * 100) for c in self.criteria}
