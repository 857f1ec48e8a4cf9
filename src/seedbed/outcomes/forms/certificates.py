"""What people fill in about certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from seedbed.assessment.models import Assessment
from seedbed.assessment.queries import grade_name
from seedbed.directory.models import Person
from seedbed.outcomes.queries.certificates import has_lowest_grade


class IssueForm(forms.Form):
    """Who gets no certificate: the exceptions are ticked; those with the lowest grade are ticked beforehand."""

    without = forms.MultipleChoiceField(label=gettext_lazy("Who gets none?"), required=False, widget=forms.CheckboxSelectMultiple,
                                        help_text=gettext_lazy("Tick only the exceptions. Those with the lowest grade are ticked already; decide on each."))

    def __init__(self, *args: Any, found: list[tuple[Person, Assessment]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["without"].choices = [(str(person.pk), f"{person.name} · {person.unit} · {grade_name(row)}") for person, row in found]  # type: ignore[attr-defined]
        self.fields["without"].initial = [str(person.pk) for person, row in found if has_lowest_grade(row)]

    def left_out(self) -> set[int]:
        """Return who was ticked."""
        return {int(pk) for pk in self.cleaned_data["without"]}


class CheckForm(forms.Form):
    """Number and check code, as they stand on the paper."""

    number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=40)
    code = forms.CharField(label=gettext_lazy("Check code"), max_length=20)
