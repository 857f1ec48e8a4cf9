"""What people fill in about leads and visits."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Person, Unit
from seedbed.directory.queries.choices import unit_called
from seedbed.kernel.identity import Flaw, check_uscc
from seedbed.outcomes.models import Lead, LeadAmount, LeadShare
from seedbed.outcomes.reckoning.money import read_fen
from seedbed.outcomes.states.leads import LEAD_MOVES, STAGE_MOVES, LeadState

ROWS = {"rows": 3}


class LeadFilter(forms.Form):
    """Narrows the list of leads."""

    q = forms.CharField(label=gettext_lazy("Company or credit code"), required=False, max_length=60)
    state = forms.ChoiceField(label=pgettext_lazy("lead", "State"), required=False, choices=[("", "—"), *LeadState.choices])


class LeadFacts(forms.Form):
    """What is known of the company."""

    company = forms.CharField(label=gettext_lazy("Company"), max_length=120)
    uscc = forms.CharField(label=gettext_lazy("Unified social credit code"), max_length=30, required=False,
                           help_text=gettext_lazy("With it a double claim is found for certain."))
    business = forms.CharField(label=gettext_lazy("Main business"), max_length=300, required=False)
    wishes = forms.CharField(label=gettext_lazy("What the company wishes"), max_length=4000, required=False, widget=forms.Textarea(ROWS))
    place = forms.CharField(label=gettext_lazy("Where it may invest"), max_length=120, required=False)
    contact = forms.CharField(label=gettext_lazy("Whom to speak to"), max_length=80, required=False,
                              help_text=gettext_lazy("Office and function, such as “head of investment”; no private number."))
    not_same = forms.CharField(label=gettext_lazy("Why it is another company"), max_length=300, required=False,
                               help_text=gettext_lazy("Only where a lead with a similar name is shown."))

    def clean_uscc(self) -> str:
        """Give the code without blanks; one that does not add up is refused with its sentence."""
        text = self.cleaned_data["uscc"].strip()
        if not text:
            return ""
        found = check_uscc(text)
        if isinstance(found, Flaw):
            raise forms.ValidationError(found.text)
        return found

    @classmethod
    def of(cls, lead: Lead, data: Any = None) -> "LeadFacts":
        """Return the form filled with what is stored."""
        return cls(data, initial={name: getattr(lead, name) for name in LeadFacts.base_fields})


class LeadForm(LeadFacts):
    """A new lead: the company, the day, and what the person did."""

    found_on = forms.DateField(label=gettext_lazy("Found on"), initial=timezone.localdate)
    did = forms.CharField(label=gettext_lazy("What was done so far"), max_length=300)
    field_order = ("person", "company", "uscc", "found_on", "did", "business", "wishes", "place", "contact", "not_same")

    def __init__(self, *args: Any, people: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["person"] = forms.ModelChoiceField(people, label=_("Found by"))
        self.order_fields(self.field_order)

    def ask_why_not_same(self, asked: bool) -> None:
        """Show the box for the reason only where a similar lead is shown; what was typed stays either way."""
        if not asked:
            self.fields["not_same"].widget = forms.HiddenInput()


class JoinForm(forms.Form):
    """Ask to stand on a lead."""

    did = forms.CharField(label=gettext_lazy("What you did for it"), max_length=300)


class HandOverForm(forms.Form):
    """To which unit a lead goes."""

    owner = forms.CharField(label=gettext_lazy("Unit that follows it up"), max_length=120,
                            help_text=gettext_lazy("The full or short name, as in the directory; for example the joint command office for investment."))

    def clean_owner(self) -> Unit:
        """Give the unit of this name."""
        unit = unit_called(self.cleaned_data["owner"])
        if unit is None or not unit.is_active:
            raise forms.ValidationError(_("No unit in the directory has this name. Type its full or short name."))
        return unit


class ReportForm(forms.Form):
    """How a lead goes."""

    move = forms.ChoiceField(label=gettext_lazy("Step"), required=False)
    on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    text = forms.CharField(label=gettext_lazy("How it goes"), max_length=4000, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = [(m.name, m.label) for m in LEAD_MOVES.from_state(state) if m.name in STAGE_MOVES]
        self.fields["move"].choices = [("", _("no step, only news")), *moves]  # type: ignore[attr-defined]


class AmountForm(forms.Form):
    """Money of a lead, with its document."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LeadAmount.Kind.choices)
    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=40, help_text=gettext_lazy("Such as 1200万元, 3.5亿元 or 500000 (yuan)."))
    on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    upload = forms.FileField(label=gettext_lazy("Document"), help_text=gettext_lazy("PDF, picture or Word: contract, bank slip, statement."))
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)

    def clean_amount(self) -> int:
        """Give whole fen."""
        fen = read_fen(self.cleaned_data["amount"])
        if fen is None:
            raise forms.ValidationError(_("This is no amount. Write for example 1200万元, 3.5亿元 or 500000 (yuan)."))
        return fen

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {("fen" if name == "amount" else name): value for name, value in self.cleaned_data.items()}


class SharesForm(forms.Form):
    """Everybody's share of a lead in percent, and why it changes."""

    def __init__(self, *args: Any, shares: Iterable[LeadShare], agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = list(shares)
        for share in self.shares:
            self.fields[f"share{share.pk}"] = forms.DecimalField(
                label=f"{share.person.name} (%)", min_value=0, max_value=100, decimal_places=2, max_digits=5, initial=share.points / 100, help_text=share.did)
        self.fields["reason"] = forms.CharField(label=_("Reason of the change"), max_length=300, required=agreed)

    def points(self) -> dict[int, int]:
        """Return hundredths of a percent per share."""
        return {share.pk: int(self.cleaned_data[f"share{share.pk}"] * 100) for share in self.shares}


class VisitForm(forms.Form):
    """A visit to a company."""

    company = forms.CharField(label=gettext_lazy("Company"), max_length=120)
    visited_on = forms.DateField(label=gettext_lazy("Visited on"), initial=timezone.localdate)
    learnt = forms.CharField(label=gettext_lazy("What was learnt"), max_length=4000, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, people: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["people"] = forms.ModelMultipleChoiceField(people, label=_("People"), widget=forms.SelectMultiple(attrs={"size": 8}))

