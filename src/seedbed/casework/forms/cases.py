"""Forms of cases: what is told in six boxes, and one small form for each step."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.actions.cases import Told
from seedbed.casework.forms.places import PlaceField
from seedbed.casework.models import (
    ENDABLE,
    REPORTABLE,
    CallBack,
    CaseLink,
    Category,
    Channel,
    ClockRule,
    Outcome,
    PauseReason,
    Urgency,
)
from seedbed.directory.models import Account, Unit


def _long(label: Any, *, rows: int = 4, longest: int = 4000, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _outcomes(wanted: Any) -> list[tuple[str, Any]]:
    return [(value.value, value.label) for value in wanted]


class ToldForm(forms.Form):
    """What somebody told, in six boxes at most; the seventh appears only where likely duplicates were shown."""

    text = _long(_("What is it about? In the person's own words"))
    area = PlaceField(label=_("Where"))
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    name = forms.CharField(label=_("Name, only if a reply is wanted"), max_length=40, required=False,
                           help_text=_("Tell the person: the unit that handles the case and its desk can see the name; nobody else can."))
    phone = forms.CharField(label=_("Telephone for the reply"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    confidential = forms.BooleanField(label=_("Confidential: only people on the case know that it exists"), required=False)

    def __init__(self, *args: Any, areas: QuerySet[Unit], categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(areas)  # type: ignore[attr-defined]
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A telephone number belongs to a name, and a reply needs both."""
        kept = super().clean() or {}
        if kept.get("phone") and not kept.get("name"):
            self.add_error("name", _("Write whose telephone number it is."))
        return kept

    def told(self, channel: str) -> Told:
        """What was told, as the action takes it."""
        kept = {name: self.cleaned_data[name] for name in ("text", "area", "category", "name", "phone", "confidential")}
        return Told(channel=self.cleaned_data.get("channel") or channel, place=self.cleaned_data.get("place", ""), title=self.cleaned_data.get("title", ""),
                    urgency=self.cleaned_data.get("urgency") or Urgency.NORMAL, external=self.cleaned_data.get("external", ""), **kept)


class AskForm(ToldForm):
    """The same for the person, without an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What should be mended?")
        self.fields["name"].label = _("Your name, only if you want a reply")
        self.fields["name"].help_text = _("Only the unit that handles the case and its desk can see it; nobody else can.")
        self.fields["phone"].label = _("Your telephone for the reply")


class DeskForm(ToldForm):
    """The same with what the desk knows besides."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    title = forms.CharField(label=_("Title"), max_length=60, required=False, help_text=_("Left empty, the first words of the text."))
    place = forms.CharField(label=pgettext_lazy("case", "Place"), max_length=80, required=False)
    external = forms.CharField(label=_("Number of the work order outside"), max_length=40, required=False)
    field_order = ("text", "title", "area", "place", "category", "channel", "urgency", "external", "name", "phone", "confidential")


class FilterForm(forms.Form):
    """What the list shows."""

    SHOW = (("open", pgettext_lazy("cases", "open")), ("late", pgettext_lazy("cases", "past the safe end")), ("closed", pgettext_lazy("cases", "closed")),
            ("all", pgettext_lazy("cases", "all")))

    q = forms.CharField(label=_("Number, place or words"), max_length=60, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none(), required=False)
    area = forms.ModelChoiceField(label=_("Where"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, areas: QuerySet[Unit], categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]


class UnitsForm(forms.Form):
    """The leading unit, up to two that assist, each with its time limit."""

    lead = forms.ModelChoiceField(label=_("Leading unit"), queryset=Unit.objects.none())
    rule = forms.ModelChoiceField(label=_("Its time limit"), queryset=ClockRule.objects.none(), empty_label=None)
    assist = forms.ModelChoiceField(label=_("Assisting unit (optional)"), queryset=Unit.objects.none(), required=False)
    assist_rule = forms.ModelChoiceField(label=_("Its time limit"), queryset=ClockRule.objects.none(), empty_label=None)
    assist_too = forms.ModelChoiceField(label=_("Another assisting unit (optional)"), queryset=Unit.objects.none(), required=False)
    assist_too_rule = forms.ModelChoiceField(label=_("Its time limit"), queryset=ClockRule.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: QuerySet[Unit], rules: QuerySet[ClockRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = usual(rules)
        for name, field in self.fields.items():
            field.queryset = rules if name.endswith("rule") else units  # type: ignore[attr-defined]
            field.initial = start if name.endswith("rule") else None

    def assists(self) -> list[tuple[Unit, ClockRule]]:
        """The assisting units with their time limits."""
        kept = self.cleaned_data
        return [(kept[name], kept[f"{name}_rule"]) for name in ("assist", "assist_too") if kept.get(name)]


def usual(rules: QuerySet[ClockRule]) -> ClockRule | None:
    """The time limit with which units usually work; the shortest one is for emergencies and is chosen on purpose."""
    return rules.filter(code="workdays_5").first()


class AssistantForm(forms.Form):
    """One more unit that assists."""

    unit = forms.ModelChoiceField(label=_("Assisting unit"), queryset=Unit.objects.none())
    rule = forms.ModelChoiceField(label=_("Its time limit"), queryset=ClockRule.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: QuerySet[Unit], rules: QuerySet[ClockRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["rule"].queryset = units, rules  # type: ignore[attr-defined]
        self.fields["rule"].initial = usual(rules)


class BarForm(forms.Form):
    """A unit that the case is about, and why."""

    unit = forms.ModelChoiceField(label=_("Unit that the case is about"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AsideForm(forms.Form):
    """Why one has an interest of one's own in a case."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Such as kin, neighbours, money, an own part in the matter. The trail keeps it."))


class RecusalForm(AsideForm):
    """Who has an interest of their own in a case, and why."""

    account = forms.ModelChoiceField(label=_("Person"), queryset=Account.objects.none())
    field_order = ["account", "reason"]

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = _long(_("Reason"), rows=3, longest=500)


class TextForm(forms.Form):
    """What was done."""

    text = _long(_("What was done"))


class WordForm(forms.Form):
    """A word, if one is needed."""

    text = _long(_("A word (optional)"), rows=3, longest=500, required=False)


class CaseStepForm(forms.Form):
    """What was done, and whether the person reads it."""

    text = _long(_("What was done"), longest=1000)
    public = forms.BooleanField(label=_("The person who asked reads it on the progress page"), required=False)


class ReportForm(forms.Form):
    """What came of it, the answer, and the day of a plan."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=_outcomes(REPORTABLE), widget=forms.RadioSelect)
    answer = _long(_("Answer to the person"), help_text=_("Plain words: what was done, what was not and why, whom to ask."))
    review_on = _day(_("Taken into a plan: looked at again on"), required=False)


class EndForm(forms.Form):
    """Why no unit has to work on it."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=_outcomes(ENDABLE), widget=forms.RadioSelect)
    answer = _long(_("Answer to the person"))
    petition_number = forms.CharField(label=_("Number in the national petition system"), max_length=40, required=False)

    def __init__(self, *args: Any, desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not desk:
            self.fields["outcome"].choices = _outcomes((Outcome.SOLVED, Outcome.EXPLAINED))  # type: ignore[attr-defined]
            del self.fields["petition_number"]


class FindingForm(forms.Form):
    """What a check or a look back has shown."""

    HOLDS = (("yes", _("It holds")), ("no", _("It does not hold")))

    holds = forms.ChoiceField(label=_("Does the report hold?"), choices=HOLDS, widget=forms.RadioSelect)
    finding = _long(_("What was found"), longest=2000)


class LookBackForm(FindingForm):
    """A look back, and the next day where the matter is planned."""

    again_on = _day(_("Looked at again on (for what is planned)"), required=False)


class LinkForm(forms.Form):
    """The other case by its number."""

    number = forms.CharField(label=_("Number of the other case"), max_length=24)
    kind = forms.ChoiceField(label=_("How do they belong together?"), choices=CaseLink.Kind.choices, widget=forms.RadioSelect)


class AdmitForm(forms.Form):
    """Somebody who is put on a confidential case."""

    account = forms.ModelChoiceField(label=_("Who"), queryset=Account.objects.none())

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """Whether the person was reached, and two questions."""

    REACHED = (("yes", _("Reached")), ("no", _("Not reached")))

    reached = forms.ChoiceField(label=_("Was the person reached?"), choices=REACHED, widget=forms.RadioSelect)
    solved = forms.ChoiceField(label=_("“Is it solved?”"), choices=CallBack.Solved.choices, widget=forms.RadioSelect, required=False, help_text=_("Leave it open if the person did not say."))
    satisfied = forms.ChoiceField(label=_("“Are you satisfied?”"), choices=CallBack.Satisfied.choices, widget=forms.RadioSelect, required=False)
    word = forms.CharField(label=_("A word (optional)"), max_length=300, required=False)


class AttachForm(forms.Form):
    """A picture or letter, and what it shows."""

    file = forms.FileField(label=_("Picture, letter or paper"), help_text=_("PDF, picture or Word. Pictures lose the place and time hidden in them. Cover faces and numbers before."))
    label = forms.CharField(label=_("What it shows (optional)"), max_length=60, required=False)


class PauseForm(forms.Form):
    """Why a clock stands still."""

    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices, widget=forms.RadioSelect)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, allowed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [choice for choice in PauseReason.choices if choice[0] in allowed]  # type: ignore[attr-defined]


class MoreTimeForm(forms.Form):
    """How much more time, and why."""

    amount = forms.IntegerField(label=_("How much longer (in the unit of the rule)"), min_value=1, max_value=400)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class DecideForm(forms.Form):
    """Granted with a letter, or refused with a reason."""

    DECISIONS = (("yes", _("Grant")), ("no", _("Refuse")))

    grant = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    letter = forms.CharField(label=_("Number of the letter to the person"), max_length=60, required=False)
    reason = forms.CharField(label=_("Reason, when refused"), max_length=300, required=False)


class AgainForm(forms.Form):
    """What is not as it should be, from whoever has number and secret word."""

    number = forms.CharField(max_length=24, widget=forms.HiddenInput)
    secret = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = _long(_("Is it not so, or has it come back? Tell us what is wrong"), rows=3, longest=1000)


class ReceiptOfCaseForm(forms.Form):
    """Number and secret word."""

    number = forms.CharField(label=_("Number of the case"), max_length=24)
    secret = forms.CharField(label=_("Secret word"), max_length=40)
