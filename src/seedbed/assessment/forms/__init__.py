"""Forms of assessments."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.assessment.actions import GivenMark
from seedbed.assessment.models import Mark, MarkSheet, Scheme
from seedbed.assessment.states import Who

ROWS = {"rows": 2}


def points_field(label: Any, **more: Any) -> forms.DecimalField:
    """A mark from 0 to 100 with at most two digits after the point."""
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=2, max_digits=5, **more)


class SheetForm(forms.Form):
    """All marks of one sheet, each with what it rests on."""

    def __init__(self, *args: Any, sheet: MarkSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = sheet.assessment.round.scheme.read.criteria_of(sheet.assessor.who)
        for c in self.criteria:
            self.fields[f"{c.key}_points"] = points_field(_("%(name)s (0–100)") % {"name": c.name}, help_text=_("counts %(weight)s %%") % {"weight": f"{c.weight / 100:g}"})
            self.fields[f"{c.key}_evidence"] = forms.CharField(label=_("What the mark rests on"), max_length=400, widget=forms.Textarea(ROWS), help_text=c.evidence)
        self.fields["word"] = forms.CharField(label=_("In words (optional)"), required=False, max_length=2000, widget=forms.Textarea(ROWS))

    def given(self) -> dict[str, GivenMark]:
        """Return the marks as the action takes them."""
        data = self.cleaned_data
        return {c.key: GivenMark(int(data[f"{c.key}_points"] * 100), data[f"{c.key}_evidence"], timezone.localdate()) for c in self.criteria}


class MarkChangeForm(forms.Form):
    """Another mark and why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    field_order = ("points", "reason")

    def __init__(self, *args: Any, mark: Mark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"] = points_field(_("Mark (0–100)"), initial=mark.points / 100)
        self.order_fields(self.field_order)


class AssessorForm(forms.Form):
    """Who is asked to mark."""

    who = forms.ChoiceField(label=gettext_lazy("As"))
    username = forms.CharField(label=gettext_lazy("Log-in name"), max_length=80)

    def __init__(self, *args: Any, who: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(w, Who(w).label) for w in who if w != Who.HOST]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """For whom a link is made and how long it lasts."""

    given_to = forms.CharField(label=gettext_lazy("Given to (name and function of the contact)"), max_length=80)
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=60, initial=14)


class GradeForm(forms.Form):
    """Another grade and why."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(g.key, g.name) for g in scheme.read.grades]  # type: ignore[attr-defined]


class ExcuseForm(forms.Form):
    """Which missing part is left out and why."""

    who = forms.ChoiceField(label=gettext_lazy("Part"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, parts: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(p["who"], Who(p["who"]).label) for p in parts if p["raw"] is None]  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """Grounds of an appeal."""

    text = forms.CharField(label=gettext_lazy("What should be looked at again, and why"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class AnswerForm(forms.Form):
    """The answer to an appeal, and another grade if there is to be one."""

    answer = forms.CharField(label=gettext_lazy("Answer"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", _("as it stands")), *((g.key, g.name) for g in scheme.read.grades)]  # type: ignore[attr-defined]


class PeopleFilter(forms.Form):
    """In which order those who decide see the people of a round."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=40)
    order = forms.ChoiceField(label=pgettext_lazy("list", "Order"), required=False, choices=[
        ("", gettext_lazy("by name")), ("adjusted", gettext_lazy("by adjusted mark")), ("raw", gettext_lazy("by raw mark"))])
