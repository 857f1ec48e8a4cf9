"""Forms of gatherings."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Person
from seedbed.gatherings.actions import Plan
from seedbed.gatherings.models import Absence, Gathering, GatheringKind


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PlanForm(forms.Form):
    """What is planned, when and where."""

    kind = forms.ChoiceField(label=pgettext_lazy("gathering", "Kind"), choices=GatheringKind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    on = day_field(_("Day"))
    starts = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="19:30")
    minutes = forms.IntegerField(label=pgettext_lazy("length", "Minutes"), min_value=10, max_value=720, initial=60)
    place = forms.CharField(label=pgettext_lazy("gathering", "Place"), max_length=120, required=False)
    lead = forms.ModelChoiceField(label=_("Speaks or leads"), queryset=Person.objects.none(), required=False)
    agenda = forms.CharField(label=_("Agenda and material"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: Gathering, data: Any, people: QuerySet[Person]) -> "PlanForm":
        """The form filled with what is planned."""
        start = timezone.localtime(row.starts_at)
        minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
        return cls(data, people=people, initial={
            "kind": row.kind, "title": row.title, "on": start.date(), "starts": start.time(), "minutes": minutes, "place": row.place,
            "lead": row.lead_id, "agenda": row.agenda})

    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        kept = self.cleaned_data
        return Plan(kept["kind"], kept["title"], kept["starts"], kept["minutes"], kept["place"], kept["agenda"])


class SeriesForm(PlanForm):
    """The same, every so many weeks."""

    last_on = day_field(_("Last day"))
    every_weeks = forms.IntegerField(label=_("Every how many weeks"), min_value=1, max_value=12, initial=1)
    in_turn = forms.BooleanField(label=_("Everybody leads in turn"), required=False)

    field_order = ("kind", "title", "on", "last_on", "every_weeks")


class RecordForm(forms.Form):
    """Minutes, and who was missing."""

    minutes = forms.CharField(label=_("Minutes"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    missing = forms.ModelMultipleChoiceField(
        label=_("Who was missing?"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only the exceptions. Those who said so before are ticked already."))
    newly = forms.ChoiceField(
        label=_("Those newly ticked were"), choices=[(Absence.Reason.EXCUSED, Absence.Reason.EXCUSED.label), (Absence.Reason.MISSING, Absence.Reason.MISSING.label)],
        initial=Absence.Reason.EXCUSED)

    def __init__(self, *args: Any, gathering: Gathering, people: QuerySet[Person], **kwargs: Any) -> None:
        self.known = {row.person_id: row.reason for row in gathering.absences.all()}
        super().__init__(*args, initial={"minutes": gathering.minutes, "missing": list(self.known)}, **kwargs)
        self.fields["missing"].queryset = people  # type: ignore[attr-defined]

    def absences(self) -> dict[int, str]:
        """Who was missing, with the reason known before or the one given for the others."""
        return {person.pk: self.known.get(person.pk, self.cleaned_data["newly"]) for person in self.cleaned_data["missing"]}


class AgreeForm(forms.Form):
    """What was agreed."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=Person.objects.none())
    due_on = day_field(_("Until"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": in_two_weeks()}, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


def in_two_weeks() -> date:
    """The usual time for something agreed."""
    return timezone.localdate() + timedelta(days=14)
