"""Forms of the portal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.portal.models import Complaint, Erasure, ImpactAssessment


class ComplaintForm(forms.Form):
    """What anybody may send about this site."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Complaint.Kind.choices, widget=forms.RadioSelect, initial="complaint")
    content = forms.CharField(label=_("What do you want to tell us?"), max_length=8000, widget=forms.Textarea)
    contact = forms.CharField(
        label=_("Your name and how to reach you (optional)"), required=False, max_length=200,
        help_text=_("Kept sealed. You may stay anonymous and still read the answer with your receipt."),
    )
    page = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class ReceiptForm(forms.Form):
    """Number and secret word of a receipt."""

    number = forms.CharField(label=_("Receipt number"), max_length=20)
    secret = forms.CharField(label=_("Secret word"), max_length=40)


class OpenForm(forms.Form):
    """Which sealed part to open, and why."""

    part = forms.ChoiceField(label=_("Open"), choices=[("content", _("what was written")), ("contact", _("who sent it"))])
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Your name, the time and this reason are recorded."))


class AnswerForm(forms.Form):
    """The answer that the sender will read."""

    text = forms.CharField(label=_("Answer to the sender"), max_length=8000, widget=forms.Textarea)


class TrailForm(forms.Form):
    """Which lines of the trail to show."""

    q = forms.CharField(label=_("Action begins with"), required=False, max_length=80)
    actor = forms.CharField(label=_("Who (name or number)"), required=False, max_length=80)
    kind = forms.CharField(label=_("Kind of object"), required=False, max_length=60)
    object = forms.CharField(label=_("Number of the object"), required=False, max_length=40)


class SearchForm(forms.Form):
    """One search box over the rooms."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)


class RuleForm(forms.Form):
    """Days of public notices, with their source."""

    workdays = forms.IntegerField(label=_("Working days of a public notice"), min_value=1, max_value=60)
    reply_workdays = forms.IntegerField(label=_("Working days until an objection is answered"), min_value=1, max_value=60)
    source = forms.CharField(label=_("Source of the rule"), max_length=200)


class RetentionForm(forms.Form):
    """How many months each table is kept, and by which rule; tables without a name here stay as they are."""

    article = forms.CharField(label=pgettext_lazy("law", "Article"), max_length=80)
    source = forms.CharField(label=_("Source"), max_length=160)

    def __init__(self, *args: Any, months: Mapping[str, int], names: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for key, name in names.items():
            self.fields[key] = forms.IntegerField(label=name, min_value=1, max_value=600, initial=months[key])

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        kept = self.cleaned_data
        return {"article": kept["article"], "source": kept["source"], "months": {key: kept.get(key, value) for key, value in self.months.items()}}


class ErasureForm(forms.Form):
    """Whom a request for erasure is about, and what it rests on."""

    person = forms.IntegerField(label=_("File number"), min_value=1, help_text=_("It stands on the page of the person."))
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("Both have to fit, so that nobody is taken for somebody else."))
    ground = forms.ChoiceField(label=_("Case of article 47 of the Personal Information Protection Law"), choices=Erasure.Ground.choices)
    paper = forms.CharField(label=_("The request"), max_length=300, help_text=_("Its date, how it came, who checked that it is the person."))


class AssessmentForm(forms.Form):
    """The three points of PIPL art. 56 for one case of art. 55."""

    occasion = forms.ChoiceField(label=_("Case of article 55"), choices=ImpactAssessment.Occasion.choices)
    lawful = forms.CharField(label=_("Are purpose and manner lawful, justified and necessary?"), max_length=4000, widget=forms.Textarea)
    effects = forms.CharField(label=_("What does it do to people's rights, and what may go wrong?"), max_length=4000, widget=forms.Textarea)
    measures = forms.CharField(label=_("Is the protection lawful, does it work, does it fit the risk?"), max_length=4000, widget=forms.Textarea)
    paper = forms.CharField(label=_("Paper by which it was approved"), max_length=120, help_text=_("Its number and date."))


class ReasonForm(forms.Form):
    """Why something sealed is opened."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Your name, the time and this reason are recorded."))
