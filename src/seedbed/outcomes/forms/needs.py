"""What people fill in about sharing sessions and about what companies need."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.casework.models import TicketRule
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries.choices import unit_called
from seedbed.gatherings.forms import day_field
from seedbed.gatherings.models import Gathering
from seedbed.outcomes.forms.practices import TakenForm
from seedbed.outcomes.models import CompanyNeed, Practice

ROWS = {"rows": 4}


class SharingForm(forms.Form):
    """A sharing session at home."""

    on = day_field(gettext_lazy("Day"))
    title = forms.CharField(label=gettext_lazy("What was shared"), max_length=120)
    home = forms.CharField(label=gettext_lazy("In which unit (empty: the own unit)"), max_length=120, required=False)
    audience = forms.CharField(label=gettext_lazy("For whom"), max_length=120, required=False)
    practices = forms.ModelMultipleChoiceField(label=gettext_lazy("Practices that were told"), queryset=Practice.objects.none(), required=False,
                                               widget=forms.CheckboxSelectMultiple)
    gathering = forms.ModelChoiceField(label=gettext_lazy("Planned as (optional)"), queryset=Gathering.objects.none(), required=False)
    echo = forms.CharField(label=gettext_lazy("What came back (may be added later)"), max_length=4000, required=False, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, people: QuerySet[Person] | None, practices: QuerySet[Practice], gatherings: QuerySet[Gathering], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["practices"].queryset = practices  # type: ignore[attr-defined]
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]
        if people is not None:
            self.fields["person"] = forms.ModelChoiceField(people, label=_("Who shared"))
            self.order_fields(("person", *SharingForm.base_fields))

    def clean_home(self) -> Unit | None:
        """Give the unit of this name; nothing means the own unit."""
        name = self.cleaned_data["home"].strip()
        unit = unit_called(name) if name else None
        if name and (unit is None or not unit.is_active):
            raise forms.ValidationError(_("No unit in the directory has this name. Type its full or short name."))
        return unit


class EchoForm(forms.Form):
    """What came back from a session."""

    echo = forms.CharField(label=gettext_lazy("What came back"), max_length=4000, widget=forms.Textarea(ROWS))


class TakenThereForm(TakenForm):
    """Which unit took over which practice after a session."""

    practice = forms.ModelChoiceField(label=pgettext_lazy("sharing", "Practice"), queryset=Practice.objects.none(), empty_label=None)

    def __init__(self, *args: Any, practices: QuerySet[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["how"]
        self.fields["practice"].queryset = practices  # type: ignore[attr-defined]
        self.order_fields(("practice", "owner", "on"))

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"unit": self.cleaned_data["owner"], "on": self.cleaned_data["on"]}


class NeedForm(forms.Form):
    """What a company needs."""

    company = forms.CharField(label=gettext_lazy("Company"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("What about"), choices=CompanyNeed.Kind.choices)
    text = forms.CharField(label=gettext_lazy("What is needed"), max_length=2000, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, people: QuerySet[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["person"] = forms.ModelChoiceField(people, label=_("Who heard it"))
            self.order_fields(("person", *NeedForm.base_fields))


class AnswerForm(forms.Form):
    """The answer to a need."""

    answer = forms.CharField(label=gettext_lazy("Answer"), max_length=2000, widget=forms.Textarea(ROWS))


class LeadOfNeedForm(forms.Form):
    """What is still missing for a lead: everything else stands here already."""

    did = forms.CharField(label=gettext_lazy("What was done so far"), max_length=300)
    not_same = forms.CharField(label=gettext_lazy("Why it is another company"), max_length=300, required=False,
                               help_text=gettext_lazy("Only where a lead with a similar name is shown."))


class TicketOfNeedForm(forms.Form):
    """Which kind of service ticket."""

    rule = forms.ModelChoiceField(label=gettext_lazy("Kind of ticket"), queryset=TicketRule.objects.none(), empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args: Any, rules: list[TicketRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = TicketRule.objects.filter(pk__in=[rule.pk for rule in rules]).order_by("pk")  # type: ignore[attr-defined]
