"""Forms of the line: few boxes, nothing asked twice."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.forms.places import PlaceField
from seedbed.casework.models import Case, Category
from seedbed.directory.models import Person, Unit
from seedbed.grassroots.actions.classes import Root
from seedbed.grassroots.actions.outings import Plan
from seedbed.grassroots.models import Ending, Level, Material, Met, Outing, OutingKind, Project


def long_field(label: Any, *, rows: int = 4, longest: int = 4000, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A box for longer text."""
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


GROUPS_HELP = _("Such as 三组、四组: never a single household and no name.")


def groups_in(text: str) -> tuple[str, ...]:
    """The groups of households that were typed, parted by marks or blanks."""
    return tuple(dict.fromkeys(part for part in re.split(r"[、，,;；\s]+", text) if part))


def stops_of(row: Outing) -> dict[str, Any]:
    """Whom an outing sees, as the forms show it."""
    stops = list(row.stops.all())
    return {"units": [stop.unit_id for stop in stops if stop.unit_id], "groups": "、".join(stop.group for stop in stops if stop.group)}


class FoldedForm(forms.Form):
    """A form whose rarer boxes are folded away until one of them is filled or refused."""

    folded: tuple[str, ...] = ()
    folded_name: Any = _("More")

    @property
    def opens(self) -> bool:
        """Whether one of the folded boxes has to be seen at once."""
        return any(self[name].value() or self[name].errors for name in self.folded)


class PlanForm(FoldedForm):
    """Who goes where, when, whom to see."""

    folded = ("aim", "units", "groups", "material", "receives", "slots", "project")
    folded_name = _("Whom to see, material, reception day, research")

    kind = forms.ChoiceField(label=pgettext_lazy("outing", "Kind"), choices=OutingKind.choices)
    title = forms.CharField(label=_("Title"), max_length=80)
    unit = forms.ModelChoiceField(label=_("Unit that goes"), queryset=Unit.objects.none(), empty_label=None)
    on = day_field(_("Day"))
    starts = forms.TimeField(label=_("Begins at (optional)"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    area = PlaceField(label=_("Where"))
    place = forms.CharField(label=pgettext_lazy("outing", "Place (optional)"), max_length=80, required=False)
    people = forms.ModelMultipleChoiceField(label=_("Who goes"), queryset=Person.objects.none(), required=False)
    aim = long_field(_("Aim, and whom to see (optional)"), rows=3, required=False, help_text=_("Households, units or companies not seen lately; for planning only."))
    units = forms.ModelMultipleChoiceField(label=_("Units and companies to see, or at the table (optional)"), queryset=Unit.objects.none(), required=False)
    groups = forms.CharField(label=_("Groups of households (optional)"), max_length=120, required=False, help_text=GROUPS_HELP)
    material = forms.ModelChoiceField(label=_("Policy talk: material (optional)"), queryset=Material.objects.none(), required=False)
    receives = forms.ModelChoiceField(label=_("Reception day: leader who receives"), queryset=Person.objects.none(), required=False)
    slots = forms.IntegerField(label=_("Reception day: times of 20 minutes to book"), min_value=0, max_value=40, required=False)
    project = forms.ModelChoiceField(label=_("Research project (optional)"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], areas: QuerySet[Unit], people: QuerySet[Person], projects: QuerySet[Project],
                 seen: QuerySet[Unit], materials: QuerySet[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(areas)  # type: ignore[attr-defined]
        for name, rows in (("unit", units), ("people", people), ("receives", people), ("project", projects), ("units", seen), ("material", materials)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What is planned, as the action takes it."""
        kept = {name: self.cleaned_data[name] for name in ("kind", "title", "on", "area", "starts", "place", "aim", "receives", "project", "material")}
        return Plan(slots=self.cleaned_data.get("slots") or 0, units=tuple(self.cleaned_data["units"]), groups=groups_in(self.cleaned_data["groups"]), **kept)

    @staticmethod
    def start_of(row: Outing) -> dict[str, Any]:
        """What is planned already."""
        kept = {name: getattr(row, name) for name in ("kind", "title", "unit", "on", "starts", "area", "place", "aim", "receives", "slots", "project", "material")}
        return kept | {"people": [member.person_id for member in row.members.all()]} | stops_of(row)


class RecordForm(FoldedForm):
    """How many people of which kind were met, what happened, what it taught."""

    folded = ("units", "groups")
    folded_name = _("Whom one saw")

    villagers = forms.IntegerField(label=Met.VILLAGERS.label, min_value=0, max_value=9999, required=False)
    cadres = forms.IntegerField(label=Met.CADRES.label, min_value=0, max_value=9999, required=False)
    companies = forms.IntegerField(label=Met.COMPANIES.label, min_value=0, max_value=9999, required=False)
    needy = forms.IntegerField(label=Met.NEEDY.label, min_value=0, max_value=9999, required=False)
    summary = long_field(_("How it went"), required=False, help_text=_("No names, no opinions and no traits of people. What they raised stands as matters."))
    lesson = long_field(_("What it taught (optional)"), rows=3, required=False, help_text=_("One thing you will do differently; it stays with the matters that were solved."))
    units = forms.ModelMultipleChoiceField(label=_("Units and companies seen (optional)"), queryset=Unit.objects.none(), required=False)
    groups = forms.CharField(label=_("Groups of households seen (optional)"), max_length=120, required=False, help_text=GROUPS_HELP)

    def __init__(self, *args: Any, seen: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = seen  # type: ignore[attr-defined]

    def met(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: self.cleaned_data.get(kind) or 0 for kind in Met.values}

    @staticmethod
    def start_of(row: Outing) -> dict[str, Any]:
        """What was recorded before."""
        return {**row.met, "summary": row.summary, "lesson": row.lesson} | stops_of(row)


class MatterForm(forms.Form):
    """A question, and the answer where it was given at once."""

    words = long_field(_("What was asked or raised"), rows=3, longest=500, help_text=_("The matter only, nothing about who raised it."))
    answer = long_field(_("Answer given at once (optional)"), rows=3, longest=500, required=False)


class EndForm(forms.Form):
    """How an item of the table ends on the day."""

    ending = forms.ChoiceField(label=_("How does it end today?"), choices=Ending.choices, widget=forms.RadioSelect)
    answer = long_field(_("Answer or arrangement"), rows=3, longest=500)
    unit = forms.ModelChoiceField(label=_("By which unit"), queryset=Unit.objects.none(), required=False)
    until = day_field(_("Until, or looked at again on"), required=False)
    category = forms.ModelChoiceField(label=_("Category of the case (for “by a date”)"), queryset=Category.objects.none(), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["category"].queryset = units, categories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What a unit does until a date becomes a case, which needs its category."""
        kept = super().clean() or {}
        if kept.get("ending") == Ending.BY_DATE and not kept.get("category"):
            self.add_error("category", _("Choose the category: the item becomes a case of the unit."))
        return kept


class SignedForm(forms.Form):
    """The table as it was signed."""

    file = forms.FileField(label=_("Signed table"), help_text=_("PDF or picture. Pictures lose the place and time hidden in them. Cover telephone numbers before."))


class CategoryForm(forms.Form):
    """Only the category: the words are there already."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())

    def __init__(self, *args: Any, categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = long_field(_("Reason"), rows=3, longest=500)


class WordsForm(forms.Form):
    """What was decided or found."""

    words = long_field(_("What was decided or found"), rows=6, longest=8000)


class BookForm(forms.Form):
    """A time and an alias; no subject and no name."""

    slot = forms.TypedChoiceField(label=_("Time"), coerce=int, widget=forms.RadioSelect)
    alias = forms.CharField(label=_("How do you want to be called?"), max_length=20, help_text=_("Any word will do. What it is about you say on the day, not here."))

    def __init__(self, *args: Any, times: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = times  # type: ignore[attr-defined]


class SecretForm(forms.Form):
    """The secret word of a booking."""

    secret = forms.CharField(label=_("Secret word"), max_length=20)


class ChargeForm(forms.Form):
    """Which cases, which leader."""

    number = forms.CharField(label=_("Numbers of the cases"), max_length=600, help_text=_("One or several, parted by blanks or commas."))
    leader = forms.ModelChoiceField(label=_("Leader in charge"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = people  # type: ignore[attr-defined]

    def numbers(self) -> tuple[str, ...]:
        """The numbers that were typed."""
        return groups_in(self.cleaned_data["number"])


class AnswerForm(forms.Form):
    """A question that people ask, its answer, its policy."""

    question = forms.CharField(label=_("Question"), max_length=200)
    answer = long_field(_("Answer in plain words"))
    source = forms.CharField(label=_("Policy and article"), max_length=200)
    valid_until = day_field(_("Valid until (optional)"), required=False)


class MaterialForm(forms.Form):
    """What is told in talks, in plain words."""

    title = forms.CharField(label=_("Title"), max_length=120)
    words = long_field(_("In plain words"), rows=8, longest=8000)
    source = forms.CharField(label=_("Policy and article"), max_length=200)
    valid_until = day_field(_("Valid until (optional)"), required=False)


class ProjectForm(forms.Form):
    """The topic, why, who leads, until when."""

    title = forms.CharField(label=_("Topic"), max_length=120)
    why = long_field(_("Why, and what is to be found out"))
    unit = forms.ModelChoiceField(label=pgettext_lazy("organisation", "Unit"), queryset=Unit.objects.none(), empty_label=None)
    lead = forms.ModelChoiceField(label=_("Leads the research"), queryset=Person.objects.none())
    due_on = day_field(_("To be finished by"))

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["lead"].queryset = units, people  # type: ignore[attr-defined]


class CaseChoice(forms.ModelMultipleChoiceField):
    """Cases by number and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, title and place."""
        return f"{obj.number} {obj.title} · {obj.area}"


class ClassForm(forms.Form):
    """A class of problems: its root, who answers for it, and its cases."""

    name = forms.CharField(label=_("Name of the class"), max_length=80)
    cause = long_field(_("Cause: where does the root lie?"), rows=3)
    level = forms.ChoiceField(label=_("Level of the root"), choices=Level.choices, widget=forms.RadioSelect)
    measure = long_field(_("Measure: what would solve it?"), rows=3)
    unit = forms.ModelChoiceField(label=_("Unit that gathers"), queryset=Unit.objects.none(), empty_label=None)
    owner = forms.ModelChoiceField(label=_("Unit that answers for it"), queryset=Unit.objects.none())
    until = day_field(_("To be solved by (optional)"), required=False)
    cases = CaseChoice(label=_("Cases of the class"), queryset=Case.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: QuerySet[Unit], owners: QuerySet[Unit], cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["owner"].queryset, self.fields["cases"].queryset = units, owners, cases  # type: ignore[attr-defined]

    def root(self) -> Root:
        """The root, as the action takes it."""
        return Root(**{name: self.cleaned_data[name] for name in ("name", "owner", "level", "cause", "measure", "until")})


class RaiseForm(forms.Form):
    """To whom, with which paper."""

    to = forms.ModelChoiceField(label=_("Unit that can solve it"), queryset=Unit.objects.none())
    paper = forms.CharField(label=_("Number of the paper"), max_length=60)
    until = day_field(_("To be solved by (optional)"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units  # type: ignore[attr-defined]


class TakeUpForm(forms.Form):
    """What will be done, until when."""

    measure = long_field(_("What will be done"))
    until = day_field(_("Until"))


class ResultForm(forms.Form):
    """What was changed: it becomes the answer to every open case."""

    result = long_field(_("What was changed"), help_text=_("Every open case of the class gets this as its answer and is then reviewed and checked by itself."))


class FindingForm(forms.Form):
    """What looking back has shown."""

    finding = long_field(_("What was found"))


class CaseNumberForm(forms.Form):
    """A case by its number."""

    number = forms.CharField(label=_("Number of the case"), max_length=24)


class FilterForm(forms.Form):
    """Which outings are shown."""

    kind = forms.ChoiceField(label=pgettext_lazy("outing", "Kind"), choices=[("", "—"), *OutingKind.choices], required=False)
    area = PlaceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(areas)  # type: ignore[attr-defined]


def today() -> dict[str, Any]:
    """A form begins with today."""
    return {"on": timezone.localdate()}
