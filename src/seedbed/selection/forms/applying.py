"""What applicants and unit clerks fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Person
from seedbed.selection.models import Application
from seedbed.selection.reckoning.industries import OFFERED, codes_of, split_wishes

ROWS = forms.Textarea(attrs={"rows": 3})


class ApplicationForm(forms.Form):
    """What a person fills in to apply; one column, one thing at a time, fit for a phone."""

    post = forms.CharField(label=pgettext_lazy("job", "Post"), max_length=60)
    rank = forms.CharField(label=gettext_lazy("Rank"), max_length=30, help_text=gettext_lazy("for example 四级主任科员"))
    political_status = forms.CharField(label=gettext_lazy("Political status"), max_length=20)
    education = forms.CharField(label=gettext_lazy("Education"), max_length=20)
    school = forms.CharField(label=gettext_lazy("School"), max_length=80)
    major = forms.CharField(label=gettext_lazy("Major"), max_length=80, required=False)
    duties = forms.CharField(label=gettext_lazy("Present duties"), max_length=2000, widget=ROWS)
    in_park = forms.BooleanField(label=gettext_lazy("I work in an industrial park"), required=False)
    in_economic = forms.BooleanField(label=gettext_lazy("I work in an economic department"), required=False)
    bay_experience = forms.CharField(label=gettext_lazy("Time in the Greater Bay Area"), max_length=400, required=False,
                                     help_text=gettext_lazy("Where, what you did there and how long, for example 佛山某家电企业工作2年. Study does not count as work."))
    is_recruited_talent = forms.BooleanField(label=gettext_lazy("I was newly recruited as high-quality professional talent"), required=False)
    wishes = forms.MultipleChoiceField(label=gettext_lazy("Wished industries"), choices=[(n, n) for n in OFFERED], required=False, widget=forms.CheckboxSelectMultiple)
    other_wishes = forms.CharField(label=gettext_lazy("Other industries"), max_length=100, required=False)
    statement = forms.CharField(label=gettext_lazy("Why I apply"), max_length=2000, required=False, widget=ROWS)
    declared_conflict = forms.CharField(
        label=gettext_lazy("Conflict of interest to declare"), max_length=200, required=False,
        help_text=gettext_lazy("For example that a relative works in a company of the host city, or that you approve projects of one. No names of relatives."),
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read the privacy notice and agree to it"))

    @classmethod
    def of(cls, person: Person, typed: Mapping[str, Any] | None, before: Application | None) -> "ApplicationForm":
        """Return the form as typed last, else as submitted before, else with what the file holds."""
        if typed:
            return cls(initial=typed)
        source: Any = before if before is not None and before.number else person
        names = ("post", "rank", "political_status", "education", "school", "major")
        initial = {n: getattr(source, n) for n in names}
        if source is before:
            more = ("duties", "in_park", "in_economic", "bay_experience", "is_recruited_talent", "statement", "declared_conflict")
            wishes = split_wishes(before.wished_industries)  # type: ignore[union-attr]
            initial |= {n: getattr(before, n) for n in more}
            initial |= {"wishes": [w for w in wishes if w in OFFERED], "other_wishes": "、".join(w for w in wishes if w not in OFFERED)}
        else:
            initial["in_economic"] = person.unit.is_economic
            initial["in_park"] = person.unit.kind == "park"
        return cls(initial=initial)

    def values(self) -> dict[str, Any]:
        """Return the columns of an application."""
        given = dict(self.cleaned_data)
        wishes = [*given.pop("wishes"), *split_wishes(given.pop("other_wishes"))]
        given.pop("agree")
        return given | {"wished_industries": "、".join(wishes)[:200], "wished_codes": codes_of(wishes)}


class OpinionForm(forms.Form):
    """The unit's opinion."""

    opinion = forms.CharField(label=gettext_lazy("Opinion of the unit"), max_length=400, widget=ROWS, initial="同意推荐")


class ReturnForm(forms.Form):
    """Why an application goes back."""

    reason = forms.CharField(label=gettext_lazy("What has to be completed"), max_length=400, widget=ROWS)
