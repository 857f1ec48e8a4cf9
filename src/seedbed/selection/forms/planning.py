"""Programmes, plans, batches and quotas."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Region, Unit
from seedbed.directory.queries import choices
from seedbed.kernel.actor import Actor
from seedbed.selection.models import Batch, Programme, RuleSet, UnitQuota, YearPlan
from seedbed.selection.queries import cities, rule_sets_visible_to
from seedbed.selection.states import RuleKind

DAY = timedelta(days=1)
NEWEST = gettext_lazy("Empty: the version in force, or the standard rules where none was published yet.")
ROWS = forms.Textarea(attrs={"rows": 3})


def known_unit(name: str) -> Unit | None:
    """Return the one unit of that name; an unknown or ambiguous name is an error of the field."""
    found = choices.unit_called(name) if name else None
    if name and found is None:
        raise forms.ValidationError(_("No unit, or more than one, is called “%(name)s”.") % {"name": name})
    return found


class ProgrammeForm(forms.Form):
    """A programme."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=80)
    purpose = forms.CharField(label=gettext_lazy("Purpose"), required=False, max_length=2000, widget=ROWS)

    @classmethod
    def of(cls, programme: Programme, data: Any = None) -> "ProgrammeForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={"name": programme.name, "purpose": programme.purpose})


class PlanForm(forms.Form):
    """A yearly plan."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    target = forms.IntegerField(label=gettext_lazy("People planned"), min_value=1, max_value=100_000)
    basis = forms.CharField(label=gettext_lazy("Decided by (paper)"), required=False, max_length=160)


class PlanChangeForm(forms.Form):
    """Target and paper of a yearly plan."""

    target = forms.IntegerField(label=gettext_lazy("People planned"), min_value=1, max_value=100_000)
    basis = forms.CharField(label=gettext_lazy("Decided by (paper)"), required=False, max_length=160)

    @classmethod
    def of(cls, plan: YearPlan, data: Any = None) -> "PlanChangeForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={"target": plan.target, "basis": plan.basis})


class BatchForm(forms.Form):
    """A batch. People say the last day; the day after it is what is stored."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), required=False, max_length=120,
                           help_text=gettext_lazy("Empty: named by year and number."))
    host_region = forms.CharField(label=gettext_lazy("Host city (name or code)"), max_length=40)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput)
    opens_on = forms.DateField(label=gettext_lazy("Applications from"), required=False, widget=forms.DateInput)
    closing_day = forms.DateField(label=gettext_lazy("Last day for applications"), required=False, widget=forms.DateInput)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=10_000)
    reserve_size = forms.IntegerField(label=gettext_lazy("Places on the reserve list"), min_value=0, max_value=10_000, initial=0)
    priority = forms.ModelChoiceField(label=gettext_lazy("Order of priority"), queryset=RuleSet.objects.none(), required=False, help_text=NEWEST)
    eligibility = forms.ModelChoiceField(label=gettext_lazy("Conditions"), queryset=RuleSet.objects.none(), required=False, help_text=NEWEST)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = rule_sets_visible_to(actor)
        self.fields["priority"].queryset = known.filter(kind=RuleKind.PRIORITY)  # type: ignore[attr-defined]
        self.fields["eligibility"].queryset = known.filter(kind=RuleKind.ELIGIBILITY)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, actor: Actor, batch: Batch, data: Any = None) -> "BatchForm":
        """Return the form filled with what is stored."""
        names = ("name", "starts_on", "opens_on", "seats", "reserve_size", "priority", "eligibility")
        days = {"last_day": batch.ends_on - DAY, "closing_day": batch.closes_on - DAY if batch.closes_on else None}
        return cls(actor, data, initial={n: getattr(batch, n) for n in names} | days | {"host_region": batch.host_region.name})

    def clean_host_region(self) -> Region:
        """Accept the name or the code of one city."""
        text = self.cleaned_data["host_region"]
        found = cities().filter(pk=text).first() or cities().filter(name__in=[text, f"{text}市"]).first()
        if found is None:
            raise forms.ValidationError(_("No city is called “%(text)s”. Enter its name or its code.") % {"text": text})
        return found

    def values(self) -> dict[str, Any]:
        """Return the columns, with the day after the last day."""
        given = dict(self.cleaned_data)
        region, last, closing = given.pop("host_region"), given.pop("last_day"), given.pop("closing_day")
        given = {k: v for k, v in given.items() if not (k in {"priority", "eligibility"} and v is None)}
        return given | {"host_region_id": region.pk, "ends_on": last + DAY, "closes_on": closing + DAY if closing else None}


class CopyForm(forms.Form):
    """The next batch, made from an earlier one."""

    plan = forms.ModelChoiceField(label=gettext_lazy("Yearly plan"), queryset=YearPlan.objects.none())
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput)
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), required=False, max_length=120, help_text=gettext_lazy("Empty: named by year and number."))

    def __init__(self, plans: QuerySet[YearPlan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class QuotaForm(forms.Form):
    """The quota of one unit."""

    unit = forms.CharField(label=pgettext_lazy("organisation", "Unit (full name)"), max_length=120)
    may_recommend = forms.IntegerField(label=gettext_lazy("May recommend"), required=False, min_value=0, max_value=10_000)
    may_be_chosen = forms.IntegerField(label=gettext_lazy("May be chosen"), required=False, min_value=0, max_value=10_000,
                                       help_text=gettext_lazy("Empty means no limit. A county's quota counts for everything below it."))

    def clean_unit(self) -> Unit | None:
        """Accept the name of one known unit."""
        return known_unit(self.cleaned_data["unit"])

    @classmethod
    def of(cls, quota: UnitQuota) -> "QuotaForm":
        """Return the form filled with what is stored."""
        return cls(initial={"unit": quota.unit.name, "may_recommend": quota.may_recommend, "may_be_chosen": quota.may_be_chosen})
