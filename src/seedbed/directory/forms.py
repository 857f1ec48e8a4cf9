"""Forms of the directory."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory import roles
from seedbed.directory.actions import file_approval
from seedbed.directory.models import Person, PrivacyNotice, Region, Site, Tie, Unit
from seedbed.directory.models.people import Sex
from seedbed.directory.models.ties import TieKind
from seedbed.directory.models.units import UnitKind
from seedbed.directory.queries import choices, site
from seedbed.directory.queries.tokens import LONGEST, SCOPES
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, Identity, check_mobile, check_resident_id, check_uscc
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workbooks import Sheet


class PaperForm(forms.Form):
    """The superior's signed paper that stands for the second person in a small office."""

    approval_number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=80)
    approval_issuer = forms.CharField(label=gettext_lazy("Signed by"), max_length=120)
    approval_issued_on = forms.DateField(label=gettext_lazy("Date of the paper"), widget=forms.DateInput)

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = required

    def clean(self) -> dict[str, Any]:
        """A paper is named whole: who begins to fill it in fills in all of it."""
        given = self.cleaned_data
        if any(given.get(name) for name in PaperForm.base_fields):
            for name in PaperForm.base_fields:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Number, signature and date belong together."))
        return given

    def filed(self, by: Actor, *, purpose: str) -> ApprovalPaper | None:
        """Enter the paper and return it; None where no number was given."""
        given, office = self.cleaned_data, site()
        if not given.get("approval_number") or office is None:
            return None
        return file_approval(office, by=by, number=given["approval_number"], issuer=given["approval_issuer"],
                             issued_on=given["approval_issued_on"], purpose=purpose[:200])


class SearchForm(forms.Form):
    """One search box."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=60)


class UnitForm(forms.Form):
    """Facts of a unit."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("Short name"), required=False, max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=UnitKind.choices)
    region = forms.CharField(label=gettext_lazy("Region (name or code)"), required=False, max_length=60)
    uscc = forms.CharField(label=gettext_lazy("Unified social credit code"), required=False, max_length=30)
    is_economic = forms.BooleanField(
        label=gettext_lazy("Economic department"), required=False,
        help_text=gettext_lazy("Counts for the priority rule “works in an economic department”."),
    )

    @classmethod
    def of(cls, unit: Unit, data: Any = None) -> "UnitForm":
        """Return the form filled with what is stored."""
        names = ("name", "short_name", "kind", "is_economic")
        return cls(data, initial={n: getattr(unit, n) for n in names} | {"region": unit.region_id or "", "uscc": unit.uscc or ""})

    def clean_region(self) -> Region | None:
        """Accept a code or an unambiguous name."""
        text = self.cleaned_data["region"]
        found = choices.region_called(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("No region, or more than one, is called “%(text)s”. Enter its code.") % {"text": text})
        return found

    def clean_uscc(self) -> str | None:
        """Accept a code whose check character is right."""
        text = self.cleaned_data["uscc"]
        if not text:
            return None
        return str(_usable(check_uscc(text)))


def _usable(found: Any) -> Any:
    """Return what a check of the kernel found, or raise its sentence."""
    if isinstance(found, Flaw):
        raise forms.ValidationError(found.text)
    return found


class AddUnitForm(UnitForm):
    """A new unit and what it belongs to; without a parent it is a root, such as a company."""

    parent = forms.CharField(label=gettext_lazy("Belongs to (full name; empty for a company)"), required=False, max_length=120)

    def clean_parent(self) -> Unit | None:
        """Accept the name of one known unit."""
        return _unit(self.cleaned_data["parent"])


def _unit(name: str) -> Unit | None:
    found = choices.unit_called(name) if name else None
    if name and found is None:
        raise forms.ValidationError(_("No unit, or more than one, is called “%(name)s”.") % {"name": name})
    return found


class IndustriesForm(forms.Form):
    """Codes of GB/T 4754 in the three relations a unit can have to an industry."""

    HELP = gettext_lazy("Codes of GB/T 4754 such as C30 or C3012, separated by spaces.")

    own = forms.CharField(label=gettext_lazy("Own business"), required=False, max_length=300, help_text=HELP)
    serves = forms.CharField(label=gettext_lazy("Industries it serves"), required=False, max_length=300, help_text=HELP)
    leading = forms.CharField(label=gettext_lazy("Leading industries of the county or park"), required=False, max_length=300, help_text=HELP)

    @classmethod
    def of(cls, unit: Unit, data: Any = None) -> "IndustriesForm":
        """Return the form filled with the stored codes."""
        links = list(unit.industry_links.order_by("industry_id"))
        return cls(data, initial={r: " ".join(x.industry_id for x in links if x.relation == r) for r in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        """Turn each line into known codes; the letter before the digits may be left out."""
        given = super().clean() or {}
        for relation, text in list(given.items()):
            words = [word for word in re.split(r"[\s,，、;；]+", text) if word]
            known = choices.industries_typed(words)
            unknown = [word for word in words if word not in known]
            if unknown:
                self.add_error(relation, _("Unknown industry codes: %(codes)s.") % {"codes": " ".join(unknown)})
            given[relation] = [known[word] for word in words if word in known]
        return given


class PersonForm(forms.Form):
    """Facts of a person; sealed numbers are only replaced, never shown."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), required=False, choices=[("", "—"), *Sex.choices])
    birth_month = forms.DateField(label=gettext_lazy("Month of birth (any day of it)"), required=False, widget=forms.DateInput)
    political_status = forms.CharField(label=gettext_lazy("Political status"), required=False, max_length=20)
    ethnicity = forms.CharField(label=gettext_lazy("Ethnicity"), required=False, max_length=20)
    education = forms.CharField(label=gettext_lazy("Education"), required=False, max_length=20)
    school = forms.CharField(label=gettext_lazy("School"), required=False, max_length=80)
    major = forms.CharField(label=gettext_lazy("Major"), required=False, max_length=80)
    post = forms.CharField(label=pgettext_lazy("job", "Post"), required=False, max_length=60)
    rank = forms.CharField(label=gettext_lazy("Rank"), required=False, max_length=30)
    id_number = forms.CharField(
        label=gettext_lazy("ID number"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept sealed. Leave empty to keep what is stored."),
    )
    mobile = forms.CharField(
        label=gettext_lazy("Mobile"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept sealed. Leave empty to keep what is stored."),
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "PersonForm":
        """Return the form filled with what is stored, without the sealed numbers."""
        open_fields = [n for n in cls.base_fields if n not in {"id_number", "mobile"}]
        return cls(data, initial={n: getattr(person, n) for n in open_fields})

    def clean_birth_month(self) -> Any:
        """Keep the month only."""
        day = self.cleaned_data["birth_month"]
        return day.replace(day=1) if day else None

    def clean_id_number(self) -> str:
        """Accept a number that adds up."""
        text = self.cleaned_data["id_number"]
        found = _usable(check_resident_id(text)) if text else ""
        return found.number if isinstance(found, Identity) else ""

    def clean_mobile(self) -> str:
        """Accept a mainland mobile number."""
        text = self.cleaned_data["mobile"]
        return str(_usable(check_mobile(text))) if text else ""


class AddPersonForm(PersonForm):
    """A new person and their unit."""

    unit = forms.CharField(label=pgettext_lazy("organisation", "Unit (full name)"), max_length=120)

    def clean_unit(self) -> Unit | None:
        """Accept the name of one known unit."""
        return _unit(self.cleaned_data["unit"])


class RevealForm(forms.Form):
    """Which sealed number to show, and why."""

    field = forms.ChoiceField(label=gettext_lazy("Show"), choices=[("id", gettext_lazy("ID number")), ("mobile", gettext_lazy("Mobile"))])
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200,
                             help_text=gettext_lazy("Your name, the time and this reason are recorded; the person can read them."))


class TieForm(forms.Form):
    """A tie between two sides, each a unit or a person of a unit."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of tie"), choices=TieKind.choices)
    unit = forms.CharField(label=gettext_lazy("First side: unit"), max_length=120)
    person = forms.CharField(label=gettext_lazy("First side: person of that unit (empty: the unit itself)"), required=False, max_length=40)
    other_unit = forms.CharField(label=gettext_lazy("Other side: unit"), max_length=120)
    other_person = forms.CharField(label=gettext_lazy("Other side: person of that unit (empty: the unit itself)"), required=False, max_length=40)
    source = forms.CharField(label=gettext_lazy("Known from"), max_length=120)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """Turn names into the two sides."""
        given = super().clean() or {}
        for side, unit_field, person_field in (("first", "unit", "person"), ("other", "other_unit", "other_person")):
            given[side] = self._side(unit_field, person_field)
        return given

    def _side(self, unit_field: str, person_field: str) -> Unit | Person | None:
        name, person = self.cleaned_data.get(unit_field, ""), self.cleaned_data.get(person_field, "")
        unit = choices.unit_called(name) if name else None
        if unit is None:
            self.add_error(unit_field, _("No unit, or more than one, is called “%(name)s”.") % {"name": name})
            return None
        if not person:
            return unit
        found = choices.visible_person_called(self.actor, person, unit)
        if found is None:
            self.add_error(person_field, _("This unit has no registered person of this name, or more than one."))
        return found


class OwnTieForm(forms.Form):
    """What a person declares about themselves: which unit a tie leads to, nothing about family members."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of tie"), choices=[
        (k.value, k.label) for k in (TieKind.RELATIVE_WORKS, TieKind.IN_CHARGE, TieKind.CONTRACTS, TieKind.DISPUTE)
    ])
    other_unit = forms.CharField(label=gettext_lazy("Company or unit (full name)"), max_length=120,
                                 help_text=gettext_lazy("Only which unit it is. Do not enter names or facts of relatives."))

    def clean_other_unit(self) -> Unit | None:
        """Accept the name of one known unit."""
        return _unit(self.cleaned_data["other_unit"])


class ReasonForm(forms.Form):
    """A reason that the trail keeps."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AccountForm(forms.Form):
    """A new log-in."""

    username = forms.CharField(label=gettext_lazy("Log-in name"), max_length=40,
                               help_text=gettext_lazy("3 to 40 small letters, digits, dots or dashes; begins with a letter."))
    display_name = forms.CharField(label=gettext_lazy("Shown as"), max_length=60)
    person = forms.IntegerField(label=gettext_lazy("File number of the person (empty for administrators)"), required=False, min_value=1,
                                help_text=gettext_lazy("The office reads it from the person's file."))

    def clean_person(self) -> Person | None:
        """Accept the number of a person who has no log-in yet."""
        number = self.cleaned_data["person"]
        found = choices.person_without_account(number) if number else None
        if number and found is None:
            raise forms.ValidationError(_("There is no such file number, or this person has a log-in already."))
        return found


class GrantForm(forms.Form):
    """A role, and the unit for which it is held."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=roles.OFFERED)
    unit = forms.CharField(label=gettext_lazy("For (full name of the unit; empty for administrators)"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """Business roles need a unit, administrators have none."""
        given = super().clean() or {}
        business = given.get("role") not in roles.ADMINISTRATORS
        name = given.get("unit", "")
        given["unit"] = choices.unit_called(name) if name else None
        if business and given["unit"] is None:
            self.add_error("unit", _("No unit, or more than one, is called “%(name)s”.") % {"name": name})
        if not business and name:
            self.add_error("unit", _("An administrator's role is held for the whole site: leave the unit empty."))
        return given


class ProfileForm(forms.Form):
    """How many people run the office."""

    profile = forms.ChoiceField(label=gettext_lazy("Office profile"), choices=Site.Profile.choices, widget=forms.RadioSelect)


class NoticeForm(forms.Form):
    """The next version of a privacy notice, in both languages."""

    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=40)
    text_zh = forms.CharField(label=gettext_lazy("Text in Chinese"), max_length=8000, widget=forms.Textarea)
    text_en = forms.CharField(label=gettext_lazy("Text in English"), max_length=8000, widget=forms.Textarea)

    @classmethod
    def after(cls, notice: PrivacyNotice | None, data: Any = None) -> "NoticeForm":
        """Return the form that starts from the version in force."""
        names = ("purpose", "text_zh", "text_en")
        return cls(data, initial={n: getattr(notice, n) for n in names} if notice else None)


def tie_sides(tie: Tie) -> tuple[str, str]:
    """Return how the two sides of a tie are written."""
    return str(tie.person or tie.unit), str(tie.other_person or tie.other_unit)


class TokenForm(forms.Form):
    """What a program may do with a new token, and how long."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=60)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("It may"), choices=[(scope, scope) for scope in SCOPES], widget=forms.CheckboxSelectMultiple,
                                       help_text=gettext_lazy("read: look at lists and records; write: do what you may do."))
    days = forms.IntegerField(label=gettext_lazy("Valid for (days)"), min_value=1, max_value=LONGEST.days, initial=90)


class PurposeForm(forms.Form):
    """What a list that goes out is for."""

    purpose = forms.CharField(label=gettext_lazy("What is it for, and who gets it?"), max_length=300, widget=forms.Textarea({"rows": 2}))


class SheetUploadForm(forms.Form):
    """A list that was edited and comes back."""

    file = forms.FileField(label=gettext_lazy("Edited list (xlsx, xls, ods or csv)"), max_length=200)


class SheetAnswersForm(forms.Form):
    """For each heading that nobody is sure of: which column it is, or that it is left out."""

    def __init__(self, *args: Any, questions: list[dict[str, Any]], sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(column.key, column.title) for column in sheet.columns]
        self.asked = [q for q in questions if q["heading"]]
        for place, question in enumerate(self.asked):
            near = [pair for pair in columns if pair[0] in question["candidates"]]
            rest = [pair for pair in columns if pair not in near]
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=_("Column %(letter)s “%(heading)s” is") % {"letter": question["letter"], "heading": question["heading"]},
                choices=[*near, ("", _("nothing of these: leave it out")), *rest], required=False)

    def answers(self) -> dict[str, str]:
        """Return heading → key of the column, or "" where it is left out."""
        return {q["heading"]: self.cleaned_data[f"q{place}"] for place, q in enumerate(self.asked)}
