"""Forms of casework."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.casework.models import PublicNotice, Ticket, TicketRule
from seedbed.directory.models import Account


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


class AskForm(forms.Form):
    """What somebody asks help with: one choice and one box."""

    rule = forms.ModelChoiceField(label=_("What is it about?"), queryset=TicketRule.objects.none(), empty_label=None, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is the matter?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    confidential = forms.BooleanField(label=_("Confidential: only the department reads it, not the service team"), required=False)

    def __init__(self, *args: Any, rules: list[TicketRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = TicketRule.objects.filter(pk__in=[rule.pk for rule in rules]).order_by("pk")  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(label=_("Hand it to"), queryset=Account.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = accounts  # type: ignore[attr-defined]


class SolveForm(forms.Form):
    """What was done."""

    solution = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class StepForm(forms.Form):
    """A word on the way."""

    text = forms.CharField(label=_("A word on the way"), max_length=500)


class RateForm(forms.Form):
    """How it went."""

    satisfaction = forms.TypedChoiceField(label=_("Did it help?"), choices=Ticket.Satisfaction.choices, coerce=int, widget=forms.RadioSelect)
    word = forms.CharField(label=_("A word (optional)"), max_length=300, required=False)
