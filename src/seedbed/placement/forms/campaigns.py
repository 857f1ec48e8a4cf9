"""Forms of request campaigns: deadlines, targets, relays, companies and their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.identity import Flaw, check_mobile, check_uscc
from seedbed.placement.models import AskedCompany, Campaign
from seedbed.placement.states.campaigns import CampaignAnswer, DeclineReason, HostKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = {"rows": 3}
POSTS = 4  # lines for posts in one answer


class CampaignForm(forms.Form):
    """The deadlines of a campaign and the words of the request."""

    pass_on_by = forms.DateField(label=_("The talent group passes on by"), widget=DAY)
    reach_by = forms.DateField(label=_("Chambers and associations reach companies by"), widget=DAY)
    answer_by = forms.DateField(label=_("Companies answer by"), widget=DAY)
    letter = forms.CharField(label=_("What the request says"), required=False, max_length=4000, widget=forms.Textarea(LONG),
                             help_text=_("Companies read it above their answer."))

    @classmethod
    def of(cls, campaign: Campaign, data: Any = None) -> "CampaignForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={name: getattr(campaign, name) for name in cls.base_fields})


class TargetForm(forms.Form):
    """One target: how many, from which industry and kind of host."""

    industry_code = forms.CharField(label=_("Industry (code; empty: all)"), required=False, max_length=6, help_text=_("A section such as C or a division such as C39."))
    host_kind = forms.ChoiceField(label=_("Kind of host"), required=False, choices=HostKind.choices)
    seats = forms.IntegerField(label=pgettext_lazy("host", "Seats"), min_value=0, max_value=2000)
    posts = forms.IntegerField(label=pgettext_lazy("training", "Posts"), min_value=0, max_value=2000, initial=0, help_text=_("0 and 0 take the target out."))


def clean_phone(text: str) -> str:
    """Return a mobile or fixed telephone number as it is kept; other text is refused with its sentence."""
    if not text:
        return ""
    found = check_mobile(text)
    if not isinstance(found, Flaw):
        return found
    digits = text.replace("-", "").replace(" ", "")
    if digits.isascii() and digits.isdigit() and digits.startswith("0") and 10 <= len(digits) <= 12:
        return digits
    raise forms.ValidationError(found.text)


class RelayForm(forms.Form):
    """Who passes the request on."""

    unit: forms.ModelChoiceField = forms.ModelChoiceField(label=pgettext_lazy("organisation", "Unit"), queryset=None)
    above: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Asked through"), queryset=None, required=False, empty_label=_("the office itself"))
    contact_name = forms.CharField(label=_("Contact"), required=False, max_length=40)
    phone = forms.CharField(label=_("Telephone of the contact"), required=False, max_length=20)
    due_on = forms.DateField(label=_("Passes on by"), required=False, widget=DAY, help_text=_("Empty: the deadline of its stage."))

    def __init__(self, *args: Any, units: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["above"].queryset = campaign.relays.select_related("unit")  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Give the number as it is kept."""
        return clean_phone(self.cleaned_data["phone"])


class CompanyFilter(forms.Form):
    """Narrow the companies of a campaign."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    answer = forms.ChoiceField(label=pgettext_lazy("campaign", "Answer"), required=False, choices=[
        ("", _("all")), ("silent", _("not answered yet")), *CampaignAnswer.choices])
    relay = forms.TypedChoiceField(label=_("Asked through"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relay"].choices = [("", _("all")), *((relay.pk, relay.unit.name) for relay in campaign.relays.select_related("unit"))]  # type: ignore[attr-defined]


class CompanyForm(forms.Form):
    """What is known of a company before it answers."""

    uscc = forms.CharField(label=_("Unified social credit code"), required=False, max_length=30)
    industry_code = forms.CharField(label=_("Industry (code)"), required=False, max_length=6)
    relay: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Asked through"), queryset=None, required=False, empty_label=_("the office itself"))
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    business = forms.CharField(label=_("Main business"), required=False, max_length=4000, widget=forms.Textarea(LONG))
    contact_name = forms.CharField(label=_("Contact"), required=False, max_length=40)
    phone = forms.CharField(label=_("Telephone of the contact"), required=False, max_length=20, help_text=_("Kept sealed. Leave it empty to keep the number that is stored."))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relay"].queryset = campaign.relays.select_related("unit")  # type: ignore[attr-defined]

    @classmethod
    def of(cls, company: AskedCompany, data: Any = None) -> "CompanyForm":
        """Return the form filled with what is stored."""
        names = ("uscc", "relay", "address", "business", "contact_name")
        return cls(data, campaign=company.campaign, initial={name: getattr(company, name) for name in names} | {"industry_code": company.industry_id or ""})

    def clean_uscc(self) -> str:
        """Give the code without blanks; one that does not add up is refused with its sentence."""
        return clean_code(self.cleaned_data["uscc"])

    def clean_phone(self) -> str:
        """Give the number as it is kept."""
        return clean_phone(self.cleaned_data["phone"])


class NewCompanyForm(CompanyForm):
    """A company to be asked: its name besides."""

    name = forms.CharField(label=_("Company"), max_length=120)
    field_order = ("name", "uscc")


def clean_code(text: str) -> str:
    """Return a credit code without blanks, "" for none; one that does not add up is refused with its sentence."""
    found = check_uscc(text) if text.strip() else ""
    if isinstance(found, Flaw):
        raise forms.ValidationError(found.text)
    return found


class AnswerForm(forms.Form):
    """What a company says: by itself, or written down after a call."""

    answer = forms.ChoiceField(label=_("Will you take people?"), choices=CampaignAnswer.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("If not this time: why?"), required=False, choices=[("", "—"), *DeclineReason.choices])
    words = forms.CharField(label=_("A few words, if you like"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
    seats = forms.IntegerField(label=_("For how many people"), required=False, min_value=1, max_value=200)
    beds_women = forms.IntegerField(label=_("Beds for women"), required=False, min_value=0, max_value=500, help_text=_("Empty: still to be arranged."))
    beds_men = forms.IntegerField(label=_("Beds for men"), required=False, min_value=0, max_value=500)
    uscc = forms.CharField(label=_("Unified social credit code"), required=False, max_length=30)
    contact_name = forms.CharField(label=_("Contact"), required=False, max_length=40)

    def __init__(self, data: Any = None, *, company: AskedCompany) -> None:
        names = ("answer", "reason", "words", "seats", "beds_women", "beds_men", "uscc", "contact_name")
        super().__init__(data, initial={name: getattr(company, name) for name in names})
        have = list(company.posts.all())
        for n in range(POSTS):
            post = have[n] if n < len(have) else None
            self.fields[f"title{n}"] = forms.CharField(label=_("Post %(number)d") % {"number": n + 1}, required=False, max_length=80, initial=post.title if post else "")
            self.fields[f"count{n}"] = forms.IntegerField(label=_("People on post %(number)d") % {"number": n + 1}, required=False, min_value=1, max_value=200, initial=post.seats if post else None)

    def lines(self) -> list[tuple[Any, Any]]:
        """Return the pairs of fields for posts."""
        return [(self[f"title{n}"], self[f"count{n}"]) for n in range(POSTS)]

    def clean_uscc(self) -> str:
        """Give the code without blanks; one that does not add up is refused with its sentence."""
        return clean_code(self.cleaned_data["uscc"])

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        posts = [(data[f"title{n}"], data[f"count{n}"] or 1, "") for n in range(POSTS) if data[f"title{n}"].strip()]
        names = ("answer", "reason", "words", "seats", "beds_women", "beds_men", "uscc", "contact_name")
        return {name: data[name] for name in names} | {"posts": posts}
