"""What officers fill in about applications."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.forms import PaperForm
from seedbed.directory.models import Unit
from seedbed.directory.models.ties import TieKind
from seedbed.selection.forms.planning import known_unit
from seedbed.selection.models import Application
from seedbed.selection.reckoning.family import speaks_of_family
from seedbed.selection.reckoning.industries import codes_of, split_wishes
from seedbed.selection.states import ApplicationState, BayKind, Source, Willingness

ROWS = forms.Textarea(attrs={"rows": 3})


class FilterForm(forms.Form):
    """Narrows the list of applications."""

    q = forms.CharField(label=gettext_lazy("Name, unit or number"), required=False, max_length=60)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    claim = forms.ChoiceField(label=gettext_lazy("Priority claimed"), required=False, choices=[
        ("", "—"), ("park", gettext_lazy("works in an industrial park")), ("economic", gettext_lazy("works in an economic department")),
        ("bay", gettext_lazy("time in the Bay Area stated")), ("talent", gettext_lazy("recruited talent")),
        ("conflict", gettext_lazy("declared a conflict")),
    ])
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False, choices=[("", "—"), *Source.choices])

    def __init__(self, *args: Any, states: Iterable[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = set(states) if states is not None else set(ApplicationState.values)
        shown = [(v, n) for v, n in ApplicationState.choices if v in wanted and v != ApplicationState.DRAFT]
        self.fields["state"].choices = [("", "—"), *shown]  # type: ignore[attr-defined]


class OverruleForm(forms.Form):
    """Decide otherwise than the conditions."""

    eligible = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect,
                                 choices=[("yes", gettext_lazy("eligible")), ("no", gettext_lazy("not eligible"))])
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=ROWS)


class OverruleWithPaperForm(OverruleForm, PaperForm):
    """The same by a barred officer of a small office: the superior's paper stands for another officer."""

    field_order = ("eligible", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="overrule_%s", **kwargs)  # the page may hold two forms for the paper


class SoundingForm(forms.Form):
    """The officer's confidential sounding."""

    heard_on = forms.DateField(label=gettext_lazy("Heard on"), widget=forms.DateInput, initial=timezone.localdate)
    willingness = forms.ChoiceField(label=gettext_lazy("Willingness"), required=False, choices=Willingness.choices)
    facts = forms.CharField(label=gettext_lazy("Facts that were checked"), required=False, max_length=2000, widget=ROWS)
    unit_need = forms.CharField(label=gettext_lazy("What the unit needs"), required=False, max_length=2000, widget=ROWS)
    circumstances = forms.CharField(
        label=gettext_lazy("Circumstances that matter for three months away"), required=False, max_length=1000, widget=ROWS,
        help_text=gettext_lazy("Only what the person wants to be considered, such as “needs to be home at weekends”. No names, illnesses or facts of relatives; a conflict of interest is declared apart."),
    )
    family_seen = forms.BooleanField(label=gettext_lazy("It concerns a declared conflict only"), required=False)

    def clean(self) -> dict[str, Any]:
        """Warn where a text speaks of family members; it is kept only as part of a declared conflict."""
        given = super().clean() or {}
        for name in ("facts", "unit_need", "circumstances"):
            if speaks_of_family(given.get(name) or "") and not given.get("family_seen"):
                self.add_error(name, _("This speaks of members of the family. Take it out, or tick that it concerns a declared conflict only."))
        return given

    def values(self) -> dict[str, Any]:
        """Return what is kept."""
        return {k: v for k, v in self.cleaned_data.items() if k != "family_seen"}


class StayForm(forms.Form):
    """What the time in the Bay Area was."""

    kind = forms.ChoiceField(label=gettext_lazy("It was"), choices=BayKind.choices)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)


class CorrectForm(forms.Form):
    """Facts of an application."""

    post = forms.CharField(label=pgettext_lazy("job", "Post"), max_length=60, required=False)
    rank = forms.CharField(label=gettext_lazy("Rank"), max_length=30, required=False)
    education = forms.CharField(label=gettext_lazy("Education"), max_length=20, required=False)
    school = forms.CharField(label=gettext_lazy("School"), max_length=80, required=False)
    major = forms.CharField(label=gettext_lazy("Major"), max_length=80, required=False)
    duties = forms.CharField(label=gettext_lazy("Present duties"), max_length=2000, required=False, widget=ROWS)
    in_park = forms.BooleanField(label=gettext_lazy("Works in an industrial park"), required=False)
    in_economic = forms.BooleanField(label=gettext_lazy("Works in an economic department"), required=False)
    bay_experience = forms.CharField(label=gettext_lazy("Time in the Greater Bay Area"), max_length=400, required=False)
    is_recruited_talent = forms.BooleanField(label=gettext_lazy("Newly recruited high-quality professional talent"), required=False)
    wished_industries = forms.CharField(label=gettext_lazy("Wished industries"), max_length=200, required=False)
    declared_conflict = forms.CharField(label=gettext_lazy("Declared conflict of interest"), max_length=200, required=False)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=400, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason of the correction"), max_length=400)

    @classmethod
    def of(cls, application: Application, data: Any = None) -> "CorrectForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={n: getattr(application, n) for n in cls.base_fields if n != "reason"})

    def values(self) -> dict[str, Any]:
        """Return the columns and the reason."""
        return self.cleaned_data | {"wished_codes": codes_of(split_wishes(self.cleaned_data["wished_industries"]))}


class ConflictForm(forms.Form):
    """With which unit or company a declared conflict is."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of tie"), choices=[
        (k.value, k.label) for k in (TieKind.RELATIVE_WORKS, TieKind.IN_CHARGE, TieKind.CONTRACTS, TieKind.DISPUTE)])
    unit = forms.CharField(label=gettext_lazy("Company or unit (full name)"), max_length=120)

    def clean_unit(self) -> Unit | None:
        """Accept the name of one known unit."""
        return known_unit(self.cleaned_data["unit"])


class DecideForm(forms.Form):
    """Another decision than the order gives."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), choices=[
        ("proposed", ApplicationState.PROPOSED.label), ("reserve", ApplicationState.RESERVE.label), ("not_chosen", ApplicationState.NOT_CHOSEN.label)])
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=ROWS)


class DecideWithPaperForm(DecideForm, PaperForm):
    """The same by a barred officer of a small office: the superior's paper stands for another officer."""

    field_order = ("outcome", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="decide_%s", **kwargs)  # the page may hold two forms for the paper


class GiveUpForm(forms.Form):
    """Why somebody gives up."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=ROWS)
