"""Forms of leave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.gatherings.forms import day_field


class LeaveForm(forms.Form):
    """From when to when, and why."""

    first_on = day_field(_("First day away"))
    from_noon = forms.BooleanField(label=_("away from noon only"), required=False)
    last_on = day_field(_("Last day away"))
    to_noon = forms.BooleanField(label=_("back at noon"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)


class GrantForm(forms.Form):
    """A word with the grant; needed where the share is passed."""

    word = forms.CharField(label=_("Word with the grant (the person reads it)"), max_length=300, required=False)
    despite = forms.BooleanField(label=_("Grant it although it passes the share"), required=False)


class ReturnForm(forms.Form):
    """The last day away."""

    last_on = day_field(_("Last day away"))
