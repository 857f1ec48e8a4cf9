"""Forms of casework."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.casework.models import PublicNotice


class DraftForm(forms.Form):
    """Title, text and length of a drafted notice."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(label=_("Text above the names"), required=False, max_length=4000, widget=forms.Textarea)
    workdays = forms.IntegerField(label=_("Working days"), min_value=1, max_value=60)

    @classmethod
    def of(cls, notice: PublicNotice, data: Any = None) -> "DraftForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={"title": notice.title, "text": notice.text, "workdays": notice.workdays})


class ObjectionForm(forms.Form):
    """What anybody may send about a notice; a name is welcome but no condition."""

    content = forms.CharField(label=_("What do you object to, and what do you know about it?"), max_length=8000,
                              widget=forms.Textarea)
    identity = forms.CharField(
        label=_("Your name and how to reach you (optional)"), required=False, max_length=200,
        help_text=_("Kept sealed. Only the officer who handles the objection can open it, and each opening is recorded."),
    )


class ReceiptForm(forms.Form):
    """Number and secret word of a receipt."""

    number = forms.CharField(label=_("Receipt number"), max_length=20)
    secret = forms.CharField(label=_("Secret word"), max_length=40)


class FindingForm(forms.Form):
    """What looking into an objection has shown."""

    finding = forms.CharField(label=_("What was found"), max_length=8000, widget=forms.Textarea)


class AnswerForm(forms.Form):
    """The answer that the sender will read."""

    text = forms.CharField(label=_("Answer to the sender"), max_length=8000, widget=forms.Textarea)


class RevealForm(forms.Form):
    """Which sealed part to open, and why."""

    PARTS = (("content", _("what is objected to")), ("identity", _("who sent it")), ("finding", _("what was found")))

    part = forms.ChoiceField(label=_("Open"), choices=PARTS)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Your name, the time and this reason are recorded."))
