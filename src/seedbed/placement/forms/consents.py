"""The signed papers by which people agree that their host sees them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from seedbed.placement.models import Placement


class ConsentsForm(forms.Form):
    """Whose papers came, and their number: one list that all signed, or the first of a row of sheets."""

    paper_number = forms.CharField(label=gettext_lazy("Number of the signed paper, or of the list they signed"), max_length=80)
    pick = forms.TypedMultipleChoiceField(label=gettext_lazy("Who signed"), coerce=int, widget=forms.MultipleHiddenInput,
                                          error_messages={"required": gettext_lazy("Tick who signed.")})

    def __init__(self, *args: Any, people: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = [(row.person_id, "") for row in people]  # type: ignore[attr-defined]
