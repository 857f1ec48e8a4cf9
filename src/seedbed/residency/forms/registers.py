"""Forms of the registers of a class: one for each kind of line, nothing asked that the site knows already."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.gatherings.forms import day_field
from seedbed.placement.models import HostOffer
from seedbed.residency.forms.classes import MemberChoice
from seedbed.residency.models import Agreement, ClassMember, Expense, Gift


def paper_field(**options: Any) -> forms.FileField:
    """The signed paper or receipt."""
    return forms.FileField(label=_("Paper (PDF, picture or Word)"), max_length=200, **options)


class YuanField(forms.DecimalField):
    """An amount typed in yuan and given as whole fen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **options)

    def clean(self, value: Any) -> int | None:
        """Give whole fen, or None where nothing was typed."""
        yuan: Decimal | None = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class LineForm(forms.Form):
    """What every line has: its day, and for whom."""

    on = day_field(_("Day"))
    member = MemberChoice(label=pgettext_lazy("register", "For"), queryset=ClassMember.objects.none(), required=False, empty_label=_("the whole class"))

    def __init__(self, *args: Any, members: QuerySet[ClassMember], hosts: QuerySet[HostOffer], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        if "offer" in self.fields:
            self.fields["offer"].queryset = hosts  # type: ignore[attr-defined]


class InsuranceForm(LineForm):
    """A policy."""

    until = day_field(_("Valid until"))
    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    number = forms.CharField(label=_("Number of the policy"), max_length=80)
    covers = forms.CharField(label=_("What is covered"), max_length=200)
    upload = paper_field(required=False)
    field_order = ("insurer", "number", "covers", "member", "on", "until", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Valid from")


class AgreementForm(LineForm):
    """A signed agreement."""

    kind = forms.ChoiceField(label=_("What was signed"), choices=Agreement.Kind.choices)
    offer = forms.ModelChoiceField(label=_("Host (empty: where the trainee is)"), queryset=HostOffer.objects.none(), required=False)
    until = day_field(_("Valid until"), required=False)
    number = forms.CharField(label=_("Number of the paper"), max_length=80, required=False)
    upload = paper_field(required=False)
    field_order = ("kind", "member", "offer", "on", "until", "number", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Signed on")
        self.fields["member"].label = _("Trainee")
        self.fields["member"].empty_label = "—"  # type: ignore[attr-defined]


class ExpenseForm(LineForm):
    """An expense with its document."""

    kind = forms.ChoiceField(label=_("What for"), choices=Expense.Kind.choices)
    fen = YuanField(label=_("Amount in yuan"), min_value=Decimal("0.01"))
    payee = forms.CharField(label=_("Payee"), max_length=120)
    text = forms.CharField(label=_("Remark"), max_length=200, required=False)
    offer = forms.ModelChoiceField(label=_("Host (empty: where the trainee is)"), queryset=HostOffer.objects.none(), required=False)
    number = forms.CharField(label=_("Number of the receipt"), max_length=80, required=False)
    upload = paper_field()
    field_order = ("kind", "fen", "payee", "on", "member", "offer", "text", "number", "upload")


class GiftForm(forms.Form):
    """What was offered, by whom, and what was done with it."""

    kind = forms.ChoiceField(label=_("What was offered"), choices=Gift.Kind.choices)
    what = forms.CharField(label=_("What exactly"), max_length=200)
    giver = forms.CharField(label=_("Who offered it"), max_length=120)
    on = day_field(_("Day"))
    fen = YuanField(label=_("Value in yuan, about (optional)"), min_value=Decimal(0), required=False)
    deed = forms.ChoiceField(label=_("What did you do?"), choices=Gift.Deed.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: QuerySet[ClassMember] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        if members is not None:
            self.fields["member"] = MemberChoice(label=_("Offered to"), queryset=members)
            self.fields["deed"].label = _("What was done")
            self.order_fields(("member", "kind", "what", "giver", "on", "fen", "deed"))


class ContactForm(forms.Form):
    """A name and a number."""

    name = forms.CharField(label=pgettext_lazy("emergency", "Name"), max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=20)
