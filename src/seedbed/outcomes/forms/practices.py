"""What people fill in about practices and follow-ups."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person
from seedbed.outcomes.forms.leads import HandOverForm

ROWS = {"rows": 4}


class PracticeForm(forms.Form):
    """A practice seen at a company."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    seen_at = forms.CharField(label=gettext_lazy("Seen at (company)"), max_length=120)
    what = forms.CharField(label=gettext_lazy("What is done there, and how it could be done at home"), max_length=4000, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, people: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["person"] = forms.ModelChoiceField(people, label=_("Brought home by"))


class AdoptForm(forms.Form):
    """When and by what a practice was adopted."""

    on = forms.DateField(label=gettext_lazy("Adopted on"), initial=timezone.localdate)
    basis = forms.CharField(label=gettext_lazy("Paper or meeting"), max_length=160)


class ResultForm(forms.Form):
    """What a practice achieved."""

    result = forms.CharField(label=gettext_lazy("Result"), max_length=4000, widget=forms.Textarea(ROWS))


class TakenForm(HandOverForm):
    """Which unit took a practice over and how."""

    on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    how = forms.CharField(label=gettext_lazy("How: sharing session, visit, paper"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].label = _("Taken over by")
        self.fields["owner"].help_text = ""

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"unit": self.cleaned_data["owner"], "on": self.cleaned_data["on"], "how": self.cleaned_data["how"]}


class FollowUpForm(forms.Form):
    """What came of the course at home."""

    on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    text = forms.CharField(label=gettext_lazy("What came of it"), max_length=4000, widget=forms.Textarea(ROWS))
