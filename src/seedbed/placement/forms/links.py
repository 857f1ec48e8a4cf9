"""Forms around the links of hosts; those of the host's own page are few and plain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.placement.models import NextYear


class LinkForm(forms.Form):
    """For whom a link is made and how long it lasts."""

    given_to = forms.CharField(label=_("Given to (name and function of the contact)"), max_length=80)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=180, initial=30)


class DeclineForm(forms.Form):
    """Why the host takes nobody this time."""

    reason = forms.CharField(label=_("Why can you take nobody this time?"), max_length=500, widget=forms.Textarea({"rows": 2}))


class HostNextYearForm(forms.Form):
    """Whether the host wants to be asked again."""

    next_year = forms.ChoiceField(label=_("May we ask you again next year?"), choices=NextYear.choices, widget=forms.RadioSelect)
