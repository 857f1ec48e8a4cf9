"""What is filled in on the page of a batch's outcomes."""

from django import forms
from django.utils.translation import gettext_lazy

from seedbed.outcomes.models import BatchRound


class AssessForm(forms.Form):
    """Which assessment is opened and until when marks are given."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=BatchRound.Stage.choices)
    due_on = forms.DateField(label=gettext_lazy("Marks until"))
